import type { AskUse, HelpUse } from "../../exercises/hand-in";
import { MAKERS } from "../../exercises/hand-in";
import { t } from "../messages/messages.svelte";

/** What was asked of models, a sentence for each kind of ask. */
export function askLines(asks: readonly AskUse[]): readonly string[] {
  if (asks.length === 0) return [t("exercises.use.noModel")];
  const kinds = [...new Set(asks.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const same = asks.filter((ask) => ask.kind === kind);
    const sum = (of: "takes" | "kept") => same.reduce((total, ask) => total + ask[of], 0);
    const kept = sum("kept");
    return t("exercises.use.asked", {
      ask: t(`asks.labels.${kind}`),
      count: same.length,
      takes: t("exercises.use.takes", { count: sum("takes") }),
      kept: kept === 0 ? t("exercises.use.noneKept") : t("exercises.use.kept", { count: kept }),
    });
  });
}

/** The truthful account of what helped: a sentence each for asks, hints, fixes and whose notes there are. */
export function useLines({ asks, helps, notes }: HelpUse): readonly string[] {
  const count = (kind: string) => helps.filter((help) => help.kind === kind).length;
  const told = [
    ["hints", count("hint")],
    ["findings", count("findings")],
    ["fixes", count("fix")],
  ] as const;
  return [
    ...askLines(asks),
    ...told.flatMap(([of, times]) =>
      times > 0 ? [t(`exercises.use.${of}`, { count: times })] : [],
    ),
    ...MAKERS.flatMap((maker) =>
      notes[maker].count > 0
        ? [t(`exercises.use.makers.${maker}`, { count: notes[maker].count })]
        : [],
    ),
  ];
}
