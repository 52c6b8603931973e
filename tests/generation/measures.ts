import type { DraftNote } from "../../src/domain/ask";
import { pitchClassOf, tonic, type Key } from "../../src/domain/key";
import type { Note, Range, VoiceId } from "../../src/domain/score";
import { TICKS_PER_STEP } from "../../src/domain/units";
import { LOWEST, PARTS, PITCHES } from "../../src/generation/chorale";
import type { ChoraleNet } from "../../src/generation/gibbs";
import { lineOf } from "../../src/generation/line";
import { eventsOf, fitMelody } from "../../src/generation/melody";
import { hearAll, type MelodyNet } from "../../src/generation/melody-net";
import { logProbability } from "../../src/generation/sampling";

type Sounding = Pick<DraftNote, "voice" | "pitch" | "start" | "duration">;

/** What a voice does at each sixteenth of `range`: the pitch that sounds, and whether it starts there. */
function gridOf(
  notes: readonly Sounding[],
  voice: VoiceId,
  { start, end }: Range,
): readonly string[] {
  return Array.from({ length: (end - start) / TICKS_PER_STEP }, (_, step) => {
    const from = start + step * TICKS_PER_STEP;
    const heard = notes.find(
      (note) =>
        note.voice === voice &&
        note.start < from + TICKS_PER_STEP &&
        note.start + note.duration > from,
    );
    return heard ? `${heard.pitch}${heard.start >= from ? "!" : ""}` : "";
  });
}

/** Share of sixteenths at which `voices` do something else, in [0, 1]. */
export function distance(
  a: readonly Sounding[],
  b: readonly Sounding[],
  voices: readonly VoiceId[],
  range: Range,
  other: Range = range,
): number {
  const shares = voices.map((voice) => {
    const there = gridOf(b, voice, other);
    const grid = gridOf(a, voice, range);
    return grid.filter((cell, step) => cell !== there[step % there.length]).length / grid.length;
  });
  return mean(shares);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Semitones from note to note, up or down. */
export function meanInterval(notes: readonly Sounding[]): number {
  return mean(notes.slice(1).map(({ pitch }, i) => Math.abs(pitch - notes[i]!.pitch)));
}

/** Nats a sixteenth that a melody surprises `net` by, after `heard`. */
export function melodySurprise(
  net: MelodyNet,
  heard: readonly Sounding[],
  notes: readonly Sounding[],
  { start, end }: Range,
): number {
  const to = end / TICKS_PER_STEP;
  const from = start / TICKS_PER_STEP;
  const line = fitMelody(lineOf([...heard, ...notes] as unknown as readonly Note[], to), net).line;
  const events = eventsOf(line, 0, to, net);
  const run = net.start();
  try {
    let logits = hearAll(run, events.subarray(0, from));
    let nats = 0;
    for (const event of events.subarray(from)) {
      nats -= logProbability(logits, event);
      logits = run.hear([event]);
    }
    return nats / (to - from);
  } finally {
    run.dispose();
  }
}

/** Nats a cell that the written voices surprise `net` by, which hears the others. @param voices four, from the highest */
export function harmonySurprise(
  net: ChoraleNet,
  notes: readonly Sounding[],
  voices: readonly VoiceId[],
  written: readonly VoiceId[],
  steps: number,
): number {
  const roll = new Float32Array(steps * PITCHES * PARTS);
  const mask = new Float32Array(roll.length);
  const cells: number[] = [];
  for (const [part, voice] of voices.entries())
    for (const [step, pitch] of lineOf(
      notes.filter((note) => note.voice === voice) as unknown as readonly Note[],
      steps,
    ).pitch.entries()) {
      const isWritten = written.includes(voice);
      for (let p = 0; isWritten && p < PITCHES; p++) mask[(step * PITCHES + p) * PARTS + part] = 1;
      if (pitch < LOWEST || pitch >= LOWEST + PITCHES) continue;
      const cell = (step * PITCHES + pitch - LOWEST) * PARTS + part;
      roll[cell] = 1;
      if (isWritten) cells.push(cell);
    }
  const probability = net.predict(roll, mask, steps);
  return mean(cells.map((cell) => -Math.log(probability[cell]! + 1e-9)));
}

/** How much more often the third, sixth and seventh are those of major than of minor, in [-1, 1], of all notes. */
export function melodicMood(notes: readonly Sounding[], key: Key): number {
  return mean(
    notes.map(({ pitch }) => {
      const degree = pitchClassOf(pitch - tonic(key));
      return [4, 9, 11].includes(degree) ? 1 : [3, 8, 10].includes(degree) ? -1 : 0;
    }),
  );
}

/** How many more of the quarters have a major triad than a minor one, in [-1, 1]. */
export function harmonicMood(notes: readonly Sounding[], { start, end }: Range): number {
  const quarters: number[] = [];
  for (let at = start; at < end; at += 480) {
    const heard = notes.filter((note) => note.start <= at && note.start + note.duration > at);
    const classes = new Set(heard.map(({ pitch }) => pitchClassOf(pitch)));
    const has = (third: number) =>
      [...classes].some((root) => classes.has((root + third) % 12) && classes.has((root + 7) % 12));
    quarters.push((has(4) ? 1 : 0) - (has(3) ? 1 : 0));
  }
  return mean(quarters);
}
