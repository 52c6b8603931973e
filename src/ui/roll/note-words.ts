import { drumIndex, DRUMS } from "../../domain/drums";
import { barAndBeat, type Meter } from "../../domain/meter";
import { isDrums, isNoteLocked, type Note, type Origin, type Score } from "../../domain/score";
import { TICKS_PER_QUARTER, type Midi, type Ticks } from "../../domain/units";
import { t } from "../messages/messages.svelte";
import { voiceName } from "../messages/names";
import { pitchWords } from "../messages/note-names";
import { plain } from "../messages/numbers";

const LENGTHS = [
  ["whole", 1920],
  ["dottedHalf", 1440],
  ["half", 960],
  ["dottedQuarter", 720],
  ["quarter", 480],
  ["dottedEighth", 360],
  ["quarterTriplet", 320],
  ["eighth", 240],
  ["dottedSixteenth", 180],
  ["eighthTriplet", 160],
  ["sixteenth", 120],
  ["sixteenthTriplet", 80],
  ["thirtySecond", 60],
] as const satisfies readonly (readonly [string, Ticks])[];

/** @example lengthWords(720) // => "dotted quarter" */
export function lengthWords(ticks: Ticks): string {
  const name = LENGTHS.find(([, length]) => length === ticks)?.[0];
  if (name) return t(`sketch.lengths.${name}`);
  const quarters = Math.round((ticks / TICKS_PER_QUARTER) * 100) / 100;
  return t("sketch.lengths.quarters", { quarters: plain(quarters) });
}

/** @example placeWords(2400, { beats: 4, unit: 4 }) // => "bar 2 beat 2" */
export function placeWords(tick: Ticks, meter: Meter): string {
  const { bar, beat, rest } = barAndBeat(tick, meter);
  return rest > 0
    ? t("sketch.place.between", { bar, beat, length: lengthWords(rest) })
    : t("sketch.place.on", { bar, beat });
}

/** A piece of the kit, as short as the margin of the roll has room for; undefined for keys that are none's own. */
export function drumLabel(pitch: Midi): string | undefined {
  const key = DRUM_KEYS[DRUMS.findIndex((drum) => drum.pitch === pitch)];
  return key && t(`sketch.drums.short.${key}`);
}

/** The pieces as `DRUMS` has them. */
const DRUM_KEYS = [
  "kick",
  "snare",
  "closedHat",
  "openHat",
  "floorTom",
  "midTom",
  "highTom",
  "crash",
  "ride",
] as const;

/** Who made a note, in a word or two. */
export function originWords(origin: Origin): string {
  switch (origin.by) {
    case "you":
      return t("sketch.origin.yours");
    case "file":
      return t("sketch.origin.file", { file: origin.file });
    case "model":
      return t(origin.changed ? "sketch.origin.changed" : "sketch.origin.machine");
  }
}

/** @example noteWords(note, score) // => "E4, bar 2 beat 3, quarter, fermata, Soprano, yours" */
export function noteWords(note: Note, score: Score): string {
  const voice =
    score.voices.length > 1 ? score.voices.find((v) => v.id === note.voice)?.name : undefined;
  return [
    isDrums(score, note.voice)
      ? t(`sketch.drums.${DRUM_KEYS[drumIndex(note.pitch)]!}`)
      : pitchWords(note.pitch, score.key),
    placeWords(note.start, score.meter),
    lengthWords(note.duration),
    note.fermata ? t("sketch.fermata") : undefined,
    voice === undefined ? undefined : voiceName(voice),
    originWords(note.origin),
    isNoteLocked(score, note) ? t("sketch.locked") : undefined,
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
  const counted = { count: notes.length, place: placeWords(start, score.meter) };
  return notes.every((note) => note.fermata)
    ? t("sketch.selection.held", counted)
    : t("sketch.selection.notes", counted);
}
