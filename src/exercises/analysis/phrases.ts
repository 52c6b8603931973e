import { fermataEnds, phraseEnds } from "../../domain/phrase";
import { endOf, melodyVoice, notesOfVoice, scoreTicks, type Score } from "../../domain/score";
import { stepsToTicks, ticksToSteps, type Ticks } from "../../domain/units";

/** Where phrases end: behind notes with a fermata; in a score without any where its melody breathes. */
export function phraseEndsOf(score: Score): ReadonlySet<Ticks> {
  const melody = melodyVoice(score);
  if (!melody) return new Set();
  const notes = notesOfVoice(score, melody.id);
  const steps = ticksToSteps(
    notes.reduce((end, note) => Math.max(end, endOf(note)), scoreTicks(score)),
  );
  const marked = fermataEnds(notes, steps);
  if (marked) return new Set(notes.flatMap((note) => (note.fermata ? [endOf(note)] : [])));
  const pitch = new Int16Array(steps).fill(-1);
  const onset = new Uint8Array(steps);
  for (const note of notes) {
    const start = ticksToSteps(note.start);
    pitch.fill(note.pitch, start, Math.max(start + 1, ticksToSteps(endOf(note))));
    onset[start] = 1;
  }
  const ends = phraseEnds({ pitch, onset }, score.meter);
  const found = new Set<Ticks>();
  for (let step = 0; step < steps; step++)
    if (
      ends[step] === 1 &&
      (step + 1 === steps || pitch[step + 1] !== pitch[step] || onset[step + 1] === 1)
    )
      found.add(stepsToTicks(step + 1));
  return found;
}
