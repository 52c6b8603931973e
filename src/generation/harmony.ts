import type { Ask, AskKind, DraftNote, ModelName } from "../domain/ask";
import { barTicks, beatTicks } from "../domain/meter";
import { RANGES } from "../domain/part-writing";
import { fermataEnds, phraseEnds } from "../domain/phrase";
import type { Random } from "../domain/random";
import { notesOfVoice, type Note, type Score, type VoiceId } from "../domain/score";
import { ticksToSteps, type Steps } from "../domain/units";
import { PARTS } from "./chorale";
import type { Pause } from "./composer";
import { notesOfLine, REST, transposed, type Line } from "./line";
import { draftNotes, loudnessOf, silences, stepsOf, withNotes, type Loudness } from "./page";
import { leadOf, sounds, stepsOfAsk, takeSeats, type Seat, type Seats } from "./seating";

/** The part of an ask that harmony is written from. */
export type HarmonyAsk = Pick<Ask, "kind" | "score" | "voices" | "range" | "settings">;

/** Four parts with gaps. */
export interface HarmonyTask {
  readonly ask: HarmonyAsk;
  /** Steps of the whole score; those in [from, to) are to be written. */
  readonly steps: Steps;
  readonly from: Steps;
  readonly to: Steps;
  readonly seats: readonly Seat[];
  /** The highest given line. */
  readonly lead: Line | undefined;
  /** `[steps]`: 1 under the last note of each of its phrases; undefined without a lead. */
  readonly phraseEnds: Uint8Array | undefined;
  /** `[steps]`: 1 where nothing is to sound. */
  readonly silent: Uint8Array;
}

/** What was written: the line of each seat, at the pitch of the chorale; what it has outside the open steps does not count. */
export type Written = readonly Line[];

/** Writes four-part harmony. */
export interface Harmonist {
  readonly model: ModelName;
  /**
   * One answer for each of `randoms`, each decided by that stream alone.
   * @param onWritten what is decided so far of every answer, up to a step
   */
  write(
    task: HarmonyTask,
    randoms: readonly Random[],
    pause: Pause,
    onWritten: (written: readonly Written[], to: Steps) => void,
  ): Promise<readonly Written[]>;
}

/**
 * Writes the asked voices, four parts at a time, around everything else that sounds: other voices, what is locked, and what stands before
 * and behind the range.
 * @returns one answer for each of `randoms`
 * @param onNotes the notes that each answer has so far, up to a step, where all of it is one task
 */
export async function writeHarmony(
  ask: HarmonyAsk,
  harmonist: Harmonist,
  randoms: readonly Random[],
  pause: Pause,
  onNotes: (notes: readonly (readonly DraftNote[])[], to: Steps) => void = () => undefined,
): Promise<readonly (readonly DraftNote[])[]> {
  const asked = ask.score.voices.map((voice) => voice.id).filter((id) => ask.voices.includes(id));
  const [first, ...others] = groupsOf(asked, ask.score);
  if (!first) return randoms.map(() => []);
  const part = 1 / (1 + others.length);
  const answers = await writeFour(
    { ...ask, voices: first },
    harmonist,
    randoms,
    (fraction) => pause(part * fraction),
    others.length === 0 ? onNotes : () => undefined,
  );
  if (others.length === 0) return answers;
  // From here on each answer has its own score to go on from.
  const whole: (readonly DraftNote[])[] = [];
  for (const [i, random] of randoms.entries()) {
    let notes = answers[i]!;
    let score = withNotes({ ...ask, voices: first }, notes);
    for (const [j, voices] of others.entries()) {
      const done = (i * others.length + j) / (randoms.length * others.length);
      const next = { ...ask, score, voices };
      const [written] = await writeFour(next, harmonist, [random], (fraction) =>
        pause(part + (1 - part) * (done + fraction / (randoms.length * others.length))),
      );
      notes = [...notes, ...written!];
      score = withNotes(next, written!);
    }
    whole.push(notes);
  }
  return whole;
}

/** Voices that are written at once: up to four, or three beside the one that is given or was written first. */
function groupsOf(asked: readonly VoiceId[], score: Score): readonly (readonly VoiceId[])[] {
  if (asked.length === 0) return [];
  const isAlone = score.voices.length === asked.length;
  if (asked.length <= (isAlone ? PARTS : PARTS - 1)) return [asked];
  const size = PARTS - 1;
  return Array.from({ length: Math.ceil(asked.length / size) }, (_, i) =>
    asked.slice(i * size, (i + 1) * size),
  );
}

