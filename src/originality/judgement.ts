import { rarityOf, type Baseline, type QueryKind, type Rarity } from "./baseline";
import { findIn, type Found } from "./finding";
import { recognise, type PrintIndex, type Recognised } from "./recognition";
import type { Index } from "./search";
import type { Line } from "./seeds";

export interface Asked {
  readonly kind: Exclude<QueryKind, "setting">;
  readonly line: Line;
}

/** What was found, and how unusual it is. */
export interface Judged extends Found, Rarity {}

/** What lines have in common with pieces, the most unusual first. @param without pieces that are left out */
export function judge(
  index: Index,
  baseline: Baseline,
  asked: readonly Asked[],
  without?: (piece: number) => boolean,
): readonly Judged[] {
  const lines = asked.map(({ line }) => line);
  const sizes = lines.map(({ pitch }) => pitch.length);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  return findIn(index, lines, without)
    .map((found): Judged => {
      const places = found.lines.map(({ pairs }) => pairs.at(-1)![0] - pairs[0]![0] + 1);
      const rarities = found.lines.map(({ ours, score }, i) =>
        rarityOf(baseline, asked[ours]!.kind, places[i]!, sizes[ours]!, score),
      );
      // In one line it may be usual, and not in all of them together.
      if (found.lines.length > 1) {
        const place = places.reduce((sum, notes) => sum + notes, 0);
        rarities.push(rarityOf(baseline, "setting", place, all, found.score));
      }
      const rarest = rarities.reduce((a, b) => (b.oneIn > a.oneIn ? b : a));
      return { ...found, ...rarest, beyond: rarities.some(({ beyond }) => beyond) };
    })
    .toSorted((a, b) => b.oneIn - a.oneIn || b.score - a.score);
}

/**
 * The piece of which there are only fingerprints that a line is most like, and how unusual that is beside other lines of its length, for what is
 * found by chance is short however long they are; undefined for none at all.
 */
export function judgePrints(
  prints: PrintIndex,
  baseline: Baseline,
  line: Line,
): (Recognised & Rarity) | undefined {
  const [found] = recognise(prints, line);
  if (!found) return undefined;
  const notes = line.pitch.length;
  return { ...found, ...rarityOf(baseline, "prints", notes, notes, found.score) };
}
