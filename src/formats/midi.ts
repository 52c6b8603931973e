import { parseMidi as parseEvents, type MidiEvent } from "midi-file";
import type { Ids } from "../domain/asking";
import type { FileProblem, FileWarning } from "../domain/file-problem";
import { failed, ok, type Result } from "../domain/result";
import { TICKS_PER_QUARTER } from "../domain/units";
import { endOfParts, findExcessOf, gather } from "./gather";
import { findHeadline } from "./headline";
import { chordsOfTracks } from "./midi-chords";
import { splitMidi } from "./midi-chunks";
import { findHeadChanges } from "./midi-head";
import { claimed } from "./makers-claim";
import { recordOfTracks } from "./midi-makers";
import { collectParts, type MidiTrack } from "./midi-parts";
import { decodeMidiText } from "./midi-text";
import { tidyName, titleOfFile } from "./names";
import type { Opened } from "./opened";

/**
 * Reads a Standard MIDI File of format 0 or 1. Times are rounded to 480 ticks a quarter; notes keep their number, order and pitch
 * and last at least 1 tick. A track is a voice, in format 0 a channel; a track that plays several instruments becomes
 * several voices, and channel 10 is drums, whose keys stay what they are. Of tempos, meters and keys the one that is in force longest is kept. When the kept meter begins after a pickup, all
 * notes move later so that its bar lines fall where the file has them.
 * @param name the file's name: the notes' origin, and the title of a file that has none
 * @param ids fresh ids for each voice and note
 */
export function parseMidi(bytes: Uint8Array, name: string, ids: Ids): Result<Opened, FileProblem> {
  const chunks = splitMidi(bytes);
  if (!chunks.ok) return chunks;
  const { format, division, announced } = chunks.value;
  const tracks = chunks.value.tracks.map((track) => timed(eventsOf(track), division));
  const parts = collectParts(tracks, format);
  const excess = findExcessOf(parts);
  if (excess) return failed(excess);
  const headline = findHeadline(findHeadChanges(tracks), endOfParts(parts));
  const title = (tracks[0] && isTitle(tracks[0], format) && tracks[0].name) || titleOfFile(name);
  const gathered = gather(
    parts,
    headline,
    { title, file: name, chords: chordsOfTracks(tracks) },
    ids,
  );
  if (!gathered.ok) return gathered;

  const opened = claimed(gathered.value, recordOfTracks(tracks));
  const warnings: FileWarning[] = [...opened.warnings];
  if (tracks.length < announced)
    warnings.push({ kind: "tracksMissing", announced, found: tracks.length });
  tracks.forEach((_, track) => {
    const count = parts
      .filter((part) => part.track === track)
      .reduce((sum, part) => sum + part.leftOn, 0);
    if (count > 0) warnings.push({ kind: "notesLeftOn", count, track: track + 1 });
  });
  return ok({ ...opened, warnings });
}

/** The parser wants a whole file, so each track goes to it as a file of its own. */
function eventsOf(track: Uint8Array): readonly MidiEvent[] {
  const file = new Uint8Array(22 + track.length);
  file.set([0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 0, 0, 1, 0, 96, 0x4d, 0x54, 0x72, 0x6b]);
  new DataView(file.buffer).setUint32(18, track.length);
  file.set(track, 22);
  return parseEvents(file).tracks[0] ?? [];
}

function timed(events: readonly MidiEvent[], division: number): MidiTrack {
  let fileTicks = 0;
  const all = events.map((event) => {
    fileTicks += event.deltaTime;
    return { tick: Math.round((fileTicks * TICKS_PER_QUARTER) / division), event };
  });
  const named = all.find(({ event }) => event.type === "trackName")?.event;
  return {
    events: all,
    name: named?.type === "trackName" ? tidyName(decodeMidiText(named.text)) : "",
    end: all.at(-1)?.tick ?? 0,
  };
}

function isTitle(track: MidiTrack, format: 0 | 1): boolean {
  return format === 0 || !track.events.some(({ event }) => event.type === "noteOn");
}
