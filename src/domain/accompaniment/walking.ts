import { bassOf, pitchClassesOf, type Harmony } from "../chord";
import type { Random } from "../random";
import type { Midi } from "../units";
import { BASS_COMPASS, bassNear } from "./chord-voicing";

const { lowest: LOWEST, highest: HIGHEST } = BASS_COMPASS;

/**
 * A walking bass: the chord's bass first, chord tones on the way, and before the next chord a step or half-step that leads into it.
 * @param first pitch of the first beat
 * @param beats notes wanted, at least 1
 */
export function walk(
  { chord, next }: { readonly chord: Harmony; readonly next: Harmony | undefined },
  first: Midi,
  beats: number,
  random: Random,
): readonly Midi[] {
  const target = next && bassNear(bassOf(next), first);
  const pitches: Midi[] = [first];
  const tones = pitchClassesOf(chord);
  for (let beat = 1; beat < beats; beat++) {
    const from = pitches.at(-1)!;
    // Drawn each time, so that one choice does not shift those that follow.
    const draw = random();
    if (target !== undefined && beat === beats - 1) pitches.push(approach(target, from, draw));
    else {
      const left = beats - beat;
      const towards = target === undefined ? first + (draw < 0.5 ? 7 : -5) : target;
      const ideal = from + (towards - from) / Math.max(1, left);
      pitches.push(toneNear(tones, ideal, from, draw));
    }
  }
  return pitches;
}

/** From a half-step above or below, or a whole step, whichever is not where the bass is already. */
function approach(target: Midi, from: Midi, draw: number): Midi {
  const steps = [-1, 1, -2, 2].map((step) => target + step);
  const open = steps.filter((pitch) => pitch !== from && pitch >= LOWEST && pitch <= HIGHEST);
  const near = open.toSorted((a, b) => Math.abs(a - from) - Math.abs(b - from));
  return near[Math.floor(draw * Math.min(2, near.length))] ?? target;
}

/** A chord tone near `ideal` that is not `from`: mostly the nearest, now and then the next. */
function toneNear(tones: readonly number[], ideal: number, from: Midi, draw: number): Midi {
  const pitches: Midi[] = [];
  for (let pitch = LOWEST; pitch <= HIGHEST; pitch++)
    if (tones.includes(pitch % 12) && pitch !== from) pitches.push(pitch);
  const near = pitches.toSorted((a, b) => Math.abs(a - ideal) - Math.abs(b - ideal));
  return near[draw < 0.7 ? 0 : 1] ?? near[0] ?? from;
}
