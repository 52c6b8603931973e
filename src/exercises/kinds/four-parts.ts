import { isInKey, type Key } from "../../domain/key";
import { barTicks, type Meter } from "../../domain/meter";
import { judgeSonority } from "../../domain/part-writing";
import { createRandom, deriveSeed, type Random } from "../../domain/random";
import type { Range, Score, VoiceId } from "../../domain/score";
import { CHORALE_NAMES } from "../../domain/voicing";
import type { Level } from "../exercise";
import type { Numeral } from "./numeral";
import { writeParts, type Voicing } from "./part-writer";
import { pick, progression } from "./progression";
import { drawKey, drawMeter, notesFor, part, sheet, spans, type Sung } from "./setting";

/** Music in four parts, and how it is made. */
export interface Chorale {
  readonly key: Key;
  readonly meter: Meter;
  readonly bars: number;
  readonly places: readonly Range[];
  readonly chords: readonly Numeral[];
  readonly parts: readonly Voicing[];
}

export const CHORALE_VOICES = CHORALE_NAMES.map((name) => name.toLowerCase() as VoiceId);

/** Bars of each phrase. */
const PHRASES: Readonly<Record<Level, readonly number[]>> = {
  1: [4],
  2: [4],
  3: [4, 4],
  4: [4, 4],
};

/** How a bar of chords goes, in quarters. */
const BARS: Readonly<Record<3 | 4, Readonly<Record<Level, readonly (readonly number[])[]>>>> = {
  3: {
    1: [[2, 1]],
    2: [
      [2, 1],
      [1, 1, 1],
    ],
    3: [
      [2, 1],
      [1, 1, 1],
    ],
    4: [[1, 1, 1]],
  },
  4: {
    1: [[2, 2]],
    2: [
      [2, 2],
      [1, 1, 2],
      [2, 1, 1],
    ],
    3: [
      [1, 1, 2],
      [2, 1, 1],
      [1, 1, 1, 1],
    ],
    4: [
      [1, 1, 1, 1],
      [1, 1, 1, 1],
      [1, 1, 2],
    ],
  },
};

/** How often another start is made where the chords cannot be written. */
const TRIES = 60;

/** A piece in four parts, made from the seed: phrases of four bars, of which the last closes on the tonic and those before on the dominant. */
export function chorale(level: Level, seed: number, phrases = PHRASES[level]): Chorale {
  for (let i = 0; i < TRIES; i++) {
    const random = createRandom(deriveSeed(seed, i));
    const key = drawKey(level, random);
    const meter = drawMeter(level, random);
    const written = writePhrases(phrases, key, meter, level, random);
    if (written) return { key, meter, ...written };
  }
  throw new RangeError(`no piece for level ${level} and seed ${seed}`);
}

/** Phrases of these many bars, the last of which closes; undefined where no parts were found. */
export function writePhrases(
  phrases: readonly number[],
  key: Key,
  meter: Meter,
  level: Level,
  random: Random,
): Pick<Chorale, "bars" | "places" | "chords" | "parts"> | undefined {
  const quarters = barTicks(meter) / 480;
  const patterns = BARS[quarters === 3 ? 3 : 4][level];
  const values: number[] = [];
  const chords: Numeral[] = [];
  for (const [i, bars] of phrases.entries()) {
    const isLast = i === phrases.length - 1;
    const inner = Array.from({ length: bars - 2 }, () => pick(patterns, random)).flat();
    // The dominant, and a six-four before it, stand on beats of their own weight.
    const phrase = [...inner, 2, quarters - 2, quarters];
    values.push(...phrase);
    const cadence = isLast ? "authentic" : "half";
    chords.push(...progression(phrase.length, cadence, key, level, random));
  }
  const home = (key.fifths * 7 + (key.mode === "minor" ? 9 : 0) + 84) % 12;
  const slots = chords.map((numeral, i) => ({
    numeral,
    top: i === chords.length - 1 ? home : undefined,
  }));
  const parts = writeParts(slots, key, random);
  if (!parts) return undefined;
  const bars = phrases.reduce((sum, count) => sum + count, 0);
  return { bars, places: spans(values.map((value) => 480 * value)), chords, parts };
}

/** The piece as a score; the voices of `given` are locked. */
export function choraleScore(
  title: string,
  { key, meter, bars, places, parts }: Chorale,
  given: readonly VoiceId[] = [],
  soprano: readonly Sung[] = sungBy(0, { key, meter, bars, places, parts }),
): Score {
  const voices = CHORALE_NAMES.map((name, i) => part(name, i, given.includes(CHORALE_VOICES[i]!)));
  const lines = CHORALE_VOICES.map((_, i) =>
    i === 0 ? soprano : sungBy(i, { key, meter, bars, places, parts }),
  );
  return {
    ...sheet(title, key, meter, bars, voices),
    notes: lines.flatMap((line, i) => notesFor(CHORALE_VOICES[i]!, line)),
  };
}

function sungBy(voice: number, { places, parts, meter }: Omit<Chorale, "chords">): readonly Sung[] {
  return places.map((place, i) => ({
    ...place,
    pitch: parts[i]![voice]!,
    ...(place.end - place.start === barTicks(meter) && { fermata: true as const }),
  }));
}

/** The soprano with passing notes in its thirds, wherever they offend against nothing. */
export function ornamented(piece: Chorale, random: Random): readonly Sung[] {
  const { parts, key } = piece;
  return sungBy(0, piece).flatMap((note, i) => {
    const [here, next] = [parts[i]!, parts[i + 1]];
    if (!next || note.fermata || random() < 0.3) return [note];
    const passing = between(here[0], next[0], key);
    if (passing === undefined) return [note];
    const through: Voicing = [passing, here[1], here[2], here[3]];
    let offences = passing < here[1] ? 1 : 0;
    for (const [from, to] of [
      [here, through],
      [through, next],
    ] as const)
      judgeSonority(from, to, () => offences++);
    if (offences > 0) return [note];
    const middle = note.end - 240;
    return [
      { ...note, end: middle },
      { start: middle, end: note.end, pitch: passing },
    ];
  });
}

/** The one note of the key in the middle of a third. */
function between(from: number, to: number, key: Key): number | undefined {
  if (Math.abs(from - to) < 3 || Math.abs(from - to) > 4) return undefined;
  const low = Math.min(from, to);
  const inside = [low + 1, low + 2, low + 3].filter(
    (pitch) => pitch < Math.max(from, to) && isDiatonic(pitch, key),
  );
  return inside.length === 1 ? inside[0] : undefined;
}

function isDiatonic(pitch: number, key: Key): boolean {
  return isInKey(pitch, { fifths: key.fifths, mode: "major" });
}
