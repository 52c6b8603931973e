import type { AskKind } from "../domain/ask";
import type { CheckpointState, Models } from "../session/models.svelte";
import { listed, t } from "./messages/messages.svelte";

type CheckpointKind = Models["chosen"][number]["kind"];

export function modelTitle(kind: CheckpointKind): string {
  return t(`asks.models.kinds.${kind}`);
}

/** @example askList(["harmonise", "rewrite", "continue"]) // => "harmonise, rewrite and continue" */
export function askList(asks: readonly AskKind[]): string {
  return listed(asks.map((kind) => t(`asks.verbs.${kind}`)));
}

/** What to say beside `kind` about a checkpoint given by address; undefined when there is nothing. */
export function checkpointWords(state: CheckpointState, kind: CheckpointKind): string | undefined {
  if (state.phase === "idle" || state.kind !== kind) return undefined;
  switch (state.phase) {
    case "loading":
      return t("asks.models.fetching");
    case "ready":
      return t("asks.models.ready");
    case "failed":
      return t("asks.models.failed", { reason: state.message });
  }
}
