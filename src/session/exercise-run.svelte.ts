import { untrack } from "svelte";
import { ASK_KINDS } from "../domain/ask";
import { failed, ok, type Result } from "../domain/result";
import { overlaps, type Range, type Score, type VoiceId } from "../domain/score";
import type { Exercise } from "../exercises/exercise";
import {
  grown,
  helpUseOf,
  inOrder,
  LONGEST_WORK_MS,
  scoreAt,
  type Growth,
  type HelpAsked,
  type HelpUse,
  type Returned,
} from "../exercises/hand-in";
import { keptGiven } from "../exercises/kept-given";
import { completeness } from "../exercises/unwritten";
import { beginWork, isAllowed, withHelp, type Helper, type Work } from "../exercises/work";
import {
  classFileOf,
  parseExercise,
  type ClassFile,
  type ExerciseProblem,
} from "../formats/exercise-file";
import { isExerciseLink, parseExerciseLink } from "../formats/exercise-link";
import type { ExportedFile } from "../formats/export";
import { exportHandIn, parseReturned, type Digest } from "../formats/hand-in-file";
import type { Autosave } from "../storage/autosave";
import type { BegunExercise, WorkStore } from "../storage/work-store";
import type { Companion, Library } from "./library.svelte";
import type { Sketch } from "./sketch.svelte";

export interface ExercisePorts {
  readonly store: WorkStore;
  readonly autosave: Autosave<Work>;
  readonly digest: Digest;
  /** Milliseconds since 1970, UTC. */
  readonly nowMs: () => number;
}

/** What a student says of a work, in their own words. */
export type AboutWork = Pick<Work, "name" | "group" | "reflection">;

/** Comments as they were opened: on the work on the desk, or on one that is not on this machine. */
export interface OpenedComments {
  readonly returned: Returned;
  readonly isHere: boolean;
}

/** The last step of how a work grew, and what it was made of: what is edited with the same group is the same step. */
interface LastStep {
  readonly group: string | undefined;
  readonly growth: Growth;
  readonly score: Score;
}

/** The exercise that is done in the open sketch, and how it is done; nothing of it where the sketch is no exercise. */
export class ExerciseRun implements Companion {
  readonly #sketch: Sketch;
  readonly #library: Library;
  readonly #ports: ExercisePorts;
  #work = $state.raw<Work | undefined>(undefined);
  #begun = $state.raw<readonly BegunExercise[]>([]);
  #isHeld = $state.raw(false);
  #problem = $state.raw<string | undefined>(undefined);
  #fetched: Work | undefined;
  readonly #removed = new Map<string, Work>();
  /** The score that the growth has come to. */
  #last: Score;
  #step: LastStep | undefined;

