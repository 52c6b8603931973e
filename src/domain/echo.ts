import type { Harmony } from "./chord";
import type { Meter } from "./meter";
import type { VoiceId } from "./score";
import type { Midi, Ticks } from "./units";

/** The parts that a piece may have, from the highest to the lowest. */
export const PARTS = ["melody", "alto", "tenor", "bass"] as const;
export type Part = (typeof PARTS)[number];

/** A note of either side of an echo. `start` is ticks of the sketch, from where the echo begins; it may be negative. */
export interface EchoNote {
  readonly pitch: Midi;
  readonly start: Ticks;
  readonly duration: Ticks;
  /** Index of the same note on the other side; undefined where it has none. */
  readonly same: number | undefined;
}

/** One voice of a sketch beside one line of a piece. */
export interface EchoLine {
  readonly voice: VoiceId;
  readonly part: Part | "drums";
  readonly ours: readonly EchoNote[];
  /** At its own pitch, in the sketch's note values. */
  readonly theirs: readonly EchoNote[];
}

/** A chord of either side of an echo; `start` and `same` as a note's. */
export interface EchoChord {
  readonly chord: Harmony;
  readonly start: Ticks;
  readonly duration: Ticks;
  readonly same: number | undefined;
}

/** The chords of a sketch beside those of a piece. */
export interface EchoChords {
  readonly ours: readonly EchoChord[];
  readonly theirs: readonly EchoChord[];
}

/** Which piece it is. */
export interface EchoPiece {
  readonly title: string;
  /** Empty where nobody is known. */
  readonly composer: string;
  readonly collection: string;
  readonly year: number | undefined;
  readonly meter: Meter;
}

/** How a stretch of a sketch resembles a piece that models were trained on. */
export interface Echo {
  readonly piece: EchoPiece;
  /** First and last bar of the sketch, from 1. */
  readonly bars: readonly [first: number, last: number];
  /** First and last bar of the piece, from 1; an upbeat is 0. */
  readonly theirBars: readonly [first: number, last: number];
  /** Where it begins in the sketch. */
  readonly start: Ticks;
  /** Semitones from theirs to ours. */
  readonly transposition: number;
  /** Notes, or chords, that are the same, of those that the stretch of the sketch has. */
  readonly matched: number;
  readonly of: number;
  /** One of how many phrases by people has as much in common with another piece; at least 1. */
  readonly oneIn: number;
  /** Whether it is rarer than that, and nobody can tell by how much. */
  readonly isRarest?: boolean;
  /** Whether that is more than people share, as sure as 95 %. */
  readonly beyond: boolean;
  /** The line that is most alike first; none where chords are alike. */
  readonly lines: readonly EchoLine[];
  /** Where chords are alike: theirs at their own pitch, in the sketch's note values. */
  readonly chords?: EchoChords | undefined;
  /** Titles of other pieces that are as much like the same stretch: versions of one tune, often. */
  readonly also: readonly string[];
  /** Rights in the piece may still be held: it is named, and there are no notes of it, nor is it known how much higher it is. */
  readonly isNamedOnly?: boolean;
}

/** What is alike in an echo. */
export type EchoMatter = "notes" | "chords" | "strokes";

export function matterOf({ lines, chords }: Echo): EchoMatter {
  if (chords) return "chords";
  return lines[0]?.part === "drums" ? "strokes" : "notes";
}

/** What a query found, and what it looked at. */
export interface Comparison {
  /** The most unusual first. */
  readonly echoes: readonly Echo[];
  readonly voices: number;
  readonly notes: number;
  readonly pieces: number;
}

/** What is done with a take that copies beyond what people share. */
export const COPY_RULES = ["mark", "redraw", "off"] as const;
export type CopyRule = (typeof COPY_RULES)[number];
