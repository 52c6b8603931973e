import type { Voice } from "../domain/score";
import type { Seconds } from "../domain/units";
import { createEar, type Ear, type Level } from "./meter";
import { Gain, type BaseContext } from "./tone";

/** What a voice's sounds go through: a fader, which mute and solo close, a place from left to right, and a share of the room. */
export interface Strip {
  /** For what the score plays. */
  readonly input: AudioNode;
  /** For what is played by hand: at the fader's volume, muted or not. */
  readonly live: AudioNode;
  /** Takes on the voice's settings without a click; the first ones at once. */
  set(voice: Voice, audible: boolean): void;
  /** Begins or ends to listen to itself. */
  meter(on: boolean): void;
  /** Undefined while nobody listens. */
  level(): Level | undefined;
  dispose(): void;
}

const RAMP: Seconds = 0.015;
/** A panner with the laws of Web Audio takes 3 dB from a sound in the middle; this gives them back. */
const CENTRE = Math.SQRT2;

/**
 * @param output where it goes
 * @param room called when the voice is first to be heard in the room
 */
export function createStrip(context: BaseContext, output: AudioNode, room: () => AudioNode): Strip {
  const raw = context.rawContext as unknown as BaseAudioContext;
  const fader = new Gain({ context, gain: 0 });
  const byHand = new Gain({ context, gain: 0 });
  const panner = new StereoPannerNode(raw, { channelCount: 1, channelCountMode: "explicit" });
  let send: Gain | undefined;
  let ear: Ear | undefined;
  let isNew = true;
  let place = 0;
  fader.connect(panner);
  byHand.connect(panner);
  panner.connect(output);

  function to(gain: Gain, value: number) {
    if (isNew) gain.gain.value = value;
    else gain.gain.rampTo(value, RAMP);
  }

  return {
    input: fader.input,
    live: byHand.input,
    set({ volume, pan = 0, reverb = 0 }, audible) {
      to(fader, audible ? volume * CENTRE : 0);
      to(byHand, volume * CENTRE);
      if (isNew) panner.pan.value = pan;
      else if (pan !== place) panner.pan.setTargetAtTime(pan, raw.currentTime, RAMP / 3);
      place = pan;
      if (reverb > 0 && !send) {
        send = new Gain({ context, gain: isNew ? reverb : 0 });
        panner.connect(send.input);
        send.connect(room());
      }
      if (send) to(send, reverb);
      isNew = false;
    },
    meter(on) {
      if (on === (ear !== undefined)) return;
      if (on) {
        ear = createEar(raw, 1 / CENTRE);
        fader.connect(ear.input);
        byHand.connect(ear.input);
      } else {
        if (ear) for (const gain of [fader, byHand]) gain.disconnect(ear.input);
        ear = undefined;
      }
    },
    level: () => ear?.level(),
    dispose() {
      panner.disconnect();
      for (const gain of [fader, byHand, send]) gain?.dispose();
    },
  };
}
