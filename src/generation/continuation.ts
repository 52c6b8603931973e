import type { Ask, DraftNote } from "../domain/ask";
import { chordAt, chordPrior } from "../domain/chord-track";
import { pitchClassOf, tonic } from "../domain/key";
import { barTicks, beatTicks, type Meter } from "../domain/meter";
import type { Random } from "../domain/random";
import { notesOfVoice, type Score, type VoiceId } from "../domain/score";
import { stepsToTicks, ticksToSteps, type Midi, type Steps, type Ticks } from "../domain/units";
import { chordClass, NO_CHORD_CLASS } from "./chord-classes";
import type { Pause } from "./composer";
import type { HarmonyAsk } from "./harmony";
import { laneOf, repeated } from "./lanes";
import { emptyLine, lineOf, notesOfLine, REST, transposed, type Line } from "./line";
import {
  eventPitch,
  eventsOf,
  FIRST_PITCH,
  fitMelody,
  HOLD,
  writeEvents,
  type Compass,
} from "./melody";
import { chooser, hearAll, keepingCompass, type Bias, type MelodyNet } from "./melody-net";
import { draftNotes, openSteps, stepsOf } from "./page";
import { melodicPrior } from "./prior";
import { temperatureOf } from "./sampling";
import { roomFor, steeringOf, strengthOf } from "./steering";

/** Most steps of the melody that the network hears before it goes on, in whole bars: as many as it was trained on at a time. */
const MEMORY: Steps = 128;
/** Bars of the melody that the continuation takes after. */
const MODEL_BARS = 4;
/** Nats, at *similar*, for doing what the melody did at the same place of the bar: in rhythm, and in pitch. */
const RHYTHM = 3;
const PITCH = 1.5;
/** Nats for coming home: to the tonic in the last bar, and for staying there. */
const CADENCE = 6;
/** Steps that are drawn between two looks at whether the ask was cancelled. */
const STRIDE = 8;

/**
 * Goes on with the melody of `voice` through the asked range.
 * @returns a draft for each of `randoms`, which alone decides it
 */
export async function continueMelody(
  { score, range, settings, endsOpen = false }: HarmonyAsk & Pick<Ask, "endsOpen">,
  voice: VoiceId,
  net: MelodyNet,
  randoms: readonly Random[],
  pause: Pause,
): Promise<readonly (readonly DraftNote[])[]> {
  const [from, to] = stepsOf(range);
  const bar = ticksToSteps(barTicks(score.meter));
  const notes = notesOfVoice(score, voice).filter((note) => note.start < range.start);
  const { line, back } = fitMelody(lineOf(notes, to), net);
  const prior = melodicPrior(score.key, settings.mood, settings.surprise);
  const nearness = 1 - settings.difference;
  const after = takingAfter(
    line,
    from,
    bar,
    nearness * (1 - strengthOf(settings, ["density"])),
    nearness * (1 - strengthOf(settings, ["register", "leaps"])),
    net,
  );
  const ending = Math.min(ticksToSteps(endingTicks(score.meter)), Math.floor((to - from) / 2));
  const last = endsOpen ? Infinity : to - ending;
  const home = comingHome(from, last, tonic(score.key), settings.surprise, net);
  const near = keepingCompass([line], net, roomFor(settings));
  const over = overChords(score, from, to);
  const bias: Bias = (event, step) => {
    const pitch = eventPitch(event, net);
    return (
      (pitch === undefined ? 0 : prior[pitchClassOf(pitch)]! + over(pitch, step)) +
      after(event, step) +
      home(event, step) +
      near(event, step)
    );
  };
  const temperature = temperatureOf(settings.surprise);
  const before = line.pitch.subarray(0, from).findLast((pitch) => pitch !== REST);
  const choosers = randoms.map((random) =>
    chooser(temperature, bias, random, steeringOf(settings, net, before)),
  );
  const lanes = choosers.length;
  const drafts = randoms.map(() => new Uint8Array(to - from));
  const first = Math.max(0, from - Math.floor(MEMORY / bar) * bar);
  // Where nothing stands before, the network hears one step of silence.
  const run = net.start(chordsOf(score, first < from ? first : from - 1, from, to));
  try {
    await pause(0);
    const expected = hearAll(run, eventsOf(line, first, from, net));
    run.spread(lanes);
    let logits = repeated(expected, lanes);
    for (let i = 0; i < to - from; i++) {
      if (i % STRIDE === 0) await pause(i / (to - from));
      drafts.forEach((events, lane) => {
        events[i] = choosers[lane]!(laneOf(logits, lane, lanes), from + i);
      });
      if (from + i + 1 < to) logits = run.hear(drafts.map((events) => events[i]!));
    }
  } finally {
    run.dispose();
  }
  const open = openSteps(score, voice, range, to);
  return drafts.map((events) => {
    const written = emptyLine(to);
    writeEvents(written, from, events, net);
    for (let step = from; step < to; step++) if (open[step] !== 1) written.pitch[step] = REST;
    const goingOn = notesOfLine(transposed(written, back), from, to);
    return draftNotes(goingOn, voice, range, score, notes);
  });
}

