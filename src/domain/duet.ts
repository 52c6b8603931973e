import type { Ask, AskSettings, Draft } from "./ask";
import { composeTake } from "./asking";
import type { Echo } from "./echo";
import { barTicks, beatTicks, type Meter } from "./meter";
import type { Played } from "./performance";
import {
  endOf,
  type Instrument,
  type Note,
  type NoteId,
  type PlacedChord,
  type Score,
  type TakeId,
  type Voice,
  type VoiceId,
} from "./score";
import { TICKS_PER_STEP, type Midi, type Ticks, type Velocity } from "./units";
import { newVoice, PARTNER_NAMES } from "./voicing";

/**
 * How the machine plays along with who records: it answers each phrase after a rest, takes turns of as many bars, or follows each note with
 * one of its own.
 */
export const PARTNERS = ["none", "answer", "trade", "shadow"] as const;
export type Partner = (typeof PARTNERS)[number];

/** Bars that a turn of the machine can have, and of the person too where turns are traded. */
export const TURNS = [1, 2, 4, 8] as const;
export type TurnBars = (typeof TURNS)[number];

/** Bars of what both played that an answer is made from. */
const MEMORY = 8;

/** Takes that are answers have asks that begin so. */
const ASK = "duet";
const SHADOW_ASK = "shadow";

/** The ask that the takes of one exchange share. @param number from 1 @param recording its name */
export function exchangeAsk(number: number, recording: string): string {
  return `${ASK} ${number} of ${recording}`;
}

export function isExchange(ask: string): boolean {
  return ask.startsWith(`${ASK} `);
}

/** The ask of what shadowed a recording. */
export function shadowAsk(recording: string): string {
  return `${SHADOW_ASK} of ${recording}`;
}

export function isShadow(ask: string): boolean {
  return ask.startsWith(`${SHADOW_ASK} `);
}

/** A person's turn, as far as it has come. */
export interface OwnTurn {
  readonly from: Ticks;
  readonly now: Ticks;
  /** How long before it is due an answer has to be asked for. */
  readonly lead: Ticks;
  /** Whether there is anything to answer. */
  readonly hasPlayed: boolean;
  /** When the last note was let go; undefined while one is held. */
  readonly silentSince: Ticks | undefined;
}

/**
 * Where the answer is to begin that has to be asked for now; undefined while there is time, or the phrase goes on. A phrase is over after
 * a beat of rest; the answer comes with the next bar. Traded turns are over when their bars are.
 */
export function answerDue(
  partner: "answer" | "trade",
  bars: TurnBars,
  meter: Meter,
  { from, now, lead, hasPlayed, silentSince }: OwnTurn,
): Ticks | undefined {
  const bar = barTicks(meter);
  if (!hasPlayed) return undefined;
  if (partner === "trade") {
    const turn = bars * bar;
    // A turn in which nothing was there to answer is followed by another.
    const due = from + Math.max(1, Math.ceil((now - from) / turn)) * turn;
    return now >= due - lead ? due : undefined;
  }
  const due = (Math.floor(now / bar) + 1) * bar;
  const isOver = silentSince !== undefined && due - silentSince >= beatTicks(meter);
  return isOver && now >= due - lead ? due : undefined;
}

/** Where an answer can begin that is there now: when it is due, or else with the next bar: a late entry would be off the beat. @param next the first tick that can still sound on time */
export function answerStart(due: Ticks, next: Ticks, meter: Meter): Ticks {
  if (next <= due) return due;
  const bar = barTicks(meter);
  return due + Math.ceil((next - due) / bar) * bar;
}

export interface ExchangeWish {
  readonly score: Score;
  readonly you: Voice;
  readonly partner: VoiceId;
  readonly due: Ticks;
  readonly bars: number;
  /** Whether it leaves off rather than come home. */
  readonly endsOpen: boolean;
  /** What is held still, and so stands in no score. */
  readonly held: readonly Played[];
  readonly settings: AskSettings;
  readonly seed: number;
}

/** What both played lately, in one line, and the question how it goes on. Its first bar is the first that is remembered: bars long past cost nothing. */
export function prepareExchange(wish: ExchangeWish): Ask {
  const { score, you, partner, due, bars, endsOpen, held, settings, seed } = wish;
  const bar = barTicks(score.meter);
  const origin = Math.max(0, due - MEMORY * bar);
  const heard = score.notes
    .filter((note) => note.voice === you.id || note.voice === partner)
    .filter((note) => note.start < due && endOf(note) > origin)
    .map((note) => ({ ...note, voice: you.id }));
  const still = held.map(({ pitch, velocity, start, end }, i): Note => ({
    id: `held ${i}` as NoteId,
    voice: you.id,
    pitch,
    start: Math.max(0, Math.round(start)),
    duration: Math.round(end - start),
    velocity,
    origin: { by: "you" },
  }));
  const notes = [...heard, ...still].flatMap((note) => {
    const start = Math.max(note.start, origin) - origin;
    const duration = Math.min(endOf(note), due) - origin - start;
    return duration > 0 ? [{ ...note, start, duration, asPlayed: undefined }] : [];
  });
  const start = due - origin;
  return {
    kind: "continue",
    score: {
      ...score,
      voices: [{ ...you, locked: false }],
      bars: start / bar,
      notes,
      chords: chordsFrom(score.chords, origin),
      locks: [],
      accompaniment: undefined,
    },
    voices: [you.id],
    range: { start, end: start + bars * bar },
    endsOpen,
    settings,
    seed,
  };
}

