import type { Ask, Draft, DraftNote } from "../domain/ask";
import { replaceableNotes } from "../domain/asking";
import { createRandom, deriveSeed } from "../domain/random";
import { noteKey } from "../domain/take";
import type { Composer } from "./composer";
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
  readonly onDraft: (draft: Draft, index: number) => void;
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
  { pause, onDraft, onProgress }: AnswerHooks,
): Promise<readonly Draft[]> {
  const total = Math.max(1, Math.round(ask.settings.takes));
  // No answer is what is there already, nor silence.
  const seen = new Set([fingerprint(clipped(replaceableNotes(ask), ask.range)), fingerprint([])]);
  const stale: ReadonlySet<string> = new Set(seen);
  const drafts: Draft[] = [];
  const look = (fraction: number): Promise<void> => {
    const done = drafts.length;
    onProgress({ stage: "composing", done, total, fraction: (done + fraction) / total });
    return pause();
  };
  for (let i = 0; drafts.length < total && i < total * TRIES_A_TAKE; i++) {
    const seed = seedOfTry(ask.seed, i);
    const notes = await composeUnlike(stale, composer, seed, look);
    const print = fingerprint(notes);
    if (seen.has(print)) continue;
    seen.add(print);
    const draft = { notes, model: composer.model, seed };
    drafts.push(draft);
    onDraft(draft, drafts.length - 1);
  }
  if (drafts.length === 0)
    throw new ModelError("nothingNew", "every answer was what is there already");
  return drafts;
}

/** What `seed` alone makes: the first of a few attempts that is not stale. */
async function composeUnlike(
  stale: ReadonlySet<string>,
  composer: Composer,
  seed: number,
  look: (fraction: number) => Promise<void>,
): Promise<readonly DraftNote[]> {
  const random = createRandom(seed);
  let notes: readonly DraftNote[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    notes = await composer.compose(random, attempt, look);
    if (!stale.has(fingerprint(notes))) break;
  }
  return notes;
}

/** Equal for the same notes in any order, whatever their velocities. */
function fingerprint(
  notes: readonly Pick<DraftNote, "voice" | "pitch" | "start" | "duration">[],
): string {
  return notes.map(noteKey).toSorted().join("\n");
}
