import { zipSync } from "fflate";
import { failed, ok, type Result } from "../domain/result";
import type { ExerciseProblem } from "./exercise-file";
import { fileName, type ExportedFile } from "./export";
import { inflated } from "./inflate";

/** Hand-ins that are read at once: the largest year group. */
export const MOST_FILES = 200;
/** Nothing that unpacks to more is a hand-in. */
export const MAX_ENTRY_BYTES = 25_000_000;
/** All of an archive together, as it comes and unpacked. */
export const MAX_ARCHIVE_BYTES = 400_000_000;

/** Why a file of a class, or an archive of them, could not be read. The words are in `ui`. */
export type ClassProblem =
  | ExerciseProblem
  /** An entry of an archive whose packed bytes are damaged. */
  | { readonly kind: "entryBroken" }
  /** An entry that asks for a password. */
  | { readonly kind: "entryLocked" }
  /** An entry packed in a way that is not read here; `method` as ZIP numbers them. */
  | { readonly kind: "entryMethod"; readonly method: number }
  /** An archive in an archive. */
  | { readonly kind: "entryArchive" }
  | { readonly kind: "tooManyFiles"; readonly files: number; readonly limit: number };

/** A file of an archive, unpacked when it is asked for. */
export interface ArchiveEntry {
  /** Folders and name as the archive has them, without what could lead out of it or turn letters around. */
  readonly name: string;
  unpack(): Result<Uint8Array<ArrayBuffer>, ClassProblem>;
}

/** Whether bytes begin as those of a ZIP archive do; an empty one has nothing but its end. */
export function isArchive(bytes: Uint8Array): boolean {
  const [p, k, a, b] = bytes;
  return p === 0x50 && k === 0x4b && ((a === 3 && b === 4) || (a === 5 && b === 6));
}

/** What systems put beside the files of somebody: no hand-ins. */
export function isStray(path: string): boolean {
  const name = path.split("/").at(-1) ?? "";
  return path.split("/").includes("__MACOSX") || /^\.|^~\$|^(thumbs\.db|desktop\.ini)$/i.test(name);
}

/**
 * What is in a ZIP archive, told from its directory; nothing is unpacked yet. Folders and what systems leave beside files are left out.
 * ZIP of more than 4 GB is not read. Format: PKWARE, APPNOTE.TXT 6.3.10, 4.3.
 */
export function openArchive(
  bytes: Uint8Array<ArrayBuffer>,
): Result<readonly ArchiveEntry[], ClassProblem> {
  if (bytes.length > MAX_ARCHIVE_BYTES)
    return failed({ kind: "tooManyBytes", bytes: bytes.length, limit: MAX_ARCHIVE_BYTES });
  const listed = directoryOf(bytes);
  if (!listed) return failed({ kind: "zipBroken" });
  const files = listed.filter(({ path }) => !path.endsWith("/") && !isStray(path));
  if (files.length > MOST_FILES)
    return failed({ kind: "tooManyFiles", files: files.length, limit: MOST_FILES });
  const together = files.reduce((sum, { size }) => sum + size, 0);
  if (together > MAX_ARCHIVE_BYTES)
    return failed({ kind: "tooManyBytes", bytes: together, limit: MAX_ARCHIVE_BYTES });
  return ok(
    files.map((file) => ({ name: tidyPath(file.path), unpack: () => unpack(bytes, file) })),
  );
}

/** An entry of the directory at the end of an archive. */
interface Listed {
  readonly path: string;
  readonly flags: number;
  readonly method: number;
  /** Bytes as they are packed, and as the directory says they will be. */
  readonly packed: number;
  readonly size: number;
  /** Where its own head stands. */
  readonly at: number;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const HEAD = 0x04034b50;
/** The end of an archive, and a comment behind it of as much as two bytes count. */
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;

/** Undefined where there is none, or where it is cut off. */
function directoryOf(bytes: Uint8Array<ArrayBuffer>): readonly Listed[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - END_BYTES;
  const first = Math.max(0, end - LONGEST_COMMENT);
  while (end >= first && view.getUint32(end, true) !== END) end--;
  if (end < first) return undefined;
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: Listed[] = [];
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== ENTRY) return undefined;
    const nameLength = view.getUint16(at + 28, true);
    const next =
      at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) return undefined;
    entries.push({
      path: textOf(bytes.subarray(at + 46, at + 46 + nameLength)).replaceAll("\\", "/"),
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    });
    at = next;
  }
  return entries;
}

/** Names are UTF-8, whether or not their flag says so; those that cannot be are of older systems. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** A path that leads nowhere but down, in letters that stand where they are. */
export function tidyPath(path: string): string {
  const parts = path
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .split(/[\\/]/)
    .map((part) => part.trim())
    .filter((part) => part !== "" && part !== "." && part !== ".." && !/^[a-z]:$/i.test(part));
  return parts.join("/").slice(-200) || "?";
}

const STORED = 0;
const DEFLATED = 8;

function unpack(
  bytes: Uint8Array<ArrayBuffer>,
  { path, flags, method, packed, size, at }: Listed,
): Result<Uint8Array<ArrayBuffer>, ClassProblem> {
  if (flags & 1) return failed({ kind: "entryLocked" });
  if (size > MAX_ENTRY_BYTES)
    return failed({ kind: "tooManyBytes", bytes: size, limit: MAX_ENTRY_BYTES });
  if (/\.zip$/i.test(path)) return failed({ kind: "entryArchive" });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (at + 30 > bytes.length || view.getUint32(at, true) !== HEAD)
    return failed({ kind: "entryBroken" });
  const from = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  if (from + packed > bytes.length) return failed({ kind: "entryBroken" });
  const body = bytes.subarray(from, from + packed);
  if (method === STORED)
    return packed === size ? ok(body.slice()) : failed({ kind: "entryBroken" });
  if (method !== DEFLATED) return failed({ kind: "entryMethod", method });
  const whole = inflated(body, size);
  // What is not of the size that was announced is as broken as what breaks off.
  return whole && whole !== "tooLong" && whole.length === size
    ? ok(whole)
    : failed({ kind: "entryBroken" });
}

/**
 * Files in one ZIP archive, their names made such as every system takes, and each another.
 * @param changed when the files say that they were made, in milliseconds since 1970
 */
export function packFiles(
  name: string,
  files: readonly Pick<ExportedFile, "name" | "bytes">[],
  changed: number,
): ExportedFile {
  const names = uniqueNames(files.map((file) => file.name));
  const packed = zipSync(
    Object.fromEntries(files.map(({ bytes }, i) => [names[i]!, [bytes, { mtime: changed }]])),
  );
  return { name: `${fileName(name, "class")}.zip`, type: "application/zip", bytes: packed };
}

/** Windows takes no file by these names, whatever follows the dot. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** Names of files that can stand in one folder of any system: those alike but for capitals are numbered. */
export function uniqueNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const ending = /(\.[\p{L}\d-]+)+$/u.exec(name)?.[0] ?? "";
    const stem = name.slice(0, name.length - ending.length).replace(/\p{Cf}/gu, "");
    const safe = fileName(stem, "file")
      .replace(/^[. ]+|[. ]+$/g, "")
      .replace(RESERVED, "_$1");
    for (let i = 1; ; i++) {
      const unique = `${safe || "file"}${i === 1 ? "" : ` ${i}`}${ending}`;
      const key = unique.normalize("NFC").toLowerCase();
      if (taken.has(key)) continue;
      taken.add(key);
      return unique;
    }
  });
}
