import { ok, type Result } from "../domain/result";
import type { Exercise } from "../exercises/exercise";
import { readHandIns, type ClassRow } from "../exercises/class-rows";
import type { ReadHandIn } from "../exercises/hand-in";
import { findingsIn } from "../exercises/judgement";
import {
  isArchive,
  MAX_ARCHIVE_BYTES,
  MOST_FILES,
  openArchive,
  tidyPath,
  type ClassProblem,
} from "../formats/class-archive";
import { parseHandIn, type Digest } from "../formats/hand-in-file";

/** A file as the browser hands it over: read only when its turn comes. */
export interface GivenFile {
  /** With its folders, where it came in one. */
  readonly path: string;
  readonly size: number;
  /** Rejects where it cannot be read. */
  readonly bytes: () => Promise<Uint8Array<ArrayBuffer>>;
}

/** Why a file has no hand-in: its problem, or that the browser could not read it. */
export type RowProblem = ClassProblem | { readonly kind: "unreadable" };
export type Row = ClassRow<RowProblem>;

export interface ReaderPorts {
  readonly digest: Digest;
  /** Lets the page answer before work goes on. */
  readonly breathe: () => Promise<void>;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
}

/** Rows come to the table together, so that it is not laid out anew with each. */
const TOGETHER_MS = 250;

/** A row marked against another exercise. */
export async function remarked(row: Row, exercise: Exercise | undefined): Promise<Row> {
  if (!("read" in row)) return row;
  const files = [{ name: row.file, bytes: new Uint8Array() }];
  const [next] = await readHandIns<RowProblem>(
    files,
    () => Promise.resolve(ok(row.read)),
    findingsIn,
    exercise,
  );
  return next!;
}

/** Where rows go. */
export interface Desk {
  readonly isStopped: () => boolean;
  /** How many more files there is room for. */
  readonly room: () => number;
  readonly add: (rows: readonly Row[]) => void;
  readonly tell: (done: number, of: number) => void;
}

/** Reads files one after another, with a breath between all that takes long. */
export class Reader {
  readonly #ports: ReaderPorts;
  readonly #exercise: () => Exercise | undefined;
  readonly #desk: Desk;
  #waiting: Row[] = [];
  #since = 0;
  #done = 0;
  #of = 0;

  constructor(ports: ReaderPorts, exercise: () => Exercise | undefined, desk: Desk) {
    this.#ports = ports;
    this.#exercise = exercise;
    this.#desk = desk;
  }

  async read(files: readonly GivenFile[]): Promise<void> {
    this.#of = files.length;
    this.#since = this.#ports.nowMs();
    this.#desk.tell(0, this.#of);
    for (const file of files) {
      await this.#readFile(file);
      if (this.#desk.isStopped()) return;
    }
    this.#flush();
  }

  async #readFile(file: GivenFile): Promise<void> {
    const name = tidyPath(file.path);
    const { size } = file;
    if (size > MAX_ARCHIVE_BYTES) {
      const problem = { kind: "tooManyBytes", bytes: size, limit: MAX_ARCHIVE_BYTES } as const;
      this.#add({ file: name, problem });
      return;
    }
    const bytes = await file.bytes().catch(() => undefined);
    if (this.#desk.isStopped()) return;
    if (!bytes) this.#add({ file: name, problem: { kind: "unreadable" } });
    else if (isArchive(bytes)) await this.#readArchive(name, bytes);
    else await this.#readHandIn(name, bytes);
  }

  async #readArchive(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const opened = openArchive(bytes);
    if (!opened.ok) {
      this.#add({ file: name, problem: opened.problem });
      return;
    }
    const entries = opened.value;
    const room = this.#desk.room() - this.#waiting.length;
    if (entries.length > room) {
      const files = MOST_FILES - room + entries.length;
      this.#add({ file: name, problem: { kind: "tooManyFiles", files, limit: MOST_FILES } });
      return;
    }
    this.#of += entries.length - 1;
    for (const entry of entries) {
      await this.#ports.breathe();
      if (this.#desk.isStopped()) return;
      const unpacked = entry.unpack();
      if (unpacked.ok) await this.#readHandIn(entry.name, unpacked.value);
      else this.#add({ file: entry.name, problem: unpacked.problem });
    }
  }

  async #readHandIn(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const { breathe, digest } = this.#ports;
    await breathe();
    const read = async (file: Uint8Array): Promise<Result<ReadHandIn, RowProblem>> => {
      const result = await parseHandIn(file, digest);
      await breathe();
      return result;
    };
    const [row] = await readHandIns<RowProblem>(
      [{ name, bytes }],
      read,
      findingsIn,
      this.#exercise(),
    );
    if (row && !this.#desk.isStopped()) this.#add(row);
  }

  #add(row: Row): void {
    this.#waiting.push(row);
    this.#done++;
    const now = this.#ports.nowMs();
    if (now - this.#since < TOGETHER_MS) return;
    this.#since = now;
    this.#flush();
    this.#desk.tell(this.#done, this.#of);
  }

  #flush(): void {
    if (this.#waiting.length > 0) this.#desk.add(this.#waiting);
    this.#waiting = [];
  }
}
