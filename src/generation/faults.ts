import type { Ask, DraftNote } from "../domain/ask";
import { isInKey } from "../domain/key";
import { judgeSonority, SILENT } from "../domain/part-writing";
import { isPart, notesOfVoice, scoreTicks } from "../domain/score";
import { ticksToSteps } from "../domain/units";
import { PARTS } from "./chorale";
import { lineOf } from "./line";
import { stepsOf, withNotes } from "./page";
import { costsOf } from "./rule-costs";

/**
 * What may be wrong with an answer beside others: offences against part-writing, the share of its notes that leave the key, and how few
 * they are. A choice of what is different would otherwise come upon the odd and the empty more often than the model does, whose sliders say
 * how surprising and how dense it is to be.
 */
export function faultsOf(ask: Ask, notes: readonly DraftNote[]): readonly number[] {
  const isTonal = ask.kind !== "groove";
  const outside = notes.filter(({ pitch }) => isTonal && !isInKey(pitch, ask.score.key)).length;
  return [offences(ask, notes), outside / Math.max(1, notes.length), -notes.length];
}

/**
 * What is against the rules of part-writing, as the ask would have them kept, in nats: of an answer that writes any of four parts. 0 where
 * there are not four, for which the rules were made.
 */
function offences(ask: Ask, notes: readonly DraftNote[]): number {
  const score = withNotes(ask, notes);
  const voices = score.voices.filter(({ id }) => isPart(score, id));
  if (voices.length !== PARTS) return 0;
  const costs = costsOf(ask.settings);
  const [from, to] = stepsOf(ask.range);
  const steps = Math.max(to, ticksToSteps(scoreTicks(score)));
  const lines = voices.map(({ id }) => lineOf(notesOfVoice(score, id), steps));
  const at = (step: number) =>
    lines.map(({ pitch }) => (step < 0 ? SILENT : Math.max(SILENT, pitch[step]!)));
  let cost = 0;
  let before = at(from - 1);
  for (let step = from; step < to; step++) {
    const now = at(step);
    if (now.every((pitch, part) => pitch === before[part])) continue;
    judgeSonority(before, now, (rule) => {
      cost += costs[rule];
    });
    before = now;
  }
  return cost;
}
