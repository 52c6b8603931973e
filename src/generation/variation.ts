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
import { inStyle, toPlainPlace } from "./personal-style";
import { melodicPrior } from "./prior";
import { drawNormal, temperatureOf } from "./sampling";
import { moveAlong, roomFor, steeringOf, strengthOf } from "./steering";
import { planBars } from "./windows";

export type MelodyAsk = Pick<Ask, "score" | "voices" | "range" | "settings" | "other" | "personal">;

/** The decoder is surer of itself than the other networks: it is to be cooler in the middle, and the slider to do more. */
const COOLING = 0.75;
const HEAT = 4;
/** So too are key and mood to weigh more with it than with the others. */
const EMPHASIS = 4.5;
/** Nats, at *similar*, for the event that was there. */
const NEARNESS = 3;

/** Stretches that are decoded at once in each draft. */
const ABREAST = 8;

/** What becomes of one stretch of a melody. */
interface Turn {
  /** Moves a point of the latent space. */
  readonly move: (z: Float32Array) => Float32Array;
  /** Nats for the events that were there. */
  readonly nearness: number;
  /** What it is to meet, and nats for the events there. */
  readonly goal?: { readonly events: Uint8Array; readonly nearness: number };
}

/** How the stretches of a melody are to change in one draft. */
interface Course {
  /** @param index from 0 */
  readonly turnAt: (index: number) => Turn;
  readonly random: Random;
}

/**
 * Melodies that resemble those of the asked voices: the tune with chance of its own, or as far as `settings.personal` wants what
 * `ask.personal` makes of it.
 * @returns a draft for each of `randoms`, which alone decides it
 */
export async function varyMelodies(
  ask: MelodyAsk,
  coder: MelodyCoder,
  randoms: readonly Random[],
  pause: Pause,
): Promise<readonly (readonly DraftNote[])[]> {
  const { difference: distance, personal: pull } = ask.settings;
  const net = pull > 0 ? ask.personal?.net : undefined;
  const share = 0.1 + 0.8 * distance;
  const nearness = NEARNESS * (1 - distance) * (1 - strengthOf(ask.settings));
  const courses = randoms.map((random): Course => {
    const away = awayBy(share, random);
    const turn: Turn = net
      ? {
          move: (z) => between(away(z), inStyle(net, z, share, random), pull),
          nearness: nearness * (1 - pull),
        }
      : { move: away, nearness };
    return { turnAt: () => turn, random };
  });
  return recodeAll(ask, coder, courses, pause, { plain: net !== undefined });
}

/**
 * The melody of the asked voice on its way to the melody of `other`: the more different, the nearer to that one.
 * @returns a draft for each of `randoms`, which alone decides it
 */
export async function blendMelodies(
  ask: MelodyAsk,
  other: Score,
  coder: MelodyCoder,
  randoms: readonly Random[],
  pause: Pause,
): Promise<readonly (readonly DraftNote[])[]> {
  const line = melodyOf(other, ask.score, coder);
  const goals = stretchesOf(line, barSteps(other), coder);
  const points = coder.encodeMelodies(goals);
  const near = (share: number) => (NEARNESS / 2) * share * (1 - strengthOf(ask.settings));
  const courses = randoms.map((random): Course => {
    // Halfway at the slider's usual place, a little to either side from take to take.
    const lean = 0.45 + 0.7 * (ask.settings.difference - 0.35) + 0.2 * (random() - 0.5);
    const weight = Math.min(0.95, Math.max(0.05, lean));
    const away = awayBy(0.1, random);
    const alone: Turn = { move: away, nearness: near(1) };
    const turns = goals.map((events, i): Turn => {
      if (events.every((event) => event < FIRST_PITCH)) return alone;
      const there = points[i]!;
      return {
        move: (z) => away(between(z, there, weight)),
        nearness: near(1 - weight),
        goal: { events, nearness: near(weight) },
      };
    });
    return { turnAt: (index) => turns[index % turns.length] ?? alone, random };
  });
  return recodeAll(ask, coder, courses, pause, { other: line });
}

/** Towards a point drawn from the prior, a share of the way that keeps the length; 0 stays, 1 goes there. */
function awayBy(share: number, random: Random): Turn["move"] {
  return (z) => z.map((value) => Math.sqrt(1 - share ** 2) * value + share * drawNormal(random));
}

/** @param weight 0 is `a`, 1 is `b` */
function between(a: Float32Array, b: Float32Array, weight: number): Float32Array {
  return a.map((value, i) => (1 - weight) * value + weight * b[i]!);
}

interface Surroundings {
  /** Another melody whose compass may be used. */
  readonly other?: Line;
  /** Whether the network is to hear melodies where styles are learnt, in the key without signature and the middle register. */
  readonly plain?: boolean;
}

