import { DEFAULT_SETTINGS } from "../../src/domain/ask";
import { applyEdit } from "../../src/domain/edit";
import type { Note, Score } from "../../src/domain/score";
import type { Exercise } from "../../src/exercises/exercise";
import { grown, startGrowth, type Growth, type HandIn } from "../../src/exercises/hand-in";
import { makeExercise } from "../../src/exercises/kinds/make";
import { exportHandIn, type Digest } from "../../src/formats/hand-in-file";

export const sha256: Digest = async (bytes) =>
  Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");

/** A work that grew from what was given, a note every two seconds. */
export function growthOf(exercise: Exercise, last: Score): Growth {
  const known = new Set(exercise.given.notes.map(({ id }) => id));
  let score = exercise.given;
  let growth = startGrowth(score);
  last.notes
    .filter(({ id }) => !known.has(id))
    .forEach((note, i) => {
      const next = applyEdit(score, { type: "addNotes", notes: [note] });
      growth = grown(growth, score, next, 2000 * (i + 1));
      score = next;
    });
  return growth;
}

/** What somebody hands in who wrote the solution, all of it or with `change` made to each of their notes. */
export function handInOf(
  name: string,
  { exercise, solution }: ReturnType<typeof makeExercise>,
  change: (note: Note, place: number) => Note | undefined = (note) => note,
  overrides: Partial<HandIn> = {},
): HandIn {
  const given = new Set(exercise.given.notes.map(({ id }) => id));
  const notes = solution.notes.flatMap((note, i) => {
    if (given.has(note.id)) return [note];
    const own = change({ ...note, origin: { by: "you" } }, i);
    return own ? [own] : [];
  });
  const score = { ...exercise.given, notes };
  const growth = growthOf(exercise, score);
  return {
    name,
    group: "5b",
    exercise,
    work: {
      id: `work-${name}`,
      score,
      takes: [],
      base: undefined,
      settings: DEFAULT_SETTINGS,
      credits: [],
      journal: [],
      createdMs: 1,
      changedMs: 2,
    },
    growth,
    helps: [],
    reflection: "",
    ...overrides,
  };
}

export async function fileOf(handIn: HandIn): Promise<Uint8Array<ArrayBuffer>> {
  return (await exportHandIn(handIn, sha256)).bytes;
}
