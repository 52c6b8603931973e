import { NO_CHORD } from "../domain/chord";
import { barTicks, beatTicks } from "../domain/meter";
import {
  isLocked,
  isNoteLocked,
  overlaps,
  rangeOf,
  scoreTicks,
  type Lock,
  type Note,
  type Range,
  type Score,
  type VoiceId,
} from "../domain/score";
import type { Midi } from "../domain/units";
import type { Criterion, Exercise, RequiredChord, RuleSetName, Section, Target } from "./exercise";

/** What of a sketch is to be written by a student. */
export interface SketchTask {
  readonly voices: readonly VoiceId[];
  /** Bars from 0; `toBar` is exclusive. */
  readonly fromBar: number;
  readonly toBar: number;
  /** Whether what stands there stays, to be changed; it is taken out otherwise. */
  readonly keepsNotes: boolean;
  /** Whether the chord track is shown and has to sound; it is taken out where the student writes otherwise. */
  readonly wantsChords: boolean;
  readonly pitches: readonly [low: Midi, high: Midi] | undefined;
  /** Letters of sections of the same length, "A B A'"; empty for none. */
  readonly form: string;
  readonly closes: boolean;
}

/** Why a task of a sketch makes no exercise. */
export type SketchProblem =
  | { readonly kind: "noVoice" }
  /** Everything that is to be written is locked. */
  | { readonly kind: "allLocked" }
  | { readonly kind: "formDoesNotFit"; readonly bars: number; readonly sections: number }
  | { readonly kind: "noChords" };

/** The whole sketch in every voice that is not locked and has no notes, or else in all below the first; in the only one where there is one. */
export function taskOf(score: Score): SketchTask {
  const open = score.voices.filter(({ locked, instrument }) => !locked && instrument !== "drums");
  const empty = open.filter(({ id }) => !score.notes.some(({ voice }) => voice === id));
  return {
    voices: (empty.length > 0 ? empty : open.length > 1 ? open.slice(1) : open).map(({ id }) => id),
    fromBar: 0,
    toBar: score.bars,
    keepsNotes: false,
    wantsChords: score.chords.length > 0,
    pitches: undefined,
    form: "",
    closes: true,
  };
}

/** As `task`, held to what the sketch has now. */
export function fitted(task: SketchTask, score: Score): SketchTask {
  const toBar = Math.min(Math.max(1, task.toBar), score.bars);
  return {
    ...task,
    voices: task.voices.filter((id) =>
      score.voices.some((voice) => voice.id === id && !voice.locked),
    ),
    toBar,
    fromBar: Math.min(Math.max(0, task.fromBar), toBar - 1),
    wantsChords: task.wantsChords && score.chords.length > 0,
  };
}

export function sketchProblems(score: Score, task: SketchTask): readonly SketchProblem[] {
  const letters = lettersOf(task.form);
  const bars = task.toBar - task.fromBar;
  const range = rangeOfTask(score, task);
  const isOpen = (voice: VoiceId) => {
    const beat = beatTicks(score.meter);
    for (let start = range.start; start < range.end; start += beat)
      if (!isLocked(score, voice, { start, end: start + beat })) return true;
    return false;
  };
  return [
    ...(task.voices.length === 0 ? [{ kind: "noVoice" } as const] : []),
    ...(task.voices.length > 0 && !task.voices.some(isOpen)
      ? [{ kind: "allLocked" } as const]
      : []),
    ...(letters.length > 0 && bars % letters.length !== 0
      ? [{ kind: "formDoesNotFit", bars, sections: letters.length } as const]
      : []),
    ...(task.wantsChords && requiredChords(score, range).length === 0
      ? [{ kind: "noChords" } as const]
      : []),
  ];
}

