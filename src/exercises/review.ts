import { isLocked, rangeOf, type Range, type Score } from "../domain/score";
import { noteKey } from "../domain/take";
import type { Criterion } from "./exercise";
import type { ClassRow } from "./class-rows";
import type { Comment, ReadHandIn, Returned } from "./hand-in";
import type { Marking } from "./rubric";

/** What a teacher has to say to a hand-in. */
export interface Review {
  readonly comments: readonly Comment[];
  /** By the place of the criterion in the rubric; undefined where nothing was given yet. */
  readonly points: readonly (number | undefined)[];
  readonly words: string;
}

export const NO_REVIEW: Review = { comments: [], points: [], words: "" };

export function isEmptyReview({ comments, points, words }: Review): boolean {
  return (
    comments.length === 0 && words.trim() === "" && points.every((point) => point === undefined)
  );
}

/** Points with those that the teacher gave. */
export interface Total {
  readonly points: number;
  readonly most: number;
  /** What only the teacher can give and has not given yet; it counts neither for nor against. */
  readonly open: readonly Criterion[];
}

export function totalOf(marking: Marking, review: Review): Total {
  let { points, most } = marking;
  const open: Criterion[] = [];
  marking.marks.forEach(({ criterion, points: own }, i) => {
    if (own !== undefined) return;
    const given = review.points[i];
    if (given === undefined) open.push(criterion);
    else {
      points += given;
      most += criterion.points;
    }
  });
  return { points, most, open };
}

/** As `review`, with points for a criterion, within what there is to give for it; undefined takes them back. */
export function withPoints(
  review: Review,
  marking: Marking,
  place: number,
  points: number | undefined,
): Review {
  const most = marking.marks[place]?.criterion.points ?? 0;
  const held = points === undefined ? undefined : Math.min(most, Math.max(0, points));
  return {
    ...review,
    points: marking.marks.map((_, i) => (i === place ? held : review.points[i])),
  };
}

/** A review as what comes back to the student: what was marked by itself has its points too. */
export function returnedOf(
  { handIn, digest }: ReadHandIn,
  marking: Marking,
  review: Review,
  exercise: string,
): Returned {
  return {
    of: digest,
    name: handIn.name,
    exercise,
    comments: review.comments,
    points: marking.marks.map(({ points }, i) => points ?? review.points[i]),
    words: review.words,
  };
}

/** What a comment lies over: its notes, or the bars that it was made to. */
export function rangeOfNotes(score: Score, comment: Pick<Comment, "notes">): Range | undefined {
  const wanted = new Set(comment.notes);
  const ranges = score.notes.filter(({ id }) => wanted.has(id)).map(rangeOf);
  if (ranges.length === 0) return undefined;
  return {
    start: Math.min(...ranges.map(({ start }) => start)),
    end: Math.max(...ranges.map(({ end }) => end)),
  };
}

/** What a teacher should know of a hand-in before trusting its points. */
export type Remark =
  /** The content is not the one that the digest was made of. */
  | { readonly kind: "changed" }
  /** The history does not end in the work. */
  | { readonly kind: "otherHistory" }
  | { readonly kind: "otherExercise" }
  /** `file` has the very same content, as have as many others besides. */
  | { readonly kind: "sameFile"; readonly file: string; readonly others: number }
  /** `file` has the same notes where the student wrote, as have as many others besides. */
  | { readonly kind: "sameNotes"; readonly file: string; readonly others: number };

/** Fewer notes than this come out alike by themselves. */
const FEWEST_ALIKE = 8;

/** What is remarkable about each row, in the order of the rows. */
export function remarksOf<Problem>(
  rows: readonly ClassRow<Problem>[],
): readonly (readonly Remark[])[] {
  const files = new Map<string, string[]>();
  const music = new Map<string, string[]>();
  const put = (map: Map<string, string[]>, key: string | undefined, file: string) => {
    if (key !== undefined) map.set(key, [...(map.get(key) ?? []), file]);
  };
  const keys = rows.map((row) => {
    if (!("read" in row)) return undefined;
    const key = { file: fileKey(row.read), music: musicKey(row.read) };
    put(files, key.file, row.file);
    put(music, key.music, row.file);
    return key;
  });
  return rows.map((row, i) => {
    const key = keys[i];
    if (!("read" in row) || !key) return [];
    const other = (map: Map<string, string[]>, of: string | undefined) =>
      of === undefined ? undefined : otherIn(map.get(of) ?? [], row.file);
    const sameFile = other(files, key.file);
    const sameNotes = sameFile === undefined ? other(music, key.music) : undefined;
    return [
      ...(row.read.intact ? [] : [{ kind: "changed" } as const]),
      ...(row.growsToWork ? [] : [{ kind: "otherHistory" } as const]),
      ...(row.isSet === false ? [{ kind: "otherExercise" } as const] : []),
      ...(sameFile === undefined ? [] : [{ kind: "sameFile", ...sameFile } as const]),
      ...(sameNotes === undefined ? [] : [{ kind: "sameNotes", ...sameNotes } as const]),
    ];
  });
}

function otherIn(
  files: readonly string[],
  own: string,
): { readonly file: string; readonly others: number } | undefined {
  if (files.length < 2) return undefined;
  return { file: files.find((file) => file !== own) ?? own, others: files.length - 2 };
}

/** A digest that does not hold says nothing about what is alike. */
function fileKey({ digest, intact }: ReadHandIn): string | undefined {
  return intact ? digest : undefined;
}

/** A class's table asks again with every file that comes. */
const musicKeys = new WeakMap<ReadHandIn, { readonly key: string | undefined }>();

function musicKey(read: ReadHandIn): string | undefined {
  const known = musicKeys.get(read) ?? { key: keyOfMusic(read) };
  musicKeys.set(read, known);
  return known.key;
}

/** What the student wrote; undefined where that is too little to say anything. */
function keyOfMusic({ handIn: { exercise, work } }: ReadHandIn): string | undefined {
  const { given } = exercise;
  const known = new Set(given.notes.map(noteKey));
  const own = work.score.notes.filter(
    (note) => !known.has(noteKey(note)) && !isLocked(given, note.voice, rangeOf(note)),
  );
  if (own.length < FEWEST_ALIKE) return undefined;
  return own.map(noteKey).toSorted().join("\n");
}

/** Mean and spread of shares in [0, 1]; undefined of none. */
export function spreadOf(
  shares: readonly number[],
): { readonly mean: number; readonly deviation: number } | undefined {
  if (shares.length === 0) return undefined;
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const square = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / shares.length;
  return { mean, deviation: Math.sqrt(square) };
}
