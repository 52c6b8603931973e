import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  judge,
  judgeSonority,
  RANGES,
  RULES,
  SILENT,
  type Rule,
  type Sonority,
} from "../../src/domain/part-writing";

/** A part that rests. */
const _ = SILENT;
const NOTHING = [_, _, _, _];
/** G B D G with the leading tone on top and in the alto. */
const DOMINANT = [71, 67, 62, 43];
const INNER_DOMINANT = [67, 59, 50, 43];
/** G B D F with the seventh on top. */
const SEVENTH = [65, 62, 59, 43];

type Case = readonly [title: string, before: Sonority, now: Sonority];

function alone(part: number, pitch: number): Sonority {
  return NOTHING.with(part, pitch);
}

/** For each rule what breaks it, with as few parts as that takes, and what comes nearest and breaks none. */
const CASES: Record<Rule, { readonly breaks: readonly Case[]; readonly keeps: readonly Case[] }> = {
  parallelFifth: {
    breaks: [
      ["two parts a fifth apart rise together", [67, 60, _, _], [69, 62, _, _]],
      ["two parts a fifth apart fall together", [_, 64, 57, _], [_, 62, 55, _]],
      ["two parts a twelfth apart rise together", [67, _, _, 48], [69, _, _, 50]],
      ["a fifth rises to a twelfth", [67, _, 60, _], [81, _, 62, _]],
    ],
    keeps: [
      ["a fifth is sounded again", [67, 60, _, _], [67, 60, _, _]],
      ["one part of a fifth moves", [67, 60, _, _], [69, 60, _, _]],
      ["a fifth opens to a twelfth", [67, _, _, 60], [69, _, _, 50]],
      ["a diminished fifth moves to a perfect one", [65, 59, _, _], [67, 60, _, _]],
      ["sixths rise together", [69, 60, _, _], [71, 62, _, _]],
      ["one part of a fifth was silent", [67, _, _, _], [69, 62, _, _]],
    ],
  },
  parallelOctave: {
    breaks: [
      ["two parts an octave apart rise together", [72, 60, _, _], [74, 62, _, _]],
      ["two parts in unison fall together", [_, 60, _, 60], [_, 59, _, 59]],
      ["a unison rises to an octave", [60, _, 60, _], [74, _, 62, _]],
    ],
    keeps: [
      ["an octave is sounded again", [72, 60, _, _], [72, 60, _, _]],
      ["an octave opens to two", [72, _, _, 60], [74, _, _, 50]],
      ["tenths rise together", [72, _, 56, _], [74, _, 58, _]],
      ["one part of an octave was silent", [72, _, _, _], [74, 62, _, _]],
    ],
  },
  hiddenFifth: {
    breaks: [
      ["soprano and bass rise to a fifth, the soprano by leap", [64, _, _, 43], [67, _, _, 48]],
      ["soprano and bass fall to a fifth, the soprano by leap", [72, _, _, 50], [67, _, _, 48]],
    ],
    keeps: [
      ["the soprano rises to it by step", [65, _, _, 43], [67, _, _, 48]],
      ["soprano and bass approach each other", [71, _, _, 43], [67, _, _, 48]],
      ["soprano and tenor rise to a fifth", [64, _, 50, _], [67, _, 60, _]],
    ],
  },
  hiddenOctave: {
    breaks: [
      ["soprano and bass rise to an octave, the soprano by leap", [69, _, _, 47], [72, _, _, 48]],
      ["soprano and bass fall to an octave, the soprano by leap", [76, _, _, 50], [72, _, _, 48]],
    ],
    keeps: [
      ["the soprano rises to it by step", [70, _, _, 47], [72, _, _, 48]],
      ["soprano and bass approach each other", [76, _, _, 47], [72, _, _, 48]],
      ["soprano and tenor rise to an octave", [69, _, 58, _], [72, _, 60, _]],
    ],
  },
  crossing: {
    breaks: [["the tenor lies above the alto", NOTHING, [_, 60, 61, _]]],
    keeps: [
      ["tenor and alto lie in unison", NOTHING, [_, 60, 60, _]],
      ["the alto is silent", NOTHING, [60, _, 61, _]],
    ],
  },
  overlap: {
    breaks: [
      ["the tenor rises above where the alto was", [_, 60, 57, _], [_, 65, 61, _]],
      ["the alto falls below where the tenor was", [_, 64, 60, _], [_, 59, 55, _]],
    ],
    keeps: [
      ["the tenor rises to where the alto was", [_, 60, 57, _], [_, 65, 60, _]],
      ["the alto falls to where the tenor was", [_, 64, 60, _], [_, 60, 55, _]],
      ["the bass rises above where the alto was", [_, 57, _, 49], [_, 65, _, 58]],
    ],
  },
  spacing: {
    breaks: [
      ["soprano and alto are more than an octave apart", NOTHING, [73, 60, _, _]],
      ["alto and tenor are more than an octave apart", NOTHING, [_, 66, 53, _]],
    ],
    keeps: [
      ["soprano and alto are an octave apart", NOTHING, [72, 60, _, _]],
      ["tenor and bass are two octaves apart", NOTHING, [_, _, 62, 38]],
      ["soprano and tenor are two octaves apart", NOTHING, [74, _, 50, _]],
    ],
  },
  range: {
    breaks: RANGES.flatMap(([low, high], part): Case[] => [
      [`part ${part} goes below its lowest pitch`, NOTHING, alone(part, low - 1)],
      [`part ${part} goes above its highest pitch`, NOTHING, alone(part, high + 1)],
    ]),
    keeps: RANGES.flatMap(([low, high], part): Case[] => [
      [`part ${part} goes down to its lowest pitch`, NOTHING, alone(part, low)],
      [`part ${part} goes up to its highest pitch`, NOTHING, alone(part, high)],
    ]),
  },
  leadingTone: {
    breaks: [
      ["the soprano falls from it as the bass comes home", DOMINANT, [69, _, _, 48]],
      ["the soprano falls from it to the fifth", DOMINANT, [67, _, _, 48]],
      ["an inner part rises from it by a whole tone", INNER_DOMINANT, [_, 61, _, 48]],
      ["the chord is a seventh without its fifth", [71, 65, _, 43], [69, _, _, 48]],
    ],
    keeps: [
      ["it rises to the tonic", DOMINANT, [72, _, _, 48]],
      ["it is held", DOMINANT, [71, _, _, 48]],
      ["an inner part falls from it to the fifth", INNER_DOMINANT, [_, 55, _, 48]],
      ["the bass goes elsewhere", DOMINANT, [69, _, _, 45]],
      ["the bass falls silent", DOMINANT, [69, _, _, _]],
      ["the triad is a minor one", DOMINANT.with(0, 70), [69, _, _, 48]],
    ],
  },
  seventh: {
    breaks: [
      ["the seventh of a dominant rises", SEVENTH, [67, _, _, _]],
      ["the seventh of a dominant leaps down", SEVENTH, [60, _, _, _]],
      ["the seventh of a minor seventh chord rises", [72, 65, 57, 50], [74, _, _, _]],
      ["the seventh of a major seventh chord rises", [71, 64, 55, 48], [72, _, _, _]],
      ["the seventh of a half-diminished chord rises", [69, 65, 62, 59], [71, _, _, _]],
      ["the chord has no fifth", SEVENTH.with(1, 59).with(2, 55), [67, _, _, _]],
    ],
    keeps: [
      ["it falls by a semitone", SEVENTH, [64, _, _, _]],
      ["it falls by a whole tone", SEVENTH, [63, _, _, _]],
      ["it is held", SEVENTH, [65, _, _, _]],
      ["it falls silent", SEVENTH, [_, 60, _, _]],
      ["the same pitch is the root of a triad", [65, 60, 57, 41], [67, _, _, _]],
    ],
  },
};

