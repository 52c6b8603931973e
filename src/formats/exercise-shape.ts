import type { Score, VoiceId } from "../domain/score";
import { MAX_VOICES } from "./limits";
import {
  amount,
  fields,
  flag,
  list,
  oneOf,
  optional,
  ShapeFault,
  text,
  whole,
  type Shape,
} from "./shape";
import { harmony, range, score, tick } from "./sketch-shape";

/** Longer words are no instructions. */
const LONGEST = 10_000;
/** Of chords, sections, tasks and the like. */
const MOST = 2000;

const voices = list(text<VoiceId>(), MAX_VOICES);
const stretch = { start: tick, end: tick };

const pitches: Shape<readonly [low: number, high: number]> = (value, path) => {
  const [low, high, ...more] = list(whole(0, 127), 2)(value, path);
  if (low === undefined || high === undefined || more.length > 0 || low > high)
    throw new ShapeFault(path, "a lowest and a highest pitch");
  return [low, high];
};

/** The rules are known by name: one that a later version added is kept, and changes nothing. */
const rules = fields({
  set: oneOf("ap", "abrsm", "relaxed", "melody", "species1", "species2", "species3", "species4"),
  changes: list(
    fields({
      rule: text(100),
      on: flag,
      weight: optional(amount(0.01, 1000)),
      limit: optional(amount(0, 1000)),
    }),
    MOST,
  ),
});

const target = fields({
  voices,
  range,
  pitches: optional(pitches),
  chords: list(fields({ ...stretch, chord: harmony, label: text(100) }), MOST),
  form: list(fields({ ...stretch, letter: text(20) }), 100),
  species: optional(fields({ species: oneOf(1, 2, 3, 4), cantus: text<VoiceId>(), above: flag })),
  motives: list(
    fields({
      transformation: oneOf("sequence", "inversion", "augmentation", "retrograde"),
      voice: text<VoiceId>(),
      motive: range,
      at: tick,
      steps: whole(-28, 28),
    }),
    100,
  ),
  planted: list(
    fields({ ...stretch, rule: text(100), part: whole(0, 3), other: whole(0, 3) }),
    100,
  ),
  closes: flag,
});

const plain = fields({
  id: text(),
  title: text(),
  instructions: text(LONGEST),
  kind: oneOf(
    "harmoniseMelody",
    "figuredBass",
    "romanNumerals",
    "harmoniseBass",
    "consequent",
    "continueMelody",
    "species",
    "variations",
    "ostinato",
    "motive",
    "correctErrors",
    "free",
  ),
  level: oneOf(1, 2, 3, 4),
  seed: whole(0, 2 ** 31 - 1),
  given: score,
  target,
  rules,
  help: oneOf("none", "hints", "suggestion", "anything"),
  feedback: oneOf("writing", "asked"),
  rubric: list(
    fields({
      of: oneOf(
        "complete",
        "given",
        "rules",
        "chords",
        "range",
        "form",
        "motive",
        "mended",
        "close",
        "teacher",
      ),
      points: amount(0.5, 1000),
      words: text(LONGEST),
    }),
    50,
  ),
  author: text(LONGEST),
});

/** What a file holds of an exercise: the same as `Exercise` of the room that makes them, which this one does not enter. */
export type StoredExercise = ReturnType<typeof plain>;

/** An exercise in which every voice that is named exists. */
export const exercise: Shape<StoredExercise> = (value, path) => {
  const read = plain(value, path);
  const known = new Set(read.given.voices.map(({ id }) => id));
  const named: readonly (readonly [VoiceId, string])[] = [
    ...read.target.voices.map((voice, i) => [voice, `target.voices[${i}]`] as const),
    ...read.target.motives.map(({ voice }, i) => [voice, `target.motives[${i}].voice`] as const),
    ...(read.target.species
      ? [[read.target.species.cantus, "target.species.cantus"] as const]
      : []),
  ];
  for (const [voice, place] of named)
    if (!known.has(voice)) throw new ShapeFault(`${path}.${place}`, "the id of a voice");
  const end = lastTick(read.given);
  if (read.target.range.start > read.target.range.end || read.target.range.end > end)
    throw new ShapeFault(`${path}.target.range`, "a stretch of the score");
  return read;
};

function lastTick({ bars, meter }: Score): number {
  return (bars * meter.beats * 1920) / meter.unit;
}
