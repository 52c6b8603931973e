import { tonic } from "../../domain/key";
import { barTicks } from "../../domain/meter";
import type { Score, VoiceId } from "../../domain/score";
import type { Instance, Level, RequiredChord, Section } from "../exercise";
import { CHORALE_VOICES, choraleScore, writePhrases } from "./four-parts";
import type { Random } from "../../domain/random";
import { lacksOf } from "../rubric";
import { madeWith, moved } from "./melodies";
import { melodyOver, phraseChords, phraseRhythm } from "./melody";
import { drawKey, drawMeter, exerciseOf, notesFor, part, sheet, type Task } from "./setting";

const MELODY = "melody" as VoiceId;
/** Bars of a section. */
const BARS = 4;
const FORMS: Readonly<Record<Level, readonly string[]>> = {
  1: ["A", "B", "A"],
  2: ["A", "A", "B", "A"],
  3: ["A", "B", "A"],
  4: ["A", "B", "A", "C"],
};

/** A piece of one's own in a form that is given: one melody, from level 3 on four parts with chords for where its sections begin and end. */
export function free(level: Level, seed: number): Instance {
  return madeWith(seed, (random) => {
    const made = level < 3 ? freeMelody(level, seed, random) : freeParts(level, seed, random);
    // Two sections may come out alike.
    return made && lacksOf(made.exercise, made.solution).length === 0 ? made : undefined;
  });
}

function sectionsOf(form: readonly string[], bar: number): readonly Section[] {
  return form.map((letter, i) => ({
    letter,
    start: i * BARS * bar,
    end: (i + 1) * BARS * bar,
  }));
}

function freeMelody(level: Level, seed: number, random: Random): Instance | undefined {
  const form = FORMS[level];
  const key = drawKey(level, random);
  const meter = drawMeter(level, random);
  const bar = barTicks(meter);
  const section = (cadence: "authentic" | "half") => {
    const chords = phraseChords(BARS, cadence, key, meter, level, 0, random);
    const places = phraseRhythm(BARS, meter, level, 0, random);
    const ends =
      cadence === "half"
        ? [0, 2, 4, 5, 7, 9, 11].map((up) => (tonic(key) + up) % 12)
        : [tonic(key)];
    return melodyOver(places, chords, key, ends, random);
  };
  const [a, b] = [section("authentic"), section("half")];
  if (!a || !b) return undefined;
  const line = form.flatMap((letter, i) =>
    (letter === "A" ? a : b).map((note) => moved(note, i * BARS * bar)),
  );
  const bars = form.length * BARS;
  const empty = sheet("Compose freely", key, meter, bars, [part("Melody", 0, false)]);
  return instance(
    level,
    seed,
    empty,
    { ...empty, notes: notesFor(MELODY, line) },
    {
      voices: [MELODY],
      form,
      chords: [],
      set: "melody",
      points: { complete: 4, form: 6, range: 2, close: 2, rules: 4, teacher: 6 },
    },
  );
}

function freeParts(level: Level, seed: number, random: Random): Instance | undefined {
  const form = FORMS[level];
  const key = drawKey(level, random);
  const meter = drawMeter(level, random);
  const phrase = () => writePhrases([BARS], key, meter, 3, random);
  const sections = new Map([...new Set(form)].map((letter) => [letter, phrase()]));
  const pieces = form.map((letter) => sections.get(letter));
  const length = BARS * barTicks(meter);
  const written = pieces.map(
    (piece, i) =>
      piece && { ...piece, places: piece.places.map((place) => moved(place, i * length)) },
  );
  if (written.some((piece) => !piece)) return undefined;
  const whole = {
    key,
    meter,
    bars: form.length * BARS,
    places: written.flatMap((piece) => piece!.places),
    chords: written.flatMap((piece) => piece!.chords),
    parts: written.flatMap((piece) => piece!.parts),
  };
  const solution = choraleScore("Compose freely", whole);
  const chords = written.flatMap((piece): readonly RequiredChord[] =>
    [0, piece!.chords.length - 2, piece!.chords.length - 1].map((i) => ({
      ...piece!.places[i]!,
      chord: piece!.chords[i]!.chord,
      label: piece!.chords[i]!.text,
    })),
  );
  return instance(level, seed, { ...solution, notes: [] }, solution, {
    voices: CHORALE_VOICES,
    form,
    chords,
    set: "ap",
    points: { complete: 4, form: 4, chords: 4, range: 2, close: 2, rules: 8, teacher: 6 },
  });
}

function instance(
  level: Level,
  seed: number,
  given: Score,
  solution: Score,
  {
    voices,
    form,
    chords,
    set,
    points,
  }: {
    readonly voices: readonly VoiceId[];
    readonly form: readonly string[];
    readonly chords: readonly RequiredChord[];
    readonly set: "ap" | "melody";
  } & Pick<Task, "points">,
): Instance {
  const bar = barTicks(given.meter);
  return {
    exercise: exerciseOf({
      kind: "free",
      level,
      seed,
      given,
      target: {
        voices,
        pitches: voices.length === 1 ? [57, 84] : [36, 81],
        chords,
        form: sectionsOf(form, bar),
      },
      rules: set,
      points,
    }),
    solution,
  };
}
