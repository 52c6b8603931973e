import { createRequire } from "node:module";

/** A note as a listener would compare it: MIDI number, onset and length, the times in quarters. */
export type HeardNote = readonly [pitch: number, onset: number, length: number];

interface SmfEvent extends ArrayLike<number> {
  /** Ticks from the start. */
  readonly tt: number;
  isNoteOn(): boolean;
  isNoteOff(): boolean;
  /** Type and text of a meta event. */
  readonly ff?: number;
  readonly dd?: string;
}

interface Smf extends Iterable<Iterable<SmfEvent>> {
  readonly ppqn: number;
  /** Undefined for a file without faults. */
  validate(): unknown;
}

const require = createRequire(import.meta.url);
const jzz = require("jzz") as { readonly MIDI: { readonly SMF: new (bytes: Uint8Array) => Smf } };
(require("jzz-midi-smf") as (extended: typeof jzz) => void)(jzz);

/**
 * The tracks that have notes, read by a parser that shares no code with the one that Antiphon writes with, nor with
 * @tonejs/midi, which is built on that.
 */
export function voicesOf(bytes: Uint8Array): readonly (readonly HeardNote[])[] {
  const file = new jzz.MIDI.SMF(bytes);
  return [...file].map((track) => notesOf(track, file.ppqn)).filter((notes) => notes.length > 0);
}

/** The markers of all tracks with their places in quarters, read by that parser. */
export function markersOf(bytes: Uint8Array): readonly (readonly [at: number, text: string])[] {
  const file = new jzz.MIDI.SMF(bytes);
  return [...file].flatMap((track) =>
    [...track].flatMap(({ tt, ff, dd }) => (ff === 6 ? [[tt / file.ppqn, dd ?? ""] as const] : [])),
  );
}

/** Where a file breaks the standard, as that parser says it; undefined where it does nowhere. */
export function faultsOf(bytes: Uint8Array): unknown {
  return new jzz.MIDI.SMF(bytes).validate();
}

function notesOf(track: Iterable<SmfEvent>, ticksPerQuarter: number): readonly HeardNote[] {
  const notes: [number, number, number][] = [];
  const open = new Map<number, [number, number, number]>();
  for (const event of track) {
    const key = (event[0]! & 15) * 128 + event[1]!;
    const at = event.tt / ticksPerQuarter;
    if (event.isNoteOff()) {
      const note = open.get(key);
      if (note) note[2] = at - note[1];
      open.delete(key);
    } else if (event.isNoteOn()) {
      const note: [number, number, number] = [event[1]!, at, 0];
      open.set(key, note);
      notes.push(note);
    }
  }
  return notes;
}
