import { judgeSonority, type Rule } from "../../domain/part-writing";
import { createRandom, deriveSeed, type Random } from "../../domain/random";
import type { Score } from "../../domain/score";
import type { Instance, Level, Planted } from "../exercise";
import { momentsOf } from "../moments";
import { chorale, CHORALE_VOICES, choraleScore, type Chorale } from "./four-parts";
import type { Voicing } from "./part-writer";
import { pick, shuffled } from "./progression";
import { exerciseOf } from "./setting";

/** What each level has to find, and how many of it. */
const ERRORS: Readonly<Record<Level, { readonly rules: readonly Rule[]; readonly count: number }>> =
  {
    1: { rules: ["parallelFifth", "parallelOctave", "spacing", "crossing"], count: 2 },
    2: { rules: ["parallelFifth", "parallelOctave", "spacing", "crossing", "range"], count: 3 },
    3: {
      rules: ["parallelFifth", "parallelOctave", "overlap", "leadingTone", "seventh", "spacing"],
      count: 4,
    },
    4: {
      rules: [
        "parallelFifth",
        "parallelOctave",
        "hiddenFifth",
        "hiddenOctave",
        "overlap",
        "leadingTone",
        "seventh",
      ],
      count: 5,
    },
  };

/** A piece in four parts that keeps the rules, but for the errors that were put in; each breaks one rule once, and no two are next to each other. */
export function correctErrors(level: Level, seed: number): Instance {
  const piece = chorale(level, seed, [4, 4]);
  const random = createRandom(deriveSeed(seed, 2000));
  const { rules, count } = ERRORS[level];
  let parts = piece.parts;
  const planted: Planted[] = [];
  const taken = new Set<number>();
  const order = Array.from({ length: count * 4 }, () => pick(rules, random));
  for (const rule of [...shuffled(rules, random), ...order]) {
    if (planted.length === count) break;
    const found = plant(rule, { ...piece, parts }, taken, random);
    if (!found) continue;
    ({ parts } = found);
    planted.push(found.planted);
    for (const near of [-1, 0, 1]) taken.add(found.at + near);
  }
  const title = "Correct the errors";
  const solution = choraleScore(title, piece);
  const given = choraleScore(title, { ...piece, parts });
  return {
    exercise: exerciseOf({
      kind: "correctErrors",
      level,
      seed,
      given,
      target: {
        voices: CHORALE_VOICES,
        planted: planted.toSorted((a, b) => a.start - b.start),
      },
      rules: "ap",
      points: { mended: 10, rules: 6, complete: 2 },
    }),
    solution,
  };
}

type Offence = Pick<Planted, "rule" | "part" | "other">;

/** Puts one error of this kind into the piece by moving one note; undefined where none fits. */
function plant(
  rule: Rule,
  { parts, places }: Chorale,
  taken: ReadonlySet<number>,
  random: Random,
):
  | { readonly parts: readonly Voicing[]; readonly planted: Planted; readonly at: number }
  | undefined {
  for (const at of shuffled([...parts.keys()], random)) {
    // A first or last chord that is odd looks like a slip of the pen.
    if (at === 0 || at === parts.length - 1 || taken.has(at)) continue;
    for (const part of shuffled([0, 1, 2, 3], random))
      for (const by of shuffled(MOVES, random)) {
        const voicing = parts[at]!.with(part, parts[at]![part]! + by) as unknown as Voicing;
        if (!isOfTheChord(parts[at]!, voicing, part)) continue;
        const before = offences(parts[at - 1]!, voicing);
        const after = offences(voicing, parts[at + 1]!);
        // Places and ranges are told again with the next chord only where they stand there too.
        if (before.length + after.length !== 1) continue;
        const [offence] = [...before, ...after];
        if (offence?.rule !== rule) continue;
        const start = before.length === 1 ? places[at - 1]!.start : places[at]!.start;
        const end = before.length === 1 ? places[at]!.end : places[at + 1]!.end;
        return {
          parts: parts.with(at, voicing),
          planted: { ...offence, start, end },
          at,
        };
      }
  }
  return undefined;
}

/** Semitones that a note is moved by. */
const MOVES = [-12, -9, -8, -7, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 7, 8, 9, 12];

/** Whether the note that was moved is one of the chord still, and the chord the same one: errors are of part-writing, not of spelling. */
function isOfTheChord(written: Voicing, moved: Voicing, part: number): boolean {
  const classes = new Set(written.map((pitch) => pitch % 12));
  if (!classes.has(moved[part]! % 12)) return false;
  if (part === 3 && moved[3] % 12 !== written[3] % 12) return false;
  return new Set(moved.map((pitch) => pitch % 12)).size === classes.size;
}

function offences(from: ArrayLike<number>, to: ArrayLike<number>): readonly Offence[] {
  const told: Offence[] = [];
  judgeSonority(from, to, (rule, part, other) => told.push({ rule, part, other }));
  return told;
}

/** Whether an error that was put in stands in `score` still: the same rule, broken by the same parts, at the same place. */
export function stands(score: Score, { rule, part, other, start, end }: Planted): boolean {
  const moments = momentsOf(score, CHORALE_VOICES).filter(
    (moment) => moment.start < end && start < moment.end,
  );
  return moments.some((_, i) => {
    const sonority = (at: number) =>
      moments[at]?.notes.map((note) => note?.pitch ?? -1) ?? [-1, -1, -1, -1];
    return offences(sonority(i - 1), sonority(i)).some(
      (one) =>
        one.rule === rule &&
        Math.min(one.part, one.other) === Math.min(part, other) &&
        Math.max(one.part, one.other) === Math.max(part, other),
    );
  });
}
