import type { FileWarning } from "../domain/file-problem";
import type { Key } from "../domain/key";
import { barTicks, meterName, type Meter } from "../domain/meter";
import { emptyScore, MAX_TEMPO, MIN_TEMPO } from "../domain/score";
import type { Bpm, Ticks } from "../domain/units";
import { prevailing, type Change } from "./timeline";

/** A meter as files have it, which may be one that we cannot write. */
export interface WrittenMeter {
  readonly beats: number;
  readonly unit: number;
}

/** Everything of a file that stands at the head of a score, wherever in the file it comes. */
export interface HeadChanges {
  readonly tempos: readonly Change<Bpm>[];
  readonly meters: readonly Change<WrittenMeter>[];
  readonly keys: readonly Change<Key>[];
}

/** What stands at the head of a score. */
export interface Headline {
  readonly tempo: Bpm;
  readonly meter: Meter;
  readonly key: Key | undefined;
  /** Ticks by which all notes move later, so that bar lines fall where the file has them. */
  readonly shift: Ticks;
  readonly warnings: readonly FileWarning[];
}

/** Quarter notes a minute where a file says nothing. Standard MIDI Files 1.0; notation programs do the same. */
const DEFAULT_TEMPO: Bpm = 120;

/** Of tempos, meters and keys the one that is in force longest. @param end where the last note ends */
export function findHeadline({ tempos, meters, keys }: HeadChanges, end: Ticks): Headline {
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
  const bpm = tempo?.value ?? DEFAULT_TEMPO;
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
