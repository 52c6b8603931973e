import type { Ask, DraftNote } from "../domain/ask";
import { pitchClassOf, tonic } from "../domain/key";
import { barTicks } from "../domain/meter";
import type { Random } from "../domain/random";
import { melodyVoice, notesOfVoice, scoreTicks, type Score, type VoiceId } from "../domain/score";
import { ticksToSteps, type Steps } from "../domain/units";
import type { Pause } from "./composer";
import { emptyLine, lineOf, notesOfLine, REST, transposed, type Line } from "./line";
import { eventPitch, eventsOf, FIRST_PITCH, fitMelody, HOLD, OFF, writeEvents } from "./melody";
import { chooser, keepingCompass, type Bias, type MelodyCoder } from "./melody-net";
import { draftNotes, openSteps, stepsOf } from "./page";
import { melodicPrior } from "./prior";
import { drawNormal, temperatureOf } from "./sampling";
import { planBars } from "./windows";

export type MelodyAsk = Pick<Ask, "score" | "voices" | "range" | "settings" | "other">;

/** The decoder is surer of itself than the other networks: it is to be cooler in the middle, and the slider to do more. */
const COOLING = 0.6;
const HEAT = 3;
/** So too are key and mood to weigh more with it than with the others. */
const EMPHASIS = 2;
/** Nats, at *similar*, for the event that was there. */
const NEARNESS = 3;

/** What becomes of one stretch of a melody. */
interface Turn {
  /** Moves a point of the latent space. */
  readonly move: (z: Float32Array) => Float32Array;
  /** Nats for the events that were there. */
  readonly nearness: number;
  /** What it is to meet, and nats for the events there. */
  readonly goal?: { readonly events: Uint8Array; readonly nearness: number };
}

/** How the stretches of a melody are to change. */
interface Course {
  /** @param index from 0 */
  readonly turnAt: (index: number) => Turn;
  /** Another melody whose compass may be used. */
  readonly other?: Line;
}

/** Melodies that resemble those of the asked voices. */
export async function varyMelodies(
  ask: MelodyAsk,
  coder: MelodyCoder,
  random: Random,
  pause: Pause,
): Promise<readonly DraftNote[]> {
  const distance = ask.settings.difference;
  const turn = {
    move: awayBy(0.1 + 0.8 * distance, random),
    nearness: NEARNESS * (1 - distance),
  };
  const course = { turnAt: () => turn };
  const notes: DraftNote[] = [];
  for (const [i, voice] of ask.voices.entries()) {
    const share = (fraction: number) => pause((i + fraction) / ask.voices.length);
    notes.push(...(await recode(ask, voice, coder, course, random, share)));
  }
  return notes;
}

/** The melody of the asked voice on its way to the melody of `other`: the more different, the nearer to that one. */
export async function blendMelodies(
  ask: MelodyAsk,
  other: Score,
  coder: MelodyCoder,
  random: Random,
  pause: Pause,
): Promise<readonly DraftNote[]> {
  // Halfway at the slider's usual place, a little to either side from take to take.
  const lean = 0.5 + 0.6 * (ask.settings.difference - 0.35) + 0.2 * (random() - 0.5);
  const weight = Math.min(0.95, Math.max(0.05, lean));
  const away = awayBy(0.1, random);
  const line = melodyOf(other, ask.score, coder);
  const near = (share: number) => (NEARNESS / 2) * share;
  const alone: Turn = { move: away, nearness: near(1) };
  const turns = stretchesOf(line, barSteps(other), coder).map((events): Turn => {
    if (events.every((event) => event < FIRST_PITCH)) return alone;
    const towards = (z: Float32Array, there: Float32Array) =>
      z.map((value, i) => (1 - weight) * value + weight * there[i]!);
    return {
      move: (z) => away(towards(z, coder.encodeMelody(events))),
      nearness: near(1 - weight),
      goal: { events, nearness: near(weight) },
    };
  });
  const course = { turnAt: (index: number) => turns[index % turns.length] ?? alone, other: line };
  const notes: DraftNote[] = [];
  for (const voice of ask.voices)
    notes.push(...(await recode(ask, voice, coder, course, random, pause)));
  return notes;
}

