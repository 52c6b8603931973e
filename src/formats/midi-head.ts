import type { Key } from "../domain/key";
import type { Bpm } from "../domain/units";
import type { HeadChanges, WrittenMeter } from "./headline";
import type { MidiTrack } from "./midi-parts";
import type { Change } from "./timeline";

/** Tempos, meters and keys of a MIDI file, in whichever tracks they stand. */
export function findHeadChanges(tracks: readonly MidiTrack[]): HeadChanges {
  const tempos: Change<Bpm>[] = [];
  const meters: Change<WrittenMeter>[] = [];
  const keys: Change<Key>[] = [];
  for (const { tick, event } of tracks.flatMap((track) => track.events)) {
    if (event.type === "setTempo" && event.microsecondsPerBeat > 0)
      tempos.push({ start: tick, value: Math.round(6e9 / event.microsecondsPerBeat) / 100 });
    else if (event.type === "timeSignature")
      meters.push({ start: tick, value: { beats: event.numerator, unit: event.denominator } });
    else if (event.type === "keySignature") {
      // Files of @tonejs/midi, of which the web is full, have all key signatures 14 too high.
      const fifths = event.key > 7 ? event.key - 14 : event.key;
      if (Math.abs(fifths) <= 7)
        keys.push({ start: tick, value: { fifths, mode: event.scale === 1 ? "minor" : "major" } });
    }
  }
  return { tempos, meters, keys };
}
