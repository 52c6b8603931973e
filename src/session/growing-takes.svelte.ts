import type { DraftNote } from "../domain/ask";
import type { TakeId } from "../domain/score";
import { noteKey, type Take } from "../domain/take";
import type { Ticks } from "../domain/units";

/** What is decided of a draft: `notes` up to `to`. */
export interface Growth {
  readonly notes: readonly DraftNote[];
  /** Among the drafts that were under way when it came. */
  readonly index: number;
  readonly to: Ticks;
}

/** Makes the take. @param id the one that it has, if any @param place among those that grow, from 0 */
type Compose = (id: TakeId | undefined, place: number) => Take;

interface Sprout {
  readonly growth: Growth;
  readonly compose: Compose;
  /** Undefined until it was shown for the first time. */
  take: Take | undefined;
  /** Up to where the take shows it. */
  shownTo: Ticks;
}

/**
 * Takes that are still being written: never stored, and shown as far as they are. Each frame brings at most one of them up to date, however
 * many messages came, so that the page stays answerable.
 */
export class GrowingTakes {
  readonly #nextFrame: (run: () => void) => void;
  #sprouts: readonly Sprout[] = [];
  #shown = $state.raw<readonly Sprout[]>([]);
  #isWaiting = false;

  readonly takes: readonly Take[] = $derived(this.#shown.map(({ take }) => take!));

  constructor(nextFrame: (run: () => void) => void) {
    this.#nextFrame = nextFrame;
  }

  grow(growth: Growth, compose: Compose): void {
    const { index, to } = growth;
    const known = this.#sprouts.find((sprout) => sprout.growth.index === index);
    // Drafts that start anew belong to another round: what is left of the one before came to nothing.
    if (known && to < known.growth.to) this.clear();
    const { take, shownTo = -1 } = known && to >= known.growth.to ? known : {};
    const others = this.#sprouts.filter((sprout) => sprout.growth.index !== index);
    this.#sprouts = [...others, { growth, compose, take, shownTo }].toSorted(
      (a, b) => a.growth.index - b.growth.index,
    );
    this.#wait();
  }

  /**
   * Takes out the one that became the draft of these `notes`, and those before it, which came to nothing.
   * @returns the id that it was shown with
   */
  finish(notes: readonly DraftNote[]): TakeId | undefined {
    const place = this.#sprouts.findIndex(({ growth }) => isBeginning(growth, notes));
    const found = this.#sprouts[place];
    this.#sprouts = this.#sprouts.slice(place + 1);
    this.#show();
    return found?.take?.id;
  }

  clear(): void {
    this.#sprouts = [];
    this.#show();
  }

  grownTo(id: TakeId): Ticks | undefined {
    return this.#shown.find(({ take }) => take?.id === id)?.shownTo;
  }

  #wait(): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    this.#nextFrame(() => {
      this.#isWaiting = false;
      this.#catchUp();
    });
  }

  /** Brings the one up to date that is furthest behind. */
  #catchUp(): void {
    const behind = this.#sprouts
      .filter((sprout) => sprout.shownTo < sprout.growth.to)
      .toSorted((a, b) => a.shownTo - b.shownTo);
    const [next] = behind;
    if (!next) return;
    next.take = next.compose(next.take?.id, this.#sprouts.indexOf(next));
    next.shownTo = next.growth.to;
    this.#show();
    if (behind.length > 1) this.#wait();
  }

  #show(): void {
    const shown = this.#sprouts.filter(({ take }) => take !== undefined);
    if (shown.length > 0 || this.#shown.length > 0) this.#shown = shown;
  }
}

/** Whether `notes` are what came of the growth: its last notes may have gone on. */
function isBeginning({ notes: begun, to }: Growth, notes: readonly DraftNote[]): boolean {
  const keys = new Set(notes.map((note) => noteKey(until(note, to))));
  return begun.every((note) => keys.has(noteKey(until(note, to))));
}

function until(note: DraftNote, to: Ticks): DraftNote {
  return { ...note, duration: Math.min(note.duration, to - note.start) };
}
