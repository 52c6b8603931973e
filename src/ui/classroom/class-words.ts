import { MARK_COLUMNS, type CsvLanguage } from "../../exercises/class-rows";
import type { HelpUse } from "../../exercises/hand-in";
import type { Remark, Total } from "../../exercises/review";
import type { RowProblem } from "../../session/classroom-reader";
import { isWork, type Entry, type Work } from "../../session/classroom.svelte";
import { criterionWords } from "../exercises/exercise-words";
import { listed, t } from "../messages/messages.svelte";
import { decimal, plain } from "../messages/numbers";
import { megabytes } from "../words";

/** Those that are said without numbers. */
const PLAIN = {
  empty: "empty",
  jsonNotThis: "notHandIn",
  sketchTooNew: "tooNew",
  zipBroken: "zip",
  entryBroken: "entry",
  entryLocked: "locked",
  entryMethod: "method",
  entryArchive: "archive",
  unreadable: "unreadable",
} as const satisfies Partial<Record<RowProblem["kind"], string>>;

/** Why a file has no row of marks, in a sentence or two that say what to do. */
export function problemWords(problem: RowProblem): string {
  if (problem.kind === "jsonBroken")
    return t("teacher.problems.broken", { line: problem.line, column: problem.column });
  if (problem.kind === "sketchBroken")
    return t("teacher.problems.damaged", { path: problem.path, expected: problem.expected });
  if (problem.kind === "tooManyBytes")
    return t("teacher.problems.tooLarge", {
      size: megabytes(problem.bytes),
      limit: megabytes(problem.limit),
    });
  if (problem.kind === "tooManyFiles")
    return t("teacher.problems.tooMany", { files: problem.files, limit: problem.limit });
  const words: Partial<Record<RowProblem["kind"], (typeof PLAIN)[keyof typeof PLAIN]>> = PLAIN;
  return t(`teacher.problems.${words[problem.kind] ?? "other"}`);
}

export function remarkWords(remark: Remark): string {
  if (remark.kind !== "sameFile" && remark.kind !== "sameNotes")
    return t(`teacher.remarks.${remark.kind}`);
  const { kind, others } = remark;
  const file = shortFile(remark.file);
  return others === 0
    ? t(`teacher.remarks.${kind}`, { file })
    : t(`teacher.remarks.${kind}Too`, { file, count: others });
}

/** All that a teacher should know of a file, for the table of marks. */
export function allRemarks(entry: Entry, total: (work: Work) => Total): string {
  if (!isWork(entry)) return problemWords(entry.problem);
  const { open } = total(entry);
  const lacking = open.map((criterion) => criterionWords(criterion));
  return [
    ...entry.remarks.map(remarkWords),
    ...(lacking.length > 0 ? [t("teacher.remarks.openPoints", { criteria: listed(lacking) })] : []),
  ].join("; ");
}

/** Which help a work had, in a few words. */
export function helpWords({ asks, helps, notes }: HelpUse): string {
  const count = (kind: string) => helps.filter((help) => help.kind === kind).length;
  const made = notes.model.count + notes.changed.count;
  const parts = [
    ...(count("hint") > 0 ? [t("teacher.help.hints", { count: count("hint") })] : []),
    ...(count("fix") > 0 ? [t("teacher.help.fixes", { count: count("fix") })] : []),
    ...(asks.length > 0 ? [t("teacher.help.asks", { count: asks.length })] : []),
    ...(made > 0 ? [t("teacher.help.notes", { count: made })] : []),
  ];
  return parts.length === 0 ? t("teacher.help.none") : listed(parts);
}

/** A file without its folders and without the ending that all have. */
export function shortFile(file: string): string {
  const name = file.split("/").at(-1)!;
  return name.replace(/(\.antiphon-hand-in)?\.json$/i, "");
}

export function nameOf({ row }: Work): string {
  return row.read.handIn.name.trim() || t("teacher.table.nameless");
}

export function pointsWords({ points, most }: Total): string {
  return t("teacher.table.ofPoints", { points: plain(points), most: plain(most) });
}

export function minutesOf({ row }: Work): number {
  return Math.round(row.spentMs / 60_000);
}

/** Marks as spreadsheets in the language of the page read them. */
export function csvLanguage(): CsvLanguage {
  const columns = MARK_COLUMNS.map((column) => [column, t(`teacher.columns.${column}`)]);
  return {
    columns: Object.fromEntries(columns) as CsvLanguage["columns"],
    decimal: decimal(0.5, 1).includes(",") ? "," : ".",
  };
}
