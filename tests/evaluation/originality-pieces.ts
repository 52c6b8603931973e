import type { Meter } from "../../src/domain/meter";
import { corpusOf, type Collection, type Corpus, type Piece } from "../../src/originality/corpus";

/** What models/training/originality_pieces.py writes. */
export interface PiecesFile {
  readonly collections: readonly Collection[];
  readonly pieces: readonly (Omit<
    Piece,
    "collection" | "composer" | "family" | "meter" | "year"
  > & {
    readonly collection: string;
    readonly composer: string | null;
    readonly family: string | number;
    readonly meter: readonly [beats: number, unit: Meter["unit"]];
    readonly trained: boolean;
    readonly year: number | null;
  })[];
}

export interface Pieces {
  /** Those that any model was trained on. */
  readonly trained: Corpus;
  /** Those that none was, and whose family has none that one was. */
  readonly heldOut: readonly Piece[];
}

export function piecesOf({ collections, pieces }: PiecesFile): Pieces {
  const families = new Map([...new Set(pieces.map(({ family }) => family))].map((f, i) => [f, i]));
  const collectionAt = new Map(collections.map(({ id }, i) => [id, i]));
  const all = pieces.map(({ meter: [beats, unit], composer, year, ...piece }) => ({
    ...piece,
    composer: composer ?? "",
    collection: collectionAt.get(piece.collection)!,
    family: families.get(piece.family)!,
    meter: { beats, unit },
    ...(year === null ? {} : { year }),
  }));
  const taught = new Set(all.flatMap(({ family, trained }) => (trained ? [family] : [])));
  return {
    trained: corpusOf(
      all.filter(({ trained }) => trained),
      collections,
    ),
    heldOut: all.filter(({ family }) => !taught.has(family)),
  };
}
