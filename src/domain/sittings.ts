import type { Journal, JournalEntry } from "./journal";

/** Who comes back after this long sits down anew. */
export const BETWEEN_SITTINGS_MS = 30 * 60_000;

/** Steps of one sitting, from the first to the last; never empty. */
export type Sitting = readonly JournalEntry[];

/** A journal cut where nobody was there for half an hour. */
export function sittingsOf(journal: Journal): readonly Sitting[] {
  const sittings: JournalEntry[][] = [];
  for (const entry of journal) {
    const current = sittings.at(-1);
    const last = current?.at(-1);
    if (current && last && entry.atMs - last.atMs < BETWEEN_SITTINGS_MS) current.push(entry);
    else sittings.push([entry]);
  }
  return sittings;
}
