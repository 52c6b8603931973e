import { AP_RULES } from "../../../src/exercises/rules/rule-set";
import { testRules } from "./cases";

const A_MINOR = { fifths: 0, mode: "minor" } as const;

testRules(
  {
    leadingTone: {
      breaks: [
        ["the soprano falls from it", ["B4 G4", "G4 E4", "D4 C4", "G2 C3"], { chords: "G C" }],
        [
          "it does so into a chord over its third",
          ["B4 G4", "G4 G4", "D4 C4", "G3 E3"],
          { chords: "G C/E" },
        ],
        ["nobody has told the chords", ["B4 A4", "G4 E4", "D4 C4", "G3 C3"]],
        ["the bass has it", ["G5 G5", "D5 C5", "G4 G4", "B3 E3"], { chords: "G/B C/E" }],
        ["it leads to another degree", ["C#5 A4", "G4 F4", "E4 D4", "A2 D3"], { chords: "A7 Dm" }],
      ],
      keeps: [
        ["it rises", ["B4 C5", "G4 E4", "D4 C4", "G3 C3"], { chords: "G C" }],
        [
          "it is inside and falls to the fifth",
          ["D5 C5", "B4 G4", "G4 E4", "G3 C3"],
          { chords: "G C" },
        ],
        [
          "the soprano walks down through it to the sixth degree",
          ["C5 B4 A4", "G4 G4 E4", "E4 D4 C4", "C4 G3 A3"],
          { chords: "C G Am" },
        ],
        [
          "it falls a semitone to the seventh of another dominant",
          ["D5 C5", "G4 G4", "D4 E4", "B3 Bb3"],
          { chords: "G/B C7/Bb" },
        ],
        [
          "the dominant goes back to the fourth degree",
          ["B4 A4", "G4 F4", "D4 C4", "G3 A3"],
          { chords: "G F/A" },
        ],
        ["a phrase ends on it", ["B4! G4", "G4! E4", "D4! C4", "G3! C3"], { chords: "G C" }],
        [
          "minor has it lowered",
          ["G4 E4", "E4 C4", "B3 A3", "E2 A2"],
          { key: A_MINOR, chords: "Em Am" },
        ],
      ],
    },
    seventhResolution: {
      breaks: [
        ["it rises", ["B4 C5", "F4 G4", "D4 E4", "G3 C3"], { chords: "G7 C" }],
        ["it leaps down", ["F5 C5", "B4 G4", "D4 E4", "G3 C4"], { chords: "G7 C" }],
      ],
      keeps: [
        ["it falls by step", ["F4 E4", "D4 C4", "B3 C4", "G3 C3"], { chords: "G7 C" }],
        ["it stays", ["F4 F4", "D4 C4", "B3 A3", "G3 A3"], { chords: "G7 F/A" }],
        [
          "another part takes it before the chord changes",
          ["D5 F5 E5", "F4 G4 G4", "B3 B3 C4", "G3 G3 C3"],
          { chords: "G7:2 C" },
        ],
        [
          "the tonic, its dominant over the second degree and the tonic over its third go up by step",
          ["E4 F4 G4", "C4 B3 C4", "G3 G3 G3", "C3 D3 E3"],
          { chords: "C G7/D C/E" },
        ],
      ],
    },
    seventhApproach: {
      breaks: [
        [
          "it is reached by a falling fourth",
          ["Bb4 F4", "F4 D4", "Bb3 B3", "D3 G3"],
          { chords: "Bb/D G7" },
        ],
      ],
      keeps: [
        [
          "it is reached by a falling third",
          ["A4 F4", "F4 D4", "A3 B3", "D3 G3"],
          { chords: "Dm G7" },
        ],
      ],
    },
    doubledLeadingTone: {
      breaks: [["two parts have it", ["B4", "D4", "B3", "G2"], { chords: "G" }]],
      keeps: [
        ["two parts have the fifth", ["B4", "D4", "D4", "G2"], { chords: "G" }],
        ["the third degree is doubled", ["E5", "G4", "E4", "C3"], { chords: "C" }],
        ["the third of a minor chord is doubled", ["C5", "E4", "C4", "A2"], { chords: "Am" }],
      ],
    },
    doubledSeventh: {
      breaks: [["two parts have it", ["F5", "B4", "F4", "G3"], { chords: "G7" }]],
      keeps: [["two parts have the root", ["F5", "B4", "G4", "G3"], { chords: "G7" }]],
    },
    sixFourDoubling: {
      breaks: [["two parts have the root", ["C5", "E4", "C4", "G2"], { chords: "C/G" }]],
      keeps: [
        ["two parts have the bass", ["C5", "E4", "G3", "G2"], { chords: "C/G" }],
        ["the chord stands on its third", ["C5", "G4", "C4", "E3"], { chords: "C/E" }],
      ],
    },
    missingThird: {
      breaks: [["nobody has it", ["C5", "G4", "C4", "C3"], { chords: "C" }]],
      keeps: [
        ["the fifth is left out instead", ["C5", "E4", "C4", "C3"], { chords: "C" }],
        [
          "it comes when the suspension is resolved",
          ["C5", "[F4:0.5] E4:0.5", "G3", "C3"],
          { chords: "C" },
        ],
        ["three parts sing", ["C5", "G4", "C3"], { chords: "C" }],
      ],
    },
    missingFifth: {
      breaks: [
        ["a triad stands on its third", ["C5", "C5", "C4", "E3"], { chords: "C/E" }],
        ["a seventh stands on its third", ["G4", "F4", "G3", "B2"], { chords: "G7/B" }],
      ],
      keeps: [
        ["a seventh stands on its root", ["B4", "F4", "G3", "G2"], { chords: "G7" }],
        ["it is there", ["C5", "G4", "C4", "E3"], { chords: "C/E" }],
      ],
    },
  },
  AP_RULES,
);
