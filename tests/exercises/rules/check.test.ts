import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contextOf } from "../../../src/exercises/rules/analysed";
import { analyse } from "../../../src/exercises/analysis/analysis";
import { CATALOGUE, RULE_IDS } from "../../../src/exercises/rules/catalogue";
import { check } from "../../../src/exercises/rules/check";
import { NO_CONTEXT } from "../../../src/exercises/rules/context";
import { fixOf } from "../../../src/exercises/rules/fix";
import { praise } from "../../../src/exercises/rules/praise";
import {
  ABRSM_RULES,
  AP_RULES,
  MELODY_RULES,
  setLimit,
  setRange,
  setWeight,
  SPECIES_RULES,
  switchRule,
} from "../../../src/exercises/rules/rule-set";
import type { NoteId, VoiceId } from "../../../src/domain/score";
import { arbitraryScore } from "../../support/arbitrary-score";
import { piece } from "./parts";

const rulesIn = ({ score, context }: ReturnType<typeof piece>, set = AP_RULES) =>
  check(score, set, context).map(({ rule }) => rule);

const PARALLEL = piece(["G4 A4", "C3 D3"]);

test("every rule says where it is from", () => {
  for (const rule of RULE_IDS) expect(CATALOGUE[rule].source).not.toBe("");
});

test("a rule that is switched off finds nothing, and finds again when it is switched on", () => {
  const off = switchRule(AP_RULES, "parallelFifths", false);
  expect(rulesIn(PARALLEL, off)).toEqual([]);
  expect(rulesIn(PARALLEL, switchRule(off, "parallelFifths", true))).toEqual(["parallelFifths"]);
  expect(switchRule(AP_RULES, "parallelFifths", true)).toBe(AP_RULES);
});

test("a teacher's limits and ranges hold", () => {
  const wide = piece(["D5", "C4", "A3", "F3"]);
  expect(rulesIn(wide)).toEqual(["spacing"]);
  expect(rulesIn(wide, setLimit(AP_RULES, "spacing", 14))).toEqual([]);
  expect(rulesIn(wide, setRange(setLimit(AP_RULES, "spacing", 14), "soprano", [60, 72]))).toEqual([
    "range",
  ]);
  expect(() => setRange(AP_RULES, "alto", [60, 59])).toThrow(RangeError);
});

test("what weighs most comes first, then what comes first in time", () => {
  const both = piece(["G4 A4 A4 - E4", "C3 D3 D3 - F4"]);
  expect(rulesIn(both)).toEqual(["parallelFifths", "range", "crossing"]);
  expect(rulesIn(both, setWeight(AP_RULES, "crossing", 3))[0]).toBe("crossing");
});

test("a finding names the notes that it is about, an inner or lower part's first", () => {
  const [finding] = check(PARALLEL.score, AP_RULES, NO_CONTEXT);
  expect(finding).toEqual({
    rule: "parallelFifths",
    notes: ["1-1", "0-1", "1-0", "0-0"],
    range: { start: 0, end: 960 },
    facts: { part: 0, other: 1 },
  });
});

const SETS = [AP_RULES, ABRSM_RULES, MELODY_RULES, ...Object.values(SPECIES_RULES)];

test("whatever somebody writes can be checked and praised, and each finding is told once about notes of the score", () => {
  fc.assert(
    fc.property(arbitraryScore({ grid: 240 }), fc.constantFrom(...SETS), (score, set) => {
      const context = { ...contextOf(analyse(score)), cantus: score.voices[0]!.id };
      const ids = new Set<NoteId>(score.notes.map(({ id }) => id));
      const found = check(score, set, context);
      for (const { notes } of [...found, ...praise(score, set, context)]) {
        expect(notes.length).toBeGreaterThan(0);
        expect(notes.every((id) => ids.has(id))).toBe(true);
      }
      const keys = found.map(({ rule, notes }) => `${rule} ${notes.toSorted().join()}`);
      expect(new Set(keys).size).toBe(keys.length);
    }),
    { numRuns: 60 },
  );
});

