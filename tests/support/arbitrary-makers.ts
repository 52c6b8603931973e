import fc from "fast-check";
import { ASK_KINDS, DEFAULT_SETTINGS } from "../../src/domain/ask";
import type { Credit } from "../../src/domain/credit";
import type { Origin, Score, TakeId } from "../../src/domain/score";
import { arbitraryScore, type ScoreShape } from "./arbitrary-score";

const TAKES = ["take-a", "take-b", "take-ü"] as TakeId[];

const arbitraryCredit = (take: TakeId): fc.Arbitrary<Credit> =>
  fc.record({
    take: fc.constant(take),
    kind: fc.constantFrom(...ASK_KINDS),
    model: fc.record({ name: fc.constantFrom("harmony", "tunes"), version: fc.string() }),
    seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
    settings: fc.constant(DEFAULT_SETTINGS),
    personal: fc.option(fc.constant({ name: "Mine", learntMs: 5, windows: 40 }), {
      nil: undefined,
    }),
    createdMs: fc.integer({ min: 0, max: 4e12 }),
  });

const arbitraryOrigin: fc.Arbitrary<Origin> = fc.oneof(
  fc.constant({ by: "you" as const }),
  fc.record({ by: fc.constant("file" as const), file: fc.string({ unit: "grapheme" }) }),
  fc.record({
    by: fc.constant("model" as const),
    take: fc.constantFrom(...TAKES),
    changed: fc.boolean(),
  }),
);

/** Scores whose notes and chords are of anybody, and the makers of their takes. */
export function arbitraryMade(
  shape: ScoreShape = {},
): fc.Arbitrary<{ readonly score: Score; readonly credits: readonly Credit[] }> {
  return fc
    .record({
      score: arbitraryScore(shape),
      credits: fc.tuple(...TAKES.map(arbitraryCredit)),
      origins: fc.array(arbitraryOrigin, { minLength: 1, maxLength: 40 }),
      timings: fc.array(fc.constantFrom(undefined, undefined, ...TAKES), {
        minLength: 1,
        maxLength: 40,
      }),
    })
    .map(({ score, credits, origins, timings }) => ({
      credits,
      score: {
        ...score,
        notes: score.notes.map((note, i) => {
          const timing = timings[i % timings.length];
          return {
            ...note,
            origin: origins[i % origins.length]!,
            ...(timing && { timing }),
          };
        }),
        chords: score.chords.map((placed, i) => ({
          ...placed,
          origin: origins[i % origins.length]!,
        })),
      },
    }));
}
