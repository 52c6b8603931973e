import { deflateSync } from "fflate";
import type { MidiEvent } from "midi-file";
import type { Credit } from "../domain/credit";
import { deriveSeed } from "../domain/random";
import type { Score } from "../domain/score";
import { fromBase64 } from "./base64";
import { fromBase85, toBase85 } from "./base85";
import { concatBytes } from "./bytes";
import { inflated } from "./inflate";
import { recordOf, type MakersRecord } from "./makers";
import { parseRecord, recordJson } from "./makers-json";
import { makersInWords } from "./makers-words";
import type { MidiTrack } from "./midi-parts";
import { aboutFile, withoutAbout } from "./midi-text";

/** Begins each piece of the record, before its number and how many there are. */
const NOTICE = "Antiphon makers";
/** The same in files of before, which have the record in base64, without `USUAL` and a seal. */
const FIRST_NOTICE = "Makers, by Antiphon";
const PIECE = new RegExp(`^(${NOTICE}|${FIRST_NOTICE}) (\\d{1,4})/(\\d{1,4}): (\\S*)$`);
/** Of a text event: some programs keep no more of one than a line of a dialog. */
const LONGEST = 900;
/** The longest music with a maker for each note comes to less. */
const MAX_UNPACKED = 10_000_000;

/**
 * What is in most records, which need not hold it then (a preset dictionary, RFC 1950, section 2.2). Files are read with it, so that it stays as
 * it is; what comes last is found for the fewest bits.
 */
const USUAL = new TextEncoder().encode(
  '"personal":{"name":"","learntMs":17"windows":' +
    ["vary", "continue", "rewrite", "blend", "accompany", "groove", "humanise"]
      .map((kind) => `"kind":"${kind}","model":{"name":"`)
      .join("") +
    '"harmonist":"coconet","style":"hymn","rules":"strict","follow":true,"harmonicRhythm":"bar","pattern":"silent","timing":"take-"' +
    '{"root":0,"quality":"minor7"},{"root":2,"quality":"7"},{"root":4,"quality":"minor"},{"root":5,"quality":"major"},{"root":7,"quality":"major","bass":11}' +
    ["Soprano", "Alto", "Tenor", "Bass"]
      .map((name) => `{"name":"${name}","makers":{"of":[0,1],"as":"0`)
      .join("") +
    '"},"steps":{"of":[0,480,240,120,960],"as":"01"},"intervals":{"of":[60,2,-2,0,-1,1,3,-3,4,-4,5,-5],"as":"01"},"lengths":{"of":[480,240,120,960,1920],"as":"01' +
    '"},"stretches":{"ticks":2880,"counts":{"of":[7,6,8,5,4,9,3,10,2,11],"as":"0123"},"checks":"' +
    '"}}],"chords":{"steps":{"of":[0,1920,960,480],"as":"01"},"symbols":{"of":[],"as":"01"},"makers":{"of":[0],"as":"0"}}}' +
    '{"version":2,"makers":[{"origin":{"by":"you"}},{"origin":{"by":"file","file":".mid"}},{"origin":{"by":"model","take":"take-2","changed":true}},{"origin":{"by":"model","take":"take-1","changed":false}}],"credits":[{"take":"take-1","kind":"harmonise","model":{"name":"harmony","version":"2"},"seed":1,"settings":' +
    '{"difference":0.35,"surprise":0.3,"mood":0,"density":0,"register":0,"leaps":0,"personal":0,"harmonist":"harmony","style":"chorale","rules":"normal","follow":false,"harmonicRhythm":"auto","pattern":"block","beatStyle":"rock","beatSource":"nothing","busyness":0.5,"fills":true,"human":0.7,"daring":0.5,"takes":3,"bars":4},"createdMs":17',
);

/** Who made what: lines for people, then the record as JSON, deflated, in letters and in pieces, all of it texts at the start. */
export function makerEvents(score: Score, credits: Iterable<Credit>): readonly MidiEvent[] {
  const record = recordOf(score, credits);
  const pieces = packed(recordJson(record)).match(new RegExp(`.{1,${LONGEST}}`, "g")) ?? [];
  return [
    ...makersInWords(score, record.credits).map((line) => line.slice(0, LONGEST / 3)),
    ...pieces.map((piece, i) => `${NOTICE} ${i + 1}/${pieces.length}: ${piece}`),
  ].map((text) => ({ deltaTime: 0, type: "text", text: aboutFile(text) }));
}

/**
 * The record of a file that was written here, wherever its pieces stand by now; "damaged" where one is missing or is not what it was, undefined
 * for files without one.
 */
export function recordOfTracks(tracks: readonly MidiTrack[]): MakersRecord | "damaged" | undefined {
  const pieces = new Map<number, string>();
  let count = 0;
  let isFirst = false;
  for (const { event } of tracks.flatMap(({ events }) => events)) {
    const [, notice, number, of, letters] =
      (event.type === "text" && PIECE.exec(withoutAbout(event.text))) || [];
    if (letters === undefined || pieces.has(Number(number))) continue;
    pieces.set(Number(number), letters);
    count = Number(of);
    isFirst = notice === FIRST_NOTICE;
  }
  if (pieces.size === 0) return undefined;
  const letters = Array.from({ length: count }, (_, i) => pieces.get(i + 1));
  if (letters.includes(undefined)) return "damaged";
  const json = (isFirst ? firstUnpacked : unpacked)(letters.join(""));
  if (!json || json === "tooLong") return "damaged";
  return parseRecord(new TextDecoder().decode(json));
}

function packed(json: string): string {
  const bytes = deflateSync(new TextEncoder().encode(json), { level: 9, dictionary: USUAL });
  return toBase85(concatBytes([bytes, sealOf(bytes)]));
}

function unpacked(letters: string): Uint8Array | "tooLong" | undefined {
  const bytes = fromBase85(letters);
  if (!bytes) return undefined;
  const body = bytes.subarray(0, -2);
  const [high, low] = sealOf(body);
  if (bytes.at(-2) !== high || bytes.at(-1) !== low) return undefined;
  return inflated(body, MAX_UNPACKED, USUAL);
}

function firstUnpacked(letters: string): Uint8Array | "tooLong" | undefined {
  const bytes = fromBase64(letters);
  return bytes && inflated(bytes, MAX_UNPACKED);
}

/** Two bytes that tell damage. */
function sealOf(bytes: Uint8Array): Uint8Array {
  const seal = bytes.reduce((sum, byte) => deriveSeed(sum, byte), bytes.length);
  return Uint8Array.of((seal >> 8) & 0xff, seal & 0xff);
}
