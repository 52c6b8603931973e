import { ABRSM_RULES } from "../../../src/exercises/rules/rule-set";
import { testRules } from "./cases";

const A_MINOR = { fifths: 0, mode: "minor" } as const;

testRules(
  {
    parallelFifths: {
      breaks: [
        ["two parts a twelfth apart rise together", ["G4 A4", "C3 D3"]],
        ["inner parts a fifth apart fall together", ["C5:2", "G4 F4", "C4 Bb3", "C3:2"]],
        ["they do so across a bar line", ["C5:3 G4 | A4", "C3:3 C3 | D3"]],
        [
          "a passing note stands between the chords",
          ["G4:0.5 (A4:0.5) B4", "C3 E3"],
          { chords: "C Em" },
        ],
        ["a chord is sounded again before it moves", ["C5 C5 D5", "F3 F3 G3"]],
      ],
      keeps: [
        ["a passing note makes the fifth", ["E5:0.5 (D5:0.5) C5", "B3:0.5 (G3:0.5) A3"]],
        ["the fifth is sounded again", ["G4 G4", "C3 C3"]],
        ["a phrase ends between", ["G4! A4", "C3! D3"]],
        ["all rest between", ["G4 - A4", "C3 - D3"]],
        ["one part rests between", ["G4 - A4", "C3:2 D3"]],
        [
          "a suspension makes the fifth",
          ["E5 [E5:0.5] D5:0.5 C5", "A3 A3 F3"],
          { chords: "Am D5 F" },
        ],
      ],
    },
    parallelOctaves: {
      breaks: [["two parts an octave apart fall together", ["D4 C4", "D3 C3"]]],
      keeps: [
        ["the octave is sounded again", ["D4 D4", "D3 D3"]],
        ["only an anticipation makes it", ["D4:0.5 (C4:0.5) C4", "G3 C3"], { chords: "G C" }],
      ],
    },
    parallelUnisons: {
      breaks: [["two parts in unison rise together", ["C4 D4", "-:2", "C4 D4"]]],
      keeps: [["they part", ["C4 D4", "-:2", "C4 B3"]]],
    },
    contraryFifths: {
      breaks: [["a fifth opens to a twelfth", ["G4 C5", "C4 F3"]]],
      keeps: [["a fifth opens to a tenth", ["G4 A4", "C4 F3"]]],
    },
    contraryOctaves: {
      breaks: [["an octave opens to two", ["G4 C5", "G3 C3"]]],
      keeps: [["an octave opens to a tenth", ["G4 A4", "G3 F3"]]],
    },
    unequalFifths: {
      breaks: [
        ["a diminished fifth over the bass rises to a perfect one", ["F4 G4", "B2 C3"]],
        ["it falls to one", ["F4 E4", "B2 A2"], { key: A_MINOR }],
        ["upper parts rise from one to the other", ["F5 G5", "B4 C5", "D3:2"]],
      ],
      keeps: [
        ["upper parts fall", ["F5 E5", "B4 A4", "C3:2"]],
        ["an augmented fourth rises to a fifth", ["B4 C5", "F3:2"]],
        ["a perfect fifth goes to a diminished one", ["C5 B4", "F3 F3"]],
        ["it closes into a third", ["F4 E4", "B2 C3"]],
        [
          "the tonic, its dominant over the second degree and the tonic over its third go up by step",
          ["E4 F4 G4", "C4 B3 C4", "G3 G3 G3", "C3 D3 E3"],
          { chords: "C G7/D C/E" },
        ],
      ],
    },
    hiddenFifths: {
      breaks: [["the soprano leaps to one with the bass", ["E4 G4", "G2 C3"]]],
      keeps: [
        ["it goes there by step", ["F4 G4", "G2 C3"]],
        [
          "the chord is only sounded in another position",
          ["E4 G4", "C4 E4", "G3 G3", "G2 C3"],
          { chords: "C/G C" },
        ],
      ],
    },
    hiddenOctaves: {
      breaks: [["the soprano leaps to one with the bass", ["A4 C5", "B2 C3"]]],
      keeps: [["it goes there by step", ["Bb4 C5", "B2 C3"]]],
    },
    overlap: {
      breaks: [["a part rises above where the one over it was", ["E4 A4", "C4 F4", "-:2"]]],
      keeps: [["it rises to where that was", ["E4 A4", "C4 E4", "-:2"]]],
    },
    crossing: {
      breaks: [["a lower part lies above a higher one", ["E4", "F4", "-"]]],
      keeps: [["they lie in unison", ["E4", "E4", "-"]]],
    },
    spacing: {
      breaks: [["soprano and alto are a ninth apart", ["D5", "C4", "A3", "F3"]]],
      keeps: [
        ["they are an octave apart", ["C5", "C4", "A3", "F3"]],
        ["tenor and bass are two octaves apart", ["C5", "A4", "F4", "F2"]],
      ],
    },
    range: {
      breaks: [
        ["a soprano sings A flat 5", ["Ab5", "C4"]],
        ["a bass sings E flat 2, in passing", ["C5", "E2:0.5 (Eb2:0.5)"]],
      ],
      keeps: [["they sing G5 and E2", ["G5", "E2"]]],
    },
  },
  ABRSM_RULES,
);
