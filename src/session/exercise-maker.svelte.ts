import type { Score } from "../domain/score";
import {
  EXERCISE_KINDS,
  type Criterion,
  type CriterionName,
  type Exercise,
  type ExerciseKind,
  type Feedback,
  type Help,
  type Level,
  type RuleSetName,
} from "../exercises/exercise";
import {
  exerciseFromSketch,
  fitted,
  sketchProblems,
  taskOf,
  type SketchProblem,
  type SketchTask,
} from "../exercises/from-sketch";
import { makeExercise } from "../exercises/kinds/make";
import { changeRule, chosenRules, type ChosenRule } from "../exercises/rule-choice";
import type { RuleId } from "../exercises/rules/catalogue";
import { exportExercise, parseExercise, type ExerciseProblem } from "../formats/exercise-file";
import { exerciseLink, MAX_LINK } from "../formats/exercise-link";
import type { ExportedFile } from "../formats/export";
import type { ExerciseStore, KeptExercise } from "../storage/exercise-store";
import type { StorageError } from "../storage/storage-error";
import type { Sketch } from "./sketch.svelte";

export interface MakerPorts {
  readonly store: ExerciseStore;
  /** Integer in [0, 2^31). */
  readonly newSeed: () => number;
  readonly newId: () => string;
  readonly nowMs: () => number;
}

/** Why the exercise cannot be given out as it is. */
export type MakerProblem =
  | SketchProblem
  /** Nothing tells the student what to do. */
  | { readonly kind: "noInstructions" }
  | { readonly kind: "rubricEmpty" }
  /** A criterion of the teacher's own, at `place` in the rubric, without words. */
  | { readonly kind: "criterionEmpty"; readonly place: number };

/** Where the notes come from: a kind of exercise, the open sketch, or an exercise that was made before. */
export type MakerSource = ExerciseKind | "sketch" | "made";

/** What a teacher wrote over what an exercise comes with. */
type Own = Partial<Pick<Exercise, "title" | "instructions" | "rules" | "rubric">>;

/** The exercise that a teacher is making. */
export class ExerciseMaker {
  readonly #sketch: Sketch;
  readonly #ports: MakerPorts;
  #source = $state.raw<MakerSource>(EXERCISE_KINDS[0]);
  #level = $state.raw<Level>(1);
  #seed = $state.raw(1);
  #task = $state.raw<SketchTask | undefined>(undefined);
  #made = $state.raw<Exercise | undefined>(undefined);
  #own = $state.raw<Readonly<Partial<Record<MakerSource, Own>>>>({});
  #shared = $state.raw<Partial<Pick<Exercise, "help" | "feedback" | "author">>>({});
  #id = $state.raw("");
  #isGiven = false;
  #kept = $state.raw<readonly KeptExercise[]>([]);
  #removed = $state.raw<KeptExercise | undefined>(undefined);
  #storeProblem = $state.raw<string | undefined>(undefined);
  #fileProblem = $state.raw<
    { readonly file: string; readonly problem: ExerciseProblem } | undefined
  >(undefined);

