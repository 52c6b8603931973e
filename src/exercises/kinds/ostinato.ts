import { bassOf } from "../../domain/chord";
import { tonic, type Key } from "../../domain/key";
import { barTicks, type Meter } from "../../domain/meter";
import type { Random } from "../../domain/random";
import type { Score, VoiceId } from "../../domain/score";
import type { Exercise, Instance, Level } from "../exercise";
import { madeWith } from "./melodies";
import { melodyOver, phraseRhythm, type Harmonic } from "./melody";
import { numeral, type Numeral } from "./numeral";
import { pick } from "./progression";
import {
  drawKey,
  exerciseOf,
  FOUR_FOUR,
  notesFor,
  part,
  sheet,
  spans,
  type Sung,
  type Task,
} from "./setting";

const [MELODY, BASS, DRUMS] = ["melody", "bass", "drums"] as unknown as [VoiceId, VoiceId, VoiceId];

/** Chords that may stand in the middle of a round; each goes to each. */
const MIDDLE: Readonly<Record<Key["mode"], readonly string[]>> = {
  major: ["IV", "vi", "ii", "I6"],
  minor: ["iv", "VI", "III", "i6"],
};

/** Bars of a round, and how often it comes. */
const ROUNDS: Readonly<Record<Level, { readonly bars: number; readonly times: number }>> = {
  1: { bars: 2, times: 4 },
  2: { bars: 4, times: 2 },
  3: { bars: 4, times: 2 },
  4: { bars: 4, times: 3 },
};

/** A melody to write over a bass that comes again and again; from level 3 on melody and bass over a groove of drums, with chords to follow. */
export function ostinato(level: Level, seed: number): Instance {
  return madeWith(seed, (random) => {
    const key = drawKey(level, random);
    const meter = FOUR_FOUR;
    const bar = barTicks(meter);
    const { bars, times } = ROUNDS[level];
    const round = drawRound(bars, key, random);
    const all = Array.from({ length: times }, () => round).flat();
    // The last bar comes home.
    const closing = [...all.slice(0, -1), numeral(key.mode === "major" ? "I" : "i", key)];
    const chords = spans(closing.map(() => bar)).map((place, i): Harmonic => ({
      ...place,
      numeral: closing[i]!,
    }));
    const pattern = pick(BASS_RHYTHMS, random);
    const bass = chords.flatMap((chord) => bassBar(chord, pattern));
    const places = Array.from({ length: times }, (_, i) =>
      phraseRhythm(bars, meter, level, i * bars * bar, random),
    ).flat();
    const line = melodyOver(places, chords, key, [tonic(key)], random);
    if (!line) return undefined;
    const isGroove = level >= 3;
    return isGroove
      ? groove(level, seed, key, meter, chords, line, bass, random)
      : ground(level, seed, key, meter, chords, line, bass);
  });
}

function drawRound(bars: number, key: Key, random: Random): readonly Numeral[] {
  const home = key.mode === "major" ? "I" : "i";
  const middle: string[] = [];
  while (middle.length < bars - 2) {
    const next = pick(MIDDLE[key.mode], random);
    if (next !== middle.at(-1)) middle.push(next);
  }
  return [home, ...middle, "V"].map((text) => numeral(text, key));
}

/** Quarters of a bar of the bass. */
const BASS_RHYTHMS = [
  [2, 2],
  [1.5, 0.5, 2],
  [1, 1, 2],
  [1, 1, 1, 1],
];

/** The chord's bass, with its fifth or octave in between. */
function bassBar({ start, numeral }: Harmonic, pattern: readonly number[]): readonly Sung[] {
  const low = 36 + ((bassOf(numeral.chord) + 12 - 4) % 12) + 4;
  return spans(
    pattern.map((quarters) => 480 * quarters),
    start,
  ).map((place, i) => ({ ...place, pitch: i % 2 === 1 ? low + 12 : low }));
}

function ground(
  level: Level,
  seed: number,
  key: Key,
  meter: Meter,
  chords: readonly Harmonic[],
  line: readonly Sung[],
  bass: readonly Sung[],
): Instance {
  const title = "Write over an ostinato";
  const voices = [part("Melody", 0, false), part("Bass", 1, true)];
  const solution: Score = {
    ...sheet(title, key, meter, chords.length, voices),
    notes: [...notesFor(MELODY, line), ...notesFor(BASS, bass)],
  };
  return {
    exercise: overRounds(level, seed, solution, [MELODY], {
      chords: [],
      points: { complete: 4, given: 1, rules: 8, range: 2, close: 2, teacher: 3 },
    }),
    solution,
  };
}

function groove(
  level: Level,
  seed: number,
  key: Key,
  meter: Meter,
  chords: readonly Harmonic[],
  line: readonly Sung[],
  bass: readonly Sung[],
  random: Random,
): Instance {
  const title = "Write over a groove";
  const voices = [part("Melody", 0, false), part("Bass", 1, false), part("Drums", 2, true)];
  const drums = drawGroove(chords.length, barTicks(meter), random);
  const solution: Score = {
    ...sheet(title, key, meter, chords.length, voices),
    notes: [...notesFor(MELODY, line), ...notesFor(BASS, bass), ...notesFor(DRUMS, drums)],
  };
  return {
    exercise: overRounds(level, seed, solution, [MELODY, BASS], {
      chords: chords.map(({ start, end, numeral: { chord, text } }) => ({
        start,
        end,
        chord,
        label: text,
      })),
      points: { complete: 4, given: 1, chords: 6, rules: 4, range: 2, close: 2, teacher: 3 },
    }),
    solution,
  };
}

/** One bar of drums, again and again: hi-hat in eighths, snare on two and four, a kick on one and where the seed puts it. */
function drawGroove(bars: number, bar: number, random: Random): readonly Sung[] {
  const eighth = 240;
  const kicks = [0, ...[3, 4, 5, 7].filter(() => random() < 0.45)];
  const strokes = [
    ...Array.from({ length: 8 }, (_, i) => ({ at: i, pitch: 42 })),
    { at: 2, pitch: 38 },
    { at: 6, pitch: 38 },
    ...kicks.map((at) => ({ at, pitch: 36 })),
  ];
  return Array.from({ length: bars }, (_, i) =>
    strokes.map(({ at, pitch }) => ({
      pitch,
      start: i * bar + at * eighth,
      end: i * bar + at * eighth + eighth / 2,
    })),
  ).flat();
}

function overRounds(
  level: Level,
  seed: number,
  solution: Score,
  voices: readonly VoiceId[],
  { chords, points }: Pick<Task, "points"> & Pick<Exercise["target"], "chords">,
): Exercise {
  const given = {
    ...solution,
    notes: solution.notes.filter(({ voice }) => !voices.includes(voice)),
  };
  return exerciseOf({
    kind: "ostinato",
    level,
    seed,
    given,
    target: { voices, pitches: [28, 88], chords },
    rules: "melody",
    points,
  });
}
