import type { PersonalModel } from "../domain/personal";
import type { PersonalState, Source } from "../session/personal.svelte";
import { describeProblem } from "./problems";
import { dayWords, listWords, percent, plural } from "./words";

/** Titles that are named before the rest is only counted. */
const NAMED = 3;

/** What a style was learnt from. @example "143 stretches of two bars, from Jig, Reel and Air, on 25 Nov 2026" */
export function learntWords({ windows, sketches, learntMs }: PersonalModel): string {
  const titles = [...new Set(sketches)];
  const rest = titles.length - NAMED;
  const named =
    rest > 1 ? [...titles.slice(0, NAMED), `${rest} other sketches`] : titles.slice(0, NAMED + 1);
  const from = named.length > 0 ? `, from ${listWords(named)},` : "";
  return `${windows} stretches of two bars${from} on ${dayWords(learntMs)}`;
}

/** How far *Vary* goes towards a style; empty where it stays with the tune. @example "like you 60 %" */
export function likeWords(personal: number): string {
  return personal === 0 ? "" : `like you ${percent(personal)}`;
}

/** What a sketch has to give. */
export function sourceWords({ bars }: Source): string {
  return bars === 0 ? "nothing of yours" : plural(bars, "bar");
}

/** That there are sketches of somebody's own to learn from, how many bars of them are ticked, or that there are none. */
export function chosenWords(sources: readonly Source[], bars: number): string {
  if (sources.every((source) => source.bars === 0))
    return "No sketch has a line of yours yet. Play, draw or sing one, or open a file of yours.";
  return bars === 0 ? "Tick a sketch to learn from." : `${plural(bars, "bar")} to learn from.`;
}

/** What has come of learning, storing or importing; empty where there is nothing to say. */
export function styleStateWords(state: PersonalState): string {
  switch (state.phase) {
    case "idle":
    case "learning":
      return "";
    case "learnt":
      return `Learnt in ${state.seconds < 10 ? state.seconds.toFixed(1) : Math.round(state.seconds)} s. Vary has a slider for it now.`;
    case "cancelled":
      return "Stopped. Nothing was learnt.";
    case "imported":
      return "Imported. Vary has a slider for it now.";
    case "failed":
    case "notStored":
      return state.message;
    case "refused":
      return describeProblem(state.problem, state.file);
  }
}