  readonly source = $derived(this.#source);
  readonly level = $derived(this.#level);
  readonly task: SketchTask = $derived.by(() =>
    fitted(this.#task ?? taskOf(this.#sketch.score), this.#sketch.score),
  );
  readonly sketchScore: Score = $derived.by(() => this.#sketch.score);
  /** As it comes, before the teacher's changes. */
  readonly #plain: Exercise = $derived.by(() => this.#comes());
  readonly exercise: Exercise = $derived.by(() => {
    const own = this.#own[this.#source] ?? {};
    const exercise = { ...this.#plain, ...this.#shared, ...own };
    const changes = Object.keys(own).length + Object.keys(this.#shared).length;
    const isOwn = changes > 0 || this.#source === "sketch";
    return isOwn ? { ...exercise, id: this.#id } : exercise;
  });
  readonly rules: readonly ChosenRule[] = $derived.by(() => chosenRules(this.exercise.rules));
  readonly problems: readonly MakerProblem[] = $derived.by(() => this.#problems());
  /** The fragment of a link that holds it all; undefined where it is too long for one. */
  readonly #fragment = $derived.by(() => exerciseLink(this.exercise));
  readonly fitsLink = $derived(this.#fragment !== undefined);
  readonly longestLink = MAX_LINK;
  /** Those made before, the latest first. */
  readonly kept = $derived(this.#kept);
  readonly isKept = $derived(this.#kept.some(({ exercise }) => isSame(exercise, this.exercise)));
  /** What was deleted last, until it is brought back. */
  readonly removed = $derived(this.#removed);
  readonly storeProblem = $derived(this.#storeProblem);
  readonly fileProblem = $derived(this.#fileProblem);

  constructor(sketch: Sketch, ports: MakerPorts) {
    this.#sketch = sketch;
    this.#ports = ports;
    this.#id = ports.newId();
  }

  /** Brings the exercises of earlier visits. */
  async look(): Promise<void> {
    this.#removed = undefined;
    await this.#stored(async () => {
      this.#kept = await this.#ports.store.list();
    });
  }

  /** An exercise of the catalogue that nobody has had before. */
  make(kind: ExerciseKind, level: Level): Exercise {
    return makeExercise(kind, level, this.#ports.newSeed()).exercise;
  }

  choose(source: Exclude<MakerSource, "made">): void {
    this.#source = source;
    this.#begin();
  }

  setLevel(level: Level): void {
    this.#level = level;
    this.#begin();
  }

  /** Other notes of the same kind and level. */
  another(): void {
    const before = musicOf(this.exercise);
    // For beginners there are not many, and the same may be drawn again.
    for (let i = 0; i < TRIES; i++) {
      this.#seed = this.#ports.newSeed();
      if (musicOf(this.exercise) !== before) break;
    }
    this.#begin();
  }

  setTask(change: Partial<SketchTask>): void {
    this.#task = { ...this.task, ...change };
    this.#changed();
  }

  write(words: Partial<Pick<Exercise, "title" | "instructions">>): void {
    this.#put(words);
  }

  set(settings: {
    readonly help?: Help;
    readonly feedback?: Feedback;
    readonly author?: string;
  }): void {
    this.#shared = { ...this.#shared, ...settings };
    this.#changed();
  }

  /** Another set of rules, as it comes. */
  setRules(set: RuleSetName): void {
    const { rules } = this.#plain;
    this.#put({ rules: set === rules.set ? rules : { set, changes: [] } });
  }

  setRule(rule: RuleId, change: Partial<Pick<ChosenRule, "isOn" | "weight" | "limit">>): void {
    this.#put({ rules: changeRule(this.exercise.rules, rule, change) });
  }

  /** The rules of the set as the exercise comes with them. */
  resetRules(): void {
    const { set } = this.exercise.rules;
    const { rules } = this.#plain;
    this.#put({ rules: set === rules.set ? rules : { set, changes: [] } });
  }

  setCriterion(place: number, change: Partial<Pick<Criterion, "points" | "words">>): void {
    const { rubric } = this.exercise;
    this.#put({ rubric: rubric.map((one, i) => (i === place ? { ...one, ...change } : one)) });
  }

  addCriterion(of: CriterionName): void {
    this.#put({ rubric: [...this.exercise.rubric, { of, points: 4, words: "" }] });
  }

  removeCriterion(place: number): void {
    this.#put({ rubric: this.exercise.rubric.filter((_, i) => i !== place) });
  }

  /** The address of the exercise; undefined where it is too long for one. @param page the address of the page, without its fragment */
  link(page: string): string | undefined {
    if (this.#fragment === undefined) return undefined;
    this.#isGiven = true;
    return page + this.#fragment;
  }

  /** @param title how the file is called where the exercise has no title of its own */
  file(title: string): ExportedFile {
    this.#isGiven = true;
    const { exercise } = this;
    const { name } = exportExercise({ ...exercise, title: exercise.title || title });
    return { ...exportExercise(exercise), name };
  }

  async keep(): Promise<void> {
    const { exercise } = this;
    const kept = { exercise, changedMs: this.#ports.nowMs() };
    const before = this.#source === "made" ? this.#made?.id : undefined;
    await this.#stored(async () => {
      await this.#ports.store.save(kept);
      // Changed, it has another id, and takes the place of what it was.
      if (before !== undefined && before !== exercise.id) await this.#ports.store.remove(before);
      const others = this.#kept.filter(
        ({ exercise: { id } }) => id !== exercise.id && id !== before,
      );
      this.#kept = [kept, ...others];
      if (before !== undefined) this.open(exercise);
    });
  }

  open(exercise: Exercise): void {
    this.#made = exercise;
    this.#source = "made";
    this.#own = { ...this.#own, made: {} };
    this.#shared = {};
    this.#begin();
  }

  openFile(file: string, bytes: Uint8Array): void {
    const read = parseExercise(bytes);
    this.#fileProblem = read.ok ? undefined : { file, problem: read.problem };
    if (read.ok) this.open(read.value);
  }

  async remove(id: string): Promise<void> {
    await this.#stored(async () => {
      await this.#ports.store.remove(id);
      this.#removed = this.#kept.find(({ exercise }) => exercise.id === id);
      this.#kept = this.#kept.filter(({ exercise }) => exercise.id !== id);
    });
  }

  async restore(): Promise<void> {
    const removed = this.#removed;
    if (!removed) return;
    await this.#stored(async () => {
      await this.#ports.store.save(removed);
      this.#kept = [removed, ...this.#kept].toSorted((a, b) => b.changedMs - a.changedMs);
      this.#removed = undefined;
    });
  }

  async #stored(run: () => Promise<void>): Promise<void> {
    try {
      await run();
      this.#storeProblem = undefined;
    } catch (error) {
      this.#storeProblem = (error as StorageError).message;
    }
  }

  #put(own: Own): void {
    this.#own = { ...this.#own, [this.#source]: { ...this.#own[this.#source], ...own } };
    this.#changed();
  }

  #begin(): void {
    this.#fileProblem = undefined;
    this.#id = this.#ports.newId();
    this.#isGiven = false;
  }

  /** What was given out stays what it is: changed afterwards it is another exercise. */
  #changed(): void {
    if (this.#isGiven) this.#begin();
  }

  #comes(): Exercise {
    if (this.#source === "made" && this.#made) return this.#made;
    if (this.#source === "sketch") return this.#fromSketch();
    const kind = this.#source === "made" ? EXERCISE_KINDS[0] : this.#source;
    // What stands in the first line of the score is its title, and not that of the exercise.
    return makeExercise(kind, this.#level, this.#seed).exercise;
  }

  #fromSketch(): Exercise {
    const { score } = this.#sketch;
    const { set, ...made } = exerciseFromSketch(score, this.task);
    return {
      ...made,
      id: "sketch",
      title: score.title,
      instructions: "",
      level: this.#level,
      seed: 0,
      rules: { set, changes: [] },
      help: "hints",
      feedback: "asked",
      author: "",
    };
  }

  #problems(): readonly MakerProblem[] {
    const { rubric, instructions } = this.exercise;
    const isSketch = this.#source === "sketch";
    return [
      ...(isSketch ? sketchProblems(this.#sketch.score, this.task) : []),
      ...(isSketch && instructions.trim() === "" ? [{ kind: "noInstructions" } as const] : []),
      ...(rubric.length === 0 ? [{ kind: "rubricEmpty" } as const] : []),
      ...rubric.flatMap(({ of, words }, place) =>
        of === "teacher" && words.trim() === "" && this.#isOwnCriterion(place)
          ? [{ kind: "criterionEmpty", place } as const]
          : [],
      ),
    ];
  }

  /** Those that an exercise comes with have words of the program. */
  #isOwnCriterion(place: number): boolean {
    const { rubric } = this.exercise;
    const own = rubric.slice(0, place + 1).filter(({ of }) => of === "teacher").length;
    return own > this.#plain.rubric.filter(({ of }) => of === "teacher").length;
  }
}

const TRIES = 12;

function musicOf({ given, target }: Exercise): string {
  return JSON.stringify([given.key, given.meter, given.notes, target.chords, target.motives]);
}

function isSame(a: Exercise, b: Exercise): boolean {
  return a === b || (a.id === b.id && JSON.stringify(a) === JSON.stringify(b));
}
