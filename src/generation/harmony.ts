import type { Ask, AskKind, DraftNote } from "../domain/ask";
import { barTicks, beatTicks, type Meter } from "../domain/meter";
import type { Random } from "../domain/random";
import { notesOfVoice, scoreTicks, type Score, type VoiceId } from "../domain/score";
import { ticksToSteps, type Steps } from "../domain/units";
import { COMPASS, foldInto, PARTS, LOWEST, PITCHES, seatLines } from "./chorale";
import type { Pause } from "./composer";
import { fillChorale, type ChoraleNet, type Gibbs, type HarmonicTaste } from "./gibbs";
import { lineOf, notesOfLine, REST, transposed, type Line } from "./line";
import { draftNotes, openSteps, silences, stepsOf, withNotes } from "./page";
import { melodicPrior } from "./prior";
import { temperatureOf } from "./sampling";
import { planWindows, type Window } from "./windows";

/** What the chorale network is trained on, and how much of it is known and thrown away at the edges. */
const WINDOW = { size: 64, behind: 16, ahead: 8 };
/** Passes over a window of which nothing is known but the melody. */
const MOST_PASSES = 24;
const FEWEST_PASSES = 8;
/** The finest stretch that the chorale network decides as one: an eighth. */
const EIGHTH: Steps = 2;

/** The part of an ask that harmony is written from. */
export type HarmonyAsk = Pick<Ask, "kind" | "score" | "voices" | "range" | "settings">;

/**
 * Writes the asked voices with the chorale network, four parts at a time, around everything else that sounds: other voices, what is
 * locked, and what stands before and behind the range.
 */
export async function writeHarmony(
  ask: HarmonyAsk,
  net: ChoraleNet,
  random: Random,
  pause: Pause,
): Promise<readonly DraftNote[]> {
  const asked = ask.score.voices.map((voice) => voice.id).filter((id) => ask.voices.includes(id));
  const groups = groupsOf(asked, ask.score);
  const notes: DraftNote[] = [];
  let score = ask.score;
  for (const [i, voices] of groups.entries()) {
    const part = { ...ask, score, voices };
    const written = await writeFour(part, net, random, (f) => pause((i + f) / groups.length));
    notes.push(...written);
    score = withNotes(part, written);
  }
  return notes;
}

/** Voices that are written at once: up to four, or three beside the one that is given or was written first. */
function groupsOf(asked: readonly VoiceId[], score: Score): readonly (readonly VoiceId[])[] {
  const isAlone = score.voices.length === asked.length;
  if (asked.length <= (isAlone ? PARTS : PARTS - 1)) return [asked];
  const size = PARTS - 1;
  return Array.from({ length: Math.ceil(asked.length / size) }, (_, i) =>
    asked.slice(i * size, (i + 1) * size),
  );
}

/** A voice of the score in a part of the chorale. */
interface Seat {
  readonly voice: VoiceId;
  readonly part: number;
  readonly line: Line;
  /** `[steps]`: 1 where the voice is to be written. */
  readonly open: Uint8Array;
  readonly asked: boolean;
}

async function writeFour(
  ask: HarmonyAsk,
  net: ChoraleNet,
  random: Random,
  pause: Pause,
): Promise<readonly DraftNote[]> {
  const { score, range } = ask;
  const [from, to] = stepsOf(range);
  const steps = Math.max(to, ticksToSteps(scoreTicks(score)));
  const { seats, shift } = takeSeats(ask, steps);
  if (seats.every((seat) => !seat.open.includes(1))) return [];
  const chorale = setChorale(seats, shift, steps);
  const lead = leadOf(seats);
  const style = { taste: tasteOf(ask), stretches: stretchesOf(score.meter) };
  for (const window of planWindows(from, to, steps, WINDOW))
    await fillWindow(window, chorale, lead, style, net, random, (fraction) =>
      pause(
        (window.writeFrom - from + fraction * (window.writeTo - window.writeFrom)) / (to - from),
      ),
    );
  const bar = ticksToSteps(barTicks(score.meter));
  const silent = silences(
    heardSeats(ask.kind, seats).map((seat) => seat.line.pitch),
    steps,
    ticksToSteps(beatTicks(score.meter)),
  );
  const base = score.notes.filter((note) => seats.some((seat) => seat.voice === note.voice));
  return seats
    .filter((seat) => seat.asked)
    .flatMap((seat) => {
      const line = writtenLine(seat, chorale.pitch, silent, lead, bar);
      const notes = notesOfLine(transposed(line, settle(line, -shift)), from, to);
      return draftNotes(notes, seat.voice, range, score, base);
    });
}

/** Up to four voices: the asked ones and, of the others that sound, the highest and then from the lowest up. */
function takeSeats(
  { score, voices, range }: HarmonyAsk,
  steps: Steps,
): { seats: readonly Seat[]; shift: number } {
  const lines = new Map(
    score.voices.map((voice) => [voice.id, lineOf(notesOfVoice(score, voice.id), steps)]),
  );
  const sounding = score.voices
    .map((voice) => voice.id)
    .filter((id) => !voices.includes(id) && lines.get(id)!.pitch.some((p) => p !== REST));
  const outerFirst = [...sounding.slice(0, 1), ...sounding.slice(1).toReversed()];
  const taken = new Set([...voices, ...outerFirst].slice(0, PARTS));
  const seated = score.voices.map((voice) => voice.id).filter((id) => taken.has(id));
  const { seats, shift } = seatLines(seated.map((id) => lines.get(id)!));
  return {
    shift,
    seats: seated.map((voice, i) => ({
      voice,
      part: seats[i]!,
      line: lines.get(voice)!,
      asked: voices.includes(voice),
      open: voices.includes(voice) ? openSteps(score, voice, range, steps) : new Uint8Array(steps),
    })),
  };
}

