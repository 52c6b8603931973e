import type { Chord } from "../../src/domain/chord";
import { parseChord } from "../../src/domain/chord-symbol";
import {
  emptyScore,
  type Note,
  type NoteId,
  type PlacedChord,
  type Score,
  type TakeId,
  type Voice,
  type VoiceId,
} from "../../src/domain/score";
import type { Ids } from "../../src/domain/asking";

/** Ids that count up from 1, the same in every run. */
export function countingIds(prefix = "t"): Ids & { take(): TakeId } {
  let count = 0;
  const next = (kind: string) => `${prefix}-${kind}${++count}`;
  return {
    note: () => next("note") as NoteId,
    voice: () => next("voice") as VoiceId,
    take: () => next("take") as TakeId,
  };
}

export function voice(id: string, overrides: Partial<Voice> = {}): Voice {
  return {
    id: id as VoiceId,
    name: id,
    pigment: "vermilion",
    instrument: "piano",
    volume: 0.8,
    muted: false,
    solo: false,
    locked: false,
    ...overrides,
  };
}

/** A quarter note C4 of yours in voice "soprano" at the start, unless said otherwise. */
export function note(
  overrides: Omit<Partial<Note>, "id" | "voice"> & { id?: string; voice?: string } = {},
): Note {
  return {
    pitch: 60,
    start: 0,
    duration: 480,
    velocity: 80,
    origin: { by: "you" },
    ...overrides,
    id: (overrides.id ?? `n-${overrides.start ?? 0}-${overrides.pitch ?? 60}`) as NoteId,
    voice: (overrides.voice ?? "soprano") as VoiceId,
  };
}

/** Four bars of 4/4 with one voice "soprano" and the given notes. */
export function score(notes: readonly Note[] = [], overrides: Partial<Score> = {}): Score {
  return { ...emptyScore, voices: [voice("soprano")], notes, ...overrides };
}

/** Quarter notes one after another in one voice. */
export function melody(pitches: readonly number[], voiceId = "soprano"): readonly Note[] {
  return pitches.map((pitch, i) =>
    note({ id: `${voiceId}-${i}`, voice: voiceId, pitch, start: i * 480 }),
  );
}

/** A chord as it is typed. */
export function chord(symbol: string): Chord {
  const read = parseChord(symbol);
  if (!read.ok) throw new Error(`${symbol} is no chord`);
  return read.value;
}

/** A chord of yours in the sketch, unless said otherwise. */
export function placedChord(
  start: number,
  symbol: string,
  overrides: Partial<PlacedChord> = {},
): PlacedChord {
  return {
    start,
    chord: chord(symbol),
    origin: { by: "you" },
    locked: false,
    playing: undefined,
    ...overrides,
  };
}
