import asks from "./en/asks.json";
import cards from "./en/cards.json";
import common from "./en/common.json";
import exercises from "./en/exercises.json";
import files from "./en/files.json";
import human from "./en/human.json";
import installation from "./en/installation.json";
import ledger from "./en/ledger.json";
import live from "./en/live.json";
import originality from "./en/originality.json";
import rules from "./en/rules.json";
import sketch from "./en/sketch.json";
import staff from "./en/staff.json";
import student from "./en/student.json";
import teacher from "./en/teacher.json";

/** The messages that all other languages are translations of, by the file that they stand in. */
export const english = {
  asks,
  cards,
  common,
  exercises,
  files,
  human,
  installation,
  ledger,
  live,
  originality,
  rules,
  sketch,
  staff,
  student,
  teacher,
};
