import type { Chord } from "./chord";
import type { CopyRule, Echo } from "./echo";
import type { PersonalModel } from "./personal";
import type { Habits } from "./personal-habits";
import {
  PATTERNS,
  type NoteId,
  type Note,
  type Pattern,
  type Range,
  type Score,
  type VoiceId,
} from "./score";
import type { Midi, Ticks, Velocity } from "./units";

/** What a person can ask the models for. */
export const ASK_KINDS = [
  "harmonise",
  "vary",
  "continue",
  "rewrite",
  "blend",
  "accompany",
  "groove",
  "humanise",
] as const;
export type AskKind = (typeof ASK_KINDS)[number];

/** Who writes harmony: Antiphon's own one-pass model, or Coconet. */
export const HARMONISTS = ["harmony", "coconet"] as const;
export type HarmonistName = (typeof HARMONISTS)[number];

/** What harmony is written after. */
export const HARMONY_STYLES = ["chorale", "hymn"] as const;
export type HarmonyStyle = (typeof HARMONY_STYLES)[number];

/** How far the rules of part-writing bear on each choice. */
export const STRICTNESSES = ["strict", "normal", "off"] as const;
export type Strictness = (typeof STRICTNESSES)[number];

/** How often chords may change: once a bar, twice, or on each beat. */
export const HARMONIC_RHYTHMS = ["auto", "bar", "half", "beat"] as const;
export type HarmonicRhythm = (typeof HARMONIC_RHYTHMS)[number];

export const ASKED_PATTERNS = ["silent", ...PATTERNS] as const;
export type AskedPattern = (typeof ASKED_PATTERNS)[number];

/** What drums are played after: the styles of the Groove recordings that have bars enough to learn from, or whichever comes. */
export const BEAT_STYLES = [
  "any",
  "rock",
  "latin",
  "jazz",
  "funk",
  "afrocuban",
  "hiphop",
  "afrobeat",
  "neworleans",
  "dance",
  "soul",
  "reggae",
] as const;
export type BeatStyle = (typeof BEAT_STYLES)[number];

/** What a beat is made of: nothing, a rhythm that was tapped or played, or the drums that stand. */
export const BEAT_SOURCES = ["nothing", "rhythm", "drums"] as const;
export type BeatSource = (typeof BEAT_SOURCES)[number];

/** What *Vary*, *Blend* and *Continue* can be steered by. */
export const MELODY_ATTRIBUTES = ["density", "register", "leaps"] as const;
export type MelodyAttribute = (typeof MELODY_ATTRIBUTES)[number];

/** What the sliders say, and how much is wanted. */
export interface AskSettings {
  /** 0 similar to the base, 1 different from it. */
  readonly difference: number;
  /** 0 conventional, 1 surprising. */
  readonly surprise: number;
  /** -1 minor, 0 as the music has it, 1 major. */
  readonly mood: number;
  /** -1 sparser, 0 as it comes, 1 denser. */
  readonly density: number;
  /** -1 lower, 0 as it comes, 1 higher. */
  readonly register: number;
  /** -1 smoother, 0 as it comes, 1 leapier. */
  readonly leaps: number;
  /** *Vary* only, where there is a style of one's own: 0 like the tune, 1 like that style. */
  readonly personal: number;
  readonly harmonist: HarmonistName;
  /** The one-pass model only. */
  readonly style: HarmonyStyle;
  /** The one-pass model only. */
  readonly rules: Strictness;
  /** Whether harmony answers whenever the melody changes, without being asked. */
  readonly follow: boolean;
  /** *Accompany*: how often chords may change; *auto* as the melody would have it. */
  readonly harmonicRhythm: HarmonicRhythm;
  /** *Accompany*: how chords are played; *silent* for symbols alone. */
  readonly pattern: AskedPattern;
  /** *Groove*: what the drums are played after. */
  readonly beatStyle: BeatStyle;
  /** *Groove*: what the beat is made of. */
  readonly beatSource: BeatSource;
  /** *Groove*: 0 as few strokes as in the emptiest bars of the recordings, 1 as many as in the fullest. */
  readonly busyness: number;
  /** *Groove*: whether phrases end with a fill. */
  readonly fills: boolean;
  /** *Humanise*: 0 leaves notes as they are, 1 gives them all of a drummer's timing and accents. */
  readonly human: number;
  /** Which of the drafts that were drawn become takes: 0 those like the person's own habits, 1 those unlike them and recent takes. */
  readonly daring: number;
  /** Takes wanted, integer in [1, 8]. */
  readonly takes: number;
  /** Bars that *Continue* adds, integer in [1, 16]. */
  readonly bars: number;
}