interface Sheet {
  readonly pitch: Int16Array;
  readonly known: Uint8Array;
  readonly base: Int16Array;
}

/** The seated lines as cells of the whole score, `[steps * 4]`. */
function setChorale(seats: readonly Seat[], shift: number, steps: Steps): Sheet {
  const pitch = new Int16Array(steps * PARTS).fill(REST);
  const known = new Uint8Array(steps * PARTS);
  const base = new Int16Array(steps * PARTS).fill(REST);
  for (const { line, part, open } of seats) {
    const [low, high] = seatCompass(part);
    const moved = foldInto(transposed(line, shift), low, high);
    for (let step = 0; step < steps; step++) {
      const cell = step * PARTS + part;
      if (open[step] === 1) base[cell] = moved.pitch[step]!;
      else if (moved.pitch[step] !== REST) {
        pitch[cell] = moved.pitch[step]!;
        known[cell] = 1;
      }
    }
  }
  return { pitch, known, base };
}

/** Given notes may go beyond the compass of a part as far as the network can hear. */
function seatCompass(part: number): readonly [number, number] {
  const [low, high] = COMPASS[part]!;
  return [Math.max(LOWEST, low - 5), Math.min(LOWEST + PITCHES - 1, high + 5)];
}

/** Whose rests the written voices keep: the given ones'; when voices are rewritten, also their own. */
function heardSeats(kind: AskKind, seats: readonly Seat[]): readonly Seat[] {
  const sounding = seats.filter((seat) => seat.line.pitch.some((pitch) => pitch !== REST));
  const given = sounding.filter((seat) => !seat.asked);
  return kind === "harmonise" && given.length > 0 ? given : sounding;
}

/** The highest given line that sounds, which says when the others strike again. */
function leadOf(seats: readonly Seat[]): Line | undefined {
  return seats.find((seat) => !seat.asked && seat.line.pitch.some((p) => p !== REST))?.line;
}

/** Harmony leaves the key more readily than melody does: for passing chords, and to come home. */
const TO_THE_SCALE = 0.5;

function tasteOf({ score, settings }: HarmonyAsk): HarmonicTaste {
  const { mood, surprise } = settings;
  return {
    scale: melodicPrior(score.key, mood, surprise).map((nats) => TO_THE_SCALE * nats),
    temperature: temperatureOf(surprise),
    mood,
    strictness: 6 * (1 - surprise / 2),
    nearness: 4 * (1 - settings.difference),
    motion: 1.5 + 4.5 * settings.difference,
  };
}

/** A beat and an eighth; half a beat where that is longer than a dotted quarter. */
function stretchesOf(meter: Meter): readonly [coarse: Steps, fine: Steps] {
  const beat = ticksToSteps(beatTicks(meter));
  const coarse = Math.max(1, beat > 6 ? beat / 2 : beat);
  return [coarse, Math.min(coarse, EIGHTH)];
}

async function fillWindow(
  window: Window,
  sheet: Sheet,
  lead: Line | undefined,
  style: Pick<Gibbs, "taste" | "stretches">,
  net: ChoraleNet,
  random: Random,
  pause: Pause,
): Promise<void> {
  const { from, to, writeTo } = window;
  const cells = [from * PARTS, to * PARTS] as const;
  const chorale = {
    steps: to - from,
    pitch: sheet.pitch.slice(...cells),
    known: sheet.known.slice(...cells),
  };
  const unknown = chorale.known.reduce((count, k) => count + (1 - k), 0);
  const iterations = Math.min(MOST_PASSES, FEWEST_PASSES + Math.ceil(unknown / 6));
  const moves = lead?.onset.slice(from, to) ?? new Uint8Array(to - from);
  const base = sheet.base.slice(...cells);
  const filled = await fillChorale(
    { ...style, chorale, base, moves, offset: from, iterations },
    net,
    random,
    pause,
  );
  const decided = (writeTo - from) * PARTS;
  sheet.pitch.set(filled.subarray(0, decided), cells[0]);
  sheet.known.fill(1, cells[0], cells[0] + decided);
}

/**
 * What a part sounds in its open cells. A run of one pitch is one note, struck again where the lead repeats its own note and, as a choir
 * would breathe, at a bar line at which the lead strikes too.
 */
function writtenLine(
  { part, open }: Seat,
  pitch: Int16Array,
  silent: Uint8Array,
  lead: Line | undefined,
  bar: Steps,
): Line {
  const line = {
    pitch: Int16Array.from(open, (isOpen, step) =>
      isOpen === 1 && silent[step] === 0 ? pitch[step * PARTS + part]! : REST,
    ),
    onset: new Uint8Array(open.length),
  };
  for (let step = 0; step < open.length; step++) {
    const struck =
      lead?.onset[step] === 1 && (step % bar === 0 || lead.pitch[step] === lead.pitch[step - 1]);
    if (struck || (!lead && step % bar === 0)) line.onset[step] = 1;
  }
  return line;
}

/** Lowest and highest pitches that are written for any voice: the low E of a double bass and the top of a soprano's staff. */
const FLOOR = 33;
const CEILING = 93;

/** `shift`, or an octave or more nearer, so that a part that was moved for the network does not come back out of hearing. */
function settle(line: Line, shift: number): number {
  const sounding = line.pitch.filter((p) => p !== REST);
  if (sounding.length === 0) return shift;
  let settled = shift;
  while (settled < 0 && Math.min(...sounding) + settled < FLOOR) settled += 12;
  while (settled > 0 && Math.max(...sounding) + settled > CEILING) settled -= 12;
  return settled;
}
