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

/** What to say beside `kind` about a checkpoint of the person's own; undefined when there is nothing. */
export function checkpointWords(state: CheckpointState, kind: CheckpointKind): string | undefined {
  if (state.phase === "idle" || state.kind !== kind) return undefined;
  switch (state.phase) {
    case "loading":
      return t("asks.models.fetching");
    case "ready":
      return t("asks.models.ready");
    case "failed":
      return faultWords(state);
  }
}

function faultWords(state: CheckpointState & { readonly phase: "failed" }): string {
  const reason = state.message;
  switch (state.fault) {
    case "elsewhere":
      return t("asks.models.faults.elsewhere");
    case "noManifest":
      return t("asks.models.faults.noManifest");
    case "notFound":
      return t("asks.models.faults.missing", { reason });
    case "network":
      return t("asks.models.faults.unread", { reason });
    case "notACheckpoint":
      return t("asks.models.faults.damaged", { reason });
    case "wrongModel":
      return t("asks.models.faults.otherKind", { reason });
    case "wrongShape":
      return t("asks.models.faults.otherShape", { reason });
    case "unsupported":
    case "crashed":
    case "nothingNew":
    case "tooLittle":
    case "otherModel":
    case "unexpected":
      return t("asks.models.failed", { reason });
  }
}
