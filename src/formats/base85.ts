/** The alphabet of Z85 (ZeroMQ RFC 32): no quotes, spaces, backslashes or commas, which programs might take for something else. */
const LETTERS =
  "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
const DIGITS = new Map(Array.from(LETTERS, (letter, digit) => [letter, digit]));

/** Four bytes as five letters; of one to three bytes at the end, one letter more than there are bytes. */
export function toBase85(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 4) {
    const count = Math.min(4, bytes.length - at);
    let value = 0;
    for (let i = 0; i < 4; i++) value = value * 256 + (bytes[at + i] ?? 0);
    let group = "";
    for (let i = 0; i < 5; i++) {
      group = LETTERS[value % 85]! + group;
      value = Math.floor(value / 85);
    }
    text += group.slice(0, count + 1);
  }
  return text;
}

/** Undefined for what `toBase85` does not write. */
export function fromBase85(text: string): Uint8Array | undefined {
  if (text.length % 5 === 1) return undefined;
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 5) {
    const group = text.slice(at, at + 5);
    const digits = Array.from(group.padEnd(5, LETTERS.at(-1)), (letter) => DIGITS.get(letter));
    let value = 0;
    for (const digit of digits) {
      if (digit === undefined) return undefined;
      value = value * 85 + digit;
    }
    if (value >= 2 ** 32 && group.length === 5) return undefined;
    for (let i = 0; i < group.length - 1; i++) bytes.push(Math.floor(value / 256 ** (3 - i)) & 255);
  }
  return Uint8Array.from(bytes);
}
