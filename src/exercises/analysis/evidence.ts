import { pitchClassOf } from "../../domain/key";
import { barTicks, beatTicks } from "../../domain/meter";
import { endOf, withoutDrums, type Note, type Range, type Score } from "../../domain/score";
import { TICKS_PER_QUARTER, type PitchClass, type Ticks } from "../../domain/units";
import { isStep, neighboursOf, type Neighbours } from "./neighbours";
import { phraseEndsOf } from "./phrases";
import type { Weights } from "./weights";

/** From how many beats on a note that is held may be a pedal. */
const PEDAL_BEATS = 4;

/** How much a place in the bar bears: off the beat, on it, on the first beat or that of the bar's second half. */
export type Strength = 0 | 1 | 2;

/** A stretch so short that one chord fills it: half a beat, a third in compound time, or several in which nothing new is struck. */
export interface Slot extends Range {
  readonly strength: Strength;
  /** `[12]`: beats that each pitch class sounds. */
  readonly heard: Float64Array;
  /** `[12]`: what it costs when the pitch class is foreign to the chord. */
  readonly foreign: Float64Array;
  /** The lowest tone that sounds at its start, else in it. */
  readonly bass: PitchClass;
  readonly lowest: number;
  /** Whether the bass is a pedal: it lies from before, and long. */
  readonly isPedal: boolean;
  /** Whether no two notes sound together in it. */
  readonly isSingle: boolean;
  /** A phrase ends where it ends. */
  readonly endsPhrase: boolean;
  readonly beats: number;
}

/** A score as slots; none that has no tone. */
export function evidenceOf(score: Score, weights: Weights): readonly Slot[] {
  const { meter } = score;
  const beat = beatTicks(meter);
  const unit = (4 * TICKS_PER_QUARTER) / meter.unit;
  const grid = beat > unit ? unit : beat / 2;
  const notes = withoutDrums(score).notes.toSorted((a, b) => a.start - b.start);
  if (notes.length === 0) return [];
  const neighbours = neighboursOf(score);
  const phraseEnds = new Set([...phraseEndsOf(score)].map((tick) => Math.round(tick / grid)));
  const end = notes.reduce((latest, note) => Math.max(latest, endOf(note)), 0);
  const isOpen = new Uint8Array(Math.ceil(end / grid) + 1);
  for (const { start } of notes) isOpen[Math.floor(start / grid)] = 1;
  for (const line of phraseEnds) isOpen[line] = 1;

  const slots: Slot[] = [];
  let sounding: Note[] = [];
  let next = 0;
  for (let line = 0; line * grid < end; line++) {
    if (!isOpen[line]) continue;
    let after = line + 1;
    while (!isOpen[after] && after * grid < end) after++;
    const [from, to] = [line * grid, after * grid];
    sounding = sounding.filter((note) => endOf(note) > from);
    while (next < notes.length && notes[next]!.start < to) sounding.push(notes[next++]!);
    if (sounding.length === 0) continue;
    const bar = barTicks(meter);
    const within = from % bar;
    const strength =
      within === 0 || (meter.beats % 2 === 0 && within * 2 === bar)
        ? 2
        : within % beat === 0
          ? 1
          : 0;
    const endsPhrase = phraseEnds.has(after) || to >= end;
    slots.push({
      start: from,
      end: to,
      strength,
      endsPhrase,
      beats: (to - from) / beat,
      ...heardIn(sounding, { start: from, end: to }, beat, neighbours, weights),
    });
  }
  return slots;
}

function heardIn(
  notes: readonly Note[],
  range: Range,
  beat: number,
  neighbours: ReadonlyMap<string, Neighbours>,
  weights: Weights,
): Pick<Slot, "heard" | "foreign" | "bass" | "lowest" | "isPedal" | "isSingle"> {
  const heard = new Float64Array(12);
  const foreign = new Float64Array(12);
  const bass = bassOf(notes, range.start);
  const isPedal = bass.start < range.start && bass.duration >= PEDAL_BEATS * beat;
  let total = 0;
  for (const note of notes) {
    const from = Math.max(note.start, range.start);
    const time = Math.min(endOf(note), range.end) - from;
    const pitchClass = pitchClassOf(note.pitch);
    total += time;
    heard[pitchClass]! += time / beat;
    const { before, after } = neighbours.get(note.id)!;
    const isHeld = note.start < range.start || before?.pitch === note.pitch;
    const cost =
      isPedal && note === bass ? weights.pedal : foreignCost(note, before, after, isHeld, weights);
    foreign[pitchClass]! += (cost * time) / beat;
    if (note.start >= range.start && note.start % beat === 0 && !isHeld)
      foreign[pitchClass]! += weights.accented;
  }
  return {
    heard,
    foreign,
    bass: pitchClassOf(bass.pitch),
    isPedal,
    lowest: Math.min(...notes.map(({ pitch }) => pitch)),
    isSingle: total <= range.end - range.start,
  };
}

/** The lowest note that sounds at `tick`; where none does yet, the lowest. */
function bassOf(notes: readonly Note[], tick: Ticks): Note {
  const sounding = notes.filter(({ start }) => start <= tick);
  return (sounding.length > 0 ? sounding : notes).reduce((low, note) =>
    note.pitch < low.pitch ? note : low,
  );
}

/** What a beat of `note` costs as an ornament. */
function foreignCost(
  note: Note,
  before: Note | undefined,
  after: Note | undefined,
  isHeld: boolean,
  weights: Weights,
): number {
  const leaves = isStep(note, after);
  if (isHeld && leaves && after!.pitch < note.pitch) return weights.suspended;
  const comes = isStep(before, note) || before?.pitch === note.pitch;
  if (leaves) return comes ? weights.passing : weights.leftByStep;
  return comes || after?.pitch === note.pitch ? weights.reachedByStep : weights.leapt;
}
