import { deflateSync } from "fflate";
import { failed, type Result } from "../domain/result";
import type { Exercise } from "../exercises/exercise";
import { readExercise, writeExercise, type ExerciseProblem } from "./exercise-file";
import { inflated } from "./inflate";
import { readJson } from "./own-json";

const NAME = "#exercise=";

/**
 * Characters of a fragment. No server sees it, but mail and chat wrap links into addresses of their own, and those come to servers: Apache refuses request
 * lines above 8190 bytes (LimitRequestLine). What is longer is given as a file.
 */
export const MAX_LINK = 7500;

/** Links that others made longer are read up to here. */
const LONGEST_READ = 100_000;
/** Nothing that unpacks to more is an exercise. */
const MAX_UNPACKED = 4_000_000;

/** The fragment of an address that holds the whole exercise, "#exercise=…"; undefined where it would be too long. */
export function exerciseLink(exercise: Exercise): string | undefined {
  const packed = deflateSync(new TextEncoder().encode(writeExercise(exercise)), { level: 9 });
  const fragment = NAME + toText(packed);
  return fragment.length <= MAX_LINK ? fragment : undefined;
}

/** Whether a fragment is meant to hold an exercise. */
export function isExerciseLink(fragment: string): boolean {
  return fragment.startsWith(NAME);
}

/** Reads what `exerciseLink` wrote. */
export function parseExerciseLink(fragment: string): Result<Exercise, ExerciseProblem> {
  if (!isExerciseLink(fragment)) return failed({ kind: "linkBroken" });
  if (fragment.length > LONGEST_READ)
    return failed({ kind: "tooManyBytes", bytes: fragment.length, limit: LONGEST_READ });
  const packed = fromText(fragment.slice(NAME.length));
  const bytes = packed && inflated(packed, MAX_UNPACKED);
  if (!bytes) return failed({ kind: "linkBroken" });
  if (bytes === "tooLong")
    return failed({ kind: "tooManyBytes", bytes: MAX_UNPACKED + 1, limit: MAX_UNPACKED });
  const read = readJson(bytes, MAX_UNPACKED);
  // What was packed as a whole breaks off in the middle only where the link does.
  if (!read.ok) return failed({ kind: "linkBroken" });
  return readExercise(read.value);
}

/** Base64 as addresses may hold it (RFC 4648, section 5), without padding. */
function toText(bytes: Uint8Array): string {
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromText(text: string): Uint8Array | undefined {
  if (!/^[\w-]+$/.test(text) || text.length % 4 === 1) return undefined;
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}
