import type { Harmony } from "../../domain/chord";
import type { Key } from "../../domain/key";
import type { NoteId, Range, VoiceId } from "../../domain/score";
import type { Ticks } from "../../domain/units";

/** A chord for as long as it lasts, in the key that it is heard in. */
export interface ChordSpan extends Range {
  readonly chord: Harmony;
  readonly key: Key;
}

/** What the rules are told of a score beyond its notes. */
export interface Context {
  /** In order of time, none over another; where none lies, nothing is found that takes a chord. */
  readonly chords: readonly ChordSpan[];
  /** Notes that are foreign to a chord under them, and what they are: "passing", "suspension" … */
  readonly ornaments: ReadonlyMap<NoteId, string>;
  /** The line that counterpoint is written to. */
  readonly cantus?: VoiceId | undefined;
  /** The line that rules of melody are about; undefined for the counterpoint, else the highest. */
  readonly melody?: VoiceId | undefined;
}

export const NO_CONTEXT: Context = { chords: [], ornaments: new Map() };

export function chordAt({ chords }: Context, time: Ticks): ChordSpan | undefined {
  let low = 0;
  let high = chords.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (chords[middle]!.end <= time) low = middle + 1;
    else high = middle;
  }
  const found = chords[low];
  return found && found.start <= time ? found : undefined;
}