/** Towards a point drawn from the prior, a share of the way that keeps the length; 0 stays, 1 goes there. */
function awayBy(share: number, random: Random): Turn["move"] {
  return (z) => z.map((value) => Math.sqrt(1 - share ** 2) * value + share * drawNormal(random));
}

async function recode(
  { score, range, settings }: MelodyAsk,
  voice: VoiceId,
  coder: MelodyCoder,
  { turnAt, other }: Course,
  random: Random,
  pause: Pause,
): Promise<readonly DraftNote[]> {
  const [from, to] = stepsOf(range);
  const total = Math.max(to, ticksToSteps(scoreTicks(score)));
  const notes = notesOfVoice(score, voice);
  const { line, back } = fitMelody(lineOf(notes, total), coder);
  const open = openSteps(score, voice, range, total);
  const prior = melodicPrior(score.key, settings.mood, settings.surprise);
  const temperature = COOLING * temperatureOf(settings.surprise) ** HEAT;
  const near = keepingCompass(other ? [line, other] : [line], coder);
  const starts = planBars(from, to, barSteps(score), coder.window);
  const written = emptyLine(total);
  // What is the same in the melody is varied in the same way, so that its form stays.
  const known = new Map<string, Uint8Array>();
  for (const [i, start] of starts.entries()) {
    await pause(i / starts.length);
    const heard = eventsOf(line, start, start + coder.window, coder);
    const turn = turnAt(i);
    const { goal } = turn;
    const key = `${heard.join(" ")}: ${goal?.events.join(" ")}`;
    const bias: Bias = (event, step) => {
      const pitch = eventPitch(event, coder);
      return (
        (pitch === undefined ? 0 : EMPHASIS * prior[pitchClassOf(pitch)]!) +
        (event === heard[step] ? turn.nearness : 0) +
        (goal && event === goal.events[step] ? goal.nearness : 0) +
        near(event, step)
      );
    };
    const events =
      known.get(key) ??
      coder.decodeMelody(turn.move(coder.encodeMelody(heard)), chooser(temperature, bias, random));
    known.set(key, events);
    writeStretch(written, line, start, events.subarray(0, (starts[i + 1] ?? to) - start), coder);
  }
  for (let step = from; step < to; step++) if (open[step] !== 1) written.pitch[step] = REST;
  return draftNotes(notesOfLine(transposed(written, back), from, to), voice, range, score, notes);
}

/**
 * Writes a stretch that came back from the network, where a hold at the start means silence. What `line` ties over the start is tied
 * again where it still can be.
 */
function writeStretch(
  written: Line,
  line: Line,
  start: Steps,
  events: Uint8Array,
  coder: MelodyCoder,
): void {
  const isTied = line.onset[start] === 0 && line.pitch[start] !== REST;
  const goesOn = start > 0 && eventPitch(events[0]!, coder) === written.pitch[start - 1];
  const first = events[0] === HOLD ? OFF : isTied && goesOn ? HOLD : events[0]!;
  writeEvents(written, start, [first, ...events.subarray(1)], coder);
}

function barSteps(score: Score): Steps {
  return ticksToSteps(barTicks(score.meter));
}

/** The melody of `score` as the network can hear it, in the key of `home`. */
function melodyOf(score: Score, home: Score, coder: MelodyCoder): Line {
  const voice = melodyVoice(score);
  const notes = voice ? notesOfVoice(score, voice.id) : [];
  const interval = ((tonic(home.key) - tonic(score.key) + 18) % 12) - 6;
  const line = transposed(lineOf(notes, ticksToSteps(scoreTicks(score))), interval);
  return fitMelody(line, coder).line;
}

/** What `line` does, stretch by stretch. */
function stretchesOf(line: Line, bar: Steps, coder: MelodyCoder): readonly Uint8Array[] {
  return planBars(0, line.pitch.length, bar, coder.window).map((start) =>
    eventsOf(line, start, start + coder.window, coder),
  );
}
