import { trained } from "../generation/trained";
import { DEFAULT_SETTINGS, type AskSettings, type DraftNote } from "../../src/domain/ask";
import { detectKey, isInKey, tonic, type Key } from "../../src/domain/key";
import { barTicks } from "../../src/domain/meter";
import { prepareExchange } from "../../src/domain/duet";
import { createRandom } from "../../src/domain/random";
import {
  emptyScore,
  type Note,
  type NoteId,
  type PlacedChord,
  type Score,
  type VoiceId,
} from "../../src/domain/score";
import { stepsToTicks, ticksToSteps } from "../../src/domain/units";
import { newVoice } from "../../src/domain/voicing";
import { chordOfClass } from "../../src/generation/chord-classes";
import { continueMelody } from "../../src/generation/continuation";
import { varyMelodies } from "../../src/generation/variation";

/** The first eight bars of a held-out melody, as models/training/melody_report.py writes them. */
export interface Opening {
  readonly meter: readonly [beats: number, unit: 2 | 4 | 8 | 16];
  readonly notes: readonly GridNote[];
  /** `[steps]`: the class of the chord in force; absent where none is known. */
  readonly chords: readonly number[] | null;
}
/** In steps. */
export type GridNote = readonly [pitch: number, start: number, duration: number];

export interface Job {
  /** *Answer*: two bars after the first two, as a partner of who plays gives them; *trade*: as one who leaves off for the next turn. */
  readonly kind: "vary" | "continue" | "answer" | "trade";
  readonly settings: Partial<AskSettings>;
  /** *Continue*: whether the chords of the bars to come are told. */
  readonly chords: boolean;
  readonly takes: number;
}

const BARS = 4;
/** Bars of a phrase that is answered, and of its answer. */
const TURN = 2;
const VOICE = "melody" as VoiceId;
/** The first four bars, in the key that the page finds in them. */
function scoreOf({ meter: [beats, unit], notes: all, chords }: Opening, told: boolean): Score {
  const meter = { beats, unit };
  const end = BARS * barTicks(meter);
  const notes = all
    .map(([pitch, start, duration], i): Note => ({
      id: `n${i}` as NoteId,
      voice: VOICE,
      pitch,
      start: stepsToTicks(start),
      duration: stepsToTicks(duration),
      velocity: 80,
      origin: { by: "you" },
    }))
    .filter((note) => note.start < end)
    .map((note) => ({ ...note, duration: Math.min(note.duration, end - note.start) }));
  const changes = (told ? (chords ?? []) : []).flatMap((chord, step, row): PlacedChord[] =>
    step > 0 && row[step - 1] === chord
      ? []
      : [
          {
            start: stepsToTicks(step),
            chord: chordOfClass(chord),
            origin: { by: "you" },
            locked: false,
            playing: undefined,
          },
        ],
  );
  return {
    ...emptyScore,
    meter,
    bars: 2 * BARS,
    voices: [newVoice(emptyScore, VOICE, "Melody")],
    key: detectKey(notes) ?? emptyScore.key,
    notes,
    chords: changes,
  };
}

async function answer(
  opening: Opening,
  { kind, settings, chords, takes }: Job,
  seed: number,
): Promise<readonly (readonly GridNote[])[]> {
  const score = scoreOf(opening, chords);
  if (kind === "answer" || kind === "trade")
    return exchange(score, { kind, settings, takes }, seed);
  const end = BARS * barTicks(score.meter);
  const range = kind === "vary" ? { start: 0, end } : { start: end, end: 2 * end };
  const ask = {
    kind,
    score: kind === "vary" ? { ...score, bars: BARS } : score,
    voices: [VOICE],
    range,
    settings: { ...DEFAULT_SETTINGS, ...settings },
  };
  const randoms = Array.from({ length: takes }, (_, i) => createRandom(seed + 7919 * i));
  const pause = () => Promise.resolve();
  const answers =
    kind === "vary"
      ? await varyMelodies(ask, await trained.melodyVae(), randoms, pause)
      : await continueMelody(ask, VOICE, await trained.melodyRnn(), randoms, pause);
  const onGrid = ({ pitch, start, duration }: DraftNote): GridNote => [
    pitch,
    ticksToSteps(start - range.start),
    ticksToSteps(duration),
  ];
  return answers.map((notes) => notes.map(onGrid));
}

async function exchange(
  whole: Score,
  { kind, settings, takes }: Pick<Job, "kind" | "settings" | "takes">,
  seed: number,
): Promise<readonly (readonly GridNote[])[]> {
  const due = TURN * barTicks(whole.meter);
  const notes = whole.notes
    .filter(({ start }) => start < due)
    .map((note) => ({ ...note, duration: Math.min(note.duration, due - note.start) }));
  const ask = prepareExchange({
    score: { ...whole, notes, key: detectKey(notes) ?? whole.key },
    you: whole.voices[0]!,
    partner: "partner" as VoiceId,
    due,
    bars: TURN,
    endsOpen: kind === "trade",
    held: [],
    settings: { ...DEFAULT_SETTINGS, ...settings },
    seed,
  });
  const randoms = Array.from({ length: takes }, (_, i) => createRandom(seed + 7919 * i));
  const pause = () => Promise.resolve();
  const answers = await continueMelody(ask, VOICE, await trained.melodyRnn(), randoms, pause);
  return answers.map((draft) =>
    draft.map(({ pitch, start, duration }): GridNote => [
      pitch,
      ticksToSteps(start - due),
      ticksToSteps(duration),
    ]),
  );
}

function keyOf(key: Key): { readonly tonic: number; readonly scale: readonly number[] } {
  const all = Array.from({ length: 12 }, (_, pitchClass) => pitchClass);
  return { tonic: tonic(key), scale: all.filter((pitchClass) => isInKey(pitchClass, key)) };
}

declare global {
  interface Window {
    keysOf(openings: readonly Opening[]): readonly ReturnType<typeof keyOf>[];
    answerAll(
      openings: readonly Opening[],
      job: Job,
    ): Promise<readonly (readonly (readonly GridNote[])[])[]>;
  }
}

window.keysOf = (openings) => openings.map((opening) => keyOf(scoreOf(opening, false).key));
window.answerAll = async (openings, job) => {
  const answers: (readonly (readonly GridNote[])[])[] = [];
  for (const [i, opening] of openings.entries())
    answers.push(await answer(opening, job, 1 + 104729 * i));
  return answers;
};