function rulesBroken(before: Sonority, now: Sonority): readonly Rule[] {
  const rules: Rule[] = [];
  judgeSonority(before, now, (rule) => rules.push(rule));
  return rules;
}

describe.each(RULES)("%s", (rule) => {
  test.each(CASES[rule].breaks)("is broken, and nothing else is, where %s", (__, before, now) => {
    expect(rulesBroken(before, now)).toEqual([rule]);
  });

  test.each(CASES[rule].keeps)(
    "is not broken, nor is anything else, where %s",
    (__, before, now) => {
      expect(rulesBroken(before, now)).toEqual([]);
    },
  );
});

test("parts that change places overlap once, not twice", () => {
  expect(rulesBroken([_, 64, 60, _], [_, 59, 65, _]).filter((rule) => rule === "overlap")).toEqual([
    "overlap",
  ]);
});

const sounding = fc.integer({ min: 40, max: 80 });
const silence = fc.constant(SILENT);
const anyPart = fc.oneof({ weight: 4, arbitrary: sounding }, { weight: 1, arbitrary: silence });
const anySonority = fc.tuple(anyPart, anyPart, anyPart, anyPart);
/** Dominant sevenths in any position, which random pitches seldom are. */
const dominant = fc
  .tuple(fc.nat(11), fc.shuffledSubarray([0, 4, 7, 10], { minLength: 4 }))
  .map(([root, chord]) => chord.map((interval, part) => 36 + 9 * (3 - part) + root + interval));
