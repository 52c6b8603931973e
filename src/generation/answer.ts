import type { Ask, Draft, DraftNote } from "../domain/ask";
import { noteKey } from "../domain/take";
import { createRandom, deriveSeed } from "../domain/random";
import { replaceableNotes } from "../domain/asking";
import type { Composer } from "./composer";
import { ModelError } from "./model-error";
import type { AskProgress } from "./protocol";

/** Drafts that are tried for each that is wanted, before the ask is answered with fewer. */
const TRIES_A_TAKE = 6;
/** Times that a draft which came out as the base is composed anew from the same stream of numbers. */
const ATTEMPTS = 6;

export interface AnswerHooks {
  /** Lets other messages in; rejects when the ask was cancelled. */
  pause(): Promise<void>;
  onDraft(draft: Draft, index: number): void;
  onProgress(progress: AskProgress): void;
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
  hooks: AnswerHooks,
): Promise<readonly Draft[]> {
  const wanted = Math.max(1, Math.round(ask.settings.takes));
  const base = fingerprint(replaceableNotes(ask));
  const seen = new Set([base]);
  const drafts: Draft[] = [];
  const report = (fraction: number) =>
    hooks.onProgress({
      stage: "composing",
      done: drafts.length,
      total: wanted,
      fraction: (drafts.length + fraction) / wanted,
    });
  for (let i = 0; drafts.length < wanted && i < wanted * TRIES_A_TAKE; i++) {
    const seed = seedOfTry(ask.seed, i);
    const random = createRandom(seed);
    let notes: readonly DraftNote[] = [];
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      notes = await composer.compose(random, attempt, async (fraction) => {
        report(fraction);
        await hooks.pause();
      });
      if (fingerprint(notes) !== base) break;
    }
    const print = fingerprint(notes);
    if (seen.has(print)) continue;
    seen.add(print);
    const draft = { notes, model: composer.model, seed };
    drafts.push(draft);
    hooks.onDraft(draft, drafts.length - 1);
  }
  if (drafts.length === 0)
    throw new ModelError("nothingNew", "every answer was what is there already");
  report(0);
  return drafts;
}

/** Equal for the same notes in any order, whatever their velocities. */
function fingerprint(notes: readonly Pick<DraftNote, "voice" | "pitch" | "start" | "duration">[]) {
  return notes.map(noteKey).toSorted().join("\n");
}