/** All asked voices, a draft for each course. */
async function recodeAll(
  ask: MelodyAsk,
  coder: MelodyCoder,
  courses: readonly Course[],
  pause: Pause,
  surroundings: Surroundings,
): Promise<readonly (readonly DraftNote[])[]> {
  const drafts = courses.map((): DraftNote[] => []);
  for (const [i, voice] of ask.voices.entries()) {
    const share: Pause = (fraction) => pause((i + fraction) / ask.voices.length);
    const answers = await recode(ask, voice, coder, courses, share, surroundings);
    answers.forEach((notes, j) => drafts[j]!.push(...notes));
  }
  return drafts;
}

async function recode(
  { score, range, settings }: MelodyAsk,
  voice: VoiceId,
  coder: MelodyCoder,
  courses: readonly Course[],
  pause: Pause,
  { other, plain = false }: Surroundings,
): Promise<readonly (readonly DraftNote[])[]> {
  const [from, to] = stepsOf(range);
  const total = Math.max(to, ticksToSteps(scoreTicks(score)));
  const notes = notesOfVoice(score, voice);
  const there = lineOf(notes, total);
  const shift = plain ? toPlainPlace(there, score) : 0;
  const { line, back } = fitMelody(transposed(there, shift), coder);
  const prior = melodicPrior(score.key, settings.mood, settings.surprise);
  const temperature = COOLING * temperatureOf(settings.surprise) ** HEAT;
  const near = keepingCompass(other ? [line, other] : [line], coder, roomFor(settings));
  const starts = planBars(from, to, barSteps(score), coder.window);
  const { different, which } = differentStretches(
    starts.map((start, i) => ({
      index: i,
      heard: eventsOf(line, start, start + coder.window, coder),
      goal: courses[0]?.turnAt(i).goal?.events,
    })),
  );
  const biasOf = (heard: Uint8Array, { nearness, goal }: Turn): Bias => {
    return (event, step) => {
      const pitch = eventPitch(event, coder);
      return (
        (pitch === undefined ? 0 : EMPHASIS * prior[pitchClassOf(pitch - shift)]!) +
        (event === heard[step] ? nearness : 0) +
        (goal && event === goal.events[step] ? goal.nearness : 0) +
        near(event, step)
      );
    };
  };
  const { directions } = coder;
  const steered = (z: Float32Array) => (directions ? moveAlong(directions, settings, z) : z);
  const steering = () => (directions ? undefined : steeringOf(settings, coder, undefined));
  const decoded = courses.map((): Uint8Array[] => []);
  for (let first = 0; first < different.length; first += ABREAST) {
    await pause(first / different.length);
    const some = different.slice(first, first + ABREAST);
    const points = coder.encodeMelodies(some.map(({ heard }) => heard));
    await pause((first + some.length / 2) / different.length);
    const lanes = courses.flatMap(({ turnAt, random }) =>
      some.map(({ heard, index }, i) => {
        const turn = turnAt(index);
        return {
          point: steered(turn.move(points[i]!)),
          choose: chooser(temperature, biasOf(heard, turn), random, steering()),
        };
      }),
    );
    const melodies = coder.decodeMelodies(
      lanes.map(({ point }) => point),
      (logits, step, lane) => lanes[lane]!.choose(logits, step),
    );
    decoded.forEach((own, i) => {
      own.push(...melodies.slice(i * some.length, (i + 1) * some.length));
    });
  }
  const open = openSteps(score, voice, range, total);
  return decoded.map((melodies) => {
    const written = emptyLine(total);
    for (const [i, start] of starts.entries()) {
      const events = melodies[which[i]!]!.subarray(0, (starts[i + 1] ?? to) - start);
      writeStretch(written, line, start, events, coder);
    }
    for (let step = from; step < to; step++) if (open[step] !== 1) written.pitch[step] = REST;
    const recoded = notesOfLine(transposed(written, back - shift), from, to);
    return draftNotes(recoded, voice, range, score, notes);
  });
}

interface Stretch {
  readonly index: number;
  readonly heard: Uint8Array;
  readonly goal: Uint8Array | undefined;
}

/**
 * The stretches that differ, and which of them stands for each: what is the same in the melody is varied in the same way, so that its form
 * stays.
 */
function differentStretches(stretches: readonly Stretch[]): {
  readonly different: readonly Stretch[];
  readonly which: readonly number[];
} {
  const places = new Map<string, number>();
  const different: Stretch[] = [];
  const which = stretches.map((stretch) => {
    const key = `${stretch.heard.join(" ")}: ${stretch.goal?.join(" ")}`;
    const place = places.get(key) ?? different.length;
    if (place === different.length) different.push(stretch);
    places.set(key, place);
    return place;
  });
  return { different, which };
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
