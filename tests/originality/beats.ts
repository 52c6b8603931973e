import { DRUMS } from "../../src/domain/drums";
import { createRandom } from "../../src/domain/random";
import { recordingsOf, type Recordings } from "../../src/originality/drums";
import { COLLECTIONS } from "./pieces";

type Bars = readonly (readonly number[])[];

/** Bars of drums made at random: closed hi-hats in eighths, and eight other strokes a bar anywhere. */
export function beat(seed: number, bars: number): Bars {
  const random = createRandom(9000 + seed);
  return Array.from({ length: bars }, () => {
    const bar = DRUMS.map(({ pitch }) => (pitch === 42 ? 0x5555 : 0));
    for (let i = 0; i < 8; i++)
      bar[Math.floor(random() * 2) + (i === 7 ? 4 : 0)]! |= 1 << Math.floor(random() * 16);
    return bar;
  });
}

/** The strokes of bars as notes, in ticks. */
export function notesOfBars(bars: Bars) {
  return bars.flatMap((bar, b) =>
    bar.flatMap((mask, drum) =>
      Array.from({ length: 16 }, (_, step) => step)
        .filter((step) => (mask >> step) & 1)
        .map((step) => ({
          pitch: DRUMS[drum]!.pitch,
          start: 1920 * b + 120 * step,
          duration: 120,
        })),
    ),
  );
}

/** So many recordings of eight bars, "Beat 0", "Beat 1" … */
export function madeUpRecordings(count: number): Recordings {
  return recordingsOf(
    Array.from({ length: count }, (_, i) => ({
      title: `Beat ${i}`,
      composer: "Drummer",
      collection: 0,
      family: i,
      meter: { beats: 4, unit: 4 } as const,
      bars: beat(i, 8),
    })),
    COLLECTIONS,
  );
}
