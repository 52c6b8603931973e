import { trained } from "../generation/trained";
import { DEFAULT_SETTINGS, type Strictness } from "../../src/domain/ask";
import { judgeSonority, RANGES, RULES, type Rule } from "../../src/domain/part-writing";
import { detectKey } from "../../src/domain/key";
import { fermataEnds, phraseEnds } from "../../src/domain/phrase";
import { createRandom, drawIndex } from "../../src/domain/random";
import {
  emptyScore,
  notesOfVoice,
  type Note,
  type NoteId,
  type Score,
  type VoiceId,
} from "../../src/domain/score";
import { stepsToTicks } from "../../src/domain/units";
import { newVoice } from "../../src/domain/voicing";
import { LOWEST, PARTS, PITCHES } from "../../src/generation/chorale";
import { writeHarmony, type HarmonyAsk } from "../../src/generation/harmony";
import { HABIT_TABLE, habitsIn } from "../../src/generation/habits";
import type { HarmonyNet } from "../../src/generation/harmony-run";
import { lineOf } from "../../src/generation/line";
import { endingsOf, onePassHarmonist } from "../../src/generation/one-pass";
import { withNotes } from "../../src/generation/page";
import { adjust, countHabits, total, type Grid, type Where } from "./habits";

/** A held-out piece, as models/training/harmony_report.py writes it. */
export interface Piece {
  readonly name: string;
  readonly style: "chorale" | "hymn";
  /** `[steps][4]` MIDI numbers from soprano to bass, -1 for silence. */
  readonly pitch: readonly (readonly number[])[];
  /** `[steps]`: 1 where the soprano strikes. */
  readonly attack: readonly number[];
  readonly meter: readonly [beats: number, unit: 2 | 4 | 8 | 16];
  /** Sixteenths since the bar line at the first step. */
  readonly upbeat: number;
  /** `[steps]`: 1 under the last note of a phrase; absent where nobody knows. */
  readonly phrase?: readonly number[];
}

/** How often each rule was broken, and in how many bars. */
export interface Counts {
  readonly bars: number;
  readonly offences: Readonly<Record<Rule, number>>;
}

const VOICES = ["soprano", "alto", "tenor", "bass"] as VoiceId[];
/** The melody of a piece alone, over four voices, with fermatas where the piece's phrases end. */
function melodyOf({ pitch, attack, meter, upbeat, phrase }: Piece): Score {
  const [beats, unit] = meter;
  const notes: Note[] = [];
  for (let step = 0; step < pitch.length;) {
    let end = step + 1;
    const at = pitch[step]![0]!;
    while (end < pitch.length && pitch[end]![0] === at && attack[end] !== 1) end++;
    if (at >= 0)
      notes.push({
        id: `n${step}` as NoteId,
        voice: VOICES[0]!,
        pitch: at,
        start: stepsToTicks(step + upbeat),
        duration: stepsToTicks(end - step),
        velocity: 80,
        origin: { by: "you" },
        fermata: phrase?.slice(step, end).includes(1) ? true : undefined,
      });
    step = end;
  }
  const bar = (16 * beats) / unit;
  return {
    ...emptyScore,
    meter: { beats, unit },
    bars: Math.ceil((pitch.length + upbeat) / bar),
    voices: VOICES.map((id) => newVoice(emptyScore, id, id)),
    key: detectKey(notes) ?? emptyScore.key,
    notes,
  };
}

function askAbout(piece: Piece, rules: Strictness, surprise: number): HarmonyAsk {
  const score = melodyOf(piece);
  const end = stepsToTicks((score.bars * 16 * score.meter.beats) / score.meter.unit);
  return {
    kind: "harmonise",
    score,
    voices: VOICES.slice(1),
    range: { start: 0, end },
    settings: { ...DEFAULT_SETTINGS, surprise, rules, style: piece.style },
  };
}

/** `takes` harmonies of the piece's melody, and that the melody was kept. */
async function harmonise(
  piece: Piece,
  { rules, surprise, takes, seed }: Job,
  net: HarmonyNet,
): Promise<{ readonly grids: readonly Grid[]; readonly kept: boolean }> {
  const ask = askAbout(piece, rules, surprise);
  const harmonist = onePassHarmonist(net);
  const randoms = Array.from({ length: takes }, (_, i) => createRandom(seed + 7919 * i));
  const answers = await writeHarmony(ask, harmonist, randoms, () => Promise.resolve());
  let kept = true;
  const grids = answers.map((notes) => {
    const score = withNotes(ask, notes);
    const lines = VOICES.map((voice) => lineOf(notesOfVoice(score, voice), score.bars * 96));
    return piece.pitch.map((row, step) => {
      const cells = lines.map((line) => line.pitch[step + piece.upbeat]!);
      if (cells[0] !== row[0]) kept = false;
      return cells;
    });
  });
  return { grids, kept };
}

function count(grids: readonly Grid[], barSteps: readonly number[]): Counts {
  const offences = Object.fromEntries(RULES.map((rule) => [rule, 0])) as Record<Rule, number>;
  let bars = 0;
  grids.forEach((grid, i) => {
    bars += grid.length / barSteps[i]!;
    let before: readonly number[] = [-1, -1, -1, -1];
    for (const now of grid) {
      if (now.some((pitch, part) => pitch !== before[part]))
        judgeSonority(before, now, (rule) => {
          offences[rule]++;
        });
      before = now;
    }
  });
  return { bars, offences };
}

export interface Job {
  readonly rules: Strictness;
  readonly surprise: number;
  readonly takes: number;
  readonly seed: number;
}

