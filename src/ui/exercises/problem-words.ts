import type { ExerciseMaker } from "../../session/exercise-maker.svelte";
import { t } from "../messages/messages.svelte";
import { describeProblem } from "../problems";

/** Why a file or a link could not be read, as the session has it. */
export type ExerciseProblem = NonNullable<ExerciseMaker["fileProblem"]>["problem"];

const WANTED = { exercise: "notExercise", handIn: "notHandIn", comments: "notComments" } as const;

/** Why an exercise, a hand-in or comments could not be read, and what to do. @param file its name */
export function exerciseProblemWords(problem: ExerciseProblem, file: string): string {
  if (problem.kind === "jsonNotThis")
    return t(`exercises.problems.${WANTED[problem.wanted]}`, { file });
  if (problem.kind === "linkBroken") return t("exercises.problems.linkBroken");
  if (problem.kind === "empty") return t("exercises.problems.empty", { file });
  if (problem.kind === "sketchTooNew") return t("exercises.problems.tooNew", { file });
  if (problem.kind === "jsonBroken") {
    const { line, column } = problem;
    return t("exercises.problems.broken", { file, line, column });
  }
  if (problem.kind === "sketchBroken") {
    const { path, expected } = problem;
    return t("exercises.problems.damaged", { file, path, expected });
  }
  return describeProblem(problem, file);
}