test("the same is found a fifth higher, but for the ranges", () => {
  const set = switchRule(AP_RULES, "range", false);
  const lines = ["B4 G4 F4 C5", "D4 C4 B3 G4", "G3 C4 D4 E4", "G2 E3 G3 C3"];
  const low = piece(lines, { chords: "G C/E G7 C" });
  const high = {
    ...low.score,
    key: { fifths: 1, mode: "major" } as const,
    notes: low.score.notes.map((note) => ({ ...note, pitch: note.pitch + 7 })),
  };
  const chords = low.context.chords.map((span) => ({
    ...span,
    key: high.key,
    chord: {
      ...span.chord,
      root: (span.chord.root + 7) % 12,
      bass: span.chord.bass === undefined ? undefined : (span.chord.bass + 7) % 12,
    },
  }));
  const told = check(low.score, set, low.context);
  expect(told.length).toBeGreaterThan(2);
  const named = (findings: typeof told) => findings.map(({ rule, notes }) => [rule, notes]);
  expect(named(check(high, set, { ...low.context, chords }))).toEqual(named(told));
});

describe("a fix", () => {
  const broken = piece(["C5 B4 C5", "G4 G4 G4", "E4 D4 E4", "C3 G3 C3"].with(1, "G4 A4 G4"), {
    chords: "C G C",
  });
  const doubled = piece(["B4 C5", "D4 E4", "B3 G3", "G3 C3"], { chords: "G C" });

  test("moves one note as little as it takes, and nothing else is found then", () => {
    const [finding] = check(doubled.score, AP_RULES, doubled.context);
    expect(finding!.rule).toBe("doubledLeadingTone");
    const change = fixOf(doubled.score, finding!, AP_RULES, doubled.context)!;
    expect(change.length).toBe(1);
    const notes = doubled.score.notes.map((one) => change.find(({ id }) => id === one.id) ?? one);
    expect(check({ ...doubled.score, notes }, AP_RULES, doubled.context)).toEqual([]);
    expect(change).toEqual(fixOf(doubled.score, finding!, AP_RULES, doubled.context));
  });

  test("leaves what is locked or to be kept alone, and is none where nothing may move", () => {
    const [finding] = check(doubled.score, AP_RULES, doubled.context);
    const soprano = "0" as VoiceId;
    const change = fixOf(doubled.score, finding!, AP_RULES, doubled.context, {
      keep: new Set([soprano]),
    })!;
    expect(change.every(({ voice }) => voice !== soprano)).toBe(true);
    const locked = {
      ...doubled.score,
      voices: doubled.score.voices.map((voice) => ({ ...voice, locked: true })),
    };
    expect(fixOf(locked, finding!, AP_RULES, doubled.context)).toBeUndefined();
  });

  test("never brings a new finding", () => {
    for (const { score, context } of [broken, PARALLEL, doubled]) {
      const before = check(score, AP_RULES, context);
      for (const finding of before) {
        const change = fixOf(score, finding, AP_RULES, context);
        if (!change) continue;
        const notes = score.notes.map((one) => change.find(({ id }) => id === one.id) ?? one);
        expect(check({ ...score, notes }, AP_RULES, context).length).toBeLessThan(before.length);
      }
    }
  });
});

describe("praise", () => {
  const told = ({ score, context }: ReturnType<typeof piece>) =>
    praise(score, AP_RULES, context).map(({ rule }) => rule);

  test("is for soprano and bass that come home in contrary motion", () => {
    expect(told(piece(["B4 C5", "G3 C3"], { chords: "G C" }))).toEqual(["contraryCadence"]);
    expect(told(piece(["D5 C5", "G3 C3"], { chords: "G C" }))).toEqual([]);
  });

  test("is for a suspension that is prepared and goes down by step", () => {
    const line = ["C5 [C5] B4", "G3 G3 G3"];
    expect(told(piece(line, { chords: "C G:2" }))).toEqual(["preparedSuspension"]);
    expect(told(piece(line.with(0, "C5 [C5] D5"), { chords: "C G:2" }))).toEqual([]);
    expect(told(piece(line.with(0, "E5 [C5] B4"), { chords: "C G:2" }))).toEqual([]);
  });

  test("is for a single climax within a line", () => {
    expect(told(piece(["C4 D4 E4 F4 G4 F4 E4 D4 C4"]))).toEqual(["singleClimax"]);
    expect(told(piece(["C4 D4 E4 G4 F4 G4 E4 D4 C4"]))).toEqual([]);
  });
});
