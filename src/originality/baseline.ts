/** What was looked at: a line that leads, an inner part or a bass, or several lines at once. */
export const QUERY_KINDS = ["melody", "part", "setting"] as const;
export type QueryKind = (typeof QUERY_KINDS)[number];

/** Other music that is compared: chords by their progression, drums by their strokes. */
export const OTHER_KINDS = ["chords", "drums"] as const;
export type OtherKind = (typeof OTHER_KINDS)[number];

/** How much stretches of one length by people have in common with the piece by somebody else that is most like them. */
export interface BaselineRow {
  /** Notes of a stretch; of a progression chords, of drums bars. */
  readonly notes: number;
  /** Stretches that were looked at. */
  readonly stretches: number;
  /** `[SHARES]`: bits that the share of them reaches. */
  readonly scores: readonly number[];
  /** `[SHARES]`: upper limits of the 95 % confidence intervals of those. */
  readonly limits: readonly number[];
}

/** Measured by `npm run evaluate:originality`: rows by length, the shortest first. */
export type Baseline = { readonly [K in QueryKind]: readonly BaselineRow[] } & {
  /** Of melodies, in common with a piece of which there are only fingerprints. */
  readonly prints: readonly BaselineRow[];
};
export type OtherBaseline = { readonly [K in OtherKind]: readonly BaselineRow[] };

/** Shares of stretches by people, the largest first. */
export const SHARES = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001] as const;

/**
 * What so few stretches by people reach is beyond the baseline. One in fifty, since an ask offers several takes: were it one in twenty, each
 * seventh ask for three would have a mark though a person had written them; were it one in a hundred, four bars of a fiddle tune could be
 * taken over as they are.
 */
export const UNUSUAL = 0.02;

/** The same of fingerprints: those pieces are few, and less is known of them. */
export const UNUSUAL_PRINTS = 0.005;

/** How unusual it is to have so much in common. */
export interface Rarity {
  /** One of how many stretches by people has as much in common with another piece; at least 1. */
  readonly oneIn: number;
  /** So many have less, and none of those that were looked at has as much: it is as rare as they can tell, or rarer. */
  readonly isRarest: boolean;
  /** More than people have, as sure as 95 %. */
  readonly beyond: boolean;
}

/**
 * What it is to find so much in a place of so many notes. A query that has more notes than the place has as many more chances, and each of
 * them has to be as much more unusual (Bonferroni).
 * @param place notes of the query from the first to the last that are found
 * @param all notes of the query
 */
export function rarityOf<Kind extends QueryKind | OtherKind | "prints">(
  baseline: { readonly [K in Kind]: readonly BaselineRow[] },
  kind: Kind,
  place: number,
  all: number,
  score: number,
): Rarity {
  const rows = baseline[kind];
  const unusual = kind === "prints" ? UNUSUAL_PRINTS : UNUSUAL;
  const length = Math.max(rows[0]!.notes, Math.min(rows.at(-1)!.notes, place));
  const above = rows.find((row) => row.notes >= length)!;
  const below = rows.findLast((row) => row.notes <= length)!;
  const part =
    above === below ? 0 : Math.log(length / below.notes) / Math.log(above.notes / below.notes);
  const between = (a: readonly number[], b: readonly number[]) =>
    a.map((value, i) => value + part * (b[i]! - value));
  const chances = Math.max(1, all / length);
  const share = shareAt(between(below.scores, above.scores), score);
  const sure = shareAt(between(below.limits, above.limits), score);
  const least = leastShare(Math.min(below.stretches, above.stretches));
  return {
    oneIn: 1 / Math.min(1, Math.max(share, least) * chances),
    isRarest: share <= least,
    beyond: Math.max(share, sure) * chances < unusual,
  };
}

/** The least share that one of so many stretches is. */
function leastShare(stretches: number): number {
  return SHARES.findLast((share) => share * stretches >= 1) ?? SHARES[0];
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
