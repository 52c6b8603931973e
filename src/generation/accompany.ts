import { accompany } from "../domain/accompaniment/accompany";
import type { Ask, Draft, DraftChord, DraftNote } from "../domain/ask";
import { replaceableNotes } from "../domain/asking";
import { isSameChord, NO_CHORD } from "../domain/chord";
import { chordName } from "../domain/chord-symbol";
import { barTicks } from "../domain/meter";
import { createRandom, type Random } from "../domain/random";
import { melodyVoice, notesOfVoice, scoreTicks, type TakeId } from "../domain/score";
import { noteKey } from "../domain/take";
import { TICKS_PER_STEP, ticksToSteps } from "../domain/units";
import { answerFrom, type AnswerHooks } from "./answer";
import { chordLean } from "./chord-lean";
import { chordOfClass, CHORD_CLASSES } from "./chord-classes";
import type { ChordNet, ChordQuestion } from "./chord-net";
import { foundRhythm } from "./chord-rhythm";
import { slotsOf, type Slot } from "./chord-slots";
import { lineOf, type Line } from "./line";
import { clipped } from "./page";
import { drawLogits, temperatureOf } from "./sampling";

/**
 * Of the temperature that melodies are drawn at. Over held-out lead sheets chords then change at 0.43 of the half bars, in the sheets at
 * 0.56; drawn a third cooler they change at 0.34 and suit the melody no better (0.79 of it on chord tones either way).
 */
const WARMER = 1.15;
/** Most times that the network is asked in a round; in longer music several places far from each other are decided at once. */
const MOST_PASSES = 64;

/**
 * Chords for the melody in the asked range, and how an accompaniment plays them: what a person wrote, or locked, stands, and is known to
 * the network like all that lies outside the range. All takes are sampled together, each with its own seed.
 */
export async function proposeChords(
  ask: Ask,
  net: ChordNet,
  hooks: AnswerHooks,
): Promise<readonly Draft[]> {
  const melody = melodyVoice(ask.score);
  const steps = Math.ceil(scoreTicks(ask.score) / TICKS_PER_STEP);
  const line = lineOf(melody ? notesOfVoice(ask.score, melody.id) : [], steps);
  const slots = slotsOf(ask.score, ask.range, foundRhythm(ask, line, net));
  return answerFrom(
    ask,
    {
      abreast: true,
      draw: async (seeds, look) => {
        const sampled = await sample(ask, slots, line, net, seeds.map(createRandom), look);
        return sampled.map((classes, i) => draftOf(ask, slots, classes, seeds[i]!, net));
      },
      printOf: ({ chords = [], notes }) => fingerprint(ask, chords, notes),
      stale: [whatIsThere(ask)],
    },
    hooks,
  );
}

/** For each stream of numbers `[slots]` classes: slot by slot from the left, each given the melody and all that is known by then. */
async function sample(
  ask: Ask,
  slots: readonly Slot[],
  line: Line,
  net: ChordNet,
  randoms: readonly Random[],
  look: (fraction: number) => Promise<void>,
): Promise<readonly Int16Array[]> {
  const temperature = WARMER * temperatureOf(ask.settings.surprise);
  const knowns = randoms.map(() => Int16Array.from(slots, ({ known }) => known));
  const open = slots.flatMap(({ known, isWritten }, i) => (isWritten && known < 0 ? [i] : []));
  const stride = Math.ceil(open.length / Math.ceil(open.length / MOST_PASSES || 1));
  for (let pass = 0; pass < stride; pass++) {
    await look(pass / stride);
    const questions = knowns.map((known) => questionOf(ask, slots, line, known));
    const answers = net.predict(questions);
    for (const [take, answer] of answers.entries())
      for (let at = pass; at < open.length; at += stride) {
        const slot = open[at]!;
        const logits = answer.subarray(slot * CHORD_CLASSES, (slot + 1) * CHORD_CLASSES);
        const lean = chordLean(ask, slots[slot]!);
        knowns[take]![slot] = drawLogits(logits, temperature, (i) => lean[i]!, randoms[take]!);
      }
  }
  return knowns;
}

function questionOf(
  { score }: Ask,
  slots: readonly Slot[],
  line: Line,
  known: Int16Array,
): ChordQuestion {
  return { line, barSteps: ticksToSteps(barTicks(score.meter)), slots, known };
}

function draftOf(
  ask: Ask,
  slots: readonly Slot[],
  classes: Int16Array,
  seed: number,
  net: ChordNet,
): Draft {
  const { pattern } = ask.settings;
  const playing = pattern === "silent" ? undefined : { pattern, seed };
  const chords: DraftChord[] = [];
  slots.forEach(({ start, standing, isWritten }, i) => {
    if (!isWritten) return;
    const chord = standing ?? chordOfClass(classes[i]!);
    const before = chords.at(-1);
    // A chord that goes on is said once; one that stands, as it stands.
    if (standing === undefined && before && isSameChord(before.chord, chord)) return;
    chords.push({ start, chord, playing });
  });
  return { chords, notes: notesFor(ask, chords), model: net.model, seed };
}

/** What plays `chords` to the end of the asked range. */
function notesFor({ score, range }: Ask, chords: readonly DraftChord[]): readonly DraftNote[] {
  const { accompaniment, meter, bars } = score;
  if (!accompaniment) return [];
  const placed = [
    ...chords,
    { start: range.end, chord: NO_CHORD, playing: undefined } as const,
  ].map(({ start, chord, playing }) => ({
    start,
    chord,
    playing: playing && { ...playing, take: "" as TakeId },
    origin: { by: "you" } as const,
    locked: false,
  }));
  return accompany({ chords: placed, meter, bars }).map(({ part, ...note }) => ({
    ...note,
    voice: accompaniment[part],
  }));
}

/** The fingerprint of the chords and notes that an answer would take the place of. */
function whatIsThere(ask: Ask): string {
  const { score, range } = ask;
  const here = score.chords.filter(({ start }) => start >= range.start && start < range.end);
  return fingerprint(ask, here, clipped(replaceableNotes(ask), range));
}

function fingerprint(
  { score, settings }: Ask,
  chords: readonly Pick<DraftChord, "start" | "chord">[],
  notes: readonly Pick<DraftNote, "voice" | "pitch" | "start" | "duration">[],
): string {
  const symbols = chords.map(({ start, chord }) => `${start} ${chordName(chord, score.key)}`);
  const sounds = settings.pattern === "silent" ? [] : notes.map(noteKey).toSorted();
  return [...symbols, ...sounds].join("\n");
}
