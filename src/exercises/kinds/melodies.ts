import { pitchClassOf, scale, tonic, type Key } from "../../domain/key";
import { barTicks, type Meter } from "../../domain/meter";
import { createRandom, deriveSeed, type Random } from "../../domain/random";
import { scoreTicks, type Lock, type Range, type Score, type VoiceId } from "../../domain/score";
import type { ExerciseKind, Instance, Level, Target } from "../exercise";
import { laidOut, melodyOver, phraseChords, phraseRhythm, type Harmonic } from "./melody";
import { numeral } from "./numeral";
import { progression } from "./progression";
import {
  drawKey,
  drawMeter,
  exerciseOf,
  notesFor,
  part,
  sheet,
  type Sung,
  type Task,
} from "./setting";

const MELODY = "melody" as VoiceId;

/** A melody with the chords that it was made over. */
export interface Tune {
  readonly key: Key;
  readonly meter: Meter;
  readonly line: readonly Sung[];
  readonly chords: readonly Harmonic[];
}

const TRIES = 60;

/** What `make` gives with the first of the seed's streams with which it succeeds. */
export function madeWith<Made>(seed: number, make: (random: Random) => Made | undefined): Made {
  for (let i = 0; i < TRIES; i++) {
    const made = make(createRandom(deriveSeed(seed, i)));
    if (made !== undefined) return made;
  }
  throw new RangeError(`nothing could be made of seed ${seed}`);
}

/** Eight bars: an antecedent that stops on the dominant, and a consequent that begins like it and closes. */
export function period(level: Level, seed: number): Tune {
  return madeWith(seed, (random) => {
    const key = drawKey(level, random);
    const meter = drawMeter(level, random);
    const bar = barTicks(meter);
    const closing = progression(6, "authentic", key, level, random);
    // A six-four chord at the end of the second bar has nowhere to go in the antecedent.
    if (closing[3]!.text.toLowerCase() === "i64") return undefined;
    const [first, second, third, fourth] = closing as [Named, Named, Named, Named];
    const opening = [first, second, third, fourth, fourth, numeral("V", key)];
    const chords = laidOut(opening, 4, meter, 0);
    const places = phraseRhythm(4, meter, level, 0, random);
    const dominant = [scale(key)[1]!, pitchClassOf(tonic(key) + 11), scale(key)[4]!];
    const antecedent = melodyOver(places, chords, key, dominant, random);
    if (!antecedent) return undefined;
    const later = places.map((place) => moved(place, 4 * bar));
    const again = antecedent.map(({ start, pitch }) => (start < 2 * bar ? pitch : undefined));
    const closes = laidOut(closing, 4, meter, 4 * bar);
    const consequent = melodyOver(later, closes, key, [tonic(key)], random, again);
    if (!consequent) return undefined;
    return { key, meter, line: [...antecedent, ...consequent], chords: [...chords, ...closes] };
  });
}

type Named = ReturnType<typeof numeral>;

export function moved<Place extends Range>(place: Place, ticks: number): Place {
  return { ...place, start: place.start + ticks, end: place.end + ticks };
}

/** A consequent to write to an antecedent of four bars. */
export function consequent(level: Level, seed: number): Instance {
  const tune = period(level, seed);
  const bar = barTicks(tune.meter);
  return melodic("consequent", level, seed, "Complete the period", tune, 4 * bar, {
    target: {
      form: [
        { letter: "A", start: 0, end: 2 * bar },
        { letter: "A", start: 4 * bar, end: 6 * bar },
      ],
    },
    points: { complete: 3, given: 1, form: 3, rules: 5, close: 3 },
  });
}

/** An opening of two bars to go on with for eight. */
export function continueMelody(level: Level, seed: number): Instance {
  const tune = madeWith(seed, (random): Tune | undefined => {
    const key = drawKey(level, random);
    const meter = drawMeter(level, random);
    const start = 4 * barTicks(meter);
    const chords = [
      ...phraseChords(4, "half", key, meter, level, 0, random),
      ...phraseChords(6, "authentic", key, meter, level, start, random),
    ];
    const places = [
      ...phraseRhythm(4, meter, level, 0, random),
      ...phraseRhythm(6, meter, level, start, random),
    ];
    const line = melodyOver(places, chords, key, [tonic(key)], random);
    return line && { key, meter, line, chords };
  });
  return melodic(
    "continueMelody",
    level,
    seed,
    "Continue the melody",
    tune,
    2 * barTicks(tune.meter),
    {
      target: { pitches: [57, 84] },
      points: { complete: 4, given: 1, rules: 8, range: 2, close: 3, teacher: 2 },
    },
  );
}

