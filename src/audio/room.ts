import { calculate } from "./calculator";

/** Linear gain of what comes from the room, so that it is about as loud as what went in. */
export const ROOM_RETURN = 0.9;

/** A room that voices send to. */
export interface Room {
  readonly input: AudioNode;
  /** Lets it go. */
  dispose(): void;
}

/**
 * A room that answers as soon as its answer has been worked out, which takes no longer than a beat.
 * @param output where its answer goes
 */
export function createRoom(context: BaseAudioContext, output: AudioNode): Room {
  const convolver = new ConvolverNode(context, {
    disableNormalization: true,
    // Wherever a voice sits, both ears hear the room.
    channelCount: 1,
    channelCountMode: "explicit",
  });
  const back = new GainNode(context, { gain: ROOM_RETURN });
  convolver.connect(back).connect(output);
  void roomBuffer(context.sampleRate).then((buffer) => {
    convolver.buffer = buffer;
  });
  return {
    input: convolver,
    dispose() {
      back.disconnect();
    },
  };
}

async function roomBuffer(sampleRate: number): Promise<AudioBuffer> {
  const ears = await calculate("room", sampleRate);
  const { length } = ears[0];
  const buffer = new AudioBuffer({ length, numberOfChannels: ears.length, sampleRate });
  ears.forEach((ear, channel) => {
    buffer.copyToChannel(ear, channel);
  });
  return buffer;
}
