import type { FileProblem } from "../domain/file-problem";
import { failed, ok, type Result } from "../domain/result";
import { findJsonFault } from "./json-fault";
import { ShapeFault, whole, type Shape } from "./shape";

/** What all files of Antiphon's own say that they are of. */
export const APP = "antiphon";

/**
 * Text in UTF-8 that holds JSON, of at most `limit` bytes.
 * @param other what is said of text that does not even begin like JSON, which is broken JSON where that is left out
 */
export function readJson(
  bytes: Uint8Array,
  limit: number,
  other?: FileProblem,
): Result<unknown, FileProblem> {
  if (bytes.length === 0) return failed({ kind: "empty" });
  if (bytes.length > limit) return failed({ kind: "tooManyBytes", bytes: bytes.length, limit });
  const json = new TextDecoder().decode(bytes);
  try {
    return ok(JSON.parse(json) as unknown);
  } catch {
    if (other && !/^\s*[{[]/.test(json)) return failed(other);
    return failed({ kind: "jsonBroken", ...findJsonFault(json) });
  }
}

/** Checks a value by its version and then by its shape. */
export function checked<Value>(
  version: unknown,
  known: number,
  value: unknown,
  path: string,
  shape: Shape<Value>,
): Result<Value, FileProblem> {
  try {
    const read = whole(1, 2 ** 31 - 1)(version, "version");
    if (read > known) return failed({ kind: "sketchTooNew", version: read, known });
    return ok(shape(value, path));
  } catch (error) {
    if (!(error instanceof ShapeFault)) throw error;
    return failed({ kind: "sketchBroken", path: error.path, expected: error.expected });
  }
}