/** Coconet as Magenta samples it: 96 iterations, every hidden cell on its own, temperature 0.99, over the piece's first 64 steps. */
async function coconet(piece: Piece, seed: number): Promise<Grid> {
  const net = await trained.coconet();
  const random = createRandom(seed);
  const steps = Math.min(64, piece.pitch.length);
  const iterations = 96;
  const pitch = Array.from({ length: steps }, (_, step) =>
    piece.pitch[step]!.map((at, part) =>
      part === 0 ? at : Math.round((RANGES[part]![0] + RANGES[part]![1]) / 2),
    ),
  );
  const hidden = new Uint8Array(steps * PARTS);
  for (let i = 0; i < iterations; i++) {
    const share = Math.max(0.1, (0.9 - (0.8 * i) / iterations) / 0.7);
    const roll = new Float32Array(steps * PITCHES * PARTS);
    const mask = new Float32Array(roll.length);
    for (let step = 0; step < steps; step++)
      for (let part = 0; part < PARTS; part++) {
        const at = pitch[step]![part]!;
        if (at >= LOWEST) roll[(step * PITCHES + at - LOWEST) * PARTS + part] = 1;
        const hide = part > 0 && (i === 0 || random() < share) ? 1 : 0;
        hidden[step * PARTS + part] = hide;
        if (hide) for (let p = 0; p < PITCHES; p++) mask[(step * PITCHES + p) * PARTS + part] = 1;
      }
    const probability = net.predict(roll, mask, steps);
    const weights = new Float64Array(PITCHES);
    for (let step = 0; step < steps; step++)
      for (let part = 1; part < PARTS; part++) {
        if (hidden[step * PARTS + part] === 0) continue;
        for (let p = 0; p < PITCHES; p++)
          weights[p] = probability[(step * PITCHES + p) * PARTS + part]! ** (1 / 0.99);
        pitch[step]![part] = LOWEST + drawIndex(weights, random);
      }
  }
  return pitch;
}

declare global {
  interface Window {
    harmoniseAll(
      pieces: readonly Piece[],
      job: Job,
    ): Promise<{ grids: readonly (readonly Grid[])[]; kept: readonly boolean[] }>;
    coconetAll(pieces: readonly Piece[], seed: number): Promise<readonly Grid[]>;
    countAll(grids: readonly Grid[], barSteps: readonly number[]): Counts;
    fitHabits(pieces: readonly Piece[], rounds: number): Promise<readonly number[]>;
  }
}

window.harmoniseAll = async (pieces, job) => {
  const net = await trained.harmony();
  const grids: (readonly Grid[])[] = [];
  const kept: boolean[] = [];
  for (const [i, piece] of pieces.entries()) {
    const answer = await harmonise(piece, { ...job, seed: job.seed + 104729 * i }, net);
    grids.push(answer.grids);
    kept.push(answer.kept);
  }
  return { grids, kept };
};
window.coconetAll = async (pieces, seed) => {
  const grids: Grid[] = [];
  for (const [i, piece] of pieces.entries()) grids.push(await coconet(piece, seed + i));
  return grids;
};
window.countAll = count;

/** Where the page takes each step of a piece to be. */
function whereIn(piece: Piece): Where {
  const { notes, bars, meter } = melodyOf(piece);
  const bar = (16 * meter.beats) / meter.unit;
  const steps = bars * bar;
  const ends = fermataEnds(notes, steps) ?? phraseEnds(lineOf(notes, steps), meter);
  const endings = endingsOf(ends, steps, meter);
  return {
    placeOf: (step) => (step + piece.upbeat) % bar,
    isEnding: (step) => endings[step + piece.upbeat] === 1,
  };
}

/** How far a round goes of the way that its counts ask for: neighbouring habits pull at the same notes. */
const RATE = 0.25;

/**
 * The table of habits with which the page's harmonies of these melodies do what the pieces do, from the one that the checkpoint has, if any;
 * the mean of the later rounds, for each round counts what chance has drawn.
 */
window.fitHabits = async (pieces, rounds) => {
  const net = await trained.harmony();
  const { style } = pieces[0]!;
  const known = net.habits[style];
  const table = new Float64Array(HABIT_TABLE);
  if (known) table.set([...known.within, ...known.ending]);
  const mean = new Float64Array(HABIT_TABLE);
  const settled = Math.floor(rounds / 2);
  const places = new Map(pieces.map((piece) => [piece, whereIn(piece)]));
  const count = (piece: Piece, grid: Grid) => countHabits(grid, places.get(piece)!);
  const own = total(pieces.map((piece) => count(piece, piece.pitch)));
  for (let round = 0; round < rounds; round++) {
    const fitted: HarmonyNet = {
      model: net.model,
      habits: { [style]: habitsIn(Float32Array.from(table)) },
      start: (sheet, takes) => net.start(sheet, takes),
    };
    const made: Float64Array[] = [];
    for (const [i, piece] of pieces.entries()) {
      const { rules, surprise } = DEFAULT_SETTINGS;
      const job = { rules, surprise, takes: 1, seed: round * 7919 + i };
      made.push(count(piece, (await harmonise(piece, job, fitted)).grids[0]!));
    }
    const found = total(made);
    const off = own.reduce(
      (sum, n, habit) => sum + (n - found[habit]!) ** 2 / (n + found[habit]! + 1),
      0,
    );
    console.log(`round ${round}: ${off.toFixed(0)} squared deviations off`);
    adjust(table, own, found, RATE);
    if (round >= settled)
      table.forEach((nats, habit) => (mean[habit]! += nats / (rounds - settled)));
  }
  return [...mean];
};
