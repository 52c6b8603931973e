import type { Meter } from "../../src/domain/meter";
import { corpusOf, type Collection, type Corpus, type Piece } from "../../src/originality/corpus";

/** What models/training/originality_pieces.py writes. */
export interface PiecesFile {
  readonly collections: readonly Collection[];
  readonly pieces: readonly (Pick<Piece, "title" | "lines"> & {
    readonly composer: string | null;
    readonly collection: string;
    readonly family: string | number;
    readonly meter: readonly [beats: number, unit: Meter["unit"]];
    readonly trained: boolean;
    /** Somebody may still hold rights in it. */
    readonly protected: boolean;
    readonly year: number | null;
  })[];
}

export interface Pieces {
  readonly collections: readonly Collection[];
  /** Those that any model was trained on, but for music in which somebody may still hold rights: an index can be played. */
  readonly trained: readonly Piece[];
  readonly corpus: Corpus;
  /** The others: of them there are fingerprints. */
  readonly reserved: readonly Piece[];
  /** Those that none was, and whose family has none that one was. */
  readonly heldOut: readonly Piece[];
}

export function piecesOf({ collections, pieces }: PiecesFile): Pieces {
  const families = new Map([...new Set(pieces.map(({ family }) => family))].map((f, i) => [f, i]));
  const collectionAt = new Map(collections.map(({ id }, i) => [id, i]));
  const all = pieces.map((piece) => {
    const { composer, year } = piece;
    const [beats, unit] = piece.meter;
    return {
      trained: piece.trained,
      isFree: !piece.protected,
      piece: {
        title: piece.title,
        lines: piece.lines,
        composer: composer ?? "",
        collection: collectionAt.get(piece.collection)!,
        family: families.get(piece.family)!,
        meter: { beats, unit },
        ...(year === null ? {} : { year }),
      },
    };
  });
  const taught = new Set(all.flatMap(({ piece, trained }) => (trained ? [piece.family] : [])));
  const trainedOn = (isFree: boolean) =>
    all.flatMap((one) => (one.trained && one.isFree === isFree ? [one.piece] : []));
  const trained = trainedOn(true);
  return {
    collections,
    trained,
    reserved: trainedOn(false),
    corpus: corpusOf(trained, collections),
    heldOut: all.flatMap(({ piece }) => (taught.has(piece.family) ? [] : [piece])),
  };
}