/** Two sonorities of which the second lies about the first. */
const progression = fc
  .tuple(
    fc.oneof(anySonority, dominant),
    fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 4, maxLength: 4 }),
    fc.array(anyPart, { minLength: 4, maxLength: 4 }),
  )
  .map(([before, steps, other]): readonly [Sonority, readonly number[]] => [
    before,
    steps.map((step, part) =>
      before[part] === SILENT || step === 5 ? other[part]! : before[part]! + step,
    ),
  ]);

/** An offence whichever of its parts it was told of; of a leading tone, only whose it is. */
function nameOf(rule: Rule, part: number, other: number): string {
  return rule === "leadingTone" ? `${rule} ${other}` : `${rule} ${[part, other].toSorted().join()}`;
}

function offences(before: Sonority, now: Sonority): readonly string[] {
  const found: string[] = [];
  judgeSonority(before, now, (...offence) => found.push(nameOf(...offence)));
  return found;
}

test("each offence is told once", () => {
  fc.assert(
    fc.property(progression, ([before, now]) => {
      const found = offences(before, now);
      expect(found).toEqual([...new Set(found)]);
    }),
    { numRuns: 2_000 },
  );
});

test("judged part by part in any order, the same parallels are found, and all else", () => {
  fc.assert(
    fc.property(
      progression,
      fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
      ([before, now], order) => {
        const found: string[] = [];
        const written = [...NOTHING];
        for (const part of order) {
          if (now[part] === SILENT) continue;
          judge(before, written, part, now[part]!, (rule, other) =>
            found.push(nameOf(rule, part, other)),
          );
          written[part] = now[part]!;
        }
        expect(found.toSorted()).toEqual(offences(before, now).toSorted());
      },
    ),
    { numRuns: 2_000 },
  );
});

test("silence never offends: a part that rests breaks no rule, and one that rested breaks none of motion", () => {
  fc.assert(
    fc.property(anySonority, anySonority, (before, now) => {
      expect(rulesBroken(before, NOTHING)).toEqual([]);
      judgeSonority(before, now, (rule, part, other) => {
        for (const one of [part, other]) {
          expect(now[one]).not.toBe(SILENT);
          if (!["crossing", "spacing", "range", "leadingTone"].includes(rule))
            expect(before[one]).not.toBe(SILENT);
        }
        if (rule === "leadingTone") expect(before[other]).not.toBe(SILENT);
      });
    }),
    { numRuns: 2_000 },
  );
});
