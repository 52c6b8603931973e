import type { DraftNote } from "../domain/ask";
import { pitchClassOf } from "../domain/key";
import type { Random } from "../domain/random";
import { notesOfVoice, scoreTicks, type VoiceId } from "../domain/score";
import { ticksToSteps, type Steps } from "../domain/units";
import type { Pause } from "./composer";
import type { HarmonyAsk } from "./harmony";
import { laneOf, repeated } from "./lanes";
import { lineOf, notesOfLine, REST, transposed } from "./line";
import { eventPitch, eventsOf, fitMelody, HOLD, writeEvents } from "./melody";
import { chooser, hearAll, keepingCompass, type Bias, type MelodyNet } from "./melody-net";
import { draftNotes, openSteps, stepsOf } from "./page";
import { melodicPrior } from "./prior";
import { logProbability, temperatureOf } from "./sampling";
import { roomFor, steeringOf, strengthOf } from "./steering";

/** Steps before and behind the gap that the network hears. */
const BEFORE: Steps = 128;
const BEHIND: Steps = 16;
/**
 * Fillings that are tried; the one that leads best into what follows is taken. What leads on best is what is most usual: the further a
 * melody is to be steered, the fewer there are to choose among.
 */
const TRIES = 4;
/** Nats, at *similar*, for the event that was there. */
const NEARNESS = 6;

/**
 * Fills the open steps of one lone voice again, so that they lead from what is before into what follows.
 * @returns a draft for each of `randoms`, which alone decides it
 */
export async function refillMelody(
  { score, range, settings }: HarmonyAsk,
  voice: VoiceId,
  net: MelodyNet,
  randoms: readonly Random[],
  pause: Pause,
): Promise<readonly (readonly DraftNote[])[]> {
  const [from, to] = stepsOf(range);
  const total = Math.max(to, ticksToSteps(scoreTicks(score)));
  const notes = notesOfVoice(score, voice);
  const { line, back } = fitMelody(lineOf(notes, total), net);
  const open = openSteps(score, voice, range, total);
  const base = eventsOf(line, 0, total, net);
  const prior = melodicPrior(score.key, settings.mood, settings.surprise);
  const near = keepingCompass([line], net, roomFor(settings));
  const strength = strengthOf(settings);
  const nearness = NEARNESS * (1 - settings.difference) * (1 - strength);
  const tries = Math.ceil(TRIES * (1 - strength)) || 1;
  const bias: Bias = (event, step) => {
    const pitch = eventPitch(event, net);
    return (
      (pitch === undefined ? 0 : prior[pitchClassOf(pitch)]!) +
      (event === base[step] ? nearness : 0) +
      near(event, step) +
      // What sounds on from outside the gap is cut at its edge.
      (event === HOLD && open[step - 1] !== 1 && line.pitch[step - 1] !== REST ? -20 : 0)
    );
  };
  const temperature = temperatureOf(settings.surprise);
  // All fillings of all drafts side by side; those of a draft draw by turns.
  const last = line.pitch.subarray(0, from).findLast((pitch) => pitch !== REST);
  const choosers = randoms.flatMap((random) =>
    Array.from({ length: tries }, () =>
      chooser(temperature, bias, random, steeringOf(settings, net, last)),
    ),
  );
  const lanes = choosers.length;
  const fillings = choosers.map(() => base.slice(from, to));
  const run = net.start();
  try {
    const fits = leadOn(await fill());
    return randoms.map((_, i) => {
      const own = fits.slice(i * tries, (i + 1) * tries);
      const best = i * tries + own.indexOf(Math.max(...own));
      const written = { pitch: line.pitch.slice(), onset: line.onset.slice() };
      writeEvents(written, from, fillings[best]!, net);
      for (let step = from; step < to; step++) if (open[step] !== 1) written.pitch[step] = REST;
      const refilled = notesOfLine(transposed(written, back), from, to);
      return draftNotes(refilled, voice, range, score, notes);
    });
  } finally {
    run.dispose();
  }

  /** @returns what is expected behind each filling, `[lanes, events]` */
  async function fill(): Promise<Float32Array> {
    // At the very start there is nothing before: what follows says in what manner to begin.
    const heard =
      from > 0 ? base.subarray(Math.max(0, from - BEFORE), from) : base.subarray(to, to + BEFORE);
    const first = hearAll(run, heard);
    run.spread(lanes);
    let logits = repeated(first, lanes);
    for (let i = 0; i < to - from; i++) {
      if (i % 8 === 0) await pause(i / (to - from));
      if (open[from + i] === 1)
        fillings.forEach((events, lane) => {
          events[i] = choosers[lane]!(laneOf(logits, lane, lanes), from + i);
        });
      logits = run.hear(fillings.map((events) => events[i]!));
    }
    return logits;
  }

  /** ln of how likely each filling makes what follows. @param expected behind it, `[lanes, events]` */
  function leadOn(expected: Float32Array): readonly number[] {
    let logits = expected;
    const fits = fillings.map(() => 0);
    for (const event of base.subarray(to, to + BEHIND)) {
      for (let lane = 0; lane < lanes; lane++)
        fits[lane]! += logProbability(laneOf(logits, lane, lanes), event);
      logits = run.hear(fits.map(() => event));
    }
    return fits;
  }
}
