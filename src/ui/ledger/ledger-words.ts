import type { ModelName } from "../../domain/ask";
import type { Credit } from "../../domain/credit";
import { AUTHORS, type Author, type Shares } from "../../domain/ledger";
import { CHANGES, type Changes } from "../../domain/ledger-changes";
import { percentages } from "../../domain/percentages";
import type { StatedAsk } from "../../domain/statement";
import { ticksToSeconds, type Bpm, type Ticks } from "../../domain/units";
import { inLocale, listed, t } from "../messages/messages.svelte";
import { percent, plain } from "../messages/numbers";
import {
  beatWords,
  feelWords,
  harmonyWords,
  patternWords,
  settingsWords,
  styleName,
} from "../words";

/** Whose so much is, in whole per cents that add up to 100. */
export type Percents = Readonly<Record<Author, number>>;

export function percentsOf(amountOf: (author: Author) => number): Percents {
  const [you = 0, changed = 0, model = 0, file = 0] = percentages(AUTHORS.map(amountOf));
  return { you, changed, model, file };
}

/** @param whole in [0, 100] */
export function percentWords(whole: number): string {
  return percent(whole / 100);
}

/** Those that have any of it. @example "yours 75 %, the machine’s 25 %" */
export function sharesWords(amountOf: (author: Author) => number): string {
  const percents = percentsOf(amountOf);
  return listed(
    AUTHORS.filter((author) => amountOf(author) > 0).map((author) =>
      t("ledger.share", {
        author: t(`ledger.authors.${author}`),
        percent: percentWords(percents[author]),
      }),
    ),
  );
}

/** What is whose, a sentence each, the person first; of the machine’s, how much was changed. */
export function sumOf(shares: Shares, all: number) {
  const percents = percentsOf((author) => shares[author].ticks);
  const changed = shares.changed.notes;
  return {
    you: { own: shares.you.notes, percent: percentWords(percents.you), count: all },
    machine: {
      own: shares.model.notes + changed,
      percent: percentWords(percents.model + percents.changed),
      count: all,
      changed,
    },
    file: { own: shares.file.notes, percent: percentWords(percents.file), count: all },
  };
}

export function modelWords(model: ModelName | undefined): string {
  return model ? `${model.name} ${model.version}` : t("ledger.tables.unknown");
}

/** What was changed of a number of notes; the number alone where nothing is known of it. @example "3: pitch 2, place 1" */
export function changesWords(changed: number, changes: Changes): string {
  const what = changeList(changes);
  return what === ""
    ? plain(changed)
    : t("ledger.changes.in", { number: plain(changed), changes: what });
}

export function changeList(changes: Changes): string {
  return [...CHANGES, "untold" as const]
    .filter((one) => changes[one] > 0)
    .map((one) => t(`ledger.changes.${one}`, { number: plain(changes[one]) }))
    .join(", ");
}

/** @example soundingWords(96_000, 96) // => "2:05" */
export function soundingWords(ticks: Ticks, tempo: Bpm): string {
  const seconds = Math.round(ticksToSeconds(ticks, tempo));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** @example spentWords(4_320_000) // => "1 h 12 min" */
export function spentWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return t("ledger.time.least");
  if (minutes < 60) return t("ledger.time.minutes", { minutes });
  return t("ledger.time.hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

const moments = inLocale(
  (tag) =>
    new Intl.DateTimeFormat(tag, {
      day: "numeric",
      month: "short",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
    }),
);

/** @example "25 Nov 2026, 14:03" */
export function momentWords(ms: number): string {
  return moments().format(ms);
}

/** What was asked, with which settings: those that the kind of ask goes by. */
export function askedWords(
  ask: Pick<StatedAsk | Credit, "kind" | "settings" | "personal">,
): string {
  const { kind, settings, personal } = ask;
  const how = () => {
    switch (kind) {
      case "groove":
        return [beatWords(settings)];
      case "humanise":
        return [feelWords(settings)];
      case "harmonise":
        return [harmonyWords(settings), settingsWords(settings)];
      case "accompany":
        return [patternWords(settings.pattern), settingsWords(settings)];
      case "blend":
      case "continue":
      case "rewrite":
      case "vary":
        return [settingsWords(settings)];
    }
  };
  const style =
    personal &&
    t("asks.made.likeYouAs", {
      percent: percent(settings.personal),
      style: styleName(personal),
    });
  return [t(`asks.labels.${kind}`), ...how(), ...(style === undefined ? [] : [style])].join(" · ");
}
