import type { Key } from "../../domain/key";
import type { Meter } from "../../domain/meter";
import { pick } from "./progression";
import type { Random } from "../../domain/random";
import {
  emptyScore,
  PIGMENTS,
  scoreTicks,
  type Note,
  type NoteId,
  type Range,
  type Score,
  type Voice,
  type VoiceId,
} from "../../domain/score";
import type { Midi, Ticks } from "../../domain/units";
import type {
  Criterion,
  CriterionName,
  Exercise,
  Level,
  RuleChoice,
  RuleSetName,
  Target,
} from "../exercise";

/** Key signatures that each level may have, and whether it may be in minor. */
const KEYS: Readonly<Record<Level, { readonly most: number; readonly minor: boolean }>> = {
  1: { most: 1, minor: false },
  2: { most: 2, minor: true },
  3: { most: 3, minor: true },
  4: { most: 4, minor: true },
};

export function drawKey(level: Level, random: Random): Key {
  const { most, minor } = KEYS[level];
  const fifths = Math.floor(random() * (2 * most + 1)) - most;
  return { fifths, mode: minor && random() < 0.4 ? "minor" : "major" };
}

export const FOUR_FOUR: Meter = { beats: 4, unit: 4 };
export const THREE_FOUR: Meter = { beats: 3, unit: 4 };

export function drawMeter(level: Level, random: Random): Meter {
  return level === 1 ? FOUR_FOUR : pick([FOUR_FOUR, FOUR_FOUR, THREE_FOUR], random);
}

/** A voice by its name, locked where it is given. */
export function part(name: string, place: number, given: boolean): Voice {
  return {
    id: name.toLowerCase() as VoiceId,
    name,
    pigment: PIGMENTS[place % PIGMENTS.length]!,
    instrument: name === "Drums" ? "drums" : "piano",
    volume: 0.8,
    muted: false,
    solo: false,
    locked: given,
  };
}

/** A pitch and how long it lasts. */
export interface Sung extends Range {
  readonly pitch: Midi;
  readonly fermata?: true | undefined;
}

/** The notes of a voice, numbered through; `from` begins the numbers. */
export function notesFor(voice: VoiceId, sung: readonly Sung[], from = 0): readonly Note[] {
  return sung.map(({ pitch, start, end, fermata }, i) => ({
    id: `${voice}-${from + i}` as NoteId,
    voice,
    pitch,
    start,
    duration: end - start,
    velocity: 80,
    origin: { by: "file", file: "exercise" },
    ...(fermata && { fermata }),
  }));
}

/** A score of these voices without notes. */
export function sheet(
  title: string,
  key: Key,
  meter: Meter,
  bars: number,
  voices: readonly Voice[],
): Score {
  return { ...emptyScore, title, key, meter, bars, voices, tempo: 84 };
}

const NOTHING_ASKED: Omit<Target, "voices" | "range"> = {
  pitches: undefined,
  chords: [],
  form: [],
  species: undefined,
  motives: [],
  planted: [],
  closes: false,
};

export function ruleSet(set: RuleSetName): RuleChoice {
  return { set, changes: [] };
}

/** Points for each criterion. */
type Points = Partial<Record<CriterionName, number>>;

/** Criteria with their points. */
function rubric(points: Points): readonly Criterion[] {
  return Object.entries(points).map(([of, most]) => ({
    of: of as CriterionName,
    points: most,
    words: "",
  }));
}

/** What makes one exercise another than the next. */
export interface Task extends Pick<Exercise, "kind" | "level" | "seed" | "given"> {
  /** The whole score is to be written, and to end on the tonic, where nothing else is said. */
  readonly target: Partial<Target> & Pick<Target, "voices">;
  readonly rules: RuleSetName;
  readonly points: Points;
}

/** The exercise of a task. Its title and instructions are the program's words, which are made elsewhere, in the language of the page. */
export function exerciseOf({ target, rules, points, ...task }: Task): Exercise {
  const { kind, level, seed, given } = task;
  return {
    ...task,
    id: `${kind}-${level}-${seed}`,
    title: "",
    instructions: "",
    target: {
      ...NOTHING_ASKED,
      range: { start: 0, end: scoreTicks(given) },
      closes: true,
      ...target,
    },
    rules: ruleSet(rules),
    rubric: rubric(points),
    help: "hints",
    feedback: "asked",
    author: "",
  };
}

/** Values one after another from `start`, in ticks. */
export function spans(values: readonly Ticks[], start: Ticks = 0): readonly Range[] {
  let at = start;
  return values.map((value) => {
    const range = { start: at, end: at + value };
    at += value;
    return range;
  });
}
