import { Inflate } from "fflate";
import { concatBytes } from "./bytes";

/** DEFLATE makes 1032 bytes of one at the most: a bomb has gone off by this much times 1032 before it is stopped. */
const PIECE = 512;

/**
 * Unpacks raw DEFLATE piece by piece, and no more than is allowed; undefined for what is broken or breaks off.
 * @param most bytes that it may unpack to
 * @param dictionary what it was packed with, if with any
 */
export function inflated(
  packed: Uint8Array,
  most: number,
  dictionary?: Uint8Array,
): Uint8Array<ArrayBuffer> | "tooLong" | undefined {
  const pieces: Uint8Array[] = [];
  const state = { length: 0, isWhole: false };
  const inflate = new Inflate({ ...(dictionary && { dictionary }) }, (piece, final) => {
    pieces.push(piece);
    state.length += piece.length;
    state.isWhole ||= final;
  });
  try {
    for (let at = 0; at < packed.length; at += PIECE) {
      inflate.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
      if (state.length > most) return "tooLong";
    }
  } catch {
    return undefined;
  }
  return state.isWhole ? concatBytes(pieces) : undefined;
}
