import type { Result } from "../domain/result";
import type { Range, Score } from "../domain/score";
import type { Exercise } from "../exercises/exercise";
import { marksCsv, type CsvLanguage } from "../exercises/class-rows";
import type { ReadHandIn } from "../exercises/hand-in";
import {
  isEmptyReview,
  remarksOf,
  returnedOf,
  totalOf,
  withPoints,
  type Remark,
  type Total,
} from "../exercises/review";
import { isStray, MOST_FILES, packFiles, type ClassProblem } from "../formats/class-archive";
import { parseExercise } from "../formats/exercise-file";
import { parseExerciseLink } from "../formats/exercise-link";
import { fileName, type ExportedFile } from "../formats/export";
import { exportReturned } from "../formats/hand-in-file";
import type { ReviewStore } from "../storage/review-store";
import {
  Reader,
  remarked,
  type GivenFile,
  type ReaderPorts,
  type Row,
  type RowProblem,
} from "./classroom-reader";
import { Replay } from "./classroom-replay.svelte";
import { Reviews } from "./classroom-reviews.svelte";
import type { Playback } from "./playback.svelte";

export interface ClassroomPorts extends ReaderPorts {
  readonly store: ReviewStore;
  /** Runs something after so many milliseconds; returns how to prevent it. */
  readonly later: (run: () => void, ms: number) => () => void;
  /** What sounds when nobody listens to a student's work. */
  readonly sounding: () => Score;
}

/** A hand-in that could be read, with all that the table tells of it. */
export interface Work {
  readonly id: number;
  readonly file: string;
  readonly row: Extract<Row, { readonly read: ReadHandIn }>;
  readonly remarks: readonly Remark[];
  /** Against which it is marked. */
  readonly exercise: Exercise;
  /** Under which its review is kept. */
  readonly key: string;
}

/** A file that could not be read. */
export interface Unread {
  readonly id: number;
  readonly file: string;
  readonly problem: RowProblem;
}

export type Entry = Work | Unread;

function isAlike(a: readonly Remark[], b: readonly Remark[]): boolean {
  return a.length === b.length && JSON.stringify(a) === JSON.stringify(b);
}

export function isWork(entry: Entry): entry is Work {
  return "row" in entry;
}

/** A class's hand-ins on one desk. None of it leaves this machine. */
export class Classroom {
  readonly #playback: Playback;
  readonly #ports: ClassroomPorts;
  readonly reviews: Reviews;
  #rows = $state.raw<readonly Row[]>([]);
  #set = $state.raw<Exercise | undefined>(undefined);
  #setProblem = $state.raw<ClassProblem | undefined>(undefined);
  #reading = $state.raw<{ readonly done: number; readonly of: number } | undefined>(undefined);
  #tooMany = $state.raw<number | undefined>(undefined);
  #opened = $state.raw<number | undefined>(undefined);
  #replay = $state.raw<Replay | undefined>(undefined);
  #listening = $state.raw(false);
  #loop: Range | undefined;
  #turn = 0;
  /** So that a row of the table stays the same while others come. */
  readonly #known = new WeakMap<Row, Work>();

