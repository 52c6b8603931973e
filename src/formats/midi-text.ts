/** Text of a MIDI file: one byte a character, in UTF-8 from today's programs, in Latin-1 from old ones. */
export function decodeMidiText(text: string): string {
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return text; // Every byte is already a Latin-1 character.
  }
}

/** `text` in UTF-8, one byte a character. */
export function encodeMidiText(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");
}

/**
 * Begins a text that is about the file (Soft Karaoke): without it, notation programs put what they find in text events under the first note, as
 * its lyrics.
 */
const ABOUT = "@I ";

/** A text about the file, which belongs to no note. */
export function aboutFile(text: string): string {
  return encodeMidiText(ABOUT + text);
}

/** `text` without what says that it is about the file. */
export function withoutAbout(text: string): string {
  return text.startsWith(ABOUT) ? text.slice(ABOUT.length) : text;
}
