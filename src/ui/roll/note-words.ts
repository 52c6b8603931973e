import { drumIndex, DRUMS } from "../../domain/drums";
import { pitchName, type Key } from "../../domain/key";
import { barAndBeat, type Meter } from "../../domain/meter";
import { isDrums, isNoteLocked, type Note, type Origin, type Score } from "../../domain/score";
import { TICKS_PER_QUARTER, type Midi, type Ticks } from "../../domain/units";

const LENGTHS: readonly (readonly [string, Ticks])[] = [
  ["whole", 1920],
  ["dotted half", 1440],
  ["half", 960],
  ["dotted quarter", 720],
  ["quarter", 480],
  ["dotted eighth", 360],
  ["quarter triplet", 320],
  ["eighth", 240],
  ["dotted sixteenth", 180],
  ["eighth triplet", 160],
  ["sixteenth", 120],
  ["sixteenth triplet", 80],
  ["thirty-second", 60],
];

/** @example lengthWords(720) // => "dotted quarter" */
export function lengthWords(ticks: Ticks): string {
  const name = LENGTHS.find(([, length]) => length === ticks)?.[0];
  return name ?? `${Math.round((ticks / TICKS_PER_QUARTER) * 100) / 100} quarters`;
}

/** @example placeWords(2400, { beats: 4, unit: 4 }) // => "bar 2 beat 2" */
export function placeWords(tick: Ticks, meter: Meter): string {
  const { bar, beat, rest } = barAndBeat(tick, meter);
  return `bar ${bar} beat ${beat}${rest > 0 ? ` and a ${lengthWords(rest)}` : ""}`;
}

/** A pitch as it is said and printed, with real accidentals. */
export function pitchWords(pitch: Midi, key: Key): string {
  return pitchName(pitch, key).replace(/(?<=^[A-G])[#b]+/, (signs) =>
    signs.replaceAll("#", "♯").replaceAll("b", "♭"),
  );
}

/** A piece of the kit, as short as the margin of the roll has room for; undefined for keys that are none's own. */
export function drumLabel(pitch: Midi): string | undefined {
  return DRUM_LABELS[DRUMS.findIndex((drum) => drum.pitch === pitch)];
}

const DRUM_LABELS = [
  "Kick",
  "Snare",
  "Hi-hat",
  "Open hat",
  "Floor tom",
  "Mid tom",
  "High tom",
  "Crash",
  "Ride",
];

/** Who made a note, in a word or two. */
export function originWords(origin: Origin): string {
  switch (origin.by) {
    case "you":
      return "yours";
    case "file":
      return `from ${origin.file}`;
    case "model":
      return origin.changed ? "the machine’s, changed by you" : "the machine’s";
  }
}

/** @example noteWords(note, score) // => "E4, bar 2 beat 3, quarter, fermata, Soprano, yours" */
export function noteWords(note: Note, score: Score): string {
  const voice =
    score.voices.length > 1 ? score.voices.find((v) => v.id === note.voice)?.name : undefined;
  return [
    isDrums(score, note.voice)
      ? DRUMS[drumIndex(note.pitch)]!.name
      : pitchWords(note.pitch, score.key),
    placeWords(note.start, score.meter),
    lengthWords(note.duration),
    note.fermata ? "fermata" : undefined,
    voice,
    originWords(note.origin),
    isNoteLocked(score, note) ? "locked" : undefined,
  ]
    .filter((word) => word !== undefined)
    .join(", ");
}

/** What the selection is, for the status line of the roll. */
export function selectionWords(notes: readonly Note[], score: Score): string {
  const [first] = notes;
  if (!first) return "";
  if (notes.length === 1) return noteWords(first, score);
  const start = Math.min(...notes.map((note) => note.start));
  const held = notes.every((note) => note.fermata) ? ", each with a fermata" : "";
  return `${notes.length} notes from ${placeWords(start, score.meter)}${held}`;
}
