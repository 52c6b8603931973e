import type { Leaning, Learned, ModelCard } from "../../domain/model-card";
import { t } from "../messages/messages.svelte";
import { decimal, percent, plain } from "../messages/numbers";

/** A share, never rounded to nothing or to everything. @example "41 %", "< 1 %" */
export function shareWords(share: number): string {
  if (share > 0 && share < 0.005) return `< ${percent(0.01)}`;
  return share < 1 && share > 0.995 ? `> ${percent(0.99)}` : percent(share);
}

/** A share in tenths of a percent. @example "1.7 %" */
export function tenths(share: number): string {
  return t("common.percent", { number: decimal(100 * share, 1) });
}

/** How European, how major, how 4/4 the data are: drawn from the counts, and left out where they say nothing. */
export function leaningSentences(leaning: Leaning, learned: Learned): readonly string[] {
  const { european, american, other, unknown, major, fourFour, before1900, byWomen } = leaning;
  const sentences: string[] = [];
  if (unknown === 1) sentences.push(t("cards.leaning.fromNowhere"));
  else if (european !== undefined && american !== undefined)
    sentences.push(
      t("cards.leaning.from", { europe: shareWords(european), america: shareWords(american) }),
      other === 0
        ? t("cards.leaning.nothingElse")
        : t("cards.leaning.elsewhere", { share: shareWords(other ?? 0) }),
    );
  if (unknown !== undefined && unknown > 0 && unknown < 1)
    sentences.push(t("cards.leaning.unknown", { share: shareWords(unknown) }));
  if (major !== undefined) sentences.push(t("cards.leaning.major", { share: shareWords(major) }));
  if (fourFour !== undefined) {
    const [first] = learned.metres;
    sentences.push(
      first && first.label !== "4/4"
        ? t("cards.leaning.fourFourBut", { share: shareWords(fourFour), metre: first.label })
        : t("cards.leaning.fourFour", { share: shareWords(fourFour) }),
    );
  }
  if (before1900 !== undefined)
    sentences.push(t("cards.leaning.before1900", { share: shareWords(before1900) }));
  if (byWomen !== undefined)
    sentences.push(t("cards.leaning.byWomen", { share: shareWords(byWomen) }));
  return sentences;
}

/** @example "2.5 MB, 2,474,288 parameters" */
export function sizeWords({ bytes, parameters }: ModelCard): string {
  return t("cards.bytes", { megabytes: decimal(bytes / 1e6, 1), parameters: plain(parameters) });
}

/** @example timeWords(24689) // => "6.9 hours" */
export function timeWords(seconds: number): string {
  return seconds < 3600
    ? t("cards.minutes", { count: Math.round(seconds / 60) })
    : t("cards.hours", { hours: decimal(seconds / 3600, 1) });
}
