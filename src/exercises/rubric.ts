import { bassOf, pitchClassesOf, qualityOf } from "../domain/chord";
import { pitchClassOf, tonic } from "../domain/key";
import { barTicks, beatTicks } from "../domain/meter";
import {
  endOf,
  isLocked,
  isNoteLocked,
  overlaps,
  rangeOf,
  type NoteId,
  type Range,
  type Score,
  type VoiceId,
} from "../domain/score";
import { noteKey } from "../domain/take";
import {
  rulesOf,
  type Criterion,
  type Exercise,
  type MotiveTask,
  type Planted,
  type RequiredChord,
  type Section,
} from "./exercise";
import type { Finding } from "./finding";
import { transformed } from "./kinds/motives";
import { stands } from "./kinds/planted-errors";
import { momentsOf } from "./moments";
import { emptyIn, shareDone, type Counted } from "./unwritten";

/** Something that an exercise asks for and a score has not. */
export type Lack =
  | { readonly kind: "empty"; readonly voice: VoiceId; readonly range: Range }
  | { readonly kind: "chord"; readonly range: Range; readonly chord: RequiredChord }
  /** `first`: how many notes of it are right before the first that is not. */
  | {
      readonly kind: "motive";
      readonly range: Range;
      readonly task: MotiveTask;
      readonly first: number;
    }
  /** A section that is not like the earlier one with its letter, or too like another. */
  | {
      readonly kind: "section";
      readonly range: Range;
      readonly section: Section;
      readonly other: Section;
    }
  | { readonly kind: "outside"; readonly range: Range; readonly notes: readonly NoteId[] }
  | { readonly kind: "close"; readonly range: Range }
  | { readonly kind: "planted"; readonly range: Range; readonly planted: Planted }
  /** Given notes that were changed or removed, and notes that were put where nothing may be. */
  | {
      readonly kind: "given";
      readonly range: Range;
      readonly gone: readonly NoteId[];
      readonly added: readonly NoteId[];
    };

/** Points for one criterion, and why as many. */
export interface Mark {
  readonly criterion: Criterion;
  /** In halves; undefined where a teacher has to say. */
  readonly points: number | undefined;
  /** How many of what was wanted is there. */
  readonly done: number;
  readonly wanted: number;
  readonly lacks: readonly Lack[];
  readonly findings: readonly Finding[];
}

export interface Marking {
  /** Without what a teacher has to say. */
  readonly points: number;
  readonly most: number;
  readonly marks: readonly Mark[];
  /** Share of what is to be written that is there, in [0, 1]. */
  readonly complete: number;
}

/** Share of notes that two sections with the same letter have in common at least, and others at most. */
const ALIKE = 0.6;
/** Share of a theme's beats on which its variation has the same pitch class at least. */
const OUTLINE = 0.3;

/** All that is missing, in order of time. */
export function lacksOf(exercise: Exercise, score: Score): readonly Lack[] {
  return [
    givenIn(exercise, score),
    emptyIn(exercise, score),
    chordsIn(exercise, score),
    motivesIn(exercise, score),
    formIn(exercise, score),
    outsideIn(exercise, score),
    plantedIn(exercise, score),
    closeIn(exercise, score),
  ]
    .flatMap(({ lacks }) => lacks)
    .toSorted((a, b) => a.range.start - b.range.start);
}

/**
 * A score against the rubric. Findings take the points that the exercise's rule set gives them; what is not written yet earns nothing for
 * keeping rules.
 */
