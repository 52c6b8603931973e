import { deflateSync } from "fflate";
import type { MidiEvent } from "midi-file";
import type { Credit } from "../domain/credit";
import type { Score } from "../domain/score";
import { inflated } from "./inflate";
import { parseRecord, recordOf, type MakersRecord } from "./makers";
import { makersInWords } from "./makers-words";
import type { MidiTrack } from "./midi-parts";
import { encodeMidiText } from "./midi-text";

/** Begins each piece of the record, before its number and how many there are. */
const NOTICE = "Makers, by Antiphon";
const PIECE = new RegExp(`^${NOTICE} (\\d{1,4})/(\\d{1,4}): ([A-Za-z0-9+/=]*)$`);
/** Of a text event: some programs keep no more of one than a line of a dialog. */
const LONGEST = 900;
/** The longest music with a maker for each note comes to less. */
const MAX_UNPACKED = 10_000_000;

/** Who made what: lines for people, then the record as JSON, deflated, in base64 and in pieces, all of it texts at the start. */
export function makerEvents(score: Score, credits: Iterable<Credit>): readonly MidiEvent[] {
  const record = recordOf(score, credits);
  const packed = deflateSync(new TextEncoder().encode(JSON.stringify(record)), { level: 9 });
  const letters = btoa(Array.from(packed, (byte) => String.fromCharCode(byte)).join(""));
  const pieces = letters.match(new RegExp(`.{1,${LONGEST}}`, "g")) ?? [];
  return [
    ...makersInWords(score, record.credits).map((line) =>
      encodeMidiText(line.slice(0, LONGEST / 3)),
    ),
    ...pieces.map((piece, i) => `${NOTICE} ${i + 1}/${pieces.length}: ${piece}`),
  ].map((text) => ({ deltaTime: 0, type: "text", text }));
}

/** The record of a file that was written here, wherever its pieces stand by now; undefined where one is missing, and for other files. */
export function recordOfTracks(tracks: readonly MidiTrack[]): MakersRecord | undefined {
  const pieces = new Map<number, string>();
  let count = 0;
  for (const { event } of tracks.flatMap(({ events }) => events)) {
    const [, number, of, letters] = (event.type === "text" && PIECE.exec(event.text)) || [];
    if (letters === undefined || pieces.has(Number(number))) continue;
    pieces.set(Number(number), letters);
    count = Number(of);
  }
  if (count === 0) return undefined;
  const letters = Array.from({ length: count }, (_, i) => pieces.get(i + 1));
  if (letters.includes(undefined)) return undefined;
  const bytes = unpacked(letters.join(""));
  return bytes && parseRecord(new TextDecoder().decode(bytes));
}

function unpacked(letters: string): Uint8Array | undefined {
  if (letters.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(letters)) return undefined;
  const packed = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
  const bytes = inflated(packed, MAX_UNPACKED);
  return bytes === "tooLong" ? undefined : bytes;
}
