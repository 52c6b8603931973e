import { expect, test } from "vitest";
import { SPECIES_RULES, switchRule } from "../../../src/exercises/rules/rule-set";
import { alone, rulesBroken, testRules } from "./cases";

/** D F E D, each a bar. */
const CANTUS = "D4:4 F4:4 E4:4 D4:4";
const D_MINOR = { fifths: -1, mode: "minor" } as const;
const OVER = { cantus: 1, key: D_MINOR };
const UNDER = { cantus: 0, key: D_MINOR };

test("what Fux wrote over the Dorian cantus has nothing said against it, but that it goes twice to its highest note", () => {
  const line = "A4:4 A4:4 G4:4 A4:4 B4:4 C5:4 C5:4 B4:4 D5:4 C#5:4 D5:4";
  const cantus = "D4:4 F4:4 E4:4 D4:4 G4:4 F4:4 A4:4 G4:4 F4:4 E4:4 D4:4";
  const dorian = { cantus: 1, key: { fifths: 0, mode: "minor" } as const };
  expect(rulesBroken(["", [line, cantus], dorian], SPECIES_RULES[1])).toEqual(["climax"]);
  const set = switchRule(SPECIES_RULES[1], "climax", false);
  expect(rulesBroken(["", [line, cantus], dorian], set)).toEqual([]);
});

testRules(
  {
    strongDissonance: {
      breaks: [["a fourth is struck", ["A4:4 Bb4:4", CANTUS], OVER]],
      keeps: [["a third is", ["A4:4 A4:4", CANTUS], OVER]],
    },
    openingInterval: {
      breaks: [
        ["it begins on a third", ["F4:4", "D4:4"], OVER],
        ["it begins on a fifth below", ["D4:4", "G3:4"], UNDER],
      ],
      keeps: [
        ["it begins on a fifth above", ["A4:4", "D4:4"], OVER],
        ["it begins on an octave below", ["D4:4", "D3:4"], UNDER],
      ],
    },
    closingInterval: {
      breaks: [["it ends on a fifth", ["C#5:4 A4:4", "E4:4 D4:4"], OVER]],
      keeps: [["it ends on an octave", ["C#5:4 D5:4", "E4:4 D4:4"], OVER]],
    },
    closingStep: {
      breaks: [
        ["the seventh degree is not raised", ["C5:4 D5:4", "E4:4 D4:4"], OVER],
        ["the end is leapt to", ["A4:4 D5:4", "E4:4 D4:4"], OVER],
      ],
      keeps: [
        ["a sixth opens to an octave", ["C#5:4 D5:4", "E4:4 D4:4"], OVER],
        ["a third closes to a unison", ["E4:4 D4:4", "C#4:4 D4:4"], UNDER],
      ],
    },
    speciesRhythm: {
      breaks: [["a bar has two notes", ["A4:4 A4:2 G4:2", CANTUS], OVER]],
      keeps: [["each has one", ["A4:4 A4:4", CANTUS], OVER]],
    },
    unisonInside: {
      breaks: [["the parts meet within", ["D4:4 F4:4 C#5:4 D5:4", CANTUS], OVER]],
      keeps: [["they meet at the beginning", ["D4:4 A4:4 C#5:4 D5:4", CANTUS], OVER]],
    },
    distance: {
      breaks: [["the parts are an eleventh apart", ["G5:4", "D4:4"], OVER]],
      keeps: [["they are a tenth apart", ["F5:4", "D4:4"], OVER]],
    },
    imperfectRun: {
      breaks: [["four thirds follow each other", ["F4:4 A4:4 G4:4 F4:4", CANTUS], OVER]],
      keeps: [["three do", ["F4:4 A4:4 G4:4 D5:4", CANTUS], OVER]],
    },
    directPerfect: {
      breaks: [["both rise to a fifth", ["F4:4 C5:4", "D4:4 F4:4"], OVER]],
      keeps: [
        ["they rise to a sixth", ["F4:4 D5:4", "D4:4 F4:4"], OVER],
        ["they go to a fifth from either side", ["D5:4 C5:4", "D4:4 F4:4"], OVER],
      ],
    },
    parallelFifths: {
      breaks: [["fifths follow each other", ["A4:4 C5:4", "D4:4 F4:4"], OVER]],
      keeps: [["a fifth and a third do", ["A4:4 A4:4", "D4:4 F4:4"], OVER]],
    },
    speciesLeap: {
      breaks: [
        ["a sixth falls", ["D5:4 F4:4", "D4:4 F4:4"], OVER],
        ["a tritone rises", ["F4:4 B4:4", "D4:4 G4:4"], OVER],
        ["a seventh rises", ["A4:4 G5:4", "D4:4 E4:4"], OVER],
      ],
      keeps: [
        ["a minor sixth rises", ["A4:4 F5:4", "D4:4 D4:4"], OVER],
        ["an octave falls", ["D5:4 D4:4", "D4:4 D4:4"], OVER],
      ],
    },
    chromaticStep: {
      breaks: [["a note is altered", ["C5:4 C#5:4", "F4:4 E4:4"], OVER]],
      keeps: [["another letter comes", ["D5:4 C#5:4", "F4:4 E4:4"], OVER]],
    },
    repetition: {
      breaks: [["a note is struck three times", ["A4:4 A4:4 A4:4", "D4:4 F4:4 D4:4"], OVER]],
      keeps: [["it is struck twice", ["A4:4 A4:4", "D4:4 F4:4"], OVER]],
    },
  },
  (rule) => alone(rule, SPECIES_RULES[1]),
);

