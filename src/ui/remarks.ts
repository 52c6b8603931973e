import { isInKey } from "../domain/key";
import { barTicks } from "../domain/meter";
import type { Note, Score } from "../domain/score";
import { newNotes, type Making, type Take } from "../domain/take";
import { listed, t } from "./messages/messages.svelte";
import { keyWords } from "./messages/note-names";

/** Bars named one by one in a sentence; more are counted. */
const BARS_NAMED = 3;

const PLACES = ["1", "2", "3", "4", "5", "6", "7", "8"] as const;

/** The place of a take among at most eight, counted from 0. @example ordinal(1) // => "second" */
function ordinal(index: number): string {
  return t(`asks.remarks.ordinals.${PLACES[index]!}`);
}

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
  return t("asks.remarks.chords", extremes(counts));
}

function onKey({ key, meter }: Score, added: readonly (readonly Note[])[]): string | undefined {
  const outside = added.map((notes) => notes.filter((note) => !isInKey(note.pitch, key)));
  const leaving = outside.flatMap((notes, i) => (notes.length > 0 ? [i] : []));
  const only = leaving[0];
  if (only === undefined)
    return added.length > 1 && added.some((notes) => notes.length > 0)
      ? t("asks.remarks.allInKey", { key: keyWords(key) })
      : undefined;
  if (leaving.length > 1) return undefined;
  const bars = [
    ...new Set(outside[only]!.map((note) => Math.floor(note.start / barTicks(meter)) + 1)),
  ].toSorted((a, b) => a - b);
  const told = { which: ordinal(only), key: keyWords(key), count: bars.length };
  return bars.length > BARS_NAMED
    ? t("asks.remarks.leavesOften", told)
    : t("asks.remarks.leaves", { ...told, bars: listed(bars.map(String)) });
}

/** Which has least and which most, with how many. */
function extremes(counts: readonly number[]) {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return {
    few: ordinal(counts.indexOf(least)),
    many: ordinal(counts.indexOf(most)),
    count: least,
    most,
  };
}

function onSize(kind: Making["kind"], added: readonly (readonly Note[])[]): string | undefined {
  const counts = added.map((notes) => notes.length);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (least === most) return undefined;
  return t(
    kind === "vary" || kind === "blend" ? "asks.remarks.distance" : "asks.remarks.notes",
    extremes(counts),
  );
}