  readonly entries: readonly Entry[] = $derived.by(() => this.#entries());
  readonly works: readonly Work[] = $derived(this.entries.filter(isWork));
  /** The exercise against which all are marked; undefined marks each by its own. */
  readonly set = $derived(this.#set);
  readonly setProblem = $derived(this.#setProblem);
  /** How far it is while files are read. */
  readonly reading = $derived(this.#reading);
  /** How many files there were when they were too many. */
  readonly tooMany = $derived(this.#tooMany);
  readonly mostFiles = MOST_FILES;
  /** The hand-in that is looked at. */
  readonly opened: Work | undefined = $derived(this.works.find(({ id }) => id === this.#opened));
  readonly replay = $derived(this.#replay);
  readonly listening = $derived.by(() => this.#listening && this.#playback.playing);

  constructor(playback: Playback, ports: ClassroomPorts) {
    this.#playback = playback;
    this.#ports = ports;
    this.reviews = new Reviews(ports.store);
  }

  /** Reads files, and archives of them, beside those that are there. */
  async read(given: readonly GivenFile[]): Promise<void> {
    const turn = ++this.#turn;
    const files = given.filter(({ path }) => !isStray(path));
    const count = this.#rows.length + files.length;
    this.#tooMany = count > MOST_FILES ? count : undefined;
    if (this.#tooMany !== undefined || files.length === 0) return;
    const reader = new Reader(this.#ports, () => this.#set, {
      isStopped: () => turn !== this.#turn,
      room: () => MOST_FILES - this.#rows.length,
      add: (rows) => (this.#rows = [...this.#rows, ...rows]),
      tell: (done, of) => (this.#reading = { done, of }),
    });
    await reader.read(files);
    if (turn === this.#turn) this.#reading = undefined;
  }

  /** Stops reading; what was read stays. */
  cancel(): void {
    this.#turn++;
    this.#reading = undefined;
  }

  /** Takes all hand-ins off the desk; what was said to them is kept. */
  clear(): void {
    this.cancel();
    this.open(undefined);
    this.#rows = [];
    this.#tooMany = undefined;
    this.#set = undefined;
    this.#setProblem = undefined;
  }

  /** Marks all against one exercise, or each against its own again. */
  async setExercise(exercise: Exercise | undefined): Promise<void> {
    this.#setProblem = undefined;
    if (exercise === this.#set) return;
    this.#set = exercise;
    const turn = ++this.#turn;
    const rows: Row[] = [];
    for (const [i, row] of this.#rows.entries()) {
      this.#reading = { done: i, of: this.#rows.length };
      rows.push(await remarked(row, exercise));
      await this.#ports.breathe();
      if (turn !== this.#turn) return;
    }
    this.#rows = rows;
    this.#reading = undefined;
  }

  /** The exercise of a link, of all of an address or of its fragment. */
  async setLink(address: string): Promise<void> {
    const at = address.indexOf("#");
    await this.#setRead(parseExerciseLink(at < 0 ? "" : address.slice(at).trim()));
  }

  async setFile(bytes: Uint8Array): Promise<void> {
    await this.#setRead(parseExercise(bytes));
  }

  async #setRead(read: Result<Exercise, ClassProblem>): Promise<void> {
    if (read.ok) await this.setExercise(read.value);
    else this.#setProblem = read.problem;
  }

  /** Puts a hand-in on the stand, and what was listened to away. */
  open(id: number | undefined): void {
    this.hush();
    this.#replay?.pause();
    this.#opened = id;
    const { opened } = this;
    this.#replay = opened && new Replay(opened.row.read.handIn.growth, this.#ports.later);
  }

  /** Plays a student's work. */
  listen(score: Score, from = 0): void {
    if (!this.#listening) this.#loop = this.#playback.loop;
    this.#listening = true;
    this.#playback.stop();
    this.#playback.setLoop(undefined);
    this.#playback.setScore(score);
    void this.#playback.play(from);
  }

  /** Ends it, and puts the sketch back. */
  hush(): void {
    if (!this.#listening) return;
    this.#listening = false;
    this.#playback.stop();
    this.#playback.setScore(this.#ports.sounding());
    this.#playback.setLoop(this.#loop);
  }

  totalOf({ row, key }: Work): Total {
    return totalOf(row.marking, this.reviews.of(key));
  }

  /** Gives points for a criterion that only a teacher can judge; undefined takes them back. */
  give({ row, key }: Work, place: number, points: number | undefined): void {
    this.reviews.set(key, withPoints(this.reviews.of(key), row.marking, place, points));
  }

  /**
   * Marks with the teacher's own points, as a spreadsheet opens them.
   * @param remark words for what is remarkable about a file
   * @param title how an exercise is called
   */
  csv(
    name: string,
    remark: (entry: Entry) => string,
    title: (exercise: Exercise) => string,
    language: CsvLanguage,
  ): ExportedFile {
    const { entries } = this;
    const byRow = new Map<Row, Entry>();
    const rows = entries.map((entry): Row => {
      const row = isWork(entry) ? this.#asMarked(entry, title) : entry;
      byRow.set(row, entry);
      return row;
    });
    const csv = marksCsv(rows, (row) => remark(byRow.get(row)!), language);
    return {
      name: `${fileName(name, "marks")}.csv`,
      type: "text/csv",
      // Without the mark, Excel reads UTF-8 as something else.
      bytes: new TextEncoder().encode(`\uFEFF${csv}`),
    };
  }

  #asMarked(work: Work, title: (exercise: Exercise) => string): Work["row"] {
    const { points, most } = this.totalOf(work);
    const { read, marking } = work.row;
    const exercise = { ...read.handIn.exercise, title: title(read.handIn.exercise) };
    return {
      ...work.row,
      read: { ...read, handIn: { ...read.handIn, exercise } },
      marking: { ...marking, points, most },
    };
  }

  /** What was said to a student, to give back. @param exercise how it is called */
  returned({ row, key }: Work, exercise: string): ExportedFile {
    return exportReturned(returnedOf(row.read, row.marking, this.reviews.of(key), exercise));
  }

  /** Works to which something was said. */
  get reviewed(): readonly Work[] {
    return this.works.filter(({ key }) => !isEmptyReview(this.reviews.of(key)));
  }

  /** All that was said, in one archive. */
  returnedAll(name: string, exerciseOf: (work: Work) => string): ExportedFile {
    const files = this.reviewed.map((work) => this.returned(work, exerciseOf(work)));
    return packFiles(name, files, this.#ports.nowMs());
  }

  #entries(): readonly Entry[] {
    const remarks = remarksOf(this.#rows);
    return this.#rows.map((row, id): Entry => {
      if (!("read" in row)) return { id, ...row };
      const { digest, intact, handIn } = row.read;
      const known = this.#known.get(row);
      if (known?.id === id && isAlike(known.remarks, remarks[id]!)) return known;
      const work: Work = {
        id,
        file: row.file,
        row,
        remarks: remarks[id]!,
        exercise: this.#set ?? handIn.exercise,
        // What was changed may bear the digest of the one that it was made of.
        key: intact ? digest : `${digest} ${row.file}`,
      };
      this.#known.set(row, work);
      return work;
    });
  }
}