export function mark(exercise: Exercise, score: Score, findings: readonly Finding[]): Marking {
  const written = emptyIn(exercise, score);
  const complete = shareDone(written);
  const { rules } = rulesOf(exercise.rules);
  const weightOf = ({ rule }: Finding) =>
    (rules as Readonly<Record<string, { readonly weight: number } | undefined>>)[rule]?.weight ?? 0;
  const against = findings.filter((finding) => weightOf(finding) > 0);
  const marks = exercise.rubric.map((criterion): Mark => {
    const { points: most } = criterion;
    const share = ({ lacks, done, wanted }: Counted, by = 1): Mark => ({
      criterion,
      points: halves(most * by * (wanted === 0 ? 1 : done / wanted)),
      done,
      wanted,
      lacks,
      findings: [],
    });
    switch (criterion.of) {
      case "complete":
        return share(written);
      case "given":
        return share(givenIn(exercise, score));
      case "chords":
        return share(chordsIn(exercise, score));
      case "motive":
        return share(motivesIn(exercise, score));
      case "form":
        return share(formIn(exercise, score), complete);
      case "range":
        return share(outsideIn(exercise, score), complete);
      case "mended":
        return share(plantedIn(exercise, score), complete);
      case "close":
        return share(closeIn(exercise, score));
      case "rules": {
        const lost = against.reduce((sum, finding) => sum + weightOf(finding), 0);
        return {
          criterion,
          points: halves(Math.max(0, most * complete - lost)),
          done: 0,
          wanted: against.length,
          lacks: [],
          findings: against,
        };
      }
      case "teacher":
        return { criterion, points: undefined, done: 0, wanted: 0, lacks: [], findings: [] };
    }
  });
  return {
    points: marks.reduce((sum, { points }) => sum + (points ?? 0), 0),
    most: exercise.rubric.reduce((sum, { of, points }) => sum + (of === "teacher" ? 0 : points), 0),
    marks,
    complete,
  };
}

function halves(points: number): number {
  return Math.floor(points * 2 + 1e-9) / 2;
}

/** Whether what was given and locked is as it was. */
function givenIn({ given }: Exercise, score: Score): Counted {
  const locked = given.notes.filter((note) => isNoteLocked(given, note));
  const there = new Set(score.notes.map(noteKey));
  const known = new Set(given.notes.map(noteKey));
  const gone = locked.filter((note) => !there.has(noteKey(note)));
  const added = score.notes.filter(
    (note) => isLocked(given, note.voice, rangeOf(note)) && !known.has(noteKey(note)),
  );
  const touched = [...gone, ...added];
  const done = Math.max(0, locked.length - touched.length);
  if (touched.length === 0) return { lacks: [], done, wanted: locked.length };
  const range = {
    start: Math.min(...touched.map(({ start }) => start)),
    end: Math.max(...touched.map(endOf)),
  };
  const ids = (notes: typeof touched) => notes.map(({ id }) => id);
  return {
    lacks: [{ kind: "given", range, gone: ids(gone), added: ids(added) }],
    done: locked.length === 0 ? 0 : done,
    wanted: Math.max(1, locked.length),
  };
}

function chordsIn({ target }: Exercise, score: Score): Counted {
  const lacks = target.chords
    .filter((chord) => !isThere(chord, score))
    .map((chord): Lack => ({
      kind: "chord",
      chord,
      range: { start: chord.start, end: chord.end },
    }));
  return { lacks, done: target.chords.length - lacks.length, wanted: target.chords.length };
}

/** Whether a chord sounds somewhere in its place: its bass lowest, nothing foreign, and of three or more parts its root, third and seventh. */
function isThere({ chord, start, end }: RequiredChord, score: Score): boolean {
  const classes = pitchClassesOf(chord);
  const [root, third, , seventh] = qualityOf(chord).intervals.map((above) =>
    pitchClassOf(chord.root + above),
  );
  const needed = [root, third, seventh].filter((tone) => tone !== undefined);
  return momentsOf(score).some((moment) => {
    if (moment.end <= start || moment.start >= end) return false;
    const pitches = moment.notes.flatMap((note) => (note ? [note.pitch] : []));
    if (pitches.length === 0) return false;
    if (pitchClassOf(Math.min(...pitches)) !== bassOf(chord)) return false;
    const sounding = new Set(pitches.map(pitchClassOf));
    if ([...sounding].some((tone) => !classes.includes(tone))) return false;
    return pitches.length < 3 || needed.every((tone) => sounding.has(tone));
  });
}

function motivesIn({ target, given }: Exercise, score: Score): Counted {
  const lacks = target.motives.flatMap((task): readonly Lack[] => {
    // What is checked is the motive that was given, whatever stands in its place now.
    const wanted = transformed(given, task);
    const end = Math.max(task.at + 1, ...wanted.map((note) => note.end));
    const length =
      (task.motive.end - task.motive.start) * (task.transformation === "augmentation" ? 2 : 1);
    const range = { start: task.at, end: Math.max(end, task.at + length) };
    const there = score.notes
      .filter(
        ({ voice, start }) => voice === task.voice && start >= range.start && start < range.end,
      )
      .toSorted((a, b) => a.start - b.start || a.pitch - b.pitch);
    const isRight = (i: number) => {
      const [note, goal] = [there[i], wanted[i]];
      return (
        note?.start === goal?.start &&
        note?.pitch === goal?.pitch &&
        (note === undefined || goal === undefined || endOf(note) === goal.end)
      );
    };
    const count = Math.max(there.length, wanted.length);
    for (let i = 0; i < count; i++)
      if (!isRight(i)) return [{ kind: "motive", range, task, first: i }];
    return [];
  });
  return { lacks, done: target.motives.length - lacks.length, wanted: target.motives.length };
}

