import type { FileWarning } from "../domain/file-problem";
import type { Key } from "../domain/key";
import { barTicks, meterName, type Meter } from "../domain/meter";
import { emptyScore, MAX_TEMPO, MIN_TEMPO } from "../domain/score";
import type { Bpm, Ticks } from "../domain/units";
import type { MidiTrack } from "./midi-parts";
import { prevailing, type Change } from "./timeline";

/** What stands at the head of a score. */
export interface Headline {
  readonly tempo: Bpm;
  readonly meter: Meter;
  readonly key: Key | undefined;
  /** Ticks by which all notes move later, so that bar lines fall where the file has them. */
  readonly shift: Ticks;
  readonly warnings: readonly FileWarning[];
}

/** Microseconds to the quarter note where a file says nothing: 120 a minute. Standard MIDI Files 1.0. */
const DEFAULT_TEMPO = 500_000;

/** Tempo, meter and key of a MIDI file, wherever in it they stand. @param end where the last note ends */
export function findHeadline(tracks: readonly MidiTrack[], end: Ticks): Headline {
  const tempos: Change<number>[] = [];
  const meters: Change<{ readonly beats: number; readonly unit: number }>[] = [];
  const keys: Change<Key>[] = [];
  for (const { tick, event } of tracks.flatMap((track) => track.events)) {
    if (event.type === "setTempo" && event.microsecondsPerBeat > 0)
      tempos.push({ start: tick, value: event.microsecondsPerBeat });
    else if (event.type === "timeSignature")
      meters.push({ start: tick, value: { beats: event.numerator, unit: event.denominator } });
    else if (event.type === "keySignature") {
      // Files of @tonejs/midi, of which the web is full, have all key signatures 14 too high.
      const fifths = event.key > 7 ? event.key - 14 : event.key;
      if (Math.abs(fifths) <= 7)
        keys.push({ start: tick, value: { fifths, mode: event.scale === 1 ? "minor" : "major" } });
    }
  }
  const tempo = prevailing([{ start: 0, value: DEFAULT_TEMPO }, ...tempos], end, String);
  const meter = prevailing(meters, end, (value) => `${value.beats}/${value.unit}`);
  const key = prevailing(keys, end, (value) => `${value.fifths} ${value.mode}`);

  const written = meter ? writable(meter.value.beats, meter.value.unit) : emptyScore.meter;
  const used = written ?? emptyScore.meter;
  const bar = barTicks(used);
  const shift = meter && written ? (bar - (meter.start % bar)) % bar : 0;
  const warnings: FileWarning[] = [];
  const tell = (
    kind: "tempoChanges" | "meterChanges" | "keyChanges",
    changes: readonly Change<unknown>[] = [],
  ) => {
    const first = changes[0];
    if (first)
      warnings.push({
        kind,
        count: changes.length,
        bar: Math.floor((first.start + shift) / bar) + 1,
      });
  };
  tell("tempoChanges", tempo?.changes);
  // A shorter first bar is a pickup, and nothing is lost by it.
  const isPickup = meter?.changes.length === 1 && meter.start > 0 && meter.start < bar;
  if (!isPickup) tell("meterChanges", meter?.changes);
  tell("keyChanges", key?.changes);
  if (meter && !written)
    warnings.push({
      kind: "meterUnknown",
      meter: `${meter.value.beats}/${meter.value.unit}`,
      used: meterName(used),
    });
  const bpm = Math.round(6e9 / (tempo?.value ?? DEFAULT_TEMPO)) / 100;
  const tempoUsed = Math.min(MAX_TEMPO, Math.max(MIN_TEMPO, bpm));
  if (tempoUsed !== bpm) warnings.push({ kind: "tempoOutOfRange", tempo: bpm, used: tempoUsed });
  return { tempo: tempoUsed, meter: used, key: key?.value, shift, warnings };
}

/** The meter with a unit of 2, 4, 8 or 16 and bars of the same length; undefined when there is none of 1 to 32 beats. */
export function writable(beats: number, unit: number): Meter | undefined {
  if (unit === 1) return writable(beats * 2, 2);
  if (unit > 16) return beats % 2 === 0 ? writable(beats / 2, unit / 2) : undefined;
  if (unit !== 2 && unit !== 4 && unit !== 8 && unit !== 16) return undefined;
  return Number.isInteger(beats) && beats >= 1 && beats <= 32 ? { beats, unit } : undefined;
}
