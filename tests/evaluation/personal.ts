import { DEFAULT_SETTINGS } from "../../src/domain/ask";
import { detectKey } from "../../src/domain/key";
import { barTicks } from "../../src/domain/meter";
import { toPlainKey, type PersonalModel } from "../../src/domain/personal";
import { createRandom } from "../../src/domain/random";
import {
  emptyScore,
  type Note,
  type NoteId,
  type Score,
  type VoiceId,
} from "../../src/domain/score";
import { stepsToTicks, ticksToSteps } from "../../src/domain/units";
import { newVoice } from "../../src/domain/voicing";
import { partsOf } from "../../src/generation/personal-net";
import { learnStyle } from "../../src/generation/personal-style";
import { varyMelodies } from "../../src/generation/variation";
import { trained } from "../generation/trained";
import type { GridNote } from "./melody";

/** Whole bars of a piece, as models/training/personal_report.py writes them. */
export interface Piece {
  readonly meter: readonly [beats: number, unit: 2 | 4 | 8 | 16];
  readonly bars: number;
  readonly notes: readonly GridNote[];
}

const VOICE = "melody" as VoiceId;
const SEED = 17;
const pause = () => Promise.resolve();

/** In the key that the page finds in it. */
function scoreOf({ meter: [beats, unit], bars, notes: all }: Piece): Score {
  const notes = all.map(([pitch, start, duration], i): Note => ({
    id: `n${i}` as NoteId,
    voice: VOICE,
    pitch,
    start: stepsToTicks(start),
    duration: stepsToTicks(duration),
    velocity: 80,
    origin: { by: "you" },
  }));
  return {
    ...emptyScore,
    meter: { beats, unit },
    bars,
    voices: [newVoice(emptyScore, VOICE, "Melody")],
    key: detectKey(notes) ?? emptyScore.key,
    notes,
  };
}

let style: PersonalModel | undefined;

/** Every stretch becomes the mean of what was learnt from: an output layer that is silent leaves just that. */
function constant(model: PersonalModel): PersonalModel {
  const weights = model.net.weights.slice();
  const { back, backBias } = partsOf(model.net, weights);
  back.fill(0);
  backBias.fill(0);
  return { ...model, net: { ...model.net, weights } };
}

declare global {
  interface Window {
    /** Semitones that take each piece to the key without signature. */
    shiftsOf(pieces: readonly Piece[]): readonly number[];
    learnFrom(pieces: readonly Piece[]): Promise<{ windows: number; seconds: number }>;
    /** One variation of each piece. @param isConstant towards the mean of the style rather than the style */
    varyAll(
      pieces: readonly Piece[],
      personal: number,
      isConstant: boolean,
    ): Promise<readonly (readonly GridNote[])[]>;
  }
}

window.shiftsOf = (pieces) => pieces.map((piece) => toPlainKey(scoreOf(piece).key));

window.learnFrom = async (pieces) => {
  const coder = await trained.melodyVae();
  const started = performance.now();
  const learnt = await learnStyle(pieces.map(scoreOf), coder, SEED, pause);
  style = { ...learnt, name: "", learntMs: 0, sketches: [] };
  return { windows: learnt.windows, seconds: (performance.now() - started) / 1000 };
};

window.varyAll = async (pieces, personal, isConstant) => {
  if (!style) throw new RangeError("no style was learnt");
  const coder = await trained.melodyVae();
  const towards = isConstant ? constant(style) : style;
  const answers: (readonly GridNote[])[] = [];
  for (const [i, piece] of pieces.entries()) {
    const score = scoreOf(piece);
    const ask = {
      score,
      voices: [VOICE],
      range: { start: 0, end: piece.bars * barTicks(score.meter) },
      settings: { ...DEFAULT_SETTINGS, personal },
      personal: towards,
    };
    const [notes] = await varyMelodies(ask, coder, [createRandom(1 + 104729 * i)], pause);
    answers.push(
      notes!.map(({ pitch, start, duration }): GridNote => [
        pitch,
        ticksToSteps(start),
        ticksToSteps(duration),
      ]),
    );
  }
  return answers;
};
