import { pitchClassOf, scale, tonic, type Key, type Mode } from "../domain/key";

/** Nats that a pitch outside the key costs a conventional melody, and what is left of them for a surprising one. */
const OUT_OF_KEY = 3;
const STILL_OUT_OF_KEY = 1;
/** Nats between the major and the minor form of a degree at either end of *minor–major*. */
const MOOD = 5;

/**
 * How much a melody should lean to each pitch class, in nats, from C: what is outside the key costs from `OUT_OF_KEY` to
 * `STILL_OUT_OF_KEY`, the more surprising the less; at either end of *minor–major* the parallel minor or major is the key, and its third, sixth and
 * seventh are wanted in place of the other mode's.
 * @param mood in [-1, 1]
 * @param surprise in [0, 1]
 * @returns `[12]`
 */
export function melodicPrior(key: Key, mood: number, surprise: number): Float64Array {
  const wanted: Mode = mood < 0 ? "minor" : "major";
  const strength = Math.abs(mood);
  const home = membership(key);
  const there = membership(parallel(key, wanted));
  const other = membership(parallel(key, wanted === "minor" ? "major" : "minor"));
  const cost = OUT_OF_KEY + (STILL_OUT_OF_KEY - OUT_OF_KEY) * surprise;
  return Float64Array.from({ length: 12 }, (_, pc) => {
    const inKey = (1 - strength) * home[pc]! + strength * there[pc]!;
    const colour = Math.sign(there[pc]! - other[pc]!);
    return -cost * (1 - inKey) + (MOOD / 2) * strength * colour;
  });
}

/** The key on the same tonic in `mode`. */
export function parallel(key: Key, mode: Mode): Key {
  if (key.mode === mode) return key;
  return { fifths: key.fifths + (mode === "minor" ? -3 : 3), mode };
}

/** 1 for the pitch classes of the key, a half for the raised sixth and seventh of minor, 0 for others. */
function membership(key: Key): Float64Array {
  const member = new Float64Array(12);
  for (const pc of scale(key)) member[pc] = 1;
  if (key.mode === "minor") {
    member[pitchClassOf(tonic(key) + 11)] = 0.5;
    member[pitchClassOf(tonic(key) + 9)] = 0.5;
  }
  return member;
}

const MAJOR_TRIAD = [0, 4, 7];
const MINOR_TRIAD = [0, 3, 7];

/**
 * How much a harmony should lean to each pitch class at one step, in nats: of the twelve triads of the wanted mode, those that the
 * parts already point to are favoured, and the triads of the other mode are held back by as much, so that all parts are drawn to
 * the same chord. After Cococo's minor–major slider (Louie et al., CHI 2020), which favours triads of one quality.
 * @param parts for each part the probability of each pitch class, `[12]`, summing to 1
 * @param mood in [-1, 1]; 0 gives zeros
 * @returns `[12]`
 */
export function triadPrior(parts: readonly ArrayLike<number>[], mood: number): Float64Array {
  const lean = new Float64Array(12);
  if (mood === 0) return lean;
  const [wanted, other] = mood > 0 ? [MAJOR_TRIAD, MINOR_TRIAD] : [MINOR_TRIAD, MAJOR_TRIAD];
  addTriads(lean, parts, wanted, MOOD * Math.abs(mood));
  addTriads(lean, parts, other, -MOOD * Math.abs(mood));
  return lean;
}

function addTriads(
  lean: Float64Array,
  parts: readonly ArrayLike<number>[],
  triad: readonly number[],
  nats: number,
): void {
  const likelihood = Array.from({ length: 12 }, (_, root) =>
    parts.reduce(
      (product, part) =>
        product * (0.02 + triad.reduce((sum, third) => sum + part[(root + third) % 12]!, 0)),
      1,
    ),
  );
  const total = likelihood.reduce((sum, value) => sum + value, 0);
  likelihood.forEach((value, root) => {
    for (const third of triad) lean[(root + third) % 12]! += (nats * value) / total;
  });
}
