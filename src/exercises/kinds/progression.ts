import type { Key } from "../../domain/key";
import type { Random } from "../../domain/random";
import type { Level } from "../exercise";
import { numeral, type Numeral } from "./numeral";

/** How a phrase ends. */
export type Cadence = "authentic" | "half";

/** What may follow what, as textbooks of common practice have it: tonic, predominant, dominant, tonic. By the level from which on each is met. */
const MAJOR: readonly (readonly [level: Level, from: string, to: string])[] = [
  [1, "I", "IV V"],
  [1, "IV", "V I"],
  [1, "V", "I"],
  [2, "I", "I6 vi ii6 V6"],
  [2, "I6", "IV ii6 V I"],
  [2, "vi", "IV ii6 ii"],
  [2, "ii6", "V"],
  [2, "ii", "V V6"],
  [2, "IV", "ii6 I6"],
  [2, "V6", "I"],
  [2, "V", "vi"],
  [3, "I", "V43 V65 viio6 V42"],
  [3, "I6", "V43 viio6"],
  [3, "IV", "V7 viio6 V65"],
  [3, "ii6", "V7 V42"],
  [3, "V7", "I vi"],
  [3, "V65", "I"],
  [3, "V43", "I I6"],
  [3, "V42", "I6"],
  [3, "viio6", "I I6"],
  [4, "I", "V65/IV V65/V ii65"],
  [4, "I6", "V7/V V65/V"],
  [4, "vi", "V65/V V7/V"],
  [4, "V65/V", "V V7"],
  [4, "V7/V", "V V7"],
  [4, "V65/IV", "IV"],
  [4, "ii65", "V V7"],
];

const MINOR: typeof MAJOR = [
  [1, "i", "iv V"],
  [1, "iv", "V i"],
  [1, "V", "i"],
  [2, "i", "i6 VI iio6 V6"],
  [2, "i6", "iv iio6 V i"],
  [2, "VI", "iv iio6"],
  [2, "iio6", "V"],
  [2, "iv", "iio6 i6"],
  [2, "V6", "i"],
  [2, "V", "VI"],
  [3, "i", "V43 V65 viio6"],
  [3, "i6", "V43 viio6"],
  [3, "iv", "V7"],
  [3, "iio6", "V7"],
  [3, "V7", "i VI"],
  [3, "V65", "i"],
  [3, "V43", "i i6"],
  [3, "V42", "i6"],
  [3, "viio6", "i i6"],
  [4, "i", "V65/iv iiø65 V42"],
  [4, "i6", "V65/iv"],
  [4, "V65/iv", "iv"],
  [4, "iiø65", "V V7"],
];

/** The last chords of a phrase. */
const ENDINGS: Readonly<
  Record<Key["mode"], Record<Cadence, readonly (readonly [Level, string])[]>>
> = {
  major: {
    authentic: [
      [1, "IV V I"],
      [2, "ii6 V I"],
      [3, "ii6 V7 I"],
      [3, "ii6 I64 V7 I"],
      [4, "IV I64 V7 I"],
    ],
    half: [
      [1, "IV V"],
      [2, "ii6 V"],
      [4, "V65/V V"],
    ],
  },
  minor: {
    authentic: [
      [1, "iv V i"],
      [2, "iio6 V i"],
      [3, "iio6 V7 i"],
      [3, "iv i64 V7 i"],
      [4, "iiø65 i64 V7 i"],
    ],
    half: [
      [1, "iv V"],
      [2, "iv V"],
      [4, "iiø65 V"],
    ],
  },
};

/**
 * Chords of a phrase that begins on the tonic and ends with the cadence; no two that follow each other are the same.
 * @param length at least 5
 */
export function progression(
  length: number,
  cadence: Cadence,
  key: Key,
  level: Level,
  random: Random,
): readonly Numeral[] {
  const table = key.mode === "major" ? MAJOR : MINOR;
  const next = (from: string) =>
    table
      .filter(([since, chord]) => since <= level && chord === from)
      .flatMap(([, , to]) => to.split(" "))
      .filter((to) => table.some(([since, chord]) => since <= level && chord === to));
  const home = key.mode === "major" ? "I" : "i";
  for (const [since, chords] of shuffled(ENDINGS[key.mode][cadence], random)) {
    const ending = chords.split(" ");
    if (since > level || ending.length >= length) continue;
    const path = walk([home], length - ending.length, ending[0]!, next, random);
    if (path) return [...path, ...ending].map((text) => numeral(text, key));
  }
  throw new RangeError(`no phrase of ${length} chords at level ${level}`);
}

/** `path` gone on to `length` chords, from the last of which one may go to `goal`; undefined where there is no such way. */
function walk(
  path: readonly string[],
  length: number,
  goal: string,
  next: (from: string) => readonly string[],
  random: Random,
): readonly string[] | undefined {
  const last = path.at(-1)!;
  const ways = next(last);
  if (path.length === length) return ways.includes(goal) || isSame(last, goal) ? path : undefined;
  for (const to of shuffled(ways, random)) {
    // To and fro and to and fro again leads nowhere.
    if (to === path.at(-2) && last === path.at(-3)) continue;
    const found = walk([...path, to], length, goal, next, random);
    if (found) return found;
  }
  return undefined;
}

/** A triad may go on as its own inversion. */
function isSame(a: string, b: string): boolean {
  return a !== b && a.replace(/\d+$/, "") === b.replace(/\d+$/, "");
}

/** `items` in an order that the seed decides. */
export function shuffled<Item>(items: readonly Item[], random: Random): readonly Item[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}

/** One of `items`, at least one. */
export function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(random() * items.length)]!;
}