function hasChords({ chords }: Score, from: Steps, to: Steps): boolean {
  return chords.some(({ start }) => start >= stepsToTicks(from) && start < stepsToTicks(to));
}

/** Leans to the tones of the chord in force, twice as much where one begins; not at all where `chordsOf` tells of none. */
function overChords(score: Score, from: Steps, to: Steps): (pitch: Midi, step: Steps) => number {
  if (!hasChords(score, from, to)) return () => 0;
  const priors = Array.from({ length: to - from }, (_, i) => {
    const tick = stepsToTicks(from + i);
    const placed = chordAt(score, tick);
    return chordPrior(placed?.chord, placed?.start === tick ? 2 : 1);
  });
  return (pitch, step) => priors[step - from]![pitchClassOf(pitch)]!;
}

/**
 * `[to - first]`: the class of the chord in force at each step; none at all where no chord begins in the steps from `from` on, for then the
 * last one before says nothing of them.
 */
function chordsOf(score: Score, first: Steps, from: Steps, to: Steps): Int16Array {
  const length = hasChords(score, from, to) ? to - first : 0;
  return Int16Array.from({ length }, (_, i) => {
    const placed = chordAt(score, stepsToTicks(first + i));
    return placed ? chordClass(placed.chord) : NO_CHORD_CLASS;
  });
}

/** Leans to what the last bars did at the same place of the bar. @param inRhythm in [0, 1] @param inPitch in [0, 1] */
function takingAfter(
  line: Line,
  from: Steps,
  bar: Steps,
  inRhythm: number,
  inPitch: number,
  compass: Compass,
): Bias {
  const length = Math.min(MODEL_BARS * bar, Math.floor(from / bar) * bar);
  const model = eventsOf(line, from - length, from, compass);
  // A voice that has fallen silent is not to stay so.
  if (!model.some((event) => event >= FIRST_PITCH)) return () => 0;
  return (event, step) => {
    const there = model[(step - from) % length]!;
    const isNote = event >= FIRST_PITCH;
    if (event === there) return inRhythm * RHYTHM + (isNote ? inPitch * PITCH : 0);
    return isNote && there >= FIRST_PITCH ? inRhythm * RHYTHM : 0;
  };
}

/** How long the last note lasts at least: half a bar, or a bar whose middle falls on no beat, as in a waltz. */
function endingTicks(meter: Meter): Ticks {
  const bar = barTicks(meter);
  return (bar / 2) % beatTicks(meter) === 0 ? bar / 2 : bar;
}

/** Leans to the tonic at step `last`, held to the end; never holds on over the start. */
function comingHome(
  from: Steps,
  last: Steps,
  home: number,
  surprise: number,
  compass: Compass,
): Bias {
  const strength = CADENCE * (1 - surprise / 2);
  return (event, step) => {
    if (step === from && event === HOLD) return -20;
    if (step < last) return 0;
    if (step > last) return event === HOLD ? 2 * strength : 0;
    const pitch = eventPitch(event, compass);
    if (pitch === undefined) return -strength;
    return pitchClassOf(pitch) === home ? strength : 0;
  };
}
