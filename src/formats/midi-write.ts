import { writeMidi as encode, type MidiEvent } from "midi-file";
import type { Credit } from "../domain/credit";
import { beatTicks } from "../domain/meter";
import {
  byStart,
  endOf,
  notesOfVoice,
  scoreTicks,
  type Note,
  type Score,
  type Voice,
} from "../domain/score";
import { TICKS_PER_QUARTER, type Ticks } from "../domain/units";
import { chunkName, concatBytes } from "./bytes";
import { chordEvents } from "./midi-chords";
import { makerEvents } from "./midi-makers";
import { DRUM_CHANNEL, plainChannel } from "../domain/midi";
import { PAN_CONTROLLER, REVERB_CONTROLLER, VOLUME_CONTROLLER } from "./midi-parts";
import { programOf } from "./midi-programs";
import { encodeMidiText } from "./midi-text";

interface Timed {
  readonly tick: Ticks;
  readonly event: MidiEvent;
}

/** The encoder's cost grows with the square of what it is given at once. */
const EVENTS_AT_ONCE = 500;
const HEADER_BYTES = 14;
const CHUNK_HEADER_BYTES = 8;

/**
 * A Standard MIDI File of format 1, 480 ticks a quarter: title, tempo, meter and key in the first track, then one track a voice
 * with its name, program, volume, pan and reverb. Chords are markers in the first track. Muted voices are written too. Notes of one pitch that
 * overlap in a voice go to further channels of the same track, because on one channel MIDI cannot tell which of them ends first. Drums have the
 * tenth channel, all of it and nothing else: there, strokes on one key that lie inside one another exchange their lengths, which nobody hears.
 * Who made what is text of the first track. Reading it back gives every note and chord again, each with its maker.
 * @param credits of the takes that the notes are of
 */
export function writeMidi(score: Score, credits: Iterable<Credit> = []): Uint8Array {
  const pitched = score.voices.filter(({ instrument }) => instrument !== "drums");
  let spare = pitched.length;
  const tracks = [
    headTrack(score, credits),
    ...score.voices.map((voice) => {
      const text = encodeMidiText(voice.name);
      const all = notesOfVoice(score, voice.id);
      const isDrums = voice.instrument === "drums";
      const lanes = isDrums ? [all] : withoutOverlaps(all);
      const events: Timed[] = [atStart({ deltaTime: 0, type: "trackName", text })];
      lanes.forEach((notes, lane) => {
        const index = lane === 0 ? pitched.indexOf(voice) : spare++;
        const channel = isDrums ? DRUM_CHANNEL : plainChannel(index);
        events.push(
          ...settings(voice, channel),
          ...notes.flatMap((note) => noteEvents(note, channel)),
        );
      });
      return encodeTrack(events, scoreTicks(score));
    }),
  ];
  return concatBytes([header(tracks.length), ...tracks]);
}

function headTrack(score: Score, credits: Iterable<Credit>): Uint8Array {
  const { meter, key, tempo, title } = score;
  const base = { deltaTime: 0 };
  return encodeTrack(
    [
      atStart({ ...base, type: "trackName", text: encodeMidiText(title) }),
      atStart({ ...base, type: "setTempo", microsecondsPerBeat: Math.round(60_000_000 / tempo) }),
      atStart({
        ...base,
        type: "timeSignature",
        numerator: meter.beats,
        denominator: meter.unit,
        metronome: (24 * beatTicks(meter)) / TICKS_PER_QUARTER,
        thirtyseconds: 8,
      }),
      atStart({
        ...base,
        type: "keySignature",
        key: key.fifths,
        scale: key.mode === "minor" ? 1 : 0,
      }),
      ...chordEvents(score),
      ...makerEvents(score, credits).map(atStart),
    ],
    scoreTicks(score),
  );
}

function atStart(event: MidiEvent): Timed {
  return { tick: 0, event };
}

function settings(voice: Voice, channel: number): readonly Timed[] {
  const { instrument, volume, pan = 0, reverb = 0 } = voice;
  const base = { deltaTime: 0, channel };
  const controller = (controllerType: number, value: number) =>
    atStart({ ...base, type: "controller", controllerType, value: Math.round(value) });
  return [
    atStart({ ...base, type: "programChange", programNumber: programOf(instrument) }),
    controller(VOLUME_CONTROLLER, volume * 127),
    controller(PAN_CONTROLLER, 64 + pan * (pan < 0 ? 64 : 63)),
    controller(REVERB_CONTROLLER, reverb * 127),
  ];
}

function noteEvents(note: Note, channel: number): readonly Timed[] {
  const { pitch: noteNumber, velocity } = note;
  const base = { deltaTime: 0, channel, noteNumber };
  return [
    { tick: note.start, event: { ...base, type: "noteOn", velocity } },
    { tick: endOf(note), event: { ...base, type: "noteOff", velocity: 64 } },
  ];
}

/** `notes` dealt out so that no two of one pitch overlap; at least one lane. @param notes in order of start */
function withoutOverlaps(notes: readonly Note[]): readonly (readonly Note[])[] {
  const lanes: { readonly notes: Note[]; readonly ends: Map<number, Ticks> }[] = [];
  for (const note of notes.toSorted(byStart)) {
    let lane = lanes.find(({ ends }) => (ends.get(note.pitch) ?? 0) <= note.start);
    if (!lane) lanes.push((lane = { notes: [], ends: new Map() }));
    lane.notes.push(note);
    lane.ends.set(note.pitch, endOf(note));
  }
  return lanes.length > 0 ? lanes.map((lane) => lane.notes) : [[]];
}

/** @param end where the track ends, or its last event when that is later */
function encodeTrack(events: readonly Timed[], end: Ticks): Uint8Array {
  // At one tick, notes end before others start: a repeated note is two notes.
  const rank = ({ event }: Timed) =>
    event.type === "noteOff" ? 0 : event.type === "noteOn" ? 2 : 1;
  const sorted = events.toSorted((a, b) => a.tick - b.tick || rank(a) - rank(b));
  const last = Math.max(end, sorted.at(-1)?.tick ?? 0);
  sorted.push({ tick: last, event: { deltaTime: 0, type: "endOfTrack" } });
  const timed = sorted.map(({ tick, event }, i) => ({
    ...event,
    deltaTime: tick - (sorted[i - 1]?.tick ?? 0),
  }));
  const pieces: Uint8Array[] = [];
  for (let i = 0; i < timed.length; i += EVENTS_AT_ONCE) {
    const file = encode({
      header: { format: 0, numTracks: 1, ticksPerBeat: TICKS_PER_QUARTER },
      tracks: [timed.slice(i, i + EVENTS_AT_ONCE)],
    });
    pieces.push(Uint8Array.from(file.slice(HEADER_BYTES + CHUNK_HEADER_BYTES)));
  }
  const body = concatBytes(pieces);
  const length = new DataView(new ArrayBuffer(4));
  length.setUint32(0, body.length);
  return concatBytes([Uint8Array.from(chunkName("MTrk")), new Uint8Array(length.buffer), body]);
}

function header(tracks: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(HEADER_BYTES));
  new Uint8Array(view.buffer).set(chunkName("MThd"));
  view.setUint32(4, HEADER_BYTES - CHUNK_HEADER_BYTES);
  view.setUint16(8, 1);
  view.setUint16(10, tracks);
  view.setUint16(12, TICKS_PER_QUARTER);
  return new Uint8Array(view.buffer);
}