/** What is given and asked in an exercise that is made of a sketch: everything that is not to be written is locked. */
export function exerciseFromSketch(
  score: Score,
  task: SketchTask,
): Pick<Exercise, "kind" | "given" | "target" | "rubric"> & { readonly set: RuleSetName } {
  const range = rangeOfTask(score, task);
  const chords = task.wantsChords ? requiredChords(score, range) : [];
  const given = givenOf(score, task, range);
  const target: Target = {
    voices: task.voices,
    range,
    pitches: task.pitches,
    chords,
    form: sectionsOf(score, task, range),
    species: undefined,
    motives: [],
    planted: [],
    closes: task.closes,
  };
  const parts = score.voices.filter(({ instrument }) => instrument !== "drums").length;
  const isHarmonised = parts > 2 && task.voices.length > 1 && given.notes.length > 0;
  return {
    kind: isHarmonised ? "harmoniseMelody" : "free",
    given,
    target,
    set: parts > 2 ? "ap" : parts === 2 ? "relaxed" : "melody",
    rubric: rubricOf(given, target),
  };
}

function rangeOfTask({ meter }: Score, { fromBar, toBar }: SketchTask): Range {
  const bar = barTicks(meter);
  return { start: fromBar * bar, end: toBar * bar };
}

function givenOf(score: Score, task: SketchTask, range: Range): Score {
  const isTarget = (voice: VoiceId) => task.voices.includes(voice);
  const stays = (note: Note) =>
    !isTarget(note.voice) ||
    task.keepsNotes ||
    !overlaps(rangeOf(note), range) ||
    note.start < range.start ||
    isNoteLocked(score, note);
  const around: readonly Lock[] = task.voices.flatMap((voice) =>
    [
      { voice, start: 0, end: range.start },
      { voice, start: range.end, end: scoreTicks(score) },
    ].filter(({ start, end }) => end > start),
  );
  return {
    ...score,
    voices: score.voices.map((voice) => ({
      ...voice,
      locked: voice.locked || !isTarget(voice.id),
      muted: false,
      solo: false,
    })),
    notes: score.notes.filter(stays).map((note) => ({ ...note, origin: GIVEN, timing: undefined })),
    locks: [...score.locks, ...around],
    chords: score.chords
      .filter(({ start }) => task.wantsChords || start < range.start || start >= range.end)
      .map((placed) => ({ ...placed, origin: GIVEN, locked: true, playing: undefined })),
    accompaniment: undefined,
  };
}

/** Who made the notes of a sketch is nobody's business in an exercise. */
const GIVEN = { by: "file", file: "exercise" } as const;

function requiredChords(score: Score, range: Range): readonly RequiredChord[] {
  return score.chords.flatMap(({ start, chord }, i) => {
    const from = Math.max(start, range.start);
    const end = Math.min(score.chords[i + 1]?.start ?? range.end, range.end);
    return chord === NO_CHORD || end <= from ? [] : [{ start: from, end, chord, label: "" }];
  });
}

function lettersOf(form: string): readonly string[] {
  return form.match(/\p{L}['’]*/gu)?.map((letter) => letter.replaceAll("’", "'")) ?? [];
}

/** None where they do not fit into whole bars. */
function sectionsOf({ meter }: Score, task: SketchTask, range: Range): readonly Section[] {
  const letters = lettersOf(task.form);
  const bars = (task.toBar - task.fromBar) / letters.length;
  if (!Number.isInteger(bars)) return [];
  const length = bars * barTicks(meter);
  return letters.map((letter, i) => ({
    letter,
    start: range.start + i * length,
    end: range.start + (i + 1) * length,
  }));
}

function rubricOf(given: Score, target: Target): readonly Criterion[] {
  const isGiven = given.notes.some((note) => isNoteLocked(given, note));
  const points: readonly (readonly [Criterion["of"], number, boolean])[] = [
    ["complete", 6, true],
    ["given", 2, isGiven],
    ["chords", 6, target.chords.length > 0],
    ["form", 4, target.form.length > 0],
    ["range", 2, target.pitches !== undefined],
    ["close", 2, target.closes],
    ["rules", 8, true],
  ];
  return points.flatMap(([of, most, isWanted]) =>
    isWanted ? [{ of, points: most, words: "" }] : [],
  );
}