/** How many variations each level writes. */
const VARIATIONS: Readonly<Record<Level, number>> = { 1: 1, 2: 1, 3: 2, 4: 3 };

/** A theme of eight bars to vary. */
export function variations(level: Level, seed: number): Instance {
  const theme = period(level, seed);
  const length = 8 * barTicks(theme.meter);
  const count = VARIATIONS[level];
  const varied = Array.from({ length: count }, (_, i) =>
    MANNERS[i % MANNERS.length]!(theme).map((note) => moved(note, (i + 1) * length)),
  );
  const tune = { ...theme, line: [...theme.line, ...varied.flat()] };
  return melodic("variations", level, seed, "Vary the theme", tune, length, {
    target: {
      form: Array.from({ length: count + 1 }, (_, i) => ({
        letter: `A${"'".repeat(i)}`,
        start: i * length,
        end: (i + 1) * length,
      })),
    },
    points: { complete: 4, given: 1, form: 6, rules: 4, close: 1, teacher: 4 },
  });
}

/** Each note of a beat or more with its upper neighbour. */
function divided({ line, key }: Tune): readonly Sung[] {
  return line.flatMap((note, i) => {
    const long = note.end - note.start;
    if (long < 480 || i === line.length - 1) return [note];
    const quarter = long / 4;
    return [
      { ...note, end: note.start + 2 * quarter },
      {
        ...note,
        start: note.start + 2 * quarter,
        end: note.end - quarter,
        pitch: above(note.pitch, key),
      },
      { ...note, start: note.end - quarter },
    ];
  });
}

/** Each note of a beat or more broken off for the note of the scale below it, where the next is near enough to that. */
function answered({ line, key }: Tune): readonly Sung[] {
  return line.flatMap((note, i) => {
    const long = note.end - note.start;
    const next = line[i + 1];
    const lower = below(note.pitch, key);
    if (long < 480 || !next || Math.abs(next.pitch - lower) > 5) return [note];
    const middle = note.start + long / 2;
    return [
      { ...note, end: middle },
      { ...note, start: middle, pitch: lower },
    ];
  });
}

/** Notes of a beat or more an eighth late, but for the first and the last; what was before them is held so long. */
function delayed({ line }: Tune): readonly Sung[] {
  const starts = line.map(({ start, end }, i) =>
    i === 0 || i === line.length - 1 || end - start < 480 ? start : start + 240,
  );
  return line.map((note, i) => ({ ...note, start: starts[i]!, end: starts[i + 1] ?? note.end }));
}

const MANNERS = [divided, answered, delayed];

function above(pitch: number, key: Key): number {
  const next = [1, 2, 3].find((by) => scale(key).includes(pitchClassOf(pitch + by)));
  return pitch + next!;
}

function below(pitch: number, key: Key): number {
  const next = [1, 2, 3].find((by) => scale(key).includes(pitchClassOf(pitch - by)));
  return pitch - next!;
}

/** A melody of which all before `from` is given. */
function melodic(
  kind: ExerciseKind,
  level: Level,
  seed: number,
  title: string,
  { key, meter, line }: Tune,
  from: number,
  { target, points }: Pick<Task, "points"> & { readonly target: Partial<Target> },
): Instance {
  const bars = Math.ceil(line.at(-1)!.end / barTicks(meter));
  const lock: Lock = { voice: MELODY, start: 0, end: from };
  const solution: Score = {
    ...sheet(title, key, meter, bars, [part("Melody", 0, false)]),
    notes: notesFor(MELODY, line),
    locks: [lock],
  };
  const given = { ...solution, notes: solution.notes.filter(({ start }) => start < from) };
  return {
    exercise: exerciseOf({
      kind,
      level,
      seed,
      given,
      target: { voices: [MELODY], range: { start: from, end: scoreTicks(given) }, ...target },
      rules: "melody",
      points,
    }),
    solution,
  };
}
