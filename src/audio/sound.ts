import type { Seconds } from "../domain/units";

/** Something that has been given a beginning and an end in audio time. */
export interface Sound {
  readonly start: Seconds;
  /** When it is let go; its release is heard after that. */
  readonly end: Seconds;
  /** Lets it go at `end` instead, earlier or later. Before its start: it never begins. After it was let go: nothing. */
  endAt(end: Seconds): void;
}

/** How loud a sound is over its life; gains are linear, times in seconds. */
export interface Envelope {
  readonly level: number;
  readonly fadeIn: Seconds;
  /** Time constant of the release. */
  readonly release: Seconds;
  /** Time constant at which it dies away while held; undefined when it does not. */
  readonly decay?: Seconds | undefined;
}

const SHORTEST_FADE: Seconds = 0.0005;
/** In time constants: -69 dB. */
const RELEASE_LENGTH = 8;

/**
 * Plays `source` into `output` so that the fade-in ends on `start`; where that is too late, as soon as can be.
 * @param begin starts the source at a time, given how much of the fade-in lies before the attack
 */
export function startSound(
  context: BaseAudioContext,
  source: AudioScheduledSourceNode,
  output: AudioNode,
  envelope: Envelope,
  begin: (at: Seconds, lead: Seconds) => void,
  start: Seconds,
  end: Seconds,
): Sound {
  const fade = new GainNode(context, { gain: 0 });
  const { gain } = fade;
  const lead = Math.max(SHORTEST_FADE, Math.min(envelope.fadeIn, start - context.currentTime));
  const from = Math.max(context.currentTime, start - lead);
  const full = from + lead;
  gain.setValueAtTime(0, from);
  gain.linearRampToValueAtTime(envelope.level, full);
  if (envelope.decay !== undefined) gain.setTargetAtTime(0, full, envelope.decay);
  source.connect(fade).connect(output);
  source.onended = () => fade.disconnect();
  begin(from, lead);

  let letGo = Math.max(end, full + SHORTEST_FADE);
  const scheduleRelease = () => {
    gain.setTargetAtTime(0, letGo, envelope.release);
    source.stop(letGo + RELEASE_LENGTH * envelope.release);
  };
  scheduleRelease();

  return {
    start,
    get end() {
      return letGo;
    },
    endAt(wanted) {
      const now = context.currentTime;
      if (letGo <= now) return;
      if (wanted <= start && now < from) {
        source.stop(0);
        fade.disconnect();
        letGo = start;
        return;
      }
      const next = Math.max(wanted, now, full + SHORTEST_FADE);
      gain.cancelScheduledValues(Math.min(next, letGo));
      letGo = next;
      scheduleRelease();
    },
  };
}

/** `sound` as what rings by itself: it does not mind when its note ends; only an end not after its start stops it, at once. */
export function ringing(sound: Sound): Sound {
  return {
    start: sound.start,
    get end() {
      return sound.end;
    },
    endAt(wanted) {
      if (wanted <= sound.start) sound.endAt(wanted);
    },
  };
}
