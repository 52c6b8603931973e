import type { FileProblem } from "../domain/file-problem";
import { concatBytes } from "./bytes";
import { failed, ok, type Result } from "../domain/result";

/** A MIDI file taken apart into its tracks, each known to hold whole events only. */
export interface MidiChunks {
  readonly format: 0 | 1;
  /** Ticks to the quarter note, at least 1. */
  readonly division: number;
  /** Tracks that the header promises. */
  readonly announced: number;
  /** Track events, without the chunk's own header. */
  readonly tracks: readonly Uint8Array[];
}

/** Bytes that meta events of fixed length have: Standard MIDI Files 1.0. Other lengths are not read. */
const META_LENGTHS: Readonly<Record<number, number>> = {
  0x00: 2,
  0x20: 1,
  0x21: 1,
  0x51: 3,
  0x54: 5,
  0x58: 4,
  0x59: 2,
};
const END_OF_TRACK = 0x2f;
/** Longer texts are no names of anything, and would not fit into one call. */
const LONGEST_TEXT = 10_000;
/** An empty sequencer-specific event: takes the place of an event that is passed over, behind the same delta time. */
const NOTHING = [0xff, 0x7f, 0x00];

/**
 * The tracks of a Standard MIDI File. Parsers read past a missing end without a word; here every event is measured first, so
 * that what is handed on is whole and what is not is named with its place. Foreign chunks, system messages and meta
 * events of odd lengths are passed over; a track ends at its end-of-track event even where its chunk goes on.
 * @param bytes starting with "MThd"
 */
export function splitMidi(bytes: Uint8Array): Result<MidiChunks, FileProblem> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 14) return failed({ kind: "midiTruncated", track: 0, byte: bytes.length });
  const headerLength = view.getUint32(4);
  const format = view.getUint16(8);
  const division = view.getUint16(12);
  if (headerLength < 6) return failed({ kind: "midiBroken", track: 0, byte: 4 });
  if (format === 2) return failed({ kind: "midiPatterns" });
  if (format !== 0 && format !== 1) return failed({ kind: "midiBroken", track: 0, byte: 8 });
  if (division & 0x8000) return failed({ kind: "midiFrames" });
  if (division === 0) return failed({ kind: "midiBroken", track: 0, byte: 12 });
  const announced = view.getUint16(10);
  const tracks: Uint8Array[] = [];
  let at = 8 + headerLength;
  while (tracks.length < announced && at < bytes.length) {
    const number = tracks.length + 1;
    if (at + 8 > bytes.length)
      return failed({ kind: "midiTruncated", track: number, byte: bytes.length });
    const start = at + 8;
    const end = start + view.getUint32(at + 4);
    if (chunkId(bytes, at) === "MTrk") {
      const track = wholeEvents(bytes, start, end, number);
      if (!track.ok) return track;
      tracks.push(track.value);
    } else if (!/^[\x20-\x7e]{4}$/.test(chunkId(bytes, at))) {
      return failed({ kind: "midiBroken", track: number, byte: at });
    }
    at = end;
  }
  if (tracks.length === 0)
    return failed(
      announced > 0
        ? { kind: "midiTruncated", track: 1, byte: bytes.length }
        : { kind: "midiNoTracks" },
    );
  return ok({ format, division, announced, tracks });
}

function chunkId(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

/** The events from `start` up to the end of the track, `end` at the latest. */
function wholeEvents(
  bytes: Uint8Array,
  start: number,
  end: number,
  track: number,
): Result<Uint8Array, FileProblem> {
  const limit = Math.min(end, bytes.length);
  const broken = (byte: number) =>
    failed<FileProblem>(
      byte >= bytes.length
        ? { kind: "midiTruncated", track, byte: bytes.length }
        : { kind: "midiBroken", track, byte },
    );
  const pieces: Uint8Array[] = [];
  let copied = start;
  let at = start;
  let status: number | undefined;
  while (at < limit) {
    const delta = variableLength(bytes, at, limit);
    if (!delta) return broken(faultOfLength(at, limit));
    const from = delta.next;
    if (from >= limit) return broken(limit);
    const first = bytes[from]!;
    let next: number;
    let understood = true;
    if (first < 0xf0) {
      if (first >= 0x80) status = first;
      if (status === undefined) return broken(from);
      const data = first >= 0x80 ? from + 1 : from;
      next = data + (status >> 4 === 0xc || status >> 4 === 0xd ? 1 : 2);
      for (let i = data; i < next; i++) if (i >= limit || bytes[i]! >= 0x80) return broken(i);
    } else if (first === 0xff || first === 0xf0 || first === 0xf7) {
      const lengthAt = first === 0xff ? from + 2 : from + 1;
      const length = variableLength(bytes, lengthAt, limit);
      if (!length) return broken(faultOfLength(lengthAt, limit));
      next = length.next + length.value;
      if (next > limit) return broken(limit);
      if (first === 0xff) {
        const type = bytes[from + 1]!;
        if (type === END_OF_TRACK) {
          if (length.value === 0) at = next;
          end = at;
          break;
        }
        const due = META_LENGTHS[type];
        understood = due === undefined ? length.value <= LONGEST_TEXT : length.value === due;
      } else understood = false;
    } else {
      // System common and real-time messages have no place in files, yet some recorders leave them there.
      next = from + ([1, 2, 3, 2][first - 0xf0] ?? 1);
      if (next > limit) return broken(limit);
      understood = false;
    }
    if (!understood) {
      pieces.push(bytes.subarray(copied, from), Uint8Array.from(NOTHING));
      copied = next;
    }
    at = next;
  }
  // Bytes are missing, and nothing said that the track was over.
  if (at >= limit && end > bytes.length) return broken(bytes.length);
  pieces.push(bytes.subarray(copied, at));
  return ok(concatBytes(pieces));
}

/** A variable-length quantity: at most four bytes of seven bits. Undefined when it does not end. */
function variableLength(
  bytes: Uint8Array,
  at: number,
  limit: number,
): { readonly value: number; readonly next: number } | undefined {
  let value = 0;
  for (let i = at; i < Math.min(at + 4, limit); i++) {
    const byte = bytes[i]!;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, next: i + 1 };
  }
  return undefined;
}

function faultOfLength(at: number, limit: number): number {
  return at + 4 > limit ? limit : at;
}
