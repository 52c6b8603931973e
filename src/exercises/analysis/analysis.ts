import type { Key } from "../../domain/key";
import type { NoteId, Range, Score } from "../../domain/score";
import type { PitchClass } from "../../domain/units";
import { cadencesOf, type Cadence } from "./cadences";
import { chordPath, type Stretch } from "./chord-path";
import { evidenceOf } from "./evidence";
import { ornamentsOf, type Ornament } from "./ornaments";
import type { NumeralQuality, RomanNumeral } from "./roman-numeral";
import { WEIGHTS, type Weights } from "./weights";

/** A chord where it sounds. */
export interface AnalysedChord {
  readonly range: Range;
  readonly key: Key;
  readonly numeral: RomanNumeral;
  readonly root: PitchClass;
  readonly bass: PitchClass;
  readonly quality: NumeralQuality;
  readonly inversion: number;
  /** From the root up. */
  readonly tones: readonly PitchClass[];
}

/** A stretch of one key. */
export interface KeyArea {
  readonly key: Key;
  readonly range: Range;
}

/** What a score is made of, in order of time. */
export interface Analysis {
  readonly keys: readonly KeyArea[];
  readonly chords: readonly AnalysedChord[];
  readonly cadences: readonly Cadence[];
  /** The notes that are no tones of their chord, by what they are. */
  readonly ornaments: ReadonlyMap<NoteId, Ornament>;
}

/**
 * Hears a score as a student of harmony would: chords in keys, cadences, ornaments. All voices but drums count. The score's own key weighs in
 * a little, by its signature; its chord symbols do not.
 */
export function analyse(score: Score, weights: Weights = WEIGHTS): Analysis {
  const chords = merged(chordPath(evidenceOf(score, weights), score.key, weights)).map(chordOf);
  return {
    keys: keysOf(chords),
    chords,
    cadences: cadencesOf(score, chords),
    ornaments: ornamentsOf(score, chords),
  };
}

/** What goes on as it was is one stretch; a rest between is left out of it. */
function merged(stretches: readonly Stretch[]): readonly Stretch[] {
  const joined: Stretch[] = [];
  for (const stretch of stretches) {
    const last = joined.at(-1);
    if (
      last?.end === stretch.start &&
      last.key === stretch.key &&
      last.reading === stretch.reading &&
      last.inversion === stretch.inversion
    )
      joined[joined.length - 1] = { ...last, end: stretch.end };
    else joined.push(stretch);
  }
  return joined;
}

function chordOf({ start, end, key, chord, reading, inversion }: Stretch): AnalysedChord {
  return {
    range: { start, end },
    key,
    numeral: { ...reading.numeral, inversion: isSixth(reading.numeral.quality) ? 0 : inversion },
    root: chord.root,
    bass: chord.tones[inversion]!,
    quality: reading.numeral.quality,
    inversion,
    tones: chord.tones,
  };
}

function isSixth(quality: NumeralQuality): boolean {
  return quality === "italian" || quality === "german" || quality === "french";
}

function keysOf(chords: readonly AnalysedChord[]): readonly KeyArea[] {
  const areas: KeyArea[] = [];
  for (const { key, range } of chords) {
    const last = areas.at(-1);
    if (last?.key === key)
      areas[areas.length - 1] = { key, range: { start: last.range.start, end: range.end } };
    else areas.push({ key, range });
  }
  return areas;
}