async function writeFour(
  ask: HarmonyAsk,
  harmonist: Harmonist,
  randoms: readonly Random[],
  pause: Pause,
  onNotes: (notes: readonly (readonly DraftNote[])[], to: Steps) => void = () => undefined,
): Promise<readonly (readonly DraftNote[])[]> {
  const { score, range } = ask;
  const [from, to] = stepsOf(range);
  const steps = stepsOfAsk(score, to);
  const seated = takeSeats(ask, steps);
  const { seats } = seated;
  if (seats.every((seat) => !seat.open.includes(1))) return randoms.map(() => []);
  const silent = silences(
    heardSeats(ask.kind, seats).map((seat) => seat.line.pitch),
    steps,
    ticksToSteps(beatTicks(score.meter)),
  );
  const lead = leadOf(seats);
  const task = {
    ask,
    steps,
    from,
    to,
    seats,
    lead: lead?.line,
    phraseEnds: lead && phraseEndsOf(lead, ask, steps),
    silent,
  };
  const base = score.notes.filter((note) => seats.some((seat) => seat.voice === note.voice));
  const heard = { base, loudnessAt: loudnessOf(base, barTicks(score.meter)) };
  const notesOf = (written: readonly Written[], end: Steps) =>
    written.map((lines) => draft(lines, task, seated, heard, end));
  const written = await harmonist.write(task, randoms, pause, (partly, end) =>
    onNotes(notesOf(partly, end), end),
  );
  return notesOf(written, to);
}

/** Phrases end at the fermatas of the voice and nowhere else; only where it has none are they guessed. */
function phraseEndsOf(
  { voice, line }: Seat,
  { kind, score, range }: HarmonyAsk,
  steps: Steps,
): Uint8Array {
  const guessed = phraseEnds(line, score.meter);
  const marked = fermataEnds(notesOfVoice(score, voice), steps);
  if (!marked) return guessed;
  // Models write no fermatas: a melody that was just continued has none where it is new.
  const [from] = kind === "continue" ? stepsOf(range) : [steps];
  marked.set(guessed.subarray(from), from);
  return marked;
}

/** Whose rests the written voices keep: the given ones'; when voices are rewritten, also their own. */
function heardSeats(kind: AskKind, seats: readonly Seat[]): readonly Seat[] {
  const sounding = seats.filter((seat) => sounds(seat.line));
  const given = sounding.filter((seat) => !seat.asked);
  return kind === "harmonise" && given.length > 0 ? given : sounding;
}

/** What the asked seats were given up to `end`, as notes of the score. */
function draft(
  lines: Written,
  { ask, from, silent }: HarmonyTask,
  { seats, shift }: Seats,
  { base, loudnessAt }: { readonly base: readonly Note[]; readonly loudnessAt: Loudness },
  end: Steps,
): readonly DraftNote[] {
  const { score, range } = ask;
  const settled = settle(
    seats.filter((seat) => seat.asked).map((seat) => seat.part),
    -shift,
  );
  return seats.flatMap((seat, i) => {
    if (!seat.asked) return [];
    const written = {
      pitch: lines[i]!.pitch.map((pitch, step) =>
        seat.open[step] === 1 && silent[step] === 0 ? pitch : REST,
      ),
      onset: lines[i]!.onset,
    };
    const notes = notesOfLine(transposed(written, settled), from, end);
    return draftNotes(notes, seat.voice, range, score, base, loudnessAt);
  });
}

/** Lowest and highest pitch that are written for any voice: the low E of a double bass and the top of a soprano's staff. */
const FLOOR = 33;
const CEILING = 93;

/**
 * `shift`, or an octave or more nearer, so that parts that were moved for the network do not come back out of hearing. It hangs on their
 * ranges and not on their notes: what is shown of an answer stays where it is while the rest is written.
 */
function settle(parts: readonly number[], shift: number): number {
  const low = Math.min(...parts.map((part) => RANGES[part]![0]));
  const high = Math.max(...parts.map((part) => RANGES[part]![1]));
  let settled = shift;
  while (settled < 0 && low + settled < FLOOR) settled += 12;
  while (settled > 0 && high + settled > CEILING) settled -= 12;
  return settled;
}
