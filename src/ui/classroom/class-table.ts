import type { Total } from "../../exercises/review";
import { isWork, type Entry, type Work } from "../../session/classroom.svelte";

export const COLUMNS = [
  "name",
  "group",
  "file",
  "points",
  "heavy",
  "middle",
  "light",
  "help",
  "minutes",
  "remarks",
] as const;
export type Column = (typeof COLUMNS)[number];

export interface Order {
  readonly column: Column;
  readonly isRising: boolean;
}

/** Numbers are wanted from the most down first, names from A. */
export function orderAfter(order: Order, column: Column): Order {
  if (order.column === column) return { column, isRising: !order.isRising };
  return { column, isRising: ["name", "group", "file"].includes(column) };
}

/** Rows in order; those that could not be read stay behind the others, and equal ones as they came. */
export function sorted(
  entries: readonly Entry[],
  { column, isRising }: Order,
  totalOf: (work: Work) => Total,
  locale: string,
): readonly Entry[] {
  const collator = new Intl.Collator(locale, { numeric: true, sensitivity: "base" });
  const works = entries.filter(isWork);
  const unread = entries.filter((entry) => !isWork(entry));
  const compare = (a: Work, b: Work): number => {
    const [x, y] = [valueOf(a, column, totalOf), valueOf(b, column, totalOf)];
    return typeof x === "string" ? collator.compare(x, String(y)) : x - Number(y);
  };
  const names = unread.toSorted((a, b) => collator.compare(a.file, b.file));
  return [
    ...works.toSorted((a, b) => (isRising ? compare(a, b) : compare(b, a))),
    ...(column === "file" && !isRising ? names.toReversed() : names),
  ];
}

function valueOf(work: Work, column: Column, totalOf: (work: Work) => Total): string | number {
  const { row } = work;
  const { handIn } = row.read;
  switch (column) {
    case "name":
      return handIn.name;
    case "group":
      return handIn.group;
    case "file":
      return work.file;
    case "points": {
      const { points, most } = totalOf(work);
      return most === 0 ? 0 : points / most;
    }
    case "heavy":
      return row.weights[0];
    case "middle":
      return row.weights[1];
    case "light":
      return row.weights[2];
    case "help":
      return helpOf(work);
    case "minutes":
      return row.spentMs;
    case "remarks":
      return work.remarks.length;
  }
}

/** More help sorts higher: a note of a model weighs as much as a hint. */
function helpOf({ row: { use } }: Work): number {
  const { model, changed } = use.notes;
  return use.helps.length + use.asks.length + model.count + changed.count;
}

/** Rows in whose name, class or file all of the words stand. */
export function filtered(
  entries: readonly Entry[],
  words: string,
  onlyRemarks: boolean,
): readonly Entry[] {
  const wanted = words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    if (onlyRemarks && isWork(entry) && entry.remarks.length === 0) return false;
    const names = isWork(entry)
      ? [entry.row.read.handIn.name, entry.row.read.handIn.group, entry.file]
      : [entry.file];
    const all = names.join(" ").toLocaleLowerCase();
    return wanted.every((word) => all.includes(word));
  });
}
