/** What was looked at: a line that leads, an inner part or a bass, or several lines at once. */
export const QUERY_KINDS = ["melody", "part", "setting"] as const;
export type QueryKind = (typeof QUERY_KINDS)[number];

/** How much stretches of one length by people have in common with the piece by somebody else that is most like them. */
export interface BaselineRow {
  /** Notes of a stretch. */
  readonly notes: number;
  /** Stretches that were looked at. */
  readonly stretches: number;
  /** `[SHARES]`: bits that the share of them reaches. */
  readonly scores: readonly number[];
  /** Upper limit of the 95 % confidence interval of the bits that `UNUSUAL` of them reach. */
  readonly limit: number;
}

/** Measured by `npm run evaluate:originality`: rows by length, the shortest first. */
export type Baseline = { readonly [K in QueryKind]: readonly BaselineRow[] };

/** Shares of stretches by people, the largest first. */
export const SHARES = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001] as const;

/**
 * What so few stretches by people reach is beyond the baseline. One in a hundred, since an ask offers several takes: were it one in twenty,
 * each seventh ask for three would be marked though a person had written them.
 */
export const UNUSUAL = 0.01;

/** How unusual it is to have so much in common. */
export interface Rarity {
  /** One of how many stretches by people has as much in common with another piece; at least 1. */
  readonly oneIn: number;
  /** More than people have, as sure as 95 %. */
  readonly beyond: boolean;
}

/** @param notes of the query; one longer than the longest row has so many more chances */
export function rarityOf(
  baseline: Baseline,
  kind: QueryKind,
  notes: number,
  score: number,
): Rarity {
  const rows = baseline[kind];
  const [shortest, longest] = [rows[0]!, rows.at(-1)!];
  const length = Math.max(shortest.notes, Math.min(longest.notes, notes));
  const above = rows.find((row) => row.notes >= length)!;
  const below = rows.findLast((row) => row.notes <= length)!;
  const part =
    above === below ? 0 : Math.log(length / below.notes) / Math.log(above.notes / below.notes);
  const between = (a: number, b: number) => a + part * (b - a);
  const scores = below.scores.map((value, i) => between(value, above.scores[i]!));
  const chances = Math.max(1, notes / longest.notes);
  const share = Math.min(1, shareAt(scores, score) * chances);
  const limit = between(below.limit, above.limit);
  return { oneIn: 1 / share, beyond: score > limit && share <= UNUSUAL };
}

/** The share of stretches that reach `score`, between the known ones in proportion to its logarithm; 1 in 1,000 at the least. */
function shareAt(scores: readonly number[], score: number): number {
  const at = scores.findIndex((known) => known > score);
  if (at < 0) return SHARES.at(-1)!;
  const [low, high] = [at === 0 ? 0 : scores[at - 1]!, scores[at]!];
  const [common, rare] = [at === 0 ? 1 : SHARES[at - 1]!, SHARES[at]!];
  const part = Math.max(0, Math.min(1, (score - low) / (high - low)));
  return common * (rare / common) ** part;
}
