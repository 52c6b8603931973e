import { scoreTicks, type VoiceId } from "../domain/score";
import {
  CRITERIA,
  EXERCISE_KINDS,
  FEEDBACKS,
  HELPS,
  LEVELS,
  RULE_SETS,
  SPECIES,
  TRANSFORMATIONS,
  type Criterion,
  type Exercise,
  type MotiveTask,
  type Planted,
  type RequiredChord,
  type RuleChange,
  type RuleChoice,
  type Section,
  type SpeciesTask,
  type Target,
} from "../exercises/exercise";
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
import { harmony } from "./chord-shape";
import { range, score, tick } from "./sketch-shape";

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
const rules = fields<RuleChoice>({
  set: oneOf(...RULE_SETS),
  changes: list(
    fields<RuleChange>({
      rule: text(100),
      on: flag,
      weight: optional(amount(0.01, 1000)),
      limit: optional(amount(0, 1000)),
    }),
    MOST,
  ),
});

const target = fields<Target>({
  voices,
  range,
  pitches: optional(pitches),
  chords: list(fields<RequiredChord>({ ...stretch, chord: harmony, label: text(100) }), MOST),
  form: list(fields<Section>({ ...stretch, letter: text(20) }), 100),
  species: optional(
    fields<SpeciesTask>({ species: oneOf(...SPECIES), cantus: text<VoiceId>(), above: flag }),
  ),
  motives: list(
    fields<MotiveTask>({
      transformation: oneOf(...TRANSFORMATIONS),
      voice: text<VoiceId>(),
      motive: range,
      at: tick,
      steps: whole(-28, 28),
    }),
    100,
  ),
  planted: list(
    fields<Planted>({ ...stretch, rule: text(100), part: whole(0, 3), other: whole(0, 3) }),
    100,
  ),
  closes: flag,
});

const plain = fields<Exercise>({
  id: text(),
  title: text(),
  instructions: text(LONGEST),
  kind: oneOf(...EXERCISE_KINDS),
  level: oneOf(...LEVELS),
  seed: whole(0, 2 ** 31 - 1),
  given: score,
  target,
  rules,
  help: oneOf(...HELPS),
  feedback: oneOf(...FEEDBACKS),
  rubric: list(
    fields<Criterion>({
      of: oneOf(...CRITERIA),
      points: amount(0.5, 1000),
      words: text(LONGEST),
    }),
    50,
  ),
  author: text(LONGEST),
});

/** An exercise in which every voice that is named exists. */
export const exercise: Shape<Exercise> = (value, path) => {
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
  const end = scoreTicks(read.given);
  if (read.target.range.start > read.target.range.end || read.target.range.end > end)
    throw new ShapeFault(`${path}.target.range`, "a stretch of the score");
  return read;
};
