import { AP_RULES } from "../../../src/exercises/rules/rule-set";
import { testRules } from "./cases";

const A_MINOR = { fifths: 0, mode: "minor" } as const;

testRules(
  {
    augmentedSecond: {
      breaks: [["minor's sixth degree goes to the raised seventh", ["F4 G#4"], { key: A_MINOR }]],
      keeps: [
        ["the sixth is raised too", ["F#4 G#4"], { key: A_MINOR }],
        ["three semitones are a third", ["E4 G4"], { key: A_MINOR }],
        ["a phrase ends between", ["F4! G#4"], { key: A_MINOR }],
      ],
    },
    tritone: {
      breaks: [
        ["an augmented fourth is leapt", ["F4 B4 C5"]],
        ["a diminished fifth is leapt and left in its direction", ["B4 F5 G5"]],
      ],
      keeps: [
        ["a diminished fifth turns back by step", ["B4 F5 E5"]],
        ["a fourth is perfect", ["F4 Bb4 C5"]],
        ["both notes are of one chord", ["F4 B4 C5"], { chords: "G7:2 C" }],
      ],
    },
    wideLeap: {
      breaks: [
        ["a part leaps a sixth", ["C4 A4"]],
        ["an upper part leaps an octave", ["C4 C5", "A3:2"]],
      ],
      keeps: [
        ["it leaps a fifth", ["C4 G4"]],
        ["the bass leaps an octave", ["C5:2", "C3 C4"]],
        ["both notes are of one chord", ["C4 A4"], { chords: "F:2" }],
        ["a rest is between", ["C4 - A4"]],
      ],
    },
    manyLeaps: {
      breaks: [["a phrase has six fourths", ["C4 F4 C4 F4 C4 F4 C4"]]],
      keeps: [
        ["it has five", ["C4 F4 C4 F4 C4 F4 E4"]],
        ["a phrase ends after three", ["C4 F4 C4 F4! C4 F4 C4 F4"]],
        ["they are in the bass", ["C5:7", "C3 F3 C3 F3 C3 F3 C3"]],
      ],
    },
  },
  AP_RULES,
);
