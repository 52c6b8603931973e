import type { Seconds } from "../domain/units";
import { createLimiter } from "./limiter";
import { createRoom, ROOM_RETURN, type Room } from "./room";
import { Gain, type BaseContext } from "./tone";

/** Where the channels of an ensemble meet. */
export interface Desk {
  readonly input: AudioNode;
  /** For whoever wants to listen to all of it. */
  readonly output: AudioNode;
  /** Where what goes into the room does: called when a voice is first to be heard there. */
  readonly roomInput: () => AudioNode;
  /** Takes on the volume of everything, without a click. @param volume linear */
  setVolume(volume: number): void;
  dispose(): void;
}

/** Four voices in mezzo forte then come to about 20 dB below full scale, and as loud as can be just touch the limiter. */
const MASTER_GAIN = 1.2;
const RAMP: Seconds = 0.015;

/** The desk that is listened to: with a room, and a limiter before the context's destination. */
export function createDesk(context: BaseContext): Desk {
  const raw = context.rawContext as unknown as BaseAudioContext;
  const master = new Gain({ context, gain: MASTER_GAIN });
  const limiter = createLimiter(context);
  master.connect(limiter.input);
  let room: Room | undefined;
  let now = 1;
  return {
    input: master.input,
    output: limiter.output,
    roomInput() {
      room ??= createRoom(raw, master.input);
      return room.input;
    },
    setVolume(volume) {
      if (volume !== now) master.gain.rampTo(MASTER_GAIN * volume, RAMP);
      now = volume;
    },
    dispose() {
      room?.dispose();
      master.dispose();
      limiter.dispose();
    },
  };
}

/** How many channels an open desk gives its context's destination. */
export const OPEN_CHANNELS = 3;

/**
 * The desk for what is to be added to more: without a limiter, and in three channels: left, right, and what goes into the room, which whoever
 * adds it up has to make.
 */
export function createOpenDesk(context: BaseContext): Desk {
  const raw = context.rawContext as unknown as BaseAudioContext;
  const master = new GainNode(raw, {
    gain: MASTER_GAIN,
    channelCount: 2,
    channelCountMode: "explicit",
  });
  const sides = new ChannelSplitterNode(raw, { numberOfOutputs: 2 });
  const all = new ChannelMergerNode(raw, { numberOfInputs: OPEN_CHANNELS });
  const room = new GainNode(raw, {
    gain: MASTER_GAIN * ROOM_RETURN,
    channelCount: 1,
    channelCountMode: "explicit",
  });
  master.connect(sides);
  sides.connect(all, 0, 0);
  sides.connect(all, 1, 1);
  room.connect(all, 0, 2);
  all.connect(raw.destination);
  return {
    input: master,
    output: master,
    roomInput: () => room,
    setVolume(volume) {
      master.gain.value = MASTER_GAIN * volume;
      room.gain.value = MASTER_GAIN * ROOM_RETURN * volume;
    },
    dispose() {
      all.disconnect();
    },
  };
}
