import { beatTicks } from "../../src/domain/meter";
import type { Piece } from "../../src/originality/corpus";
import { lineOf } from "../../src/originality/query";
import { search, type Index } from "../../src/originality/search";

/** Where so much of the shorter of two melodies, or more, stands in the other, as much higher throughout, they are versions of one. */
const SHARE = 0.6;
/** Of short ones it takes more, since a few steps of a scale are in everything. */
const SHARE_OF_SHORT = 0.8;
const SHORT = 40;

/**
 * The pieces of the index that `piece` is a version of: not what it quotes, but what it is under another name. By the whole melody, note for
 * note in the same order, whatever the key.
 */
export function versionsOf(index: Index, piece: Piece): readonly number[] {
  const { corpus } = index;
  const notes = piece.lines[0]!.notes.map(([start, , pitch]) => ({ start, pitch }));
  const line = lineOf(notes, beatTicks(piece.meter));
  const same = new Map<string, { readonly line: number; readonly ours: Set<number> }>();
  for (const { line: l, pairs, transposition } of search(index, line)) {
    if (corpus.partOf[l] !== 0) continue;
    const key = `${l} ${transposition}`;
    const { ours } = same.get(key) ?? { ours: new Set<number>() };
    for (const [i, j] of pairs) if (line.pitch[i] === corpus.pitch[j]! + transposition) ours.add(i);
    same.set(key, { line: l, ours });
  }
  const versions = [...same.values()].flatMap(({ line: l, ours }) => {
    const shorter = Math.min(corpus.first[l + 1]! - corpus.first[l]!, notes.length);
    const share = ours.size < SHORT ? SHARE_OF_SHORT : SHARE;
    return ours.size >= share * shorter ? [corpus.pieceOf[l]!] : [];
  });
  return [...new Set(versions)];
}
