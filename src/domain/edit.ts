import type { Key } from "./key";
import type { Meter } from "./meter";
import { unreachable } from "./result";
import type {
  Accompaniment,
  Feel,
  Lock,
  Note,
  NoteId,
  PlacedChord,
  Score,
  Voice,
  VoiceId,
} from "./score";
import type { Bpm } from "./units";

/** One change of a score. Notes that `update` names by an unknown id are ignored. */
export type Edit =
  | { readonly type: "addNotes"; readonly notes: readonly Note[] }
  | { readonly type: "removeNotes"; readonly ids: ReadonlySet<NoteId> }
  | { readonly type: "updateNotes"; readonly notes: readonly Note[] }
  | { readonly type: "addVoice"; readonly voice: Voice; readonly at?: number }
  | { readonly type: "updateVoice"; readonly voice: Voice }
  | { readonly type: "removeVoice"; readonly id: VoiceId }
  | { readonly type: "setLocks"; readonly locks: readonly Lock[] }
  /** In any order; of chords that start together the last one counts. */
  | { readonly type: "setChords"; readonly chords: readonly PlacedChord[] }
  | { readonly type: "setAccompaniment"; readonly accompaniment: Accompaniment | undefined }
  | { readonly type: "setTitle"; readonly title: string }
  | { readonly type: "setKey"; readonly key: Key }
  | { readonly type: "setMeter"; readonly meter: Meter }
  | { readonly type: "setTempo"; readonly tempo: Bpm }
  | { readonly type: "setBars"; readonly bars: number }
  | { readonly type: "setFeel"; readonly feel: Feel | undefined }
  | { readonly type: "setVolume"; readonly volume: number | undefined }
  | { readonly type: "replace"; readonly score: Score };

/** Returns `score` with `edit` made; `score` itself when the edit changes nothing. */
export function applyEdit(score: Score, edit: Edit): Score {
  switch (edit.type) {
    case "addNotes":
      return edit.notes.length === 0 ? score : { ...score, notes: [...score.notes, ...edit.notes] };
    case "removeNotes": {
      const notes = score.notes.filter((note) => !edit.ids.has(note.id));
      return notes.length === score.notes.length ? score : { ...score, notes };
    }
    case "updateNotes": {
      const byId = new Map(edit.notes.map((note) => [note.id, note]));
      const notes = score.notes.map((note) => byId.get(note.id) ?? note);
      return notes.every((note, i) => note === score.notes[i]) ? score : { ...score, notes };
    }
    case "addVoice":
      return {
        ...score,
        voices: score.voices.toSpliced(edit.at ?? score.voices.length, 0, edit.voice),
      };
    case "updateVoice": {
      const voices = score.voices.map((voice) => (voice.id === edit.voice.id ? edit.voice : voice));
      return voices.every((voice, i) => voice === score.voices[i]) ? score : { ...score, voices };
    }
    case "removeVoice":
      if (!score.voices.some((voice) => voice.id === edit.id)) return score;
      return {
        ...score,
        voices: score.voices.filter((voice) => voice.id !== edit.id),
        notes: score.notes.filter((note) => note.voice !== edit.id),
        locks: score.locks.filter((lock) => lock.voice !== edit.id),
      };
    case "setLocks":
      return edit.locks === score.locks ? score : { ...score, locks: edit.locks };
    case "setChords":
      return edit.chords === score.chords ? score : { ...score, chords: inOrder(edit.chords) };
    case "setAccompaniment":
      return edit.accompaniment === score.accompaniment
        ? score
        : { ...score, accompaniment: edit.accompaniment };
    case "setTitle":
      return edit.title === score.title ? score : { ...score, title: edit.title };
    case "setKey":
      return edit.key.fifths === score.key.fifths && edit.key.mode === score.key.mode
        ? score
        : { ...score, key: edit.key };
    case "setMeter":
      return edit.meter.beats === score.meter.beats && edit.meter.unit === score.meter.unit
        ? score
        : { ...score, meter: edit.meter };
    case "setTempo":
      return edit.tempo === score.tempo ? score : { ...score, tempo: edit.tempo };
    case "setBars":
      return edit.bars === score.bars ? score : { ...score, bars: edit.bars };
    case "setFeel":
      return isSameFeel(edit.feel, score.feel) ? score : { ...score, feel: edit.feel };
    case "setVolume":
      return edit.volume === score.volume ? score : { ...score, volume: edit.volume };
    case "replace":
      return edit.score;
    default:
      return unreachable(edit);
  }
}

function inOrder(chords: readonly PlacedChord[]): readonly PlacedChord[] {
  const byStart = new Map(chords.map((placed) => [placed.start, placed]));
  return [...byStart.values()].toSorted((a, b) => a.start - b.start);
}

function isSameFeel(a: Feel | undefined, b: Feel | undefined): boolean {
  return a?.swing === b?.swing && a?.unit === b?.unit && a?.looseness === b?.looseness;
}
