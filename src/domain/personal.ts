import type { ModelName } from "./ask";
import { tonic, type Key } from "./key";
import { barTicks } from "./meter";
import { isPart, notesOfVoice, type Note, type Score } from "./score";

/**
 * A small variational autoencoder over the latent space of a MusicVAE: z, tanh, the mean and variance of a few numbers, tanh, z (Dinculescu,
 * Engel and Roberts, MidiMe: Personalizing a MusicVAE model with user data, 2019).
 */
export interface PersonalNet {
  /** Numbers of the MusicVAE's z. */
  readonly latent: number;
  /** Units of either hidden layer. */
  readonly hidden: number;
  /** Numbers in the middle. */
  readonly code: number;
  /** `[weightCount]`, laid out as `partsOf` of src/generation/personal-net.ts says. */
  readonly weights: Float32Array;
}

/** How many weights a net of these sizes has. */
export function weightCount({ latent, hidden, code }: Omit<PersonalNet, "weights">): number {
  const inward = latent * hidden + hidden + 2 * (hidden * code + code);
  const outward = code * hidden + hidden + hidden * latent + latent;
  return 2 * latent + inward + outward;
}

/** Which personal model it was. */
export interface PersonalName {
  readonly name: string;
  /** Milliseconds since 1970, UTC. */
  readonly learntMs: number;
  /** Stretches of two bars that it was learnt from. */
  readonly windows: number;
}

/** A style that was learnt on this machine from somebody's own lines. */
export interface PersonalModel extends PersonalName {
  /** Titles of the sketches that it was learnt from. */
  readonly sketches: readonly string[];
  /** The MusicVAE whose latent space it knows; it says nothing about any other. */
  readonly checkpoint: ModelName & { readonly digest: string };
  readonly net: PersonalNet;
}

/** Fewer stretches than this say too little of anybody. */
export const FEWEST_WINDOWS = 8;

/** One voice of a sketch as far as no model wrote it. */
export interface OwnLine {
  /** A person's or a file's notes, in order of start. */
  readonly own: readonly Note[];
  /** Notes of models in the same voice: where they sound, the line is not the person's. */
  readonly others: readonly Note[];
}

/** The voices that have notes of a person or a file; drums and what plays the chords are no lines. */
export function ownLines(score: Score): readonly OwnLine[] {
  return score.voices
    .filter(({ id }) => isPart(score, id))
    .map(({ id }) => {
      const notes = notesOfVoice(score, id);
      return {
        own: notes.filter(({ origin }) => origin.by !== "model"),
        others: notes.filter(({ origin }) => origin.by === "model"),
      };
    })
    .filter(({ own }) => own.length > 0);
}

/** Bars in which a person's own notes begin, over all lines. */
export function ownBars(score: Score): number {
  const bar = barTicks(score.meter);
  return ownLines(score).reduce(
    (sum, { own }) => sum + new Set(own.map(({ start }) => Math.floor(start / bar))).size,
    0,
  );
}

/**
 * Semitones that take a key to the one without signature, the shorter way.
 * @returns integer in [-6, 5]
 * @example toPlainKey({ fifths: 2, mode: "major" }) // => -2, D major to C major
 */
export function toPlainKey({ fifths }: Key): number {
  return ((18 - tonic({ fifths, mode: "major" })) % 12) - 6;
}
