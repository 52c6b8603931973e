import { PLAYING_KEYS } from "../domain/performance";
import type { Midi } from "../domain/units";

/** A key of the piano on the page, in pixels from its left. */
export interface BedKey {
  readonly pitch: Midi;
  readonly isBlack: boolean;
  readonly left: number;
  readonly width: number;
  /** The computer's key that plays it. */
  readonly letter: string | undefined;
}

/** What stands on the keys that play, on a keyboard in English. */
const LETTERS = PLAYING_KEYS.map((code) => (code === "Semicolon" ? ";" : code.slice(-1)));
const WHITE_CLASSES: ReadonlySet<number> = new Set([0, 2, 4, 5, 7, 9, 11]);
/** No finger hits a narrower one. */
const NARROWEST = 36;
const MOST_WHITE = 22;
/** How far down a black key reaches. */
const BLACK_DEPTH = 0.6;

/** The keys from the C `lowest` that a bed so wide has room for, the white ones first. */
export function bedKeys(lowest: Midi, width: number): readonly BedKey[] {
  const count = Math.min(MOST_WHITE, Math.max(1, Math.floor(width / NARROWEST)));
  const each = width / count;
  const white: BedKey[] = [];
  const black: BedKey[] = [];
  for (let pitch = lowest; pitch <= 127; pitch++) {
    const letter = LETTERS[pitch - lowest];
    if (WHITE_CLASSES.has(pitch % 12)) {
      if (white.length === count) break;
      white.push({ pitch, isBlack: false, left: white.length * each, width: each, letter });
    } else {
      const thin = 0.62 * each;
      black.push({
        pitch,
        isBlack: true,
        left: white.length * each - thin / 2,
        width: thin,
        letter,
      });
    }
  }
  // A black key at the right edge would be half of one.
  return [...white, ...black.filter(({ left, width: thin }) => left + thin <= width)];
}

/** The key at `x` pixels and `depth` of the bed's height, black ones above white ones. */
export function keyAt(keys: readonly BedKey[], x: number, depth: number): BedKey | undefined {
  if (depth < 0 || depth > 1) return undefined;
  const isUnder = ({ left, width }: BedKey) => x >= left && x < left + width;
  return (
    (depth < BLACK_DEPTH ? keys.find((key) => key.isBlack && isUnder(key)) : undefined) ??
    keys.find((key) => !key.isBlack && isUnder(key))
  );
}
