import type { AskKind } from "../domain/ask";
import type { CheckpointState, Models } from "../session/models.svelte";

type CheckpointKind = Models["chosen"][number]["kind"];

const TITLES: Record<CheckpointKind, string> = {
  harmony: "Harmony (one pass)",
  coconet: "Harmony (Coconet)",
  "melody-rnn": "Continuation (MusicRNN)",
  "melody-vae": "Variation (MusicVAE)",
  chords: "Chords",
  groove: "Drums (GrooVAE)",
};

export function modelTitle(kind: CheckpointKind): string {
  return TITLES[kind];
}

/** @example askList(["harmonise", "rewrite", "continue"]) // => "harmonise, rewrite and continue" */
export function askList(asks: readonly AskKind[]): string {
  const last = asks.at(-1) ?? "";
  return asks.length < 2 ? last : `${asks.slice(0, -1).join(", ")} and ${last}`;
}

/** What to say beside `kind` about a checkpoint given by address; undefined when there is nothing. */
export function checkpointWords(state: CheckpointState, kind: CheckpointKind): string | undefined {
  if (state.phase === "idle" || state.kind !== kind) return undefined;
  switch (state.phase) {
    case "loading":
      return "Fetching it…";
    case "ready":
      return "It fits, and answers from now on.";
    case "failed":
      return `It cannot be used: ${state.message}. The one before stays.`;
  }
}