testRules(
  {
    weakDissonance: {
      breaks: [
        ["a dissonance is left by leap", ["A4:2 G4:2 C5:4", "D4:4 F4:4"], OVER],
        ["it turns back", ["A4:2 G4:2 A4:4", "D4:4 F4:4"], OVER],
      ],
      keeps: [
        ["it passes", ["A4:2 G4:2 F4:4", "D4:4 F4:4"], OVER],
        ["a consonance is left by leap", ["A4:2 F4:2 C5:4", "D4:4 F4:4"], OVER],
      ],
    },
    downbeatParallels: {
      breaks: [["a third lies between two fifths", ["A4:2 F4:2 G4:4", "D4:4 C4:4"], OVER]],
      keeps: [["a fourth does", ["A4:2 D4:2 G4:4", "D4:4 C4:4"], OVER]],
    },
    speciesRhythm: {
      breaks: [["a bar has one note", ["A4:4 A4:2 C5:2 C#5:4 D5:4", CANTUS], OVER]],
      keeps: [["the first begins with a rest", ["-:2 A4:2 A4:2 C5:2 C#5:4 D5:4", CANTUS], OVER]],
    },
    repetition: {
      breaks: [["a note is struck again", ["A4:2 A4:2", "D4:4"], OVER]],
      keeps: [["another is struck", ["A4:2 F4:2", "D4:4"], OVER]],
    },
  },
  (rule) => alone(rule, SPECIES_RULES[2]),
);

testRules(
  {
    weakDissonance: {
      breaks: [["a dissonance is leapt to", ["A4 C5 A4 F4 F4:4", "D4:4 D4:4"], OVER]],
      keeps: [
        ["it passes", ["A4 G4 F4 A4 F4:4", "D4:4 D4:4"], OVER],
        ["it is a neighbour", ["A4 G4 A4 B4 A4:4", "D4:4 F4:4"], OVER],
        ["it is a cambiata", ["D5 C5 A4 Bb4 C5:4", "D4:4 F4:4"], OVER],
        ["it is a double neighbour", ["A4 Bb4 G4 A4 A4:4", "D4:4 F4:4"], OVER],
      ],
    },
    strongDissonance: {
      breaks: [["a bar begins with a fourth", ["A4 F4 A4 A4 Bb4", "D4:4 F4:4"], OVER]],
      keeps: [["it begins with a third", ["A4 F4 A4 Bb4 A4", "D4:4 F4:4"], OVER]],
    },
  },
  (rule) => alone(rule, SPECIES_RULES[3]),
);

testRules(
  {
    suspension: {
      breaks: [
        ["it rises", ["-:2 D5:4 E5:2", "F4:4 E4:4"], OVER],
        ["it leaps", ["-:2 D5:4 A4:2", "F4:4 E4:4"], OVER],
        ["it was a dissonance before", ["-:2 E5:4 D5:2", "F4:4 F4:4"], OVER],
      ],
      keeps: [
        ["a seventh goes down to a sixth", ["-:2 D5:4 C#5:2", "F4:4 E4:4"], OVER],
        ["what is consonant goes where it likes", ["-:2 A4:4 D5:2", "D4:4 F4:4"], OVER],
      ],
    },
    suspensionKind: {
      breaks: [["a second above goes down to a unison", ["-:2 F4:4 E4:2", "D4:4 E4:4"], OVER]],
      keeps: [
        ["a fourth goes down to a third", ["-:2 A4:4 G4:2", "F4:4 E4:4"], OVER],
        ["a second below goes down to a third", ["F4:4 E4:4", "-:2 D4:4 C4:2"], UNDER],
      ],
    },
    brokenLigature: {
      breaks: [
        ["two bars begin anew", ["-:2 A4:2 A4:2 C5:2 G4:2 C5:2 D5:4", "D4:4 F4:4 E4:4 D4:4"], OVER],
      ],
      keeps: [["one does", ["-:2 A4:4 C5:2 G4:2 C5:2 D5:4", "D4:4 F4:4 E4:4 D4:4"], OVER]],
    },
    weakDissonance: {
      breaks: [["the weak half is dissonant", ["-:2 G4:2", "D4:4"], OVER]],
      keeps: [["it is consonant", ["-:2 A4:2", "D4:4"], OVER]],
    },
  },
  (rule) => alone(rule, SPECIES_RULES[4]),
);
