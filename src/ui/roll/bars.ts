import { playedAfter } from "../../domain/accompaniment/follow";
import type { Edit } from "../../domain/edit";
import { barTicks, type Meter } from "../../domain/meter";
import { changeNote } from "../../domain/note";
import { endOf, MAX_BARS, scoreTicks, type NoteId, type Score } from "../../domain/score";

/** Makes the sketch `bars` long; what would sound behind its new end is cut off, and the last chord is played up to it. */
export function lengthTo(score: Score, bars: number, newId: () => NoteId): readonly Edit[] {
  const wanted = Math.min(MAX_BARS, Math.max(1, Math.round(bars)));
  const end = wanted * barTicks(score.meter);
  const gone = score.notes.filter((note) => note.start >= end);
  const cut = score.notes
    .filter((note) => note.start < end && endOf(note) > end)
    .map((note) => changeNote(note, { duration: end - note.start }));
  const locks = score.locks
    .filter((lock) => lock.start < end)
    .map((lock) => (lock.end > end ? { ...lock, end } : lock));
  if (wanted > score.bars)
    return [
      { type: "setBars", bars: wanted },
      ...playedAfter(score, { ...score, bars: wanted }, newId),
    ];
  return [
    { type: "removeNotes", ids: new Set(gone.map((note) => note.id)) },
    { type: "updateNotes", notes: cut },
    ...(score.locks.some((lock) => lock.end > end) ? [{ type: "setLocks" as const, locks }] : []),
    ...(score.chords.some((chord) => chord.start >= end)
      ? [{ type: "setChords" as const, chords: score.chords.filter(({ start }) => start < end) }]
      : []),
    { type: "setBars", bars: wanted },
  ];
}

/** Counts the music in another meter: every note keeps its time, the bars are as many as hold what was there. */
export function meterTo(score: Score, meter: Meter): readonly Edit[] {
  const bars = Math.min(MAX_BARS, Math.max(1, Math.ceil(scoreTicks(score) / barTicks(meter))));
  return [
    { type: "setMeter", meter },
    { type: "setBars", bars },
  ];
}
