import type { Ask, Draft, DraftNote } from "../domain/ask";
import { replaceableNotes } from "../domain/asking";
import { createRandom, deriveSeed } from "../domain/random";
import { noteKey } from "../domain/take";
import { stepsToTicks, type Ticks } from "../domain/units";
import type { Composer, OnGrowth } from "./composer";
import { ModelError } from "./model-error";
import { clipped } from "./page";
import type { AskProgress } from "./protocol";

/** Drafts that are tried for each that is wanted, before the ask is answered with fewer. */
const TRIES_A_TAKE = 5;
/** Times that a draft which came out as the base is composed anew, further and further away. */
const ATTEMPTS = 4;

export interface AnswerHooks {
  /** Lets other messages in; rejects when the ask was cancelled. */
  readonly pause: () => Promise<void>;
  readonly onDrafts: (drafts: readonly Draft[], first: number) => void;
  /** Drafts from `first` on as far as they are decided, up to a tick. */
  readonly onGrowth?: (notes: readonly (readonly DraftNote[])[], to: Ticks, first: number) => void;
  readonly onProgress: (progress: AskProgress) => void;
}

/**
 * The seed of the `index`-th draft that is tried: the ask's own for the first, so that an ask for one take with a draft's seed makes that
 * draft again; streams derived from it for the others.
 */
export function seedOfTry(seed: number, index: number): number {
  return index === 0 ? seed : deriveSeed(seed, index);
}

/**
 * As many different drafts as are wanted, each unlike what is there already. Fewer when there are no more to be found; rejects with
 * `nothingNew` when there is none.
 */
export async function answer(
  ask: Ask,
  composer: Composer,
  { pause, onDrafts, onGrowth = () => undefined, onProgress }: AnswerHooks,
): Promise<readonly Draft[]> {
  const total = Math.max(1, Math.round(ask.settings.takes));
  // No answer is what is there already, nor silence.
  const seen = new Set([fingerprint(clipped(replaceableNotes(ask), ask.range)), fingerprint([])]);
  const stale: ReadonlySet<string> = new Set(seen);
  const drafts: Draft[] = [];
  let tried = 0;
  while (drafts.length < total && tried < total * TRIES_A_TAKE) {
    const done = drafts.length;
    const count = composer.abreast ? total - done : 1;
    const look = (fraction: number): Promise<void> => {
      onProgress({
        stage: "composing",
        done,
        total,
        fraction: (done + count * fraction) / total,
      });
      return pause();
    };
    const seeds = Array.from({ length: count }, () => seedOfTry(ask.seed, tried++));
    const answers = await composeUnlike(stale, composer, seeds, look, (notes, to) =>
      onGrowth(notes, stepsToTicks(to), done),
    );
    for (const [i, notes] of answers.entries()) {
      const print = fingerprint(notes);
      if (seen.has(print)) continue;
      seen.add(print);
      const draft = { notes, model: composer.model, seed: seeds[i]! };
      drafts.push(draft);
    }
    if (drafts.length > done) onDrafts(drafts.slice(done), done);
  }
  if (drafts.length === 0)
    throw new ModelError("nothingNew", "every answer was what is there already");
  return drafts;
}

/** What each seed alone makes: the first of a few attempts that is not stale. */
async function composeUnlike(
  stale: ReadonlySet<string>,
  composer: Composer,
  seeds: readonly number[],
  look: (fraction: number) => Promise<void>,
  onGrowth: OnGrowth,
): Promise<readonly (readonly DraftNote[])[]> {
  const randoms = seeds.map(createRandom);
  const answers: (readonly DraftNote[])[] = seeds.map(() => []);
  let open = seeds.map((_, i) => i);
  for (let attempt = 0; attempt < ATTEMPTS && open.length > 0; attempt++) {
    const made = await composer.compose(
      open.map((i) => ({ random: randoms[i]!, attempt })),
      look,
      // What may yet be thrown away is not shown.
      attempt === 0 ? onGrowth : () => undefined,
    );
    open.forEach((i, j) => {
      answers[i] = made[j]!;
    });
    open = open.filter((i) => stale.has(fingerprint(answers[i]!)));
  }
  return answers;
}

/** Equal for the same notes in any order, whatever their velocities. */
function fingerprint(
  notes: readonly Pick<DraftNote, "voice" | "pitch" | "start" | "duration">[],
): string {
  return notes.map(noteKey).toSorted().join("\n");
}
