import { createRandom } from "../../src/domain/random";
import {
  progressionsOf,
  type ChordEvent,
  type Progressions,
  type WrittenSheet,
} from "../../src/originality/progressions";
import { COLLECTIONS } from "./pieces";

/** Chords made at random: roots go by fourths and steps most of the time, as in songs. */
export function changes(seed: number, chords = 24): readonly ChordEvent[] {
  const random = createRandom(7000 + seed);
  const draw = (of: readonly number[]) => of[Math.floor(random() * of.length)]!;
  let [start, root, quality] = [0, 0, 0];
  return Array.from({ length: chords }, (): ChordEvent => {
    root = (root + draw([5, 5, 5, 7, 2, 10, 9, 3, 1])) % 12;
    quality = draw([0, 0, 1, 2, 2, 4, 3]);
    const duration = draw([960, 960, 1920, 1920, 480]);
    const chord: ChordEvent = [start, duration, root, quality];
    start += duration;
    return chord;
  });
}

export function sheetOf(seed: number, chords = changes(seed)): WrittenSheet {
  return {
    title: `Song ${seed}`,
    composer: "",
    collection: 0,
    family: seed,
    meter: { beats: 4, unit: 4 },
    bar: 1920,
    upbeat: false,
    chords,
  };
}

/** So many songs, "Song 0", "Song 1" … */
export function madeUpSheets(count: number): Progressions {
  return progressionsOf(
    Array.from({ length: count }, (_, i) => sheetOf(i)),
    COLLECTIONS,
  );
}
