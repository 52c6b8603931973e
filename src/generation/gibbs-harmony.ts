import type { ModelName } from "../domain/ask";
import { barTicks, beatTicks, type Meter } from "../domain/meter";
import type { Random } from "../domain/random";
import { ticksToSteps, type Steps } from "../domain/units";
import { PARTS } from "./chorale";
import { fillChorale, type ChoraleNet, type Gibbs, type HarmonicTaste } from "./gibbs";
import type { Harmonist, HarmonyAsk, HarmonyTask, Written } from "./harmony";
import { REST, type Line } from "./line";
import { melodicPrior } from "./prior";
import { temperatureOf } from "./sampling";
import type { Seat } from "./seating";
import { planWindows, type Window } from "./windows";

/** What the chorale network is trained on, and how much of it is known and thrown away at the edges. */
const WINDOW = { size: 64, behind: 16, ahead: 8 };
/** Passes over a window of which nothing is known but the melody. */
const MOST_PASSES = 24;
const FEWEST_PASSES = 8;
/** The finest stretch that the chorale network decides as one: an eighth. */
const EIGHTH: Steps = 2;

/** Harmony by Gibbs sampling with Coconet, which knows neither rests nor attacks. */
export function gibbsHarmonist(net: ChoraleNet & { readonly model: ModelName }): Harmonist {
  return {
    model: net.model,
    async write(task, randoms, pause) {
      const answers: Written[] = [];
      for (const random of randoms)
        answers.push(
          await writeOne(task, net, random, (fraction) =>
            pause((answers.length + fraction) / randoms.length),
          ),
        );
      return answers;
    },
  };
}

async function writeOne(
  { ask, steps, from, to, seats, lead }: HarmonyTask,
  net: ChoraleNet,
  random: Random,
  pause: (fraction: number) => Promise<void>,
): Promise<Written> {
  const sheet = setChorale(seats, steps);
  const style = { taste: tasteOf(ask), stretches: stretchesOf(ask.score.meter) };
  for (const window of planWindows(from, to, steps, WINDOW))
    await fillWindow(window, sheet, lead, style, net, random, (fraction) =>
      pause(
        (window.writeFrom - from + fraction * (window.writeTo - window.writeFrom)) / (to - from),
      ),
    );
  const bar = ticksToSteps(barTicks(ask.score.meter));
  return seats.map((seat) => struckLine(seat, sheet.pitch, lead, bar));
}

interface Sheet {
  readonly pitch: Int16Array;
  readonly known: Uint8Array;
  readonly base: Int16Array;
}

/** The seated lines as cells of the whole score, `[steps * 4]`. */
function setChorale(seats: readonly Seat[], steps: Steps): Sheet {
  const pitch = new Int16Array(steps * PARTS).fill(REST);
  const known = new Uint8Array(steps * PARTS);
  const base = new Int16Array(steps * PARTS).fill(REST);
  for (const { moved, part, open } of seats)
    for (let step = 0; step < steps; step++) {
      const cell = step * PARTS + part;
      if (open[step] === 1) base[cell] = moved.pitch[step]!;
      else if (moved.pitch[step] !== REST) {
        pitch[cell] = moved.pitch[step]!;
        known[cell] = 1;
      }
    }
  return { pitch, known, base };
}

/** Harmony leaves the key more readily than melody does: for passing chords, and to come home. */
const TO_THE_SCALE = 0.5;

function tasteOf({ score, settings }: HarmonyAsk): HarmonicTaste {
  const { mood, surprise } = settings;
  return {
    scale: melodicPrior(score.key, mood, surprise).map((nats) => TO_THE_SCALE * nats),
    temperature: temperatureOf(surprise),
    mood,
    strictness: 6 * (1 - surprise / 2),
    nearness: 4 * (1 - settings.difference),
    motion: 1.5 + 4.5 * settings.difference,
  };
}

/** A beat and an eighth; half a beat where that is longer than a dotted quarter. */
function stretchesOf(meter: Meter): readonly [coarse: Steps, fine: Steps] {
  const beat = ticksToSteps(beatTicks(meter));
  const coarse = Math.max(1, beat > 6 ? beat / 2 : beat);
  return [coarse, Math.min(coarse, EIGHTH)];
}

async function fillWindow(
  window: Window,
  sheet: Sheet,
  lead: Line | undefined,
  style: Pick<Gibbs, "taste" | "stretches">,
  net: ChoraleNet,
  random: Random,
  pause: (fraction: number) => Promise<void>,
): Promise<void> {
  const { from, to, writeTo } = window;
  const cells = [from * PARTS, to * PARTS] as const;
  const chorale = {
    steps: to - from,
    pitch: sheet.pitch.slice(...cells),
    known: sheet.known.slice(...cells),
  };
  const unknown = chorale.known.reduce((count, k) => count + (1 - k), 0);
  const iterations = Math.min(MOST_PASSES, FEWEST_PASSES + Math.ceil(unknown / 6));
  const moves = lead?.onset.slice(from, to) ?? new Uint8Array(to - from);
  const base = sheet.base.slice(...cells);
  const filled = await fillChorale(
    { ...style, chorale, base, moves, offset: from, iterations },
    net,
    random,
    pause,
  );
  const decided = (writeTo - from) * PARTS;
  sheet.pitch.set(filled.subarray(0, decided), cells[0]);
  sheet.known.fill(1, cells[0], cells[0] + decided);
}

/**
 * What a part sounds. A run of one pitch is one note, struck again where the lead repeats its own note and, as a choir would breathe, at a bar
 * line at which the lead strikes too.
 */
function struckLine(
  { part, open }: Seat,
  pitch: Int16Array,
  lead: Line | undefined,
  bar: Steps,
): Line {
  const line = {
    pitch: Int16Array.from(open, (_, step) => pitch[step * PARTS + part]!),
    onset: new Uint8Array(open.length),
  };
  for (let step = 0; step < open.length; step++) {
    const struck =
      lead?.onset[step] === 1 && (step % bar === 0 || lead.pitch[step] === lead.pitch[step - 1]);
    if (struck || (!lead && step % bar === 0)) line.onset[step] = 1;
  }
  return line;
}
