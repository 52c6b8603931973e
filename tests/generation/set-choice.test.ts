import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { portraitOf, spreadOf, type Ground } from "../../src/domain/likeness";
import { createRandom } from "../../src/domain/random";
import type { VoiceId } from "../../src/domain/score";
import { chooseSet, type Candidate, type Leanings } from "../../src/generation/set-choice";
import { melody, score } from "../support/score";

const ground: Ground = {
  kind: "vary",
  score: score(),
  voices: ["soprano" as VoiceId],
  range: { start: 0, end: 8 * 480 },
};
const of = (pitches: readonly number[]) => portraitOf({ notes: melody(pitches) }, ground);
const plain: Leanings = { recent: [], standing: undefined, difference: 0, daring: 0.5 };
const candidate = (pitches: readonly number[], more: Partial<Candidate> = {}): Candidate => ({
  portrait: of(pitches),
  faults: [],
  away: undefined,
  ...more,
});

const FLAT = [60, 60, 60, 60, 60, 60, 60, 60];
const UP = [60, 62, 64, 65, 67, 69, 71, 72];
const DOWN = [72, 71, 69, 67, 65, 64, 62, 60];
const ZIGZAG = [60, 72, 61, 73, 62, 74, 63, 75];
const pool = [FLAT, FLAT, UP, UP, DOWN, ZIGZAG].map((pitches) => candidate(pitches));

const arbitraryPool = fc.array(
  fc
    .array(fc.integer({ min: 55, max: 79 }), { minLength: 8, maxLength: 8 })
    .map((pitches) => candidate(pitches)),
  { minLength: 4, maxLength: 12 },
);

describe("a set of takes", () => {
  test("is told beside how far apart any two of all are by chance", () => {
    const { mean } = spreadOf(pool.map(({ portrait }) => portrait))!;
    expect(chooseSet(pool, 3, plain).byChance).toBeCloseTo(mean);
  });

  test("has none of two that are the same while there are others", () => {
    const { places } = chooseSet(pool, 4, plain);
    expect(new Set(places.map((place) => pool[place]!.portrait)).size).toBe(4);
    expect(spreadOf(places.map((place) => pool[place]!.portrait))!.least).toBeGreaterThan(0);
  });

  test("of long drafts, which are all about as far apart, is as far apart as by chance or further, whatever their faults", () => {
    const random = createRandom(5);
    const long: Ground = { ...ground, range: { start: 0, end: 32 * 480 } };
    for (let ask = 0; ask < 40; ask++) {
      const candidates = Array.from({ length: 8 }, (): Candidate => {
        const pitches = Array.from({ length: 32 }, () => 60 + Math.floor(random() * 12));
        const portrait = portraitOf({ notes: melody(pitches) }, long);
        return { portrait, faults: [random(), random(), random()], away: undefined };
      });
      const { places, byChance } = chooseSet(candidates, 3, plain);
      const { mean } = spreadOf(places.map((place) => candidates[place]!.portrait))!;
      expect(mean).toBeGreaterThan(byChance - 0.005);
    }
  });

  test("is further apart than it were with any one of it exchanged", () => {
    fc.assert(
      fc.property(arbitraryPool, (candidates) => {
        const { places } = chooseSet(candidates, 3, plain);
        const spread = (set: readonly number[]) => {
          const { mean, least } = spreadOf(set.map((i) => candidates[i]!.portrait))!;
          return mean + least;
        };
        expect(new Set(places).size).toBe(3);
        for (let place = 0; place < 3; place++)
          candidates.forEach((_, other) => {
            if (!places.includes(other))
              expect(spread(places)).toBeGreaterThanOrEqual(
                spread(places.with(place, other)) - 1e-6,
              );
          });
      }),
    );
  });

  test("is the same for the same candidates, and all of them in order where no more are wanted", () => {
    expect(chooseSet(pool, 3, plain)).toEqual(chooseSet(pool, 3, plain));
    expect(chooseSet(pool.slice(0, 3), 3, plain).places).toEqual([0, 1, 2]);
  });

  test("leaves out what was offered of late, at surprise me before all", () => {
    const two = [FLAT, UP].map((pitches) => candidate(pitches));
    for (const daring of [0.5, 1])
      expect(chooseSet(two, 1, { ...plain, daring, recent: [of(FLAT)] }).places).toEqual([1]);
    expect(chooseSet(two, 1, { ...plain, daring: 0.5, recent: [of(UP)] }).places).toEqual([0]);
  });

  test("keeps away from what stands as far as different is asked for", () => {
    const two = [FLAT, UP].map((pitches) => candidate(pitches));
    expect(chooseSet(two, 1, { ...plain, difference: 1, standing: of(FLAT) }).places).toEqual([1]);
  });

  test("goes from what is like the person to what is not as the slider goes", () => {
    const aways = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
    const habitual = pool.map((one, i) => ({ ...one, away: aways[i] }));
    const away = [0, 0.25, 0.5, 0.75, 1].map((daring) => {
      const { places } = chooseSet(habitual, 2, { ...plain, daring });
      return places.reduce((sum, place) => sum + aways[place]!, 0);
    });
    expect(away).toEqual(away.toSorted((a, b) => a - b));
    expect(away.at(-1)).toBeGreaterThan(away[0]!);
  });

  test("takes of two that are alike the one with fewer faults", () => {
    const faulty = [candidate(FLAT, { faults: [5] }), candidate(FLAT, { faults: [0] })];
    expect(chooseSet(faulty, 1, plain).places).toEqual([1]);
  });
});
