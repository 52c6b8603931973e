import { pitchClassOf, scale, type Key } from "../../domain/key";
import { barTicks } from "../../domain/meter";
import type { Random } from "../../domain/random";
import { endOf, scoreTicks, type Note, type Score, type VoiceId } from "../../domain/score";
import type { Midi } from "../../domain/units";
import type { Instance, Level, MotiveTask, Transformation } from "../exercise";
import { madeWith } from "./melodies";
import { pick, shuffled } from "./progression";
import { drawKey, exerciseOf, FOUR_FOUR, notesFor, part, sheet, spans, type Sung } from "./setting";

const MELODY = "melody" as VoiceId;

/** What is done to the motive at each level. */
const TASKS: Readonly<Record<Level, readonly Transformation[]>> = {
  1: ["sequence", "sequence"],
  2: ["sequence", "inversion"],
  3: ["inversion", "retrograde", "sequence"],
  4: ["inversion", "retrograde", "augmentation", "sequence"],
};

/** Rhythms of a motive, in quarters. */
const RHYTHMS = [
  [1, 1, 2],
  [1.5, 0.5, 2],
  [1, 0.5, 0.5, 2],
  [0.5, 0.5, 1, 2],
  [1.5, 0.5, 1, 1],
  [1, 0.5, 0.5, 1, 1],
];

/** A motive of one bar, to be brought again otherwise, one bar after the other; an augmentation takes two. */
export function motive(level: Level, seed: number): Instance {
  return madeWith(seed, (random) => {
    const key = { ...drawKey(level, random), mode: "major" as const };
    const bar = barTicks(FOUR_FOUR);
    const line = drawMotive(key, random);
    let at = bar;
    const motives = TASKS[level].map((transformation): MotiveTask => {
      const steps = transformation === "sequence" ? pick([-2, -1, 1, 2], random) : 0;
      const task = {
        transformation,
        voice: MELODY,
        motive: { start: 0, end: bar },
        at,
        steps,
      };
      at += transformation === "augmentation" ? 2 * bar : bar;
      return task;
    });
    const title = "Develop the motive";
    const empty: Score = {
      ...sheet(title, key, FOUR_FOUR, at / bar, [part("Melody", 0, false)]),
      locks: [{ voice: MELODY, start: 0, end: bar }],
    };
    const given = { ...empty, notes: notesFor(MELODY, line) };
    const answers = motives.flatMap((task) => transformed(given, task));
    if (answers.some(({ pitch }) => pitch < 55 || pitch > 84)) return undefined;
    const solution = {
      ...given,
      notes: [...given.notes, ...notesFor(MELODY, answers, line.length)],
    };
    return {
      exercise: exerciseOf({
        kind: "motive",
        level,
        seed,
        given,
        target: {
          voices: [MELODY],
          range: { start: bar, end: scoreTicks(given) },
          motives,
          closes: false,
        },
        rules: "melody",
        points: { motive: 4 * motives.length, complete: 2, given: 1 },
      }),
      solution,
    };
  });
}

/** Steps and thirds of the scale, with a leap at the most, that do not end where they began. */
function drawMotive(key: Key, random: Random): readonly Sung[] {
  const values = pick(RHYTHMS, random).map((quarters) => 480 * quarters);
  const leap = 1 + Math.floor(random() * (values.length - 1));
  const directions = shuffled([-1, 1], random);
  let degree = pick([0, 2, 4], random);
  return spans(values).map((place, i) => {
    if (i > 0) {
      const size = i === leap ? 2 : 1;
      degree += size * directions[i === leap ? 1 : 0]!;
    }
    return { ...place, pitch: atDegree(degree + 35, key) };
  });
}

/** A pitch's place in the scale, from the lowest tonic, and semitones off it. */
function degreeOf(pitch: Midi, key: Key): { readonly degree: number; readonly off: number } {
  const steps = scale(key);
  const below = [0, 1, 2].find((by) => steps.includes(pitchClassOf(pitch - by)))!;
  const natural = pitch - below;
  const place = steps.indexOf(pitchClassOf(natural));
  const octave = Math.floor((natural - steps[0]!) / 12);
  return { degree: 7 * octave + place, off: below };
}

function atDegree(degree: number, key: Key): Midi {
  const steps = scale(key);
  const place = ((degree % 7) + 7) % 7;
  const above = pitchClassOf(steps[place]! - steps[0]!);
  return steps[0]! + 12 * Math.floor(degree / 7) + above;
}

/**
 * What a task asks for, note by note: sequence and inversion go by steps of the scale, as tonal music has them, alterations kept;
 * retrograde takes each note with its length; augmentation doubles every length. Rests of the motive stay where they are, mirrored or doubled.
 */
export function transformed(score: Score, task: MotiveTask): readonly Sung[] {
  const { motive, transformation, at, steps } = task;
  const notes = score.notes
    .filter(
      ({ voice, start }) => voice === task.voice && start >= motive.start && start < motive.end,
    )
    .toSorted((a, b) => a.start - b.start);
  const first = notes[0];
  if (!first) return [];
  const from = degreeOf(first.pitch, score.key);
  const moved = (note: Note, turn: 1 | -1): Midi => {
    const { degree, off } = degreeOf(note.pitch, score.key);
    return atDegree(from.degree + steps + turn * (degree - from.degree), score.key) + turn * off;
  };
  const placed = notes.map((note): Sung => {
    const [start, end] = [note.start - motive.start, endOf(note) - motive.start];
    switch (transformation) {
      case "sequence":
        return { start: at + start, end: at + end, pitch: moved(note, 1) };
      case "inversion":
        return { start: at + start, end: at + end, pitch: moved(note, -1) };
      case "augmentation":
        return { start: at + 2 * start, end: at + 2 * end, pitch: moved(note, 1) };
      case "retrograde": {
        const length = motive.end - motive.start;
        return { start: at + length - end, end: at + length - start, pitch: moved(note, 1) };
      }
    }
  });
  return placed.toSorted((a, b) => a.start - b.start);
}