/** Each section against each earlier one. */
function formIn({ target }: Exercise, score: Score): Counted {
  const { form } = target;
  const lacks: Lack[] = [];
  let wanted = 0;
  form.forEach((section, i) => {
    for (const other of form.slice(0, i)) {
      wanted++;
      if (isAsLettered(section, other, score)) continue;
      const range = { start: section.start, end: section.end };
      lacks.push({ kind: "section", range, section, other });
    }
  });
  return { lacks, done: wanted - lacks.length, wanted };
}

/** The same letter is the same music, with other primes a variation of it, another letter another music. */
function isAsLettered(section: Section, other: Section, score: Score): boolean {
  const [a, b] = [musicIn(other, score), musicIn(section, score)];
  if (a.size === 0 || b.size === 0) return false;
  const common = [...a].filter((note) => b.has(note)).length / Math.max(a.size, b.size);
  if (section.letter === other.letter) return common >= ALIKE;
  if (section.letter.replaceAll("'", "") !== other.letter.replaceAll("'", ""))
    return common < ALIKE;
  return common < 0.95 && outline(section, other, score) >= OUTLINE;
}

function musicIn({ start, end }: Range, score: Score): ReadonlySet<string> {
  return new Set(
    score.notes
      .filter((note) => note.start >= start && note.start < end)
      .map((note) => `${note.voice} ${note.pitch} ${note.start - start}`),
  );
}

/** Share of beats in which some pitch class is heard in both. */
function outline(section: Section, other: Section, score: Score): number {
  const beat = beatTicks(score.meter);
  const count = Math.floor((other.end - other.start) / beat);
  const heard = (start: number) =>
    new Set(
      score.notes
        .filter((note) => overlaps(rangeOf(note), { start, end: start + beat }))
        .map(({ pitch }) => pitchClassOf(pitch)),
    );
  let same = 0;
  for (let i = 0; i < count; i++) {
    const mine = heard(section.start + i * beat);
    if ([...heard(other.start + i * beat)].some((tone) => mine.has(tone))) same++;
  }
  return count === 0 ? 0 : same / count;
}

function outsideIn({ target }: Exercise, score: Score): Counted {
  const { pitches, voices, range } = target;
  if (!pitches) return { lacks: [], done: 1, wanted: 1 };
  const [low, high] = pitches;
  const own = score.notes.filter(
    (note) => voices.includes(note.voice) && overlaps(rangeOf(note), range),
  );
  const outside = own.filter(({ pitch }) => pitch < low || pitch > high);
  const first = outside[0];
  return {
    lacks: first
      ? [{ kind: "outside", range: rangeOf(first), notes: outside.map(({ id }) => id) }]
      : [],
    done: own.length - outside.length,
    wanted: own.length,
  };
}

function plantedIn({ target }: Exercise, score: Score): Counted {
  const left = target.planted.filter((planted) => stands(score, planted));
  return {
    lacks: left.map((planted) => ({
      kind: "planted",
      planted,
      range: { start: planted.start, end: planted.end },
    })),
    done: target.planted.length - left.length,
    wanted: target.planted.length,
  };
}

/** Whether the last bar ends on the tonic, in the lowest part that sounds; what was given by itself closes nothing. */
function closeIn({ target }: Exercise, score: Score): Counted {
  if (!target.closes) return { lacks: [], done: 1, wanted: 1 };
  const bar = barTicks(score.meter);
  const { end } = target.range;
  const last = momentsOf(score).findLast((moment) => moment.start < end);
  const pitches = last?.notes.flatMap((note) => (note ? [note.pitch] : [])) ?? [];
  const closes =
    last !== undefined &&
    last.end > end - bar &&
    last.notes.some((note) => note && target.voices.includes(note.voice)) &&
    pitchClassOf(Math.min(...pitches)) === tonic(score.key);
  return closes
    ? { lacks: [], done: 1, wanted: 1 }
    : { lacks: [{ kind: "close", range: { start: end - bar, end } }], done: 0, wanted: 1 };
}
