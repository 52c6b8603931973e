import { untrack } from "svelte";
import { ASK_KINDS, type Ask } from "../domain/ask";
import { hasOwnVersion, isSuggestion, ownNotes } from "../domain/own-version";
import { lineage } from "../domain/take";
import type { Helper } from "../exercises/work";
import { dayAt, type Day } from "./day";
import type { ExerciseRun } from "./exercise-run.svelte";
import type { Library } from "./library.svelte";
import type { Preferences } from "./preferences.svelte";
import type { Responses, Restraint } from "./responses.svelte";
import type { Sketch } from "./sketch.svelte";

/** What answers without being asked. */
const UNASKED: ReadonlySet<Helper> = new Set(["follow", "answer", "trade", "shadow"]);

/**
 * How far models may help now: what the exercise on the desk, a sketch without models, and the person's own settings leave. Where an
 * exercise says what is allowed, no limit of one's own is counted.
 */
export class Aid implements Restraint {
  readonly #sketch: Sketch;
  readonly #responses: Responses;
  readonly #library: Library;
  readonly #exercise: ExerciseRun;
  readonly #preferences: Preferences;
  readonly #nowMs: () => number;
  #today = $state.raw("" as Day);

  readonly today = $derived(this.#today);
  /** Asks that are left of those that the person allows themselves today; undefined where nothing is counted. */
  readonly left: number | undefined = $derived.by(() => {
    const { asksADay, asked } = this.#preferences;
    if (asksADay === undefined || this.#exercise.exercise) return undefined;
    return Math.max(0, asksADay - (asked?.day === this.#today ? asked.asks : 0));
  });
  readonly isSpent = $derived(this.left === 0);
  /** Whether the person keeps the open sketch without models. */
  readonly isUnaided = $derived.by(
    () => this.#library.isUnaided && this.#exercise.exercise === undefined,
  );
  /** Days on which a sketch was begun that is without models still. */
  readonly unaidedDays: ReadonlySet<Day> = $derived.by(() => {
    const { entries, isUnaided, project } = this.#library;
    const begun = entries.flatMap(({ unaidedMs, id }) =>
      unaidedMs === undefined || id === project.id ? [] : [unaidedMs],
    );
    if (isUnaided && project.journal.length > 0) begun.push(project.createdMs);
    return new Set(begun.map(dayAt));
  });
  /** Whether to offer a sketch without models to begin the day with. */
  readonly offersSketch: boolean = $derived.by(() => {
    const { dailySketch, greeted } = this.#preferences;
    const { ready, isUnaided } = this.#library;
    const isNew = greeted !== this.#today && !this.unaidedDays.has(this.#today);
    return dailySketch && ready && isNew && !isUnaided;
  });

  constructor(
    sketch: Sketch,
    responses: Responses,
    library: Library,
    exercise: ExerciseRun,
    preferences: Preferences,
    nowMs: () => number,
  ) {
    this.#sketch = sketch;
    this.#responses = responses;
    this.#library = library;
    this.#exercise = exercise;
    this.#preferences = preferences;
    this.#nowMs = nowMs;
    this.look();
  }

  /** Looks at the clock: called whenever somebody comes back to the page, which may be on another day. */
  look(): void {
    this.#today = dayAt(this.#nowMs());
  }

  /** Whether a model is there for this in the open sketch, were it only tomorrow. */
  offers(helper: Helper): boolean {
    if (this.isUnaided || !this.#exercise.allows(helper)) return false;
    const { ownFirst, asksADay } = this.#preferences;
    const isCounted = asksADay !== undefined && !this.#exercise.exercise;
    return !(UNASKED.has(helper) && (ownFirst || isCounted));
  }

  /** Whether it may do this now. */
  allows(helper: Helper): boolean {
    return this.offers(helper) && !this.isSpent;
  }

  /** Whether models are there for nothing at all. */
  get isAlone(): boolean {
    return !ASK_KINDS.some((kind) => this.offers(kind));
  }

  begun(ask: Ask, id: string): void {
    if (!this.#preferences.ownFirst || !isSuggestion(ask.kind)) return;
    const { score } = this.#sketch;
    if (!hasOwnVersion(ask, score, score)) this.#preferences.cover(id);
  }

  answered(): void {
    if (this.left === undefined) return;
    this.look();
    const { asked } = this.#preferences;
    const before = asked?.day === this.#today ? asked.asks : 0;
    this.#preferences.asked = { day: this.#today, asks: before + 1 };
  }

  isCovered(id: string): boolean {
    return this.#preferences.covered.includes(id);
  }

  /** Shows the takes of an ask, with or without a version of one's own. */
  uncover(id: string): void {
    this.#preferences.uncover(id);
  }

  /** Called whenever the sketch or the takes may have changed: a version of one's own uncovers what it was asked beside, and joins it. */
  changed(): void {
    const { score } = this.#sketch;
    const { tree } = this.#responses;
    const { covered } = this.#preferences;
    untrack(() => {
      for (const id of covered) {
        const take = tree.find(({ making }) => making?.ask === id);
        const asked = take && lineage(tree, take.id)[0]?.score;
        const making = take?.making;
        if (!asked || !making || !hasOwnVersion(making, asked, score)) continue;
        this.#preferences.uncover(id);
        const { voices, range } = making;
        const notes = ownNotes(making, asked, score).map((note) => note.id);
        this.#responses.bring(
          asked,
          {
            parent: take.parent,
            name: "Yours",
            score,
            making: { kind: "play", voices, range, ask: id, notes },
          },
          false,
        );
      }
    });
  }

  /** The offer of a sketch for today has been taken or put away. */
  greet(): void {
    this.look();
    this.#preferences.greeted = this.#today;
  }
}
