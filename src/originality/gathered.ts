import type { Echo } from "../domain/echo";

/** What is less unusual than one phrase in so many is not worth a word. */
const WORTH_SAYING = 20;
const MOST_ECHOES = 12;
const MOST_OTHERS = 5;

/** Something that was found over a stretch of one of the lines that were asked about. */
export interface Placed {
  /** Which of them. */
  readonly ours: number;
  /** First and last of its notes, chords or bars. */
  readonly place: readonly [first: number, last: number];
  readonly oneIn: number;
  readonly beyond: boolean;
}

/** Of what is found over the same stretch the first, with the titles of the others. @param all the most unusual first */
export function gathered<Found extends Placed>(
  all: readonly Found[],
  titleOf: (found: Found) => string,
  echoOf: (found: Found) => Echo,
): readonly Echo[] {
  const groups: (readonly [lead: Found, others: Found[]])[] = [];
  for (const one of all.filter(({ oneIn, beyond }) => beyond || oneIn >= WORTH_SAYING)) {
    const group = groups.find(([lead]) => shared(lead, one) >= 0.5);
    if (group) group[1].push(one);
    else if (groups.length < MOST_ECHOES) groups.push([one, []]);
  }
  return groups.map(([lead, others]) => {
    const titles = new Set(others.map(titleOf));
    titles.delete(titleOf(lead));
    return { ...echoOf(lead), also: [...titles].slice(0, MOST_OTHERS) };
  });
}

/** How much of the shorter of two stretches is in the other; 0 in different lines. */
function shared(a: Placed, b: Placed): number {
  if (a.ours !== b.ours) return 0;
  const [from, to] = [Math.max(a.place[0], b.place[0]), Math.min(a.place[1], b.place[1])];
  const shorter = Math.min(a.place[1] - a.place[0], b.place[1] - b.place[0]) + 1;
  return Math.max(0, to - from + 1) / shorter;
}
