import { endOf, byStart, type Note } from "../domain/score";
import { TICKS_PER_QUARTER, type Ticks } from "../domain/units";

/** Every value down to the 128th, and triplets down to the 32nd, begin and end on one of these. */
const WRITABLE: readonly Ticks[] = [15, 40];
const PLAIN: Ticks = 120;
const TRIPLET: Ticks = 160;
/** Played notes are seldom meant as triplets, so these have to be clearly nearer. */
const TRIPLET_SHARE = 0.75;

/**
 * Notes of one voice as they are read: those played off every written value go to sixteenths or to eighth triplets, whichever the beat is
 * nearer to, and sound up to the next one where only a breath parts them. The score keeps what was played; others stay the same
 * reference.
 */
export function legible(notes: readonly Note[]): readonly Note[] {
  if (notes.every(isWritable)) return notes;
  const loose = notes.filter((note) => !isWritable(note));
  const grids = gridsOf(loose);
  const gridAt = (tick: Ticks) => grids.get(beatOf(tick)) ?? PLAIN;
  const shown = notes.map((note) => {
    if (isWritable(note)) return note;
    const start = nearest(note.start, gridAt(note.start));
    const end = Math.max(start + gridAt(start), nearest(endOf(note), gridAt(endOf(note))));
    return { ...note, start, duration: end - start };
  });
  const onsets = [...new Set(shown.map((note) => note.start))].toSorted((a, b) => a - b);
  const changed = new Set(loose.map(({ id }) => id));
  return shown
    .map((note) => {
      const next = onsets.find((onset) => onset > note.start);
      if (next === undefined || !changed.has(note.id)) return note;
      const room = next - note.start;
      const breath = next - endOf(note);
      const isBreath = breath > 0 && breath <= PLAIN && note.duration * 2 >= room;
      const isSmear = breath < 0 && -breath <= PLAIN;
      return isBreath || isSmear ? { ...note, duration: room } : note;
    })
    .toSorted(byStart);
}

function isWritable(note: Note): boolean {
  return [note.start, endOf(note)].every((tick) => WRITABLE.some((grid) => tick % grid === 0));
}

function beatOf(tick: Ticks): number {
  return Math.floor(tick / TICKS_PER_QUARTER);
}

function nearest(tick: Ticks, grid: Ticks): Ticks {
  return Math.round(tick / grid) * grid;
}

/** The grid that each beat's loose onsets are nearest to. */
function gridsOf(loose: readonly Note[]): ReadonlyMap<number, Ticks> {
  const onsets = new Map<number, Ticks[]>();
  for (const { start } of loose) {
    const beat = onsets.get(beatOf(start));
    if (beat) beat.push(start);
    else onsets.set(beatOf(start), [start]);
  }
  const error = (ticks: readonly Ticks[], grid: Ticks) =>
    ticks.reduce((sum, tick) => sum + Math.abs(tick - nearest(tick, grid)), 0);
  return new Map(
    [...onsets].map(([beat, ticks]) => [
      beat,
      error(ticks, TRIPLET) < TRIPLET_SHARE * error(ticks, PLAIN) ? TRIPLET : PLAIN,
    ]),
  );
}
