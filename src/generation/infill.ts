import type { DraftNote } from "../domain/ask";
import { pitchClassOf } from "../domain/key";
import type { Random } from "../domain/random";
import { notesOfVoice, scoreTicks, type VoiceId } from "../domain/score";
import { ticksToSteps, type Steps } from "../domain/units";
import type { Pause } from "./composer";
import type { HarmonyAsk } from "./harmony";
import { lineOf, notesOfLine, REST, transposed } from "./line";
import { eventPitch, eventsOf, fitMelody, HOLD, writeEvents } from "./melody";
import {
  chooser,
  hearAll,
  keepingCompass,
  type Bias,
  type MelodyNet,
  type MelodyRun,
} from "./melody-net";
import { draftNotes, openSteps, stepsOf } from "./page";
import { melodicPrior } from "./prior";
import { logProbability, temperatureOf } from "./sampling";

/** Steps before and behind the gap that the network hears. */
const BEFORE: Steps = 128;
const BEHIND: Steps = 16;
/** Fillings that are tried; the one that leads best into what follows is taken. */
const TRIES = 4;
/** Nats, at *similar*, for the event that was there. */
const NEARNESS = 6;

/** Fills the open steps of one lone voice again, so that they lead from what is before into what follows. */
export async function refillMelody(
  { score, range, settings }: HarmonyAsk,
  voice: VoiceId,
  net: MelodyNet,
  random: Random,
  pause: Pause,
): Promise<readonly DraftNote[]> {
  const [from, to] = stepsOf(range);
  const total = Math.max(to, ticksToSteps(scoreTicks(score)));
  const notes = notesOfVoice(score, voice);
  const { line, back } = fitMelody(lineOf(notes, total), net);
  const open = openSteps(score, voice, range, total);
  const base = eventsOf(line, 0, total, net);
  const prior = melodicPrior(score.key, settings.mood, settings.surprise);
  const near = keepingCompass([line], net);
  const bias: Bias = (event, step) => {
    const pitch = eventPitch(event, net);
    return (
      (pitch === undefined ? 0 : prior[pitchClassOf(pitch)]!) +
      (event === base[step] ? NEARNESS * (1 - settings.difference) : 0) +
      near(event, step) +
      // What sounds on from outside the gap is cut at its edge.
      (event === HOLD && open[step - 1] !== 1 && line.pitch[step - 1] !== REST ? -20 : 0)
    );
  };
  const choose = chooser(temperatureOf(settings.surprise), bias, random);
  let best: Uint8Array | undefined;
  let bestFit = -Infinity;
  for (let i = 0; i < TRIES; i++) {
    const run = net.start();
    try {
      const events = await fill(run, i);
      const fit = leadsOn(run, events);
      if (!best || fit > bestFit) [best, bestFit] = [events.events, fit];
    } finally {
      run.dispose();
    }
  }
  const written = { pitch: line.pitch.slice(), onset: line.onset.slice() };
  writeEvents(written, from, best!, net);
  for (let step = from; step < to; step++) if (open[step] !== 1) written.pitch[step] = REST;
  return draftNotes(notesOfLine(transposed(written, back), from, to), voice, range, score, notes);

  async function fill(run: MelodyRun, turn: number) {
    // At the very start there is nothing before: what follows says in what manner to begin.
    const heard =
      from > 0 ? base.subarray(Math.max(0, from - BEFORE), from) : base.subarray(to, to + BEFORE);
    let logits = hearAll(run, heard);
    const events = base.slice(from, to);
    for (let i = 0; i < events.length; i++) {
      if (i % 8 === 0) await pause((turn + i / events.length) / TRIES);
      if (open[from + i] === 1) events[i] = choose(logits, from + i);
      logits = run.hear(events[i]!);
    }
    return { events, logits };
  }

  function leadsOn(run: MelodyRun, filled: { logits: Float32Array }): number {
    let { logits } = filled;
    let fit = 0;
    for (const event of base.subarray(to, to + BEHIND)) {
      fit += logProbability(logits, event);
      logits = run.hear(event);
    }
    return fit;
  }
}
