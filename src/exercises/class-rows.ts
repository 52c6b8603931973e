import type { Result } from "../domain/result";
import type { Score } from "../domain/score";
import { noteKey } from "../domain/take";
import { rulesOf, type Exercise } from "./exercise";
import type { Finding } from "./finding";
import { helpUseOf, inOrder, scoreAt, timeSpent, type HelpUse, type ReadHandIn } from "./hand-in";
import { mark, type Marking } from "./rubric";

/** A row of the teacher's table. */
export type ClassRow<Problem> =
  | {
      readonly file: string;
      readonly read: ReadHandIn;
      readonly marking: Marking;
      readonly findings: readonly Finding[];
      /** Findings by what each takes: 2 points or more, 1 or more, less. */
      readonly weights: readonly [heavy: number, middle: number, light: number];
      readonly use: HelpUse;
      readonly spentMs: number;
      /** Whether the last step of the history is the work. */
      readonly growsToWork: boolean;
      /** Whether it is the exercise that the teacher set; undefined where none was named. */
      readonly isSet: boolean | undefined;
    }
  | { readonly file: string; readonly problem: Problem };

/**
 * A class's files as rows, in their order; what cannot be read has a row that says why.
 * @param read reads one file
 * @param find what is found in a work by the rules of its exercise
 * @param set the exercise that was set, against which each hand-in is marked; undefined takes the one in each file
 */
export async function readHandIns<Problem>(
  files: readonly { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[],
  read: (bytes: Uint8Array<ArrayBuffer>) => Promise<Result<ReadHandIn, Problem>>,
  find: (exercise: Exercise, score: Score) => readonly Finding[],
  set?: Exercise,
): Promise<readonly ClassRow<Problem>[]> {
  const rows: ClassRow<Problem>[] = [];
  for (const { name, bytes } of files) {
    const result = await read(bytes);
    rows.push(
      result.ok ? rowOf(name, result.value, find, set) : { file: name, problem: result.problem },
    );
  }
  return rows;
}

function rowOf<Problem>(
  file: string,
  read: ReadHandIn,
  find: (exercise: Exercise, score: Score) => readonly Finding[],
  set: Exercise | undefined,
): ClassRow<Problem> {
  const { handIn } = read;
  const exercise = set ?? handIn.exercise;
  const { score } = handIn.work;
  const findings = find(exercise, score);
  const last = scoreAt(handIn, Infinity);
  return {
    file,
    read,
    findings,
    marking: mark(exercise, score, findings),
    weights: weighed(exercise, findings),
    use: helpUseOf({ ...handIn, exercise }),
    spentMs: timeSpent(handIn.growth),
    growsToWork: isSameMusic(last, score),
    isSet: set && inOrder(set) === inOrder(handIn.exercise),
  };
}

function weighed(exercise: Exercise, findings: readonly Finding[]): [number, number, number] {
  const rules: Readonly<Record<string, { readonly weight: number } | undefined>> = rulesOf(
    exercise.rules,
  ).rules;
  const counts: [number, number, number] = [0, 0, 0];
  for (const { rule } of findings) {
    const weight = rules[rule]?.weight ?? 0;
    if (weight > 0) counts[weight >= 2 ? 0 : weight >= 1 ? 1 : 2]++;
  }
  return counts;
}

function isSameMusic(a: Score, b: Score): boolean {
  const music = (score: Score) => score.notes.map(noteKey).toSorted().join("\n");
  return music(a) === music(b);
}

/** What the columns of marks hold, in their order. */
export const MARK_COLUMNS = [
  "file",
  "name",
  "group",
  "exercise",
  "points",
  "most",
  "complete",
  "heavy",
  "middle",
  "light",
  "hints",
  "asks",
  "notes",
  "minutes",
  "remarks",
] as const;
export type MarkColumn = (typeof MARK_COLUMNS)[number];

/** How a spreadsheet set to some language reads a table: what its columns are called, and its decimal sign. */
export interface CsvLanguage {
  readonly columns: Readonly<Record<MarkColumn, string>>;
  readonly decimal: "." | ",";
}

/**
 * Marks for any spreadsheet: every cell in quotes, lines end in CR LF (RFC 4180). Between cells stands a comma, or a semicolon where the comma is the
 * decimal sign, as spreadsheets of such languages expect. A text that might be taken for a formula has an apostrophe before it.
 * @param remark words for what is wrong with a file
 */
export function marksCsv<Problem>(
  rows: readonly ClassRow<Problem>[],
  remark: (row: ClassRow<Problem>) => string,
  { columns, decimal }: CsvLanguage,
): string {
  const lines = rows.map((row) => {
    if (!("read" in row)) return [row.file, ...Array<string>(13).fill(""), remark(row)];
    const { handIn } = row.read;
    const { model, changed } = row.use.notes;
    return [
      row.file,
      handIn.name,
      handIn.group,
      handIn.exercise.title,
      row.marking.points,
      row.marking.most,
      Math.round(100 * row.marking.complete),
      ...row.weights,
      handIn.helps.filter(({ kind }) => kind === "hint").length,
      row.use.asks.length,
      model.count + changed.count,
      Math.round(row.spentMs / 60_000),
      remark(row),
    ];
  });
  const separator = decimal === "," ? ";" : ",";
  return [MARK_COLUMNS.map((column) => columns[column]), ...lines]
    .map((cells) => `${cells.map((value) => cell(value, decimal)).join(separator)}\r\n`)
    .join("");
}

function cell(value: string | number, decimal: CsvLanguage["decimal"]): string {
  if (typeof value === "number") return `"${String(value).replace(".", decimal)}"`;
  const guarded = /^[\s\p{C}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(value) ? `'${value}` : value;
  return `"${guarded.replaceAll('"', '""')}"`;
}
