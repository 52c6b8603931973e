import type { PitchFrame } from "../domain/sung-notes";
import type { MicrophoneReport } from "./microphone.worklet";
import workletUrl from "./microphone.worklet?worker&url";
import { StreamClock } from "./stream-clock";

/** Why nobody is heard, in a sentence that says what to do. */
export class MicrophoneError extends Error {
  override readonly name = "MicrophoneError";
  readonly code: "insecure" | "unsupported" | "refused" | "missing" | "busy" | "silent" | "lost";

  constructor(code: MicrophoneError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * Told of what is heard, several frames at a time, oldest first.
 * @param zeroMs what `performance.now()` showed when the frames' second 0 sounded before the microphone, as well as the browser tells
 */
export type OnHeard = (frames: readonly PitchFrame[], zeroMs: number) => void;

/** The microphone that the browser or the person chooses. */
export interface Microphone {
  /**
   * Asks for the microphone, which may ask the person, and listens; from a user gesture, or some browsers stay deaf.
   * @param onLost the microphone is gone, and listening has ended
   * @returns how to end it, after which nothing is told and the microphone is free
   * @throws MicrophoneError
   */
  listen(onHeard: OnHeard, onLost: (error: MicrophoneError) => void): Promise<() => void>;
}

/** How long an audio context may take to run: Firefox waits for ever where no output is plugged in. */
const START_LIMIT_MS = 5000;
/** What browsers do to speech bends and swallows what is sung. */
const AS_IT_IS: MediaTrackConstraints = {
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
  channelCount: { ideal: 1 },
};

export function createMicrophone(): Microphone {
  return {
    async listen(onHeard, onLost) {
      const stream = await open();
      const audio = new AudioContext({ latencyHint: "interactive" });
      const stop = () => {
        for (const track of stream.getTracks()) {
          track.onended = null;
          track.stop();
        }
        if (audio.state !== "closed") void audio.close();
      };
      const [track] = stream.getAudioTracks();
      try {
        await audio.audioWorklet.addModule(workletUrl);
      } catch (cause) {
        stop();
        throw new MicrophoneError(
          "unsupported",
          "This browser cannot listen for notes; the newest Chrome, Edge, Firefox and Safari can. The keys on the page play too.",
          { cause },
        );
      }
      const source = audio.createMediaStreamSource(stream);
      const node = new AudioWorkletNode(audio, "microphone", { channelCount: 1 });
      const clock = new StreamClock();
      const latencyMs = 1000 * inputLatency(track);
      node.port.onmessage = ({ data: { frames, now } }: MessageEvent<MicrophoneReport>) => {
        onHeard(frames, clock.hear(now, performance.now()) - latencyMs);
      };
      // Its output is silence; a node that leads nowhere is not asked to work everywhere.
      source.connect(node).connect(audio.destination);
      const close = () => {
        node.port.onmessage = null;
        node.port.postMessage("stop");
        source.disconnect();
        node.disconnect();
        stop();
      };
      if (track)
        track.onended = () => {
          close();
          onLost(
            new MicrophoneError(
              "lost",
              "The microphone is gone: plug it in again, then press Sing. What you sang is kept.",
            ),
          );
        };
      if (await runs(audio)) return close;
      close();
      throw new MicrophoneError(
        "silent",
        "The browser’s sound does not start, without which it hears nothing: check that headphones or loudspeakers are connected, then press Sing again.",
      );
    },
  };
}

async function runs(audio: AudioContext): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, START_LIMIT_MS);
  });
  await Promise.race([audio.resume(), limit]);
  clearTimeout(timer);
  return audio.state === "running";
}

async function open(): Promise<MediaStream> {
  // Browsers have no `mediaDevices` where the page did not come safely, whatever the types say.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices || !window.isSecureContext)
    throw new MicrophoneError(
      "insecure",
      "Browsers let a page hear the microphone only at an https address or on this machine (localhost): open Antiphon there to sing. The keys on the page play here too.",
    );
  try {
    return await devices.getUserMedia({ audio: AS_IT_IS });
  } catch (cause) {
    throw refusal(cause);
  }
}

/** What `getUserMedia` fails with (Media Capture and Streams, section 10.2), in words. */
function refusal(cause: unknown): MicrophoneError {
  const name = cause instanceof DOMException ? cause.name : "";
  switch (name) {
    case "NotAllowedError":
    case "SecurityError":
      return new MicrophoneError(
        "refused",
        "The browser did not allow the page to hear the microphone: allow it beside the address, then press Sing again.",
        { cause },
      );
    case "NotFoundError":
    case "OverconstrainedError":
      return new MicrophoneError(
        "missing",
        "No microphone is plugged in: plug one in, then press Sing again. The keys on the page play too.",
        { cause },
      );
    default:
      return new MicrophoneError(
        "busy",
        "The microphone does not answer, perhaps because another program has it: close that program, then press Sing again.",
        { cause },
      );
  }
}

/** Seconds from the air to the page; 0 where the browser does not tell. */
function inputLatency(track: MediaStreamTrack | undefined): number {
  const { latency } = (track?.getSettings() ?? {}) as { readonly latency?: number };
  return latency ?? 0;
}
