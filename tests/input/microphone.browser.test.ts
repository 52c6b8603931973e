import { afterEach, expect, test, vi } from "vitest";
import type { PitchFrame } from "../../src/domain/sung-notes";
import { createMicrophone, MicrophoneError } from "../../src/input/microphone";

const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
afterEach(() => {
  navigator.mediaDevices.getUserMedia = ask;
});

/** Gives the page a microphone that hears a tone, and tells what was wanted of it. */
function giveTone(hertz: number): { wanted: MediaStreamConstraints[]; stream: MediaStream } {
  const audio = new AudioContext();
  const tone = new OscillatorNode(audio, { frequency: hertz });
  const microphone = audio.createMediaStreamDestination();
  tone.connect(new GainNode(audio, { gain: 0.3 })).connect(microphone);
  tone.start();
  const wanted: MediaStreamConstraints[] = [];
  navigator.mediaDevices.getUserMedia = async (constraints = {}) => {
    wanted.push(constraints);
    await audio.resume();
    return microphone.stream;
  };
  return { wanted, stream: microphone.stream };
}

test("a tone before the microphone is heard at its pitch, untouched by what browsers do to speech", async () => {
  const { wanted, stream } = giveTone(330);
  const frames: PitchFrame[] = [];
  let zeroMs = NaN;
  const stop = await createMicrophone().listen(
    (some, zero) => {
      frames.push(...some);
      zeroMs = zero;
    },
    () => undefined,
  );
  await vi.waitFor(() => expect(frames.length).toBeGreaterThan(60), 5000);
  const last = frames.at(-1)!;
  expect(last.hertz).toBeCloseTo(330, 0);
  expect(last.clarity).toBeGreaterThan(0.95);
  const ageMs = performance.now() - (zeroMs + 1000 * last.seconds);
  expect(ageMs).toBeGreaterThan(0);
  expect(ageMs).toBeLessThan(2000);
  const { audio } = wanted[0]!;
  expect(audio).toMatchObject({
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
  });

  stop();
  const count = frames.length;
  expect(stream.getTracks().map(({ readyState }) => readyState)).toEqual(["ended"]);
  await new Promise((resolve) => requestAnimationFrame(resolve));
  expect(frames.length).toBe(count);
});

test.each([
  ["NotAllowedError", "refused"],
  ["SecurityError", "refused"],
  ["NotFoundError", "missing"],
  ["NotReadableError", "busy"],
  ["AbortError", "busy"],
])("%s of the browser is one sentence that says what to do", async (name, code) => {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", name));
  const heard = createMicrophone().listen(
    () => undefined,
    () => undefined,
  );
  const error: unknown = await heard.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(MicrophoneError);
  expect(error).toMatchObject({ code });
  expect((error as Error).message).toMatch(/^[^.]+: [^.]+press Sing again\./);
});

test("a microphone that is gone is told of once, and let go", async () => {
  const { stream } = giveTone(330);
  const lost: MicrophoneError[] = [];
  await createMicrophone().listen(
    () => undefined,
    (error) => lost.push(error),
  );
  const [track] = stream.getAudioTracks();
  track!.dispatchEvent(new Event("ended"));
  track!.dispatchEvent(new Event("ended"));
  expect(lost.map(({ code }) => code)).toEqual(["lost"]);
  expect(track!.readyState).toBe("ended");
});
