import type { Chord } from "../../domain/chord";
import { drumIndex } from "../../domain/drums";
import { matterOf, type Echo, type EchoNote } from "../../domain/echo";
import { KEYS, pitchClassOf, tonic, type Key } from "../../domain/key";
import { barTicks, type Meter } from "../../domain/meter";
import { findVoice, type Pigment, type Score } from "../../domain/score";
import type { Midi, Ticks } from "../../domain/units";
import type { Side } from "../../session/originality.svelte";

/** Notes of one voice that are drawn alike, as one SVG path. */
export interface EchoLayer {
  readonly pigment: Pigment;
  /** The same on the other side: drawn in full colour. */
  readonly isSame: boolean;
  readonly path: string;
}

/** One side of an echo as a small drawing: x in ticks, y in rows, one row a semitone. Both sides of one have the same axes. */
export interface EchoPicture {
  readonly width: number;
  readonly height: number;
  readonly layers: readonly EchoLayer[];
  readonly barLines: readonly number[];
}

/** Fewer rows than this would make a single line look like bricks. */
const FEWEST_ROWS = 14;

/** Theirs is drawn as high as ours, so that what is the same stands under one another. */
export function echoPicture(score: Score, echo: Echo, side: Side): EchoPicture {
  const lift = side === "theirs" ? echo.transposition : 0;
  // Drums have a row each, from the kick up, and no height.
  const heightOf = matterOf(echo) === "strokes" ? drumIndex : (pitch: Midi) => pitch;
  const ours = echo.lines.flatMap((line) => line.ours);
  const theirs = echo.lines
    .flatMap((line) => line.theirs)
    .map((note) => ({ ...note, pitch: note.pitch + echo.transposition }));
  const all = [...ours, ...theirs];
  const first = Math.min(...all.map(({ start }) => start));
  const width = Math.max(...all.map(({ start, duration }) => start + duration)) - first;
  const lowest = Math.min(...all.map(({ pitch }) => heightOf(pitch)));
  const highest = Math.max(...all.map(({ pitch }) => heightOf(pitch)));
  const rows = Math.max(FEWEST_ROWS, highest - lowest + 1);
  const thickness = Math.max(1, rows / 14);
  const spare = (rows - (highest - lowest + 1)) / 2;
  const box = ({ pitch, start, duration }: EchoNote): string => {
    const gap = Math.min(width / 300, duration / 4);
    const y = Math.round(100 * (spare + highest - heightOf(pitch) - lift)) / 100;
    return `M${start - first} ${y}h${Math.round(duration - gap)}v${thickness}H${start - first}z`;
  };
  const layers = echo.lines.flatMap((line): readonly EchoLayer[] =>
    [false, true].flatMap((isSame) => {
      const notes = line[side].filter(({ same }) => (same !== undefined) === isSame);
      const pigment = findVoice(score, line.voice)?.pigment ?? "vermilion";
      return notes.length === 0 ? [] : [{ pigment, isSame, path: notes.map(box).join("") }];
    }),
  );
  // Where bars of theirs begin is known of its first alone.
  const barLines = side === "ours" ? linesOf(score.meter, echo.start + first, width) : [];
  return { width, height: rows + thickness, layers, barLines };
}

function linesOf(meter: Meter, start: number, width: number): readonly number[] {
  const bar = barTicks(meter);
  const lines: number[] = [];
  for (let x = Math.ceil(start / bar) * bar - start; x < width; x += bar) lines.push(x);
  return lines;
}

/** A chord of one side, in ticks. */
export interface StripChord {
  readonly chord: Chord;
  readonly start: Ticks;
  readonly duration: Ticks;
  readonly isSame: boolean;
}

/** The chords of one side, and the key in which they are spelled: theirs as if the piece were in ours, as much lower or higher. */
export function chordStrip(
  score: Score,
  { chords, transposition }: Echo,
  side: Side,
): { readonly chords: readonly StripChord[]; readonly key: Key } {
  return {
    key: side === "ours" ? score.key : transposed(score.key, -transposition),
    chords: (chords?.[side] ?? []).map(({ chord, start, duration, same }) => ({
      ...{ chord, start, duration },
      isSame: same !== undefined,
    })),
  };
}

/** The key so many semitones higher that has the fewest accidentals. */
function transposed(key: Key, semitones: number): Key {
  const wanted = pitchClassOf(tonic(key) + semitones);
  return KEYS.filter((other) => other.mode === key.mode && tonic(other) === wanted).reduce(
    (a, b) => (Math.abs(b.fifths) < Math.abs(a.fifths) ? b : a),
  );
}
