import type { Ask } from "../domain/ask";
import { NO_CHORD, pitchClassesOf, qualityOf } from "../domain/chord";
import { isInKey } from "../domain/key";
import { CHORD_CLASSES, chordClass, chordOfClass } from "./chord-classes";
import { parallel } from "./prior";
import type { Slot } from "./chord-slots";

/** Nats that each tone outside the key costs where chords are to be conventional. */
const FOREIGN = 1.2;
/** Nats between chords with a major and with a minor third at either end of *minor–major*. */
const MOOD = 4;
/** Nats, at *similar*, for the chord that was there before. */
const SAME = 4;

/**
 * `[CHORD_CLASSES]` nats: how the sliders have a chord lean at a slot. *Conventional* keeps to the key, which *minor* and *major* make the
 * parallel one as they favour chords with that third; *similar* leans to what was there.
 */
export function chordLean({ score, settings }: Ask, slot: Pick<Slot, "before">): Float64Array {
  const { surprise, mood, difference } = settings;
  const home = Math.abs(mood) > 0.5 ? parallel(score.key, mood < 0 ? "minor" : "major") : score.key;
  const there = slot.before === undefined ? -1 : chordClass(slot.before);
  return Float64Array.from({ length: CHORD_CLASSES }, (_, i) => {
    const same = i === there ? SAME * (1 - difference) : 0;
    const chord = chordOfClass(i);
    if (chord === NO_CHORD) return same;
    const foreign = pitchClassesOf(chord).filter((tone) => !isInKey(Number(tone), home)).length;
    const { intervals } = qualityOf(chord);
    const third = intervals.includes(4) ? 1 : intervals.includes(3) ? -1 : 0;
    return same - FOREIGN * (1 - surprise) * foreign + (MOOD / 2) * mood * third;
  });
}
