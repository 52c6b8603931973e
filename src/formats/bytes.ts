/** The pieces one after another. */
export function concatBytes(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Four characters as bytes, as chunks are named. */
export function chunkName(name: string): number[] {
  return Array.from(name, (character) => character.charCodeAt(0));
}
