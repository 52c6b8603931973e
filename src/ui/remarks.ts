import { isInKey } from "../domain/key";
import { barTicks } from "../domain/meter";
import type { Note, Score } from "../domain/score";
import { newNotes, type Making, type Take } from "../domain/take";
import { keyWords, listWords, ordinal, plural } from "./words";

/** Bars named one by one in a sentence; more are counted. */
const BARS_NAMED = 3;

/**
 * One true thing about an ask's takes, counted from their notes: which one alone leaves the key, which is closest to the original and
 * which goes furthest, or which has most notes. Undefined where the takes do not differ in these.
 */
export function remark(original: Score, takes: readonly Take[]): string | undefined {
  const kind = takes[0]?.making?.kind;
  if (kind === undefined) return undefined;
  if (kind === "accompany") return onChords(takes);
  // Every note of theirs is where it was, more or less.
  if (kind === "humanise") return undefined;
  const added = takes.map((take) => newNotes(original, take.score));
  if (kind === "groove") return takes.length > 1 ? onSize(kind, added) : undefined;
  return onKey(takes[0]!.score, added) ?? (takes.length > 1 ? onSize(kind, added) : undefined);
}

function onChords(takes: readonly Take[]): string | undefined {
  const counts = takes.map(({ score }) => score.chords.length);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (least === most) return undefined;
  const few = ordinal(counts.indexOf(least) + 1);
  const many = ordinal(counts.indexOf(most) + 1);
  return `The ${few} is the calmest with ${plural(least, "chord")}, the ${many} the busiest with ${most}.`;
}

function onKey({ key, meter }: Score, added: readonly (readonly Note[])[]): string | undefined {
  const outside = added.map((notes) => notes.filter((note) => !isInKey(note.pitch, key)));
  const leaving = outside.flatMap((notes, i) => (notes.length > 0 ? [i] : []));
  const only = leaving[0];
  if (only === undefined)
    return added.length > 1 && added.some((notes) => notes.length > 0)
      ? `All stay in ${keyWords(key)}.`
      : undefined;
  if (leaving.length > 1) return undefined;
  const bars = [
    ...new Set(outside[only]!.map((note) => Math.floor(note.start / barTicks(meter)) + 1)),
  ].toSorted((a, b) => a - b);
  const where =
    bars.length > BARS_NAMED
      ? `in ${bars.length} bars`
      : `in ${bars.length === 1 ? "bar" : "bars"} ${listWords(bars.map(String))}`;
  return `The ${ordinal(only + 1)} leaves ${keyWords(key)} ${where}.`;
}

function onSize(kind: Making["kind"], added: readonly (readonly Note[])[]): string | undefined {
  const counts = added.map((notes) => notes.length);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (least === most) return undefined;
  const few = ordinal(counts.indexOf(least) + 1);
  const many = ordinal(counts.indexOf(most) + 1);
  return kind === "vary" || kind === "blend"
    ? `The ${few} stays closest, the ${many} goes furthest.`
    : `The ${few} is the calmest with ${least} notes, the ${many} the busiest with ${most}.`;
}
