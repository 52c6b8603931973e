import type { FileProblem } from "../domain/file-problem";
import { failed, type Result } from "../domain/result";
import type { Exercise } from "../exercises/exercise";
import { exercise as exerciseShape } from "./exercise-shape";
import { fileName, type ExportedFile } from "./export";
import { MAX_FILE_BYTES } from "./limits";
import { APP, checked, readJson } from "./own-json";
import { isRecord } from "./shape";

/** Version of exercises, in files as in links. */
export const EXERCISE_VERSION = 1;

/** Why an exercise, a hand-in or comments could not be read. The words are in `ui`. */
export type ExerciseProblem =
  | FileProblem
  /** JSON, but of another kind than was wanted. */
  | { readonly kind: "jsonNotThis"; readonly wanted: "exercise" | "handIn" | "comments" }
  /** A link that was cut off or changed on its way. */
  | { readonly kind: "linkBroken" };

/** An exercise as a file: for those that are too long for a link, and to keep. */
export function exportExercise(exercise: Exercise): ExportedFile {
  return {
    name: `${fileName(exercise.title, "exercise")}.antiphon-exercise.json`,
    type: "application/json",
    bytes: new TextEncoder().encode(writeExercise(exercise)),
  };
}

/** What a class gives around as files. */
export type ClassFile = "exercise" | "handIn" | "comments";

const NAMED = /\.antiphon-(exercise|hand-in|comments)\b[^/\\]*\.json$/i;
const BEGINS =
  /^\s*\{\s*"app"\s*:\s*"antiphon"\s*,\s*"version"\s*:\s*\d+\s*,\s*(?:"sha256"\s*:\s*"[^"]*"\s*,\s*)?"(exercise|handIn|comments)"/;

/** What of a class a file holds, told by how it begins, or by its name where it is broken; undefined for anything else. */
export function classFileOf(name: string, bytes: Uint8Array): ClassFile | undefined {
  const head = new TextDecoder().decode(bytes.subarray(0, 400));
  const found = BEGINS.exec(head)?.[1] ?? NAMED.exec(name)?.[1]?.toLowerCase();
  return found === "hand-in" ? "handIn" : (found as ClassFile | undefined);
}

export function writeExercise(exercise: Exercise): string {
  return JSON.stringify({ app: APP, version: EXERCISE_VERSION, exercise });
}

/** Reads what `exportExercise` wrote. */
export function parseExercise(bytes: Uint8Array): Result<Exercise, ExerciseProblem> {
  const read = readJson(bytes, MAX_FILE_BYTES);
  return read.ok ? readExercise(read.value) : read;
}

/** Checks what stands in a file or a link. */
export function readExercise(value: unknown): Result<Exercise, ExerciseProblem> {
  if (!isRecord(value) || value["app"] !== APP || value["exercise"] === undefined)
    return failed({ kind: "jsonNotThis", wanted: "exercise" });
  return checked(value["version"], EXERCISE_VERSION, value["exercise"], "exercise", exerciseShape);
}
