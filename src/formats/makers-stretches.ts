import { deriveSeed } from "../domain/random";
import { endOf, type Note } from "../domain/score";
import type { Ticks } from "../domain/units";
import { groupedBy } from "./grouped";

/** Notes of a voice by the stretch of time that they start in: none is changed, added or gone where the number and the check are as written. */
export interface Stretches {
  /** How long a stretch is, the first from the beginning. */
  readonly ticks: Ticks;
  /** How many notes start in each. */
  readonly counts: readonly number[];
  /** Of each that has notes: a number of 16 bits that other notes have once in 65,536 times. */
  readonly checks: readonly number[];
}

/** On the average. Where one is changed elsewhere, the others of its stretch are the file's as well. */
const NOTES_A_STRETCH = 8;
/** Ticks are told in fives, as a program that saves 96 ticks a quarter rounds them: what comes from there is known again. */
const GRAIN: Ticks = 5;

/** `notes`, of one voice and at least one, cut into stretches; `order` is theirs, stretch by stretch. */
export function inStretches(
  notes: readonly Note[],
  isDrums: boolean,
): { readonly order: readonly Note[]; readonly stretches: Stretches } {
  const order = notes.toSorted(inGrains);
  const span = GRAIN * (grains(order.at(-1)!.start) + 1);
  const ticks = GRAIN * Math.ceil((span * NOTES_A_STRETCH) / order.length / GRAIN);
  const byStretch = grouped(order, ticks);
  const counts = Array.from({ length: Math.ceil(span / ticks) }, (_, i) => byStretch.get(i) ?? []);
  return {
    order,
    stretches: {
      ticks,
      counts: counts.map(({ length }) => length),
      checks: counts.filter(({ length }) => length > 0).map((group) => checkOf(group, isDrums)),
    },
  };
}

/** Notes of a voice that stand in stretches as they were written, each with its place in the order that was recorded. */
export function intact(
  { ticks, counts, checks }: Stretches,
  notes: readonly Note[],
  isDrums: boolean,
): ReadonlyMap<Note, number> {
  const byStretch = grouped(notes.toSorted(inGrains), ticks);
  const found = new Map<Note, number>();
  let first = 0;
  let filled = 0;
  counts.forEach((count, i) => {
    const there = byStretch.get(i) ?? [];
    const check = count > 0 ? checks[filled++] : undefined;
    if (there.length === count && count > 0 && checkOf(there, isDrums) === check)
      there.forEach((note, n) => found.set(note, first + n));
    first += count;
  });
  return found;
}

function grouped(notes: readonly Note[], ticks: Ticks): ReadonlyMap<number, readonly Note[]> {
  return groupedBy(notes, ({ start }) => Math.floor((GRAIN * grains(start)) / ticks));
}

/** Ends of drums are not heard, and MIDI does not keep them apart. */
function checkOf(notes: readonly Note[], isDrums: boolean): number {
  const numbers = notes.flatMap((note) => [
    grains(note.start),
    note.pitch,
    isDrums ? 0 : grains(endOf(note)),
  ]);
  return numbers.reduce(deriveSeed, 0) & 0xffff;
}

function inGrains(a: Note, b: Note): number {
  return (
    grains(a.start) - grains(b.start) ||
    a.pitch - b.pitch ||
    grains(endOf(a)) - grains(endOf(b)) ||
    a.velocity - b.velocity
  );
}

function grains(tick: Ticks): number {
  return Math.round(tick / GRAIN);
}
