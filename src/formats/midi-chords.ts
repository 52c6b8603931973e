import type { MidiEvent } from "midi-file";
import { chordName, parseChord } from "../domain/chord-symbol";
import type { Score } from "../domain/score";
import type { Ticks } from "../domain/units";
import type { ReadChord } from "./gather";
import type { MidiTrack } from "./midi-parts";
import { aboutFile, decodeMidiText, encodeMidiText, withoutAbout } from "./midi-text";

/** Says that the markers of its track are chords: in other files they may be sections called A and B. */
const NOTICE = "Chords as markers, by Antiphon";

/** A marker for each chord, with the symbol as its text; nothing without chords. */
export function chordEvents({
  chords,
  key,
}: Score): readonly { readonly tick: Ticks; readonly event: MidiEvent }[] {
  if (chords.length === 0) return [];
  const textEvent = (type: "text" | "marker", text: string): MidiEvent => ({
    deltaTime: 0,
    type,
    text,
  });
  return [
    { tick: 0, event: textEvent("text", aboutFile(NOTICE)) },
    ...chords.map(({ start, chord }) => ({
      tick: start,
      event: textEvent("marker", encodeMidiText(chordName(chord, key))),
    })),
  ];
}

/** The chords of a file that was written here; none of any other. */
export function chordsOfTracks(tracks: readonly MidiTrack[]): readonly ReadChord[] {
  const track = tracks.find(({ events }) =>
    events.some(({ event }) => event.type === "text" && withoutAbout(event.text) === NOTICE),
  );
  return (track?.events ?? []).flatMap(({ tick, event }): readonly ReadChord[] => {
    const read = event.type === "marker" ? parseChord(decodeMidiText(event.text)) : undefined;
    return read?.ok ? [{ start: tick, chord: read.value }] : [];
  });
}
