/** Base64 (RFC 4648, section 4) without padding. */
export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")).replace(/=+$/, "");
}

/** Undefined for what is no base64; padding may be there. */
export function fromBase64(letters: string): Uint8Array | undefined {
  const [, bare] = /^([A-Za-z0-9+/]*)={0,2}$/.exec(letters) ?? [];
  if (bare === undefined || bare.length % 4 === 1) return undefined;
  return Uint8Array.from(atob(bare), (letter) => letter.charCodeAt(0));
}
