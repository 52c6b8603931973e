import { growToHold, selectedNotes, type Command } from "../../domain/commands";
import { changeNote } from "../../domain/note";
import { isDrums, type Note, type Score } from "../../domain/score";
import type { Ticks } from "../../domain/units";
import { pitchAtStep, stepOfPitch } from "../../notation/staff-step";

/** What a hand writes before a note: a semitone up or down, or what the signature says on that line. */
export type Accidental = "sharp" | "flat" | "natural";

/** Gives the selection an accidental. It does not apply without a note that has a pitch, nor outside MIDI's range. */
export function altered(to: Accidental): Command {
  return (score, selection) => {
    const notes = selectedNotes(score, selection).filter((note) => !isDrums(score, note.voice));
    const pitches = notes.map((note) => pitchWith(to, note, score));
    if (notes.length === 0 || pitches.some((pitch) => pitch < 0 || pitch > 127)) return undefined;
    const changed = notes.map((note, i) => changeNote(note, { pitch: pitches[i]! }));
    return [{ type: "updateNotes", notes: changed }];
  };
}

function pitchWith(to: Accidental, { pitch }: Note, { key }: Score): number {
  if (to === "natural") return pitchAtStep(stepOfPitch(pitch, key), key);
  return pitch + (to === "sharp" ? 1 : -1);
}

/** Gives the selection a length. */
export function lasting(duration: Ticks): Command {
  return (score, selection) => {
    const notes = selectedNotes(score, selection);
    if (notes.length === 0) return undefined;
    const changed = notes.map((note) => changeNote(note, { duration }));
    return [{ type: "updateNotes", notes: changed }, ...growToHold(score, changed)];
  };
}
