import type { EchoPiece } from "../domain/echo";
import type { Meter } from "../domain/meter";
import { textColumn, textOf } from "./columns";
import type { Collection, Corpus, PieceName } from "./corpus";

/** A piece as an echo names it. */
export function pieceNamed(
  { pieces, collections }: Pick<Corpus, "pieces" | "collections">,
  piece: number,
): EchoPiece {
  const { title, composer, collection, year, meter } = pieces[piece]!;
  return { title, composer, collection: collections[collection]!.name, year, meter };
}

/** Collections, and pieces of them by name, as one column of a file. */
export function namesColumn(
  collections: readonly Collection[],
  pieces: readonly PieceName[],
): Uint8Array {
  return textColumn([
    collections,
    pieces.map(({ title, composer, collection, year = 0, family, meter }) => [
      ...[title, composer, collection, year, family, meter.beats, meter.unit],
    ]),
  ]);
}

type Row = readonly [string, string, number, number, number, number, Meter["unit"]];

/** The inverse of `namesColumn`. */
export function namesOf(column: Uint8Array): {
  readonly collections: readonly Collection[];
  readonly pieces: readonly PieceName[];
} {
  const [collections, rows] = textOf(column) as [Collection[], Row[]];
  const pieces = rows.map(
    ([title, composer, collection, year, family, beats, unit]): PieceName => ({
      ...{ title, composer, collection, family },
      meter: { beats, unit },
      ...(year ? { year } : {}),
    }),
  );
  return { collections, pieces };
}
