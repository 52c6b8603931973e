import { HARMONY_STYLES } from "../domain/ask";
import { barTicks, type Meter } from "../domain/meter";
import { SILENT } from "../domain/part-writing";
import { ticksToSteps, type Steps } from "../domain/units";
import { LOWEST, PARTS } from "./chorale";
import type { HarmonyTask } from "./harmony";
import {
  CHOICES,
  CONTEXT_INPUTS,
  METRE_STEPS,
  QUIET,
  STRUCK,
  SUSTAINED,
  UNKNOWN,
  UNSAID,
  type HarmonySheet,
} from "./harmony-run";
import { REST } from "./line";

/** The score as the encoder hears it. @param origin its first step in the score, for the metre */
export function sheetOf(task: HarmonyTask, origin: Steps): HarmonySheet {
  const { steps, seats, silent } = task;
  const cell = new Uint8Array(steps * PARTS).fill(UNKNOWN);
  const attack = new Uint8Array(steps * PARTS).fill(UNSAID);
  for (let step = 0; step < steps; step++)
    if (silent[step] === 1)
      for (let part = 0; part < PARTS; part++) {
        cell[step * PARTS + part] = QUIET;
        attack[step * PARTS + part] = SUSTAINED;
      }
  for (const { moved, part, open } of seats)
    for (let step = 0; step < steps; step++) {
      if (open[step] === 1 || moved.pitch[step] === REST) continue;
      cell[step * PARTS + part] = moved.pitch[step]! - LOWEST;
      attack[step * PARTS + part] = moved.onset[step] === 1 ? STRUCK : SUSTAINED;
    }
  return { steps, cell, attack, context: contextOf(task, origin) };
}

/** `[steps * CONTEXT_INPUTS]`, as models/training/harmony.py has it. */
function contextOf({ ask, steps, phraseEnds }: HarmonyTask, origin: Steps): Float32Array {
  const { meter } = ask.score;
  const metre = metreOf(meter);
  const placeOf = placesOf(meter, origin);
  const context = new Float32Array(steps * CONTEXT_INPUTS);
  for (let step = 0; step < steps; step++) {
    const row = step * CONTEXT_INPUTS;
    const place = placeOf(step);
    context[row + (place % 4)] = 1;
    if (metre > 0) context[row + 4 + place] = 1;
    let at = row + 4 + 16;
    context[at + metre] = 1;
    at += METRE_STEPS.length;
    if (phraseEnds) {
      context[at] = phraseEnds[step]!;
      context[at + 1] = 1;
    }
    at += 2;
    context[at + HARMONY_STYLES.indexOf(ask.settings.style)] = 1;
    context[at + HARMONY_STYLES.length] = ask.settings.mood;
  }
  return context;
}

/** Sixteenths from the last barline to a step, as the network counts them: where it does not know the metre, from the beginning. */
export function placesOf(meter: Meter, origin: Steps): (step: Steps) => Steps {
  const bar = ticksToSteps(barTicks(meter));
  const metre = metreOf(meter);
  return (step) => (metre === 0 ? step + origin : ((step + origin) % bar) % METRE_STEPS[metre]!);
}

/** The metre's place in `METRE_STEPS`; 0 for one that the network was not told of. */
function metreOf({ beats, unit }: Meter): number {
  switch (`${beats}/${unit}`) {
    case "4/4":
    case "2/2":
      return 1;
    case "3/4":
    case "6/4":
      return 2;
    case "2/4":
      return 3;
    case "6/8":
      return 4;
    default:
      return 0;
  }
}

/** The token of a cell that is known; undefined for one that is to be decided. */
export function knownToken(
  { cell, attack }: HarmonySheet,
  step: Steps,
  part: number,
  before: number,
): number | undefined {
  const choice = cell[step * PARTS + part]!;
  if (choice === UNKNOWN) return undefined;
  if (choice === QUIET) return QUIET;
  // A note that reaches over from a cell that was decided otherwise begins here.
  const isStruck = attack[step * PARTS + part] === STRUCK || before % CHOICES !== choice;
  return isStruck ? choice : choice + CHOICES;
}

/** MIDI number of a cell that is known, `SILENT` elsewhere. */
export function knownPitch({ cell }: HarmonySheet, index: number): number {
  const choice = cell[index]!;
  return choice >= QUIET ? SILENT : LOWEST + choice;
}

/** MIDI number of a token, `REST` for silence. */
export function pitchOf(token: number): number {
  const choice = token % CHOICES;
  return choice === QUIET ? REST : LOWEST + choice;
}
