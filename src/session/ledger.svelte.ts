import { creditOf, creditsOf, takesNamed, type Credit } from "../domain/credit";
import { journalled, type Journal } from "../domain/journal";
import type { Project } from "../domain/project";
import type { Score, TakeId } from "../domain/score";
import type { Responses } from "./responses.svelte";
import type { Sketch } from "./sketch.svelte";

/** Keeps the books of the open sketch: how it came about, and who made what came into it from elsewhere. */
export class Ledger {
  readonly #sketch: Sketch;
  readonly #responses: Responses;
  readonly #nowMs: () => number;
  #journal = $state.raw<Journal>([]);
  #credits = $state.raw<readonly Credit[]>([]);
  /** What the journal has been told of. */
  #told: Score;
  /** Makers of all sketches that were on the desk: what is copied from one into another stays its maker's. */
  readonly #met = new Map<TakeId, Credit>();

  constructor(sketch: Sketch, responses: Responses, nowMs: () => number) {
    this.#sketch = sketch;
    this.#responses = responses;
    this.#nowMs = nowMs;
    this.#told = sketch.score;
  }

  get journal(): Journal {
    return this.#journal;
  }

  get credits(): readonly Credit[] {
    return this.#credits;
  }

  /** Takes the books of the sketch that is on the desk now. */
  open(project: Pick<Project, "journal" | "credits" | "takes">): void {
    this.#journal = project.journal;
    this.#credits = project.credits;
    this.#told = this.#sketch.score;
    // What a file says of a take that was met here is not believed.
    for (const credit of creditsOf(project).values())
      if (!this.#met.has(credit.take)) this.#met.set(credit.take, credit);
  }

  /** Writes down a step that left the music as it was. @param label as undo would have it */
  note(label: string): void {
    this.#journal = journalled(this.#journal, label, this.#sketch.score, this.#nowMs());
  }

  /** Called whenever score or takes may have changed. */
  changed(): void {
    const { score, lastStep } = this.#sketch;
    if (score === this.#told) return;
    this.#told = score;
    this.#journal = journalled(this.#journal, lastStep, score, this.#nowMs());
    const { tree } = this.#responses;
    for (const take of tree) {
      const credit = creditOf(take);
      if (credit) this.#met.set(take.id, credit);
    }
    const own = creditsOf({ takes: tree, credits: this.#credits });
    const brought = [...takesNamed(score)].flatMap((take) =>
      own.has(take) ? [] : (this.#met.get(take) ?? []),
    );
    if (brought.length > 0) this.#credits = [...this.#credits, ...brought];
  }
}
