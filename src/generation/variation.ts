import type { Ask, DraftNote } from "../domain/ask";
import { pitchClassOf, tonic } from "../domain/key";
import { barTicks } from "../domain/meter";
import type { Random } from "../domain/random";
import { melodyVoice, notesOfVoice, scoreTicks, type Score, type VoiceId } from "../domain/score";
import { ticksToSteps, type Steps } from "../domain/units";
import type { Pause } from "./composer";
import { emptyLine, lineOf, notesOfLine, REST, transposed, type Line } from "./line";
import { eventPitch, eventsOf, fitMelody, writeEvents } from "./melody";
import { chooser, type MelodyCoder } from "./melody-net";
import { draftNotes, openSteps, stepsOf } from "./page";
import { melodicPrior } from "./prior";
import { drawNormal, temperatureOf } from "./sampling";
import { planBars } from "./windows";

export type MelodyAsk = Pick<Ask, "score" | "voices" | "range" | "settings" | "other">;

/** The decoder's own temperature, under that of the slider. */
const COOLING = 0.6;
/** Nats, at *similar*, for the event that was there. */
const NEARNESS = 3;

/** Moves a point of the latent space. @param index which stretch of the melody it stands for, from 0 */
type Move = (z: Float32Array, index: number) => Float32Array;

/** Melodies that resemble those of the asked voices. */
export async function varyMelodies(
  ask: MelodyAsk,
  coder: MelodyCoder,
  random: Random,
  pause: Pause,
): Promise<readonly DraftNote[]> {
  const distance = ask.settings.difference;
  const away = awayBy(0.1 + 0.8 * distance, random);
  const notes: DraftNote[] = [];
  for (const [i, voice] of ask.voices.entries()) {
    const share = (fraction: number) => pause((i + fraction) / ask.voices.length);
    notes.push(...(await recode(ask, voice, coder, away, 1 - distance, random, share)));
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
  const points = otherPoints(ask.score, other, coder);
  const away = awayBy(0.1, random);
  const move: Move = (z, index) => {
    const there = points.length === 0 ? undefined : points[index % points.length];
    if (!there) return away(z, index);
    return away(
      z.map((value, i) => (1 - weight) * value + weight * there[i]!),
      index,
    );
  };
  const notes: DraftNote[] = [];
  for (const voice of ask.voices)
    notes.push(...(await recode(ask, voice, coder, move, 0, random, pause)));
  return notes;
}

/** Towards a point drawn from the prior, a share of the way that keeps the length; 0 stays, 1 goes there. */
function awayBy(share: number, random: Random): Move {
  return (z) => z.map((value) => Math.sqrt(1 - share ** 2) * value + share * drawNormal(random));
}

async function recode(
  { score, range, settings }: MelodyAsk,
  voice: VoiceId,
  coder: MelodyCoder,
  move: Move,
  nearness: number,
  random: Random,
  pause: Pause,
): Promise<readonly DraftNote[]> {
  const [from, to] = stepsOf(range);
  const total = Math.max(to, ticksToSteps(scoreTicks(score)));
  const notes = notesOfVoice(score, voice);
  const { line, back } = fitMelody(lineOf(notes, total), coder);
  const open = openSteps(score, voice, range, total);
  const prior = melodicPrior(score.key, settings.mood, settings.surprise);
  const temperature = COOLING * temperatureOf(settings.surprise);
  const starts = planBars(from, to, barSteps(score), coder.window);
  const written = emptyLine(total + coder.window);
  // What is the same in the melody is varied in the same way, so that its form stays.
  const known = new Map<string, Uint8Array>();
  for (const [i, start] of starts.entries()) {
    await pause(i / starts.length);
    const heard = eventsOf(line, start, start + coder.window, coder);
    const end = Math.min(starts[i + 1] ?? to, total);
    const key = heard.join(" ");
    const events =
      known.get(key) ??
      coder.decodeMelody(
        move(coder.encodeMelody(heard), i),
        chooser(
          temperature,
          (event, step) => {
            const pitch = eventPitch(event, coder);
            return (
              (pitch === undefined ? 0 : prior[pitchClassOf(pitch)]!) +
              (event === heard[step] ? NEARNESS * nearness : 0)
            );
          },
          random,
        ),
      );
    known.set(key, events);
    writeEvents(written, start, events.subarray(0, end - start), coder);
    if (line.onset[start] === 1 && events[0] === 0) rest(written, start);
  }
  for (let step = from; step < to; step++) if (open[step] !== 1) written.pitch[step] = REST;
  return draftNotes(notesOfLine(transposed(written, back), from, to), voice, range, score, notes);
}

/** A stretch that begins with a hold begins with silence, unless the melody is tied into it. */
function rest(line: Line, start: Steps): void {
  for (let step = start; step < line.pitch.length && line.onset[step] === 0; step++)
    line.pitch[step] = REST;
}

function barSteps(score: Score): Steps {
  return ticksToSteps(barTicks(score.meter));
}

/** The points of the other melody, moved into the key of `score`; undefined where it rests throughout. */
function otherPoints(
  score: Score,
  other: Score,
  coder: MelodyCoder,
): readonly (Float32Array | undefined)[] {
  const voice = melodyVoice(other);
  if (!voice) return [];
  const total = ticksToSteps(scoreTicks(other));
  const interval = ((tonic(score.key) - tonic(other.key) + 18) % 12) - 6;
  const { line } = fitMelody(
    transposed(lineOf(notesOfVoice(other, voice.id), total), interval),
    coder,
  );
  return planBars(0, total, barSteps(other), coder.window).map((start) => {
    const events = eventsOf(line, start, start + coder.window, coder);
    return events.some((event) => event > 1) ? coder.encodeMelody(events) : undefined;
  });
}
