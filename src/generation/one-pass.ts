import { bassOf, NO_CHORD, type Chord } from "../domain/chord";
import { chordAt, chordPrior } from "../domain/chord-track";
import { barTicks, beatTicks, type Meter } from "../domain/meter";
import type { Random } from "../domain/random";
import { stepsToTicks, ticksToSteps, type Steps } from "../domain/units";
import { CellChoice, tasteOf, type ChordLean, type Taste } from "./cell-choice";
import { LOWEST, PARTS } from "./chorale";
import type { Harmonist, HarmonyTask, Written } from "./harmony";
import {
  DECODING_ORDER,
  QUIET,
  UNKNOWN,
  type HarmonyNet,
  type HarmonyRun,
  type HarmonySheet,
} from "./harmony-run";
import { knownToken, pitchOf, placesOf, sheetOf } from "./harmony-sheet";
import { REST, type Line } from "./line";

/** Steps before the first one to be written that are gone through first, so that the network is in the middle of things. */
const RUN_UP: Steps = 32;

/** Harmony in one pass: step by step in time, soprano, bass, tenor, alto within a step, with the rules bearing on each choice. */
export function onePassHarmonist(net: HarmonyNet): Harmonist {
  return {
    model: net.model,
    async write(whole, randoms, pause, onWritten) {
      const { task, origin } = withoutSilenceAround(whole);
      const put = (answers: readonly Written[]) =>
        answers.map((lines) => lines.map((line) => padded(line, origin, whole.steps)));
      const sheet = sheetOf(task, origin);
      const run = net.start(sheet, randoms.length);
      try {
        return put(
          await decide(
            task,
            sheet,
            tasteOf(task.ask, net.habits),
            origin,
            run,
            randoms,
            pause,
            (written, to) => onWritten(put(written), to + origin),
          ),
        );
      } finally {
        run.dispose();
      }
    },
  };
}

/**
 * The task from the first step that is to sound to the last: the network learned from pieces that begin with their first note, and would
 * hear an empty half bar before an upbeat as something strange.
 */
function withoutSilenceAround(task: HarmonyTask): {
  readonly task: HarmonyTask;
  readonly origin: Steps;
} {
  const { silent, steps, from, to } = task;
  const origin = Math.max(0, silent.indexOf(0));
  const end = Math.max(origin + 1, silent.lastIndexOf(0) + 1);
  if (origin === 0 && end === steps) return { task, origin };
  const cut = ({ pitch, onset }: Line): Line => ({
    pitch: pitch.subarray(origin, end),
    onset: onset.subarray(origin, end),
  });
  const within = (step: Steps) => Math.min(Math.max(step, origin), end) - origin;
  return {
    origin,
    task: {
      ask: task.ask,
      steps: end - origin,
      from: within(from),
      to: within(to),
      seats: task.seats.map((seat) => ({
        ...seat,
        line: cut(seat.line),
        moved: cut(seat.moved),
        open: seat.open.subarray(origin, end),
      })),
      lead: task.lead && cut(task.lead),
      phraseEnds: task.phraseEnds?.subarray(origin, end),
      silent: silent.subarray(origin, end),
    },
  };
}

/** A line put back to where it was cut from. */
function padded({ pitch, onset }: Line, origin: Steps, steps: Steps): Line {
  const line = { pitch: new Int16Array(steps).fill(REST), onset: new Uint8Array(steps) };
  line.pitch.set(pitch, origin);
  line.onset.set(onset, origin);
  return line;
}

/** `[steps]`: 1 where a phrase ends and in the beat before. @param phraseEnds 1 under last notes; undefined where there are none */
export function endingsOf(
  phraseEnds: Uint8Array | undefined,
  steps: Steps,
  meter: Meter,
): Uint8Array {
  const endings = new Uint8Array(steps);
  const beat = ticksToSteps(beatTicks(meter));
  phraseEnds?.forEach((isEnd, step) => {
    if (isEnd === 1) endings.fill(1, Math.max(0, step - beat), step + 1);
  });
  return endings;
}

