import type { Score } from "../../domain/score";
import type { Criterion, Exercise } from "../../exercises/exercise";
import type { Finding } from "../../exercises/finding";
import type { HelpUse } from "../../exercises/hand-in";
import type { Remark, Total } from "../../exercises/review";
import type { Mark } from "../../exercises/rubric";
import type { RowProblem } from "../../session/classroom-reader";
import { isWork, type Entry, type Work } from "../../session/classroom.svelte";
import { listed, t } from "../messages/messages.svelte";
import { voiceName } from "../messages/names";
import { plain } from "../messages/numbers";
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
  return remark.kind === "sameFile" || remark.kind === "sameNotes"
    ? t(`teacher.remarks.${remark.kind}`, { file: remark.file })
    : t(`teacher.remarks.${remark.kind}`);
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

export function nameOf({ row }: Work): string {
  return row.read.handIn.name.trim() || t("teacher.table.nameless");
}

export function pointsWords({ points, most }: Total): string {
  return t("teacher.table.ofPoints", { points: plain(points), most: plain(most) });
}

export function minutesOf({ row }: Work): number {
  return Math.round(row.spentMs / 60_000);
}

/** The teacher's words for a criterion, else the program's. */
export function criterionWords(criterion: Criterion): string {
  return criterion.words.trim() || criterion.of;
}

export function titleOf(exercise: Exercise): string {
  return exercise.title;
}

/** A rule by its name. */
export function ruleWords(rule: string): string {
  const words = rule.replace(/([A-Z])/g, " $1").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a finding is about. */
export function findingText(finding: Finding, score: Score): string {
  const voices = [...new Set(finding.notes)].flatMap((id) => {
    const note = score.notes.find((one) => one.id === id);
    const voice = note && score.voices.find((one) => one.id === note.voice);
    return voice ? [voiceName(voice.name)] : [];
  });
  return [ruleWords(finding.rule), listed([...new Set(voices)])].filter(Boolean).join(": ");
}

/** Why a criterion has as many points. */
export function reasonWords({ done, wanted, findings }: Mark): string {
  return findings.length > 0
    ? t("teacher.marks.found", { count: findings.length })
    : t("teacher.marks.done", { done, wanted });
}

/** What was asked of models, a line for each kind of ask. */
export function askWordsOf({ asks }: Pick<HelpUse, "asks">): readonly string[] {
  const kinds = [...new Set(asks.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const same = asks.filter((ask) => ask.kind === kind);
    return t("teacher.makers.asked", {
      ask: t(`asks.labels.${kind}`),
      count: same.length,
      kept: same.reduce((sum, { kept }) => sum + kept, 0),
      takes: same.reduce((sum, { takes }) => sum + takes, 0),
    });
  });
}
