import { DEFAULT_SETTINGS, type AskSettings } from "../../src/domain/ask";
import { composeTake, prepareAsk } from "../../src/domain/asking";
import { detectKey } from "../../src/domain/key";
import { barTicks, type Meter } from "../../src/domain/meter";
import {
  emptyScore,
  type Note,
  type NoteId,
  type Origin,
  type TakeId,
  type VoiceId,
} from "../../src/domain/score";
import { newVoice } from "../../src/domain/voicing";
import { chordClass } from "../../src/generation/chord-classes";
import { drumsIn } from "../../src/originality/drum-echoes";
import { chordEvents, progressionsIn } from "../../src/originality/progression-echoes";
import type { ChordEvent } from "../../src/originality/progressions";
import { queryOf } from "../../src/originality/query";
import { compose } from "../generation/trained";

/** A melody that somebody might have written, in ticks; drums need none. */
export interface Prompt {
  readonly meter: Meter;
  readonly notes: readonly (readonly [start: number, duration: number, pitch: number])[];
  /** What is asked of it besides. */
  readonly settings?: Partial<AskSettings>;
}

/** Bars that are asked for where there is no melody. */
const BARS = 8;

export interface Job {
  readonly kind: "harmonise" | "vary" | "continue" | "accompany" | "groove";
  readonly settings: Partial<AskSettings>;
}

/** What a model wrote in a take. */
export interface Written {
  readonly lines: readonly WrittenLine[];
  readonly progressions: readonly (readonly ChordEvent[])[];
  readonly drums: readonly { readonly steps: number; readonly strokes: readonly number[] }[];
}

/** A line that a model wrote. */
export interface WrittenLine {
  readonly kind: "melody" | "part";
  readonly notes: readonly { readonly pitch: number; readonly start: number }[];
}

/** What the page itself answers, take by take, as it is looked at before it is offered. */
async function takes(
  prompt: Prompt,
  { kind, settings }: Job,
  seed: number,
): Promise<readonly Written[]> {
  const voice = "melody" as VoiceId;
  const notes = prompt.notes.map(([start, duration, pitch], i): Note => ({
    id: `n${i}` as NoteId,
    voice,
    pitch,
    start,
    duration,
    velocity: 80,
    origin: { by: "you" },
  }));
  const { meter } = prompt;
  const end = Math.max(0, ...notes.map(({ start, duration }) => start + duration));
  const score = {
    ...emptyScore,
    meter,
    bars: Math.ceil(end / barTicks(meter)) || BARS,
    voices: [newVoice(emptyScore, voice, "Melody")],
    key: detectKey(notes) ?? emptyScore.key,
    notes,
  };
  let voices = 0;
  const ask = prepareAsk(
    {
      kind,
      score,
      selection: new Set(),
      settings: { ...DEFAULT_SETTINGS, ...settings, ...prompt.settings },
      seed,
    },
    () => `voice ${voices++}` as VoiceId,
  );
  if (typeof ask === "string") throw new RangeError(`a melody cannot be asked about: ${ask}`);
  const drafts = await compose({ ...ask, beside: { recent: [], habits: undefined } });
  return drafts.map((draft) => {
    const take = "take" as TakeId;
    let written = 0;
    const whole = composeTake(ask, draft, take, () => `w${written++}` as NoteId);
    const isIts = ({ origin }: { readonly origin: Origin }) =>
      origin.by === "model" && origin.take === take;
    return {
      lines: queryOf(whole, isIts).map((line) => ({
        kind: line.kind,
        notes: line.notes.map(({ pitch, start }) => ({ pitch, start })),
      })),
      progressions: progressionsIn(whole, isIts).map((chords) => chordEvents(chords, chordClass)),
      drums: drumsIn(whole, isIts).map(({ steps, strokes }) => ({ steps, strokes: [...strokes] })),
    };
  });
}

declare global {
  interface Window {
    takesOf(prompts: readonly Prompt[], job: Job): Promise<readonly (readonly Written[])[]>;
  }
}

window.takesOf = async (prompts, job) => {
  const all: (readonly Written[])[] = [];
  for (const [i, prompt] of prompts.entries()) all.push(await takes(prompt, job, 1 + 7919 * i));
  return all;
};
