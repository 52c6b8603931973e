import { MELODY_RULES } from "../../../src/exercises/rules/rule-set";
import { testRules } from "./cases";

testRules(
  {
    compass: {
      breaks: [["a line spans an eleventh", ["C4 E4 G4 A4 B4 C5 D5 E5 F5 E5 D5 C5"]]],
      keeps: [["it spans a tenth", ["C4 E4 G4 A4 B4 C5 D5 E5 D5 C5"]]],
    },
    leap: {
      breaks: [["a line leaps a seventh", ["C4 Bb4 A4 G4 F4 E4 D4 C4"]]],
      keeps: [
        ["it leaps a sixth", ["C4 A4 G4 F4 E4 D4 C4"]],
        ["it leaps an octave", ["C4 C5 B4 A4 G4 F4 E4 D4 C4"]],
      ],
    },
    leapRecovery: {
      breaks: [["a leap of a fifth goes on in its direction", ["C4 G4 A4 G4 F4 E4 D4 C4"]]],
      keeps: [
        ["it turns back", ["C4 G4 F4 E4 D4 C4"]],
        ["a fourth goes on", ["C4 F4 G4 F4 E4 D4 C4"]],
      ],
    },
    twoLeaps: {
      breaks: [["two fourths are leapt upwards", ["C4 F4 Bb4 A4 G4 F4 E4 D4 C4"]]],
      keeps: [["a third and a third spell a triad", ["C4 E4 G4 F4 E4 D4 C4"]]],
    },
    tritoneOutline: {
      breaks: [["a line turns at F and B", ["G4 F4 G4 A4 B4 A4 G4 E4 D4 C4"]]],
      keeps: [["it goes on to C", ["G4 F4 G4 A4 B4 C5 A4 G4 E4 D4 C4"]]],
    },
    augmentedSecond: {
      breaks: [
        [
          "minor's sixth degree goes to the raised seventh",
          ["E4 F4 G#4 A4"],
          { key: { fifths: 0, mode: "minor" } },
        ],
      ],
      keeps: [
        ["the sixth is raised too", ["E4 F#4 G#4 A4"], { key: { fifths: 0, mode: "minor" } }],
      ],
    },
    climax: {
      breaks: [["the highest note comes twice", ["C4 E4 D4 E4 D4 C4"]]],
      keeps: [
        ["it comes once", ["C4 F4 D4 E4 D4 C4"]],
        ["it is struck again at once", ["C4 E4 E4 D4 C4"]],
      ],
    },
    repetition: {
      breaks: [["a note is struck five times", ["C4 D4 D4 D4 D4 D4 C4"]]],
      keeps: [["it is struck four times", ["C4 D4 D4 D4 D4 C4"]]],
    },
    finalNote: {
      breaks: [["a line ends on the second degree", ["C4 E4 D4"]]],
      keeps: [["it ends on the first", ["C4 E4 D4 C4"]]],
    },
    finalStep: {
      breaks: [["the last note is leapt to", ["C4 F4 E4 C4"]]],
      keeps: [["it is stepped to", ["C4 F4 E4 D4 C4"]]],
    },
    balance: {
      breaks: [
        ["a phrase of two bars is answered by one of one", ["C4 D4 E4 D4 C4 D4 F4!:2 C4:2 D4 C4"]],
      ],
      keeps: [
        ["it is answered by another of two", ["C4 D4 E4 D4 C4 D4 F4!:2 C4 D4 E4 D4 C4 D4 C4:2"]],
        [
          "one bar and one bar are answered by two",
          ["C4 D4 E4 D4! C4 D4 F4 D4! C4 D4 E4 D4 C4 D4 C4:2"],
        ],
      ],
    },
  },
  MELODY_RULES,
);
