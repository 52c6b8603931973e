import type { PersonalModel } from "../domain/personal";
import type { PersonalState, Source } from "../session/personal.svelte";
import { listed, t } from "./messages/messages.svelte";
import { told } from "./messages/names";
import { percent, seconds } from "./messages/numbers";
import { describeProblem } from "./problems";
import { dayWords } from "./words";

/** Titles that are named before the rest is only counted. */
const NAMED = 3;

/** What a style was learnt from. @example "143 stretches of two bars, from Jig, Reel and Air, on 25 Nov 2026" */
export function learntWords({ windows, sketches, learntMs }: PersonalModel): string {
  const titles = [...new Set(sketches)];
  const rest = titles.length - NAMED;
  const named =
    rest > 1
      ? [...titles.slice(0, NAMED), t("asks.style.otherSketches", { count: rest })]
      : titles.slice(0, NAMED + 1);
  const values = { count: windows, day: dayWords(learntMs) };
  return named.length === 0
    ? t("asks.style.learnt", values)
    : t("asks.style.learntFrom", { ...values, sketches: listed(named) });
}

/** How far *Vary* goes towards a style; empty where it stays with the tune. @example "like you 60 %" */
export function likeWords(personal: number): string {
  return personal === 0 ? "" : t("asks.made.likeYou", { percent: percent(personal) });
}

/** What a sketch has to give. */
export function sourceWords({ bars }: Source): string {
  return bars === 0 ? t("asks.style.nothingOfYours") : t("asks.count.bars", { count: bars });
}

/** That there are sketches of somebody's own to learn from, how many bars of them are ticked, or that there are none. */
export function chosenWords(sources: readonly Source[], bars: number): string {
  if (sources.every((source) => source.bars === 0)) return t("asks.style.noneYet");
  return bars === 0 ? t("asks.style.tick") : t("asks.style.toLearn", { count: bars });
}

/** What has come of learning, storing or importing; empty where there is nothing to say. */
export function styleStateWords(state: PersonalState): string {
  switch (state.phase) {
    case "idle":
    case "learning":
      return "";
    case "learnt":
      return t("asks.style.done", { seconds: seconds(state.seconds) });
    case "cancelled":
      return t("asks.style.cancelled");
    case "imported":
      return t("asks.style.imported");
    case "failed":
    case "notStored":
      return told(state.message);
    case "refused":
      return describeProblem(state.problem, state.file);
  }
}
