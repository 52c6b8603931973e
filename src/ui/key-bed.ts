import { pitchClassOf, scale, tonic, type Key } from "../domain/key";
import { PLAYING_KEYS } from "../domain/performance";
import type { Midi } from "../domain/units";

/** Something to strike on the page. Across in pixels, down in shares of the bed's height, both from its left top corner. */
export interface BedKey {
  readonly pitch: Midi;
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly height: number;
  /** Black keys lie over white ones. */
  readonly isBlack: boolean;
  /** The computer's key that plays it. */
  readonly letter: string | undefined;
  /** On a pad: its place in the scale, from 1. */
  readonly degree: number | undefined;
}

/** What stands on the keys that play, on a keyboard in English. */
const LETTERS = PLAYING_KEYS.map((code) => (code === "Semicolon" ? ";" : code.slice(-1)));
const WHITE_CLASSES: ReadonlySet<number> = new Set([0, 2, 4, 5, 7, 9, 11]);
/** No finger hits a narrower one. */
const NARROWEST = 36;
const MOST_WHITE = 22;
/** How far down a black key reaches. */
const BLACK_DEPTH = 0.6;
const NARROWEST_PAD = 44;
/** Two octaves and the tonic again. */
const MOST_PADS = 15;
/** Each row begins an octave above the one below it. */
const PAD_ROWS = 2;

/** The keys of a piano from the C `lowest` that a bed so wide has room for, the white ones first. */
export function pianoKeys(lowest: Midi, width: number): readonly BedKey[] {
  const count = Math.min(MOST_WHITE, Math.max(1, Math.floor(width / NARROWEST)));
  const each = width / count;
  const white: BedKey[] = [];
  const black: BedKey[] = [];
  for (let pitch = lowest; pitch <= 127; pitch++) {
    const key = { pitch, top: 0, letter: LETTERS[pitch - lowest], degree: undefined };
    const left = white.length * each;
    if (WHITE_CLASSES.has(pitchClassOf(pitch))) {
      if (white.length === count) break;
      white.push({ ...key, isBlack: false, left, width: each, height: 1 });
    } else {
      const thin = 0.62 * each;
      black.push({
        ...key,
        isBlack: true,
        left: left - thin / 2,
        width: thin,
        height: BLACK_DEPTH,
      });
    }
  }
  // A black key at the right edge would be half of one.
  return [...white, ...black.filter(({ left, width: thin }) => left + thin <= width)];
}

/** The notes of a key as pads, from the first tonic at or above `lowest`: the lower row, then the one an octave higher. */
export function scalePads(lowest: Midi, key: Key, width: number): readonly BedKey[] {
  const count = Math.min(MOST_PADS, Math.max(1, Math.floor(width / NARROWEST_PAD)));
  const first = lowest + ((tonic(key) - pitchClassOf(lowest) + 12) % 12);
  const steps = scale(key).map((pitchClass) => (pitchClass - tonic(key) + 12) % 12);
  const each = width / count;
  return Array.from({ length: PAD_ROWS * count }, (_, i): BedKey => {
    const [row, place] = [Math.floor(i / count), i % count];
    const pitch =
      first + 12 * (row + Math.floor(place / steps.length)) + steps[place % steps.length]!;
    return {
      pitch,
      left: place * each,
      width: each,
      top: (PAD_ROWS - 1 - row) / PAD_ROWS,
      height: 1 / PAD_ROWS,
      isBlack: false,
      letter: undefined,
      degree: (place % steps.length) + 1,
    };
  }).filter(({ pitch }) => pitch <= 127);
}

/** What lies at `x` pixels and `depth` of the bed's height, black keys above white ones. */
export function keyAt(keys: readonly BedKey[], x: number, depth: number): BedKey | undefined {
  const isUnder = ({ left, width, top, height }: BedKey) =>
    x >= left && x < left + width && depth >= top && depth <= top + height;
  return keys.find((key) => key.isBlack && isUnder(key)) ?? keys.find((key) => isUnder(key));
}
