/** What a file is by its first bytes. */
export type FileType =
  | { readonly type: "midi"; readonly bytes: Uint8Array }
  | { readonly type: "zip" }
  | { readonly type: "xml" | "json"; readonly text: string }
  /** `looksLike` as in "a PNG image"; undefined when it cannot be told. */
  | { readonly type: "other"; readonly looksLike: string | undefined };

/** Files that people take for music, and how they begin. */
const OTHERS: readonly { readonly at: number; readonly start: string; readonly name: string }[] = [
  { at: 0, start: "\x89PNG", name: "a PNG image" },
  { at: 0, start: "\xff\xd8\xff", name: "a JPEG image" },
  { at: 0, start: "GIF8", name: "a GIF image" },
  { at: 8, start: "WEBP", name: "a WebP image" },
  { at: 0, start: "%PDF", name: "a PDF document" },
  { at: 0, start: "ID3", name: "an MP3 recording" },
  { at: 0, start: "\xff\xfb", name: "an MP3 recording" },
  { at: 0, start: "\xff\xf3", name: "an MP3 recording" },
  { at: 8, start: "WAVE", name: "a WAV recording" },
  { at: 0, start: "OggS", name: "an Ogg recording" },
  { at: 0, start: "fLaC", name: "a FLAC recording" },
  { at: 4, start: "ftyp", name: "an MP4 recording or video" },
  { at: 0, start: "\x1f\x8b", name: "a gzip archive" },
  { at: 0, start: "X:", name: "ABC notation" },
];

/** MIDI is found inside a RIFF envelope (.rmi) too; text may be UTF-8 or, with a byte order mark, UTF-16. */
export function recognise(bytes: Uint8Array): FileType {
  if (startsWith(bytes, 0, "MThd")) return { type: "midi", bytes };
  if (startsWith(bytes, 0, "RIFF") && startsWith(bytes, 8, "RMIDdata"))
    return { type: "midi", bytes: bytes.subarray(20) };
  if (startsWith(bytes, 0, "PK\x03\x04")) return { type: "zip" };
  const known = OTHERS.find(({ at, start }) => startsWith(bytes, at, start));
  if (known) return { type: "other", looksLike: known.name };
  const text = decodeText(bytes);
  if (text === undefined) return { type: "other", looksLike: undefined };
  const first = text.trimStart()[0];
  if (first === "<") return { type: "xml", text };
  if (first === "{" || first === "[") return { type: "json", text };
  return { type: "other", looksLike: "plain text" };
}

function startsWith(bytes: Uint8Array, at: number, start: string): boolean {
  for (let i = 0; i < start.length; i++) if (bytes[at + i] !== start.charCodeAt(i)) return false;
  return true;
}

/** Undefined for bytes that are no text. */
function decodeText(bytes: Uint8Array): string | undefined {
  const encoding = startsWith(bytes, 0, "\xff\xfe")
    ? "utf-16le"
    : startsWith(bytes, 0, "\xfe\xff")
      ? "utf-16be"
      : "utf-8";
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes("\0") ? undefined : text;
  } catch {
    // An XML file may say that it is in an older encoding; its markup reads in any of them.
    const text = new TextDecoder("windows-1252").decode(bytes);
    return /^\s*<\?xml/.test(text) ? text : undefined;
  }
}