export const DEFAULT_SETTINGS: AskSettings = {
  difference: 0.35,
  surprise: 0.3,
  mood: 0,
  density: 0,
  register: 0,
  leaps: 0,
  personal: 0,
  harmonist: "harmony",
  style: "chorale",
  rules: "normal",
  follow: false,
  harmonicRhythm: "auto",
  pattern: "block",
  beatStyle: "rock",
  beatSource: "nothing",
  busyness: 0.5,
  fills: true,
  human: 0.7,
  daring: 0.5,
  takes: 3,
  bars: 4,
};

/** What takes are chosen beside. */
export interface Beside {
  /** What was offered of late over the same bars and voices, in the voices of this ask. */
  readonly recent: readonly Pick<Draft, "notes" | "chords">[];
  /** How the person writes; undefined where too little is there to tell. */
  readonly habits: Habits | undefined;
}

/** How a take came to be offered. */
export interface Chosen {
  /** Drafts that were drawn, of which the takes of its ask were chosen. */
  readonly of: number;
  /** How different any two of those drafts are on the average, in [0, 1]: so different would takes be that chance alone picks. */
  readonly byChance: number;
}

/** One question to a model. */
export interface Ask {
  readonly kind: AskKind;
  /** The base, with every voice that is to be written already there. */
  readonly score: Score;
  /** The voices to write into. */
  readonly voices: readonly VoiceId[];
  /** Where to write; *Continue* writes behind the last bar of `score`. */
  readonly range: Range;
  /** *Blend* only: what to meet halfway; its `melodyVoice` meets that of `score`. */
  readonly other?: Score;
  /** *Vary* only: the style that `settings.personal` goes towards. */
  readonly personal?: PersonalModel;
  /** *Continue* only: whether it stops in the middle of things, for somebody else to go on, rather than come home. */
  readonly endsOpen?: boolean;
  /** *Groove* from a rhythm only: the notes whose onsets are to be drummed, in or beside the range. */
  readonly rhythm?: readonly Note[];
  /** What takes are chosen beside, from more drafts than are wanted; without it the first that come are the answer. */
  readonly beside?: Beside;
  /** What is done with a draft that copies beyond what people share; nothing when not given. */
  readonly copies?: CopyRule;
  /** Somebody plays meanwhile: nothing is waited for or drawn again only to tell what copies. */
  readonly inTime?: boolean;
  readonly settings: AskSettings;
  /** The same ask with the same seed and model gives the same notes. Integer in [0, 2^31). */
  readonly seed: number;
}

/** A note that a model proposes. */
export interface DraftNote {
  readonly voice: VoiceId;
  readonly pitch: Midi;
  readonly start: Ticks;
  readonly duration: Ticks;
  readonly velocity: Velocity;
  /** *Humanise* only: the note that this is, played otherwise. */
  readonly of?: NoteId;
}

/** A chord that a model proposes, and how it is to be played, if at all. */
export interface DraftChord {
  readonly start: Ticks;
  readonly chord: Chord;
  readonly playing: { readonly pattern: Pattern; readonly seed: number } | undefined;
}

/** A model by name and version, as its card has them. */
export interface ModelName {
  readonly name: string;
  readonly version: string;
}

/**
 * A model's answer: `notes` take the place of all unlocked notes of the asked voices in the asked range,
 * notes that reach into it from before are cut short at its start.
 */
export interface Draft {
  readonly notes: readonly DraftNote[];
  /** In order; they take the place of all chords in the asked range. Undefined where chords stay as they are. */
  readonly chords?: readonly DraftChord[];
  readonly model: ModelName;
  /** The seed that alone makes this draft again. */
  readonly seed: number;
  /** Where it was chosen among more. */
  readonly chosen?: Chosen;
  /** What it copies, where that is more than people share. */
  readonly echo?: Echo;
}

/** @example takeNoun("harmonise") // => "Harmony" */
export function takeNoun(kind: AskKind): string {
  return TAKE_NOUNS[kind];
}

const TAKE_NOUNS: Record<AskKind, string> = {
  harmonise: "Harmony",
  vary: "Variation",
  continue: "Continuation",
  rewrite: "Rewrite",
  blend: "Blend",
  accompany: "Chords",
  groove: "Drums",
  humanise: "Feel",
};