/** Goes through the score once, deciding every unknown cell of every take. */
async function decide(
  task: HarmonyTask,
  sheet: HarmonySheet,
  taste: Taste,
  origin: Steps,
  run: HarmonyRun,
  randoms: readonly Random[],
  pause: (fraction: number) => Promise<void>,
  onWritten: (written: readonly Written[], to: Steps) => void,
): Promise<readonly Written[]> {
  const { from, to, steps, seats, ask } = task;
  const takes = randoms.length;
  const base = baseOf(task);
  const harmony = chordsOf(task, origin);
  const endings = endingsOf(task.phraseEnds, steps, ask.score.meter);
  const bar = ticksToSteps(barTicks(ask.score.meter));
  const lines = randoms.map(() =>
    Array.from({ length: PARTS }, (): Line => ({
      pitch: new Int16Array(steps).fill(REST),
      onset: new Uint8Array(steps),
    })),
  );
  const written = () => lines.map((parts) => seats.map((seat) => parts[seat.part]!));
  const start = Math.max(0, from - RUN_UP);
  let previous = new Uint8Array(takes * PARTS).fill(QUIET);
  let tokens = new Uint8Array(takes * PARTS);
  const cell = new CellChoice(taste);
  const placeOf = placesOf(ask.score.meter, origin);
  for (let step = start; step < to; step++) {
    if (step === start || (step + origin) % bar === 0) {
      if (step > from) onWritten(written(), step);
      await pause(Math.max(0, step - from) / (to - from));
    }
    run.advance(step, previous);
    for (let take = 0; take < takes; take++)
      for (let k = 0; k < PARTS; k++) {
        const part = DECODING_ORDER[k]!;
        const at = take * PARTS + part;
        tokens[at] =
          knownToken(sheet, step, part, previous[at]!) ??
          cell.choose(
            {
              run,
              k,
              take,
              step,
              tokens,
              previous,
              sheet,
              base,
              chord: harmony[step],
              place: placeOf(step),
              isEnding: endings[step] === 1,
              isOpen: isOpen(task, part, step),
            },
            randoms[take]!,
          );
        const line = lines[take]![part]!;
        line.pitch[step] = pitchOf(tokens[at]);
        line.onset[step] = tokens[at] < QUIET ? 1 : 0;
      }
    [previous, tokens] = [tokens, previous];
  }
  return written();
}

function isOpen({ seats, from }: HarmonyTask, part: number, step: Steps): boolean {
  return step >= from && seats.some((seat) => seat.part === part && seat.open[step] === 1);
}

/** `[steps * 4]`: the choice that each open cell had before, `UNKNOWN` where it had none. */
function baseOf({ seats, steps }: HarmonyTask): Uint8Array {
  const base = new Uint8Array(steps * PARTS).fill(UNKNOWN);
  for (const { moved, part, open } of seats)
    for (let step = 0; step < steps; step++)
      if (open[step] === 1 && moved.pitch[step] !== REST)
        base[step * PARTS + part] = moved.pitch[step]! - LOWEST;
  return base;
}

/** Strong enough that a chord that stands is heard, weak enough for passing notes and suspensions. */
const TO_THE_CHORD = 2;

/** `[steps]`: where a chord is in force, what it asks for. */
function chordsOf(
  { ask: { score }, steps }: HarmonyTask,
  origin: Steps,
): readonly (ChordLean | undefined)[] {
  if (score.chords.length === 0) return [];
  let last: { readonly chord: Chord; readonly lean: ChordLean } | undefined;
  return Array.from({ length: steps }, (_, step) => {
    const chord = chordAt(score, stepsToTicks(step + origin))?.chord;
    if (!chord) return undefined;
    if (last?.chord !== chord) last = { chord, lean: leanOf(chord) };
    return last.lean;
  });
}

function leanOf(chord: Chord): ChordLean {
  const parts = chordPrior(chord, TO_THE_CHORD);
  const bass = parts.slice();
  if (chord !== NO_CHORD) bass[bassOf(chord)]! += TO_THE_CHORD;
  return { parts, bass };
}