  readonly work = $derived(this.#work);
  readonly exercise: Exercise | undefined = $derived(this.#work?.exercise);
  /** Exercises that were begun here, the latest first, as of the last `refresh`. */
  readonly begun = $derived(this.#begun);
  /** Whether the last edit would have changed what has to stay. */
  readonly isHeld = $derived(this.#isHeld);
  /** Why what belongs to the open sketch could not be read. */
  readonly problem = $derived(this.#problem);

  constructor(sketch: Sketch, library: Library, ports: ExercisePorts) {
    this.#sketch = sketch;
    this.#library = library;
    this.#ports = ports;
    this.#last = sketch.score;
    library.join(this);
  }

  /** Begins an exercise in a sketch of its own. @param title what the sketch is called */
  start(exercise: Exercise, title: string): void {
    const first = { ...exercise.given, title };
    this.#library.newSketch(first, true);
    const { score } = this.#sketch;
    this.#attach(beginWork(this.#library.openId, exercise, score, this.#ports.nowMs()));
    this.#write(this.#work!);
  }

  /** Works on the very same exercise that were begun before, the latest first. */
  async begunOf(exercise: Exercise): Promise<readonly BegunExercise[]> {
    await this.refresh();
    const wanted = inOrder(exercise);
    return this.#begun.filter(
      ({ exercise: other }) => other.id === exercise.id && inOrder(other) === wanted,
    );
  }

  /** Looks again for what was begun. Where nothing can be read, nothing was. */
  async refresh(): Promise<void> {
    await this.#ports.autosave.flush();
    this.#begun = await this.#ports.store.list().catch(() => []);
  }

  /** Called whenever the sketch may have changed: how it grew is written down. */
  changed(): void {
    const { score, lastEdit } = this.#sketch;
    untrack(() => {
      this.#grow(score, lastEdit?.group);
    });
  }

  #grow(score: Score, group: string | undefined): void {
    const work = this.#work;
    if (!work || score === this.#last) return;
    const before: LastStep =
      group !== undefined && group === this.#step?.group
        ? this.#step
        : { group, growth: work.growth, score: this.#last };
    this.#last = score;
    const growth = grown(before.growth, before.score, score, this.#atMs(work));
    if (growth === work.growth) return;
    // What was thinned out has no step left to go on from.
    this.#step = growth.steps.length > before.growth.steps.length ? before : undefined;
    this.#change({ growth, complete: completeness(work.exercise, score) });
  }

  /** Milliseconds since the exercise was opened: never back, whatever the clock does. */
  #atMs({ openedMs, growth, helps }: Work): number {
    const last = Math.max(growth.steps.at(-1)?.atMs ?? 0, helps.at(-1)?.atMs ?? 0);
    return Math.min(LONGEST_WORK_MS, Math.max(last, this.#ports.nowMs() - openedMs));
  }

  /** Writes down help that no take tells of. @param step of a hint, how far it went */
  helped(kind: HelpAsked["kind"], step: HelpAsked["step"] = 0): void {
    const work = this.#work;
    if (work) this.#change(withHelp(work, { atMs: this.#atMs(work), kind, step }));
  }

  /** Whether the open sketch lets a model do this. */
  allows(helper: Helper): boolean {
    const { exercise } = this;
    return !exercise || isAllowed(exercise.help, helper);
  }

  /** Whether it lets models do nothing at all. */
  get isAlone(): boolean {
    return !ASK_KINDS.some((kind) => this.allows(kind));
  }

  /** Whether the exercise locked this voice, so that nobody can open it. */
  holdsVoice(id: VoiceId): boolean {
    const { exercise } = this;
    return exercise?.given.voices.some((voice) => voice.id === id && voice.locked) ?? false;
  }

  /** Whether the exercise locked any of these voices in this range. */
  holdsStretchOf(ids: readonly VoiceId[], range: Range): boolean {
    const { exercise } = this;
    return (
      exercise?.given.locks.some((lock) => ids.includes(lock.voice) && overlaps(lock, range)) ??
      false
    );
  }

  /** Which help the work had. */
  get helpUse(): HelpUse | undefined {
    const work = this.#work;
    return (
      work && helpUseOf({ exercise: work.exercise, work: this.#library.project, helps: work.helps })
    );
  }

  /** Keeps what the student says of the work. */
  describe(about: Partial<AboutWork>): void {
    if (this.#work) this.#change(about);
  }

  /** The work as a file to hand in. What its digest is stays here, so that comments find their way back. */
  async handIn(): Promise<ExportedFile | undefined> {
    this.changed();
    const work = this.#work;
    if (!work) return undefined;
    const { name, group, exercise, growth, helps, reflection } = work;
    const project = { ...this.#library.project, changedMs: this.#ports.nowMs() };
    let sha256 = "";
    const file = await exportHandIn(
      { name, group, exercise, work: project, growth, helps, reflection },
      async (bytes) => (sha256 = await this.#ports.digest(bytes)),
    );
    if (this.#work?.id === work.id) this.#change({ handedIn: [...this.#work.handedIn, sha256] });
    return file;
  }

  /** The exercise in the fragment of an address; undefined where that is about something else. */
  readLink(fragment: string): Result<Exercise, ExerciseProblem> | undefined {
    return isExerciseLink(fragment) ? parseExerciseLink(fragment) : undefined;
  }

  /** What of a class a file holds, told by its name or its beginning; undefined for anything else. */
  kindOf(name: string, bytes: Uint8Array): ClassFile | undefined {
    return classFileOf(name, bytes);
  }

  readFile(bytes: Uint8Array): Result<Exercise, ExerciseProblem> {
    return parseExercise(bytes);
  }

  /** Opens comments, and the work that they are about where it is on this machine. */
  async openComments(bytes: Uint8Array): Promise<Result<OpenedComments, ExerciseProblem>> {
    const read = parseReturned(bytes);
    if (!read.ok) return failed(read.problem);
    const returned = read.value;
    await this.refresh();
    const found = this.#begun.find(({ handedIn }) => handedIn.includes(returned.of));
    if (found && found.id !== this.#work?.id) await this.#library.open(found.id);
    const isHere = found !== undefined && this.#work?.id === found.id;
    if (isHere) this.#change({ returned });
    return ok({ returned, isHere });
  }

  async fetch(id: string): Promise<void> {
    this.#fetched = undefined;
    try {
      await this.#ports.autosave.flush();
      this.#fetched = await this.#ports.store.load(id);
    } catch (error) {
      // The music can be read all the same; what is stored stays as it is.
      this.#problem = error instanceof Error ? error.message : String(error);
    }
  }

  put(id: string): void {
    const fetched = this.#fetched?.id === id ? this.#fetched : undefined;
    this.#fetched = undefined;
    this.#attach(fetched);
  }

  async remove(id: string): Promise<void> {
    await this.#ports.autosave.flush();
    const work = await this.#ports.store.load(id).catch(() => undefined);
    if (work) this.#removed.set(id, work);
    this.#ports.autosave.forget(id);
    await this.#ports.store.remove(id);
  }

  async restore(id: string): Promise<void> {
    const work = this.#removed.get(id);
    this.#removed.delete(id);
    if (work) await this.#ports.store.save(work);
  }

  dismiss(): void {
    this.#problem = undefined;
    this.#isHeld = false;
  }

  #attach(work: Work | undefined): void {
    this.#work = work;
    this.#step = undefined;
    this.#isHeld = false;
    this.#last = work ? scoreAt(work, Infinity) : this.#sketch.score;
    this.#sketch.keeps = work && this.#keeping(work.exercise.given);
    const [voice] = work?.exercise.target.voices ?? [];
    if (voice) this.#sketch.activate(voice);
  }

  #keeping(given: Score): (before: Score, after: Score) => Score {
    return (before, after) => {
      const kept = keptGiven(given, before, after);
      this.#isHeld = kept !== after;
      return kept;
    };
  }

  #change(changed: Partial<Work>): void {
    const work = { ...this.#work!, ...changed, changedMs: this.#ports.nowMs() };
    this.#work = work;
    this.#write(work);
  }

  #write(work: Work): void {
    this.#ports.autosave.schedule(work);
  }
}
