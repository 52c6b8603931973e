import type { Instrument } from "../domain/score";

/** General MIDI level 1 programs, from 0, that stand for our instruments in files we write. */
const PROGRAMS: Record<Instrument, number> = {
  piano: 0,
  organ: 19,
  cello: 42,
  strings: 48,
  clarinet: 71,
  flute: 73,
  // Of a drum kit's channel, the standard kit.
  drums: 0,
};

/** The instrument of ours that is nearest to each General MIDI program, up to and including `last`. */
const NEAREST: readonly { readonly last: number; readonly instrument: Instrument }[] = [
  { last: 15, instrument: "piano" },
  { last: 23, instrument: "organ" },
  { last: 31, instrument: "piano" },
  { last: 39, instrument: "cello" },
  { last: 41, instrument: "strings" },
  { last: 43, instrument: "cello" },
  { last: 45, instrument: "strings" },
  { last: 47, instrument: "piano" },
  { last: 51, instrument: "strings" },
  { last: 54, instrument: "organ" },
  { last: 55, instrument: "strings" },
  { last: 71, instrument: "clarinet" },
  { last: 80, instrument: "flute" },
  { last: 87, instrument: "clarinet" },
  { last: 95, instrument: "strings" },
];

/** @returns General MIDI program, integer in [0, 127] */
export function programOf(instrument: Instrument): number {
  return PROGRAMS[instrument];
}

/** The nearest instrument that the player has; the piano where none is near. @param program integer in [0, 127] */
export function instrumentOf(program: number): Instrument {
  return NEAREST.find(({ last }) => program <= last)?.instrument ?? "piano";
}