/** The chords from `origin` on, counted from it; the one in force there is the first. */
function chordsFrom(chords: readonly PlacedChord[], origin: Ticks): readonly PlacedChord[] {
  const first = chords.findLastIndex(({ start }) => start <= origin);
  return chords
    .slice(Math.max(0, first))
    .map((placed) => ({ ...placed, start: Math.max(0, placed.start - origin) }));
}

/** The answer in its voice, as a take of the sketch. */
export function composeAnswer(
  ask: Ask,
  draft: Draft,
  /** Where it goes, and begins. */
  place: { readonly score: Score; readonly partner: VoiceId; readonly start: Ticks },
  take: TakeId,
  newId: () => NoteId,
): Score {
  const { score, partner, start } = place;
  const shift = start - ask.range.start;
  const range = { start, end: ask.range.end + shift };
  const notes = draft.notes.map((note) => ({ ...note, voice: partner, start: note.start + shift }));
  return composeTake({ ...ask, score, voices: [partner], range }, { ...draft, notes }, take, newId);
}

/** What an answer copies, where it goes. */
export function answerEcho(
  { range, score }: Ask,
  echo: Echo,
  { partner, start }: { readonly partner: VoiceId; readonly start: Ticks },
): Echo {
  const shift = start - range.start;
  const bars = shift / barTicks(score.meter);
  return {
    ...echo,
    start: echo.start + shift,
    bars: [echo.bars[0] + bars, echo.bars[1] + bars],
    lines: echo.lines.map((line) => ({ ...line, voice: partner })),
  };
}

/** The voice that the machine plays in, and whether it has to be added: one of that name that is not locked and not the person's. */
export function partnerVoice(
  score: Score,
  you: Voice,
  partner: "answer" | "trade" | "shadow",
  newId: () => VoiceId,
): { readonly voice: Voice; readonly isNew: boolean } {
  const name = partner === "shadow" ? PARTNER_NAMES.shadow : PARTNER_NAMES.answer;
  const known = score.voices.find(
    (voice) => voice.name === name && voice.id !== you.id && !voice.locked,
  );
  if (known) return { voice: known, isNew: false };
  const instrument = partner === "shadow" ? you.instrument : OTHER[you.instrument];
  return { voice: { ...newVoice(score, newId(), name), instrument }, isNew: true };
}

/** Who answers is to be told by the sound. */
const OTHER: Record<Instrument, Instrument> = {
  piano: "clarinet",
  strings: "piano",
  organ: "flute",
  clarinet: "piano",
  flute: "clarinet",
  cello: "piano",
  drums: "piano",
};

export interface ShadowWish {
  readonly score: Score;
  readonly you: Voice;
  readonly shadow: Voice;
  /** What has just been struck, and when. */
  readonly struck: { readonly pitch: Midi; readonly velocity: Velocity; readonly tick: Ticks };
  readonly settings: AskSettings;
  readonly seed: number;
}

/** Bars before it that bear on what a note's shadow is. */
const SHADOW_MEMORY = 2;

/** The note that goes with the one just struck, as if that lasted a beat: a question to the one-pass model about this beat alone. */
export function prepareShadow({ score, you, shadow, struck, settings, seed }: ShadowWish): Ask {
  const bar = barTicks(score.meter);
  const now = Math.round(Math.max(0, struck.tick) / TICKS_PER_STEP) * TICKS_PER_STEP;
  const origin = Math.max(0, Math.floor(now / bar) - SHADOW_MEMORY) * bar;
  const start = now - origin;
  const end = start + beatTicks(score.meter);
  const before = score.notes
    .filter(({ voice }) => voice === you.id || voice === shadow.id)
    .flatMap((note) => {
      const from = Math.max(note.start, origin) - origin;
      const duration = Math.min(endOf(note) - origin, start) - from;
      return duration > 0 ? [{ ...note, start: from, duration, asPlayed: undefined }] : [];
    });
  const note: Note = {
    id: "struck" as NoteId,
    voice: you.id,
    pitch: struck.pitch,
    start,
    duration: end - start,
    velocity: struck.velocity,
    origin: { by: "you" },
  };
  return {
    kind: "harmonise",
    score: {
      ...score,
      voices: [you, shadow],
      bars: Math.ceil(end / bar),
      notes: [...before, note],
      chords: chordsFrom(score.chords, origin),
      locks: [],
      accompaniment: undefined,
    },
    voices: [shadow.id],
    range: { start, end },
    settings: { ...settings, harmonist: "harmony", takes: 1 },
    seed,
  };
}

/** The pitch that goes with the struck note. Undefined where the model leaves it alone. */
export function shadowPitch({ range }: Ask, { notes }: Draft): Midi | undefined {
  return notes.find(({ start, duration }) => start <= range.start && start + duration > range.start)
    ?.pitch;
}
