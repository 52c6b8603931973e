import type { Count } from "../../domain/model-card";
import { tonic, type Key } from "../../domain/key";
import type { OwnCounts } from "../../domain/own-counts";
import { inLocale, t, type MessageKey } from "../messages/messages.svelte";
import { keyWords, tonicName } from "../messages/note-names";

/** One thing beside the others: how much of all it is, and how much of what the person writes, where that is known. */
export interface Share {
  readonly label: string;
  readonly count: number;
  /** In [0, 1]. */
  readonly share: number;
  /** In [0, 1]. */
  readonly own?: number | undefined;
}

/** The card's word for what nobody says, and for what is too rare to be named. */
const UNSAID = { unknown: "cards.unknown", others: "cards.others" } as const;

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0) || 1;
}

/** The counts of a card as rows: what does not come at all is left out. @param nameOf the label in the language of the page */
export function rowsOf(
  counts: readonly Count[],
  nameOf: (label: string) => string = (label) => label,
): readonly Share[] {
  const all = total(counts.map(({ count }) => count));
  return counts
    .filter(({ count }) => count > 0)
    .map(({ label, count }) => ({
      label: label in UNSAID ? t(UNSAID[label as keyof typeof UNSAID]) : nameOf(label),
      count,
      share: count / all,
    }));
}

/** @example regionName("europe") // => "Europe" */
export function regionName(label: string): string {
  return t(`cards.regions.${label}` as MessageKey);
}

/** Metres, with how often the person writes in each; theirs that the model never met are there too. */
export function metreRows(counts: readonly Count[], own: OwnCounts | undefined): readonly Share[] {
  const rows = rowsOf(counts);
  if (!own || own.sketches === 0) return rows;
  const mine = new Map(own.metres);
  const unmet = own.metres
    .filter(([metre]) => !rows.some(({ label }) => label === metre))
    .map(([label]) => ({ label, count: 0, share: 0 }));
  return [...rows, ...unmet].map((row) => ({
    ...row,
    own: (mine.get(row.label) ?? 0) / own.sketches,
  }));
}

/** Round the circle of fifths, from the most flats to the most sharps. */
const KEYS: readonly Key[] = (["major", "minor"] as const).flatMap((mode) =>
  Array.from({ length: 12 }, (_, i) => ({ fifths: i - 5, mode })),
);

/**
 * The keys of one mode round the circle of fifths.
 * @param counts `[24]`: C major to B major, C minor to B minor
 */
export function keyColumns(
  counts: readonly Count[],
  own: OwnCounts | undefined,
  mode: Key["mode"],
): { readonly columns: readonly Share[]; readonly marks: readonly string[] } {
  const all = total(counts.map(({ count }) => count));
  const keys = KEYS.filter((key) => key.mode === mode);
  const columns = keys.map((key) => {
    const place = tonic(key) + (mode === "minor" ? 12 : 0);
    const count = counts[place]?.count ?? 0;
    const share = { label: keyWords(key), count, share: count / all };
    return own && own.sketches > 0
      ? { ...share, own: (own.keys[place] ?? 0) / own.sketches }
      : share;
  });
  return { columns, marks: keys.map(tonicName) };
}

const OCTAVE = 12;

/** Melodic intervals from an octave down to an octave up, and what is wider, beside the person's. */
export function intervalColumns(
  counts: readonly Count[],
  own: OwnCounts | undefined,
): { readonly columns: readonly Share[]; readonly marks: readonly string[] } {
  const all = total(counts.map(({ count }) => count));
  const mine = own && own.notes > 0 ? own.intervals : undefined;
  const columns = counts.map(({ label, count }, place) => {
    const share = { label: intervalWords(Number(label)), count, share: count / all };
    return mine ? { ...share, own: (mine[place] ?? 0) / total(mine) } : share;
  });
  return { columns, marks: counts.map(({ label }) => intervalMark(Number(label))) };
}

/** @param semitones no number for what is wider than an octave */
function intervalWords(semitones: number): string {
  if (Number.isNaN(semitones)) return t("cards.wider");
  if (semitones === 0) return t("cards.sameNote");
  const count = Math.abs(semitones);
  return semitones > 0 ? t("cards.up", { count }) : t("cards.down", { count });
}

function intervalMark(semitones: number): string {
  if (Number.isNaN(semitones)) return "…";
  if (semitones % OCTAVE !== 0 && semitones % 4 !== 0) return "";
  return semitones > 0 ? `+${semitones}` : `${semitones}`.replace("-", "−");
}

/** When pieces were written: half centuries, by their first year. */
export function periodColumns(counts: readonly Count[]): {
  readonly columns: readonly Share[];
  readonly marks: readonly string[];
} {
  const shown = counts.filter(({ count }) => count > 0);
  const columns = rowsOf(shown, (label) => {
    const before = /^before (\d+)$/.exec(label)?.[1];
    return before === undefined ? label : t("cards.before", { year: before });
  });
  const marks = shown.map(({ label }) => {
    const [year] = /\d+/.exec(label) ?? [];
    if (year === undefined) return "?";
    return label.startsWith("before") ? `<${year}` : year;
  });
  return { columns, marks };
}

/** Countries that are parts of one, as browsers have them. */
const PARTS: ReadonlySet<string> = new Set(["England", "Scotland", "Wales"]);

const regions = inLocale((tag) => new Intl.DisplayNames(tag, { type: "region" }));

/** Countries by their English names, worked out when the first is asked for. */
let codes: ReadonlyMap<string, string> | undefined;

function codeOf(name: string): string | undefined {
  if (!codes) {
    const english = new Intl.DisplayNames("en", { type: "region" });
    const letters = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    const pairs = letters.flatMap((first) => letters.map((second) => first + second));
    codes = new Map(pairs.map((pair) => [english.of(pair) ?? pair, pair]));
  }
  return codes.get(name);
}

/**
 * A country in the language of the page, where its English name is known.
 * @example placeName("Germany") // => in French "Allemagne"
 */
export function placeName(label: string): string {
  if (PARTS.has(label)) return t(`cards.parts.${label}` as MessageKey);
  const code = codeOf(label);
  return code === undefined ? label : (regions().of(code) ?? label);
}
