import { DEFAULT_SETTINGS, HARMONY_STYLES, type AskSettings, type Strictness } from "../domain/ask";
import { bassOf, NO_CHORD, type Chord } from "../domain/chord";
import { chordAt, chordPrior } from "../domain/chord-track";
import { pitchClassOf } from "../domain/key";
import { barTicks, beatTicks } from "../domain/meter";
import { judge, SILENT, type Rule } from "../domain/part-writing";
import { drawIndex, type Random } from "../domain/random";
import { stepsToTicks, ticksToSteps, type Steps } from "../domain/units";
import { LOWEST, PARTS } from "./chorale";
import type { Harmonist, HarmonyAsk, HarmonyTask, Written } from "./harmony";
import {
  CHOICES,
  CONTEXT_INPUTS,
  DECODING_ORDER,
  METRE_STEPS,
  OUTPUTS,
  QUIET,
  STRUCK,
  SUSTAINED,
  UNKNOWN,
  UNSAID,
  type HarmonyNet,
  type HarmonyRun,
  type HarmonySheet,
} from "./harmony-run";
import { REST, type Line } from "./line";
import { melodicPrior, triadPrior } from "./prior";

/** Steps before the first one to be written that are gone through first, so that the network is in the middle of things. */
const RUN_UP: Steps = 32;

/** Nats that each offence costs. */
type Costs = Readonly<Record<Rule, number>>;

const NONE: Costs = {
  parallelFifth: 0,
  parallelOctave: 0,
  hiddenFifth: 0,
  hiddenOctave: 0,
  crossing: 0,
  overlap: 0,
  spacing: 0,
  range: 0,
  leadingTone: 0,
  seventh: 0,
};

/** What the rules cost at each degree of strictness; measured by `npm run evaluate:harmony`. */
const COSTS: Record<Strictness, Costs> = {
  off: NONE,
  normal: {
    parallelFifth: 7,
    parallelOctave: 8,
    hiddenFifth: 0.5,
    hiddenOctave: 2,
    crossing: 0.2,
    overlap: 0.2,
    spacing: 0.2,
    range: 12,
    leadingTone: 0.5,
    seventh: 1.6,
  },
  strict: {
    parallelFifth: 60,
    parallelOctave: 60,
    hiddenFifth: 6,
    hiddenOctave: 6,
    crossing: 20,
    overlap: 8,
    spacing: 12,
    range: 20,
    leadingTone: 6,
    seventh: 6,
  },
};

/** Hymns keep their parts in place and apart where chorales let them cross and spread; they have hardly a fifth too many. */
const HYMN: Costs = {
  ...COSTS.normal,
  parallelFifth: 9,
  parallelOctave: 9,
  hiddenFifth: 1.2,
  hiddenOctave: 4,
  crossing: 1.7,
  overlap: 0.4,
  spacing: 2,
  leadingTone: 0.8,
};

function costsOf({ rules, style }: AskSettings): Costs {
  return rules === "normal" && style === "hymn" ? HYMN : COSTS[rules];
}

/** Harmony in one pass: step by step in time, soprano, bass, tenor, alto within a step, with the rules bearing on each choice. */
export function onePassHarmonist(net: HarmonyNet): Harmonist {
  return {
    model: net.model,
    async write(whole, randoms, pause, onWritten) {
      const { task, origin } = withoutSilenceAround(whole);
      const put = (answers: readonly Written[]) =>
        answers.map((lines) => lines.map((line) => padded(line, origin, whole.steps)));
      const sheet = sheetOf(task, origin);
      const run = net.start(sheet, randoms.length);
      try {
        return put(
          await decide(task, sheet, origin, run, randoms, pause, (written, to) =>
            onWritten(put(written), to + origin),
          ),
        );
      } finally {
        run.dispose();
      }
    },
  };
}

/**
 * The task from the first step that is to sound to the last: the network learned from pieces that begin with their first note, and would
 * hear an empty half bar before an upbeat as something strange.
 */
function withoutSilenceAround(task: HarmonyTask): {
  readonly task: HarmonyTask;
  readonly origin: Steps;
} {
  const { silent, steps, from, to } = task;
  const origin = Math.max(0, silent.indexOf(0));
  const end = Math.max(origin + 1, silent.lastIndexOf(0) + 1);
  if (origin === 0 && end === steps) return { task, origin };
  const cut = ({ pitch, onset }: Line): Line => ({
    pitch: pitch.subarray(origin, end),
    onset: onset.subarray(origin, end),
  });
  const within = (step: Steps) => Math.min(Math.max(step, origin), end) - origin;
  return {
    origin,
    task: {
      ask: task.ask,
      steps: end - origin,
      from: within(from),
      to: within(to),
      seats: task.seats.map((seat) => ({
        ...seat,
        line: cut(seat.line),
        moved: cut(seat.moved),
        open: seat.open.subarray(origin, end),
      })),
      lead: task.lead && cut(task.lead),
      phraseEnds: task.phraseEnds?.subarray(origin, end),
      silent: silent.subarray(origin, end),
    },
  };
}

/** A line put back to where it was cut from. */
function padded({ pitch, onset }: Line, origin: Steps, steps: Steps): Line {
  const line = { pitch: new Int16Array(steps).fill(REST), onset: new Uint8Array(steps) };
  line.pitch.set(pitch, origin);
  line.onset.set(onset, origin);
  return line;
}

/** The score as the encoder hears it. @param origin its first step in the score, for the metre */
export function sheetOf(task: HarmonyTask, origin: Steps): HarmonySheet {
  const { steps, seats, silent } = task;
  const cell = new Uint8Array(steps * PARTS).fill(UNKNOWN);
  const attack = new Uint8Array(steps * PARTS).fill(UNSAID);
  for (let step = 0; step < steps; step++)
    if (silent[step] === 1)
      for (let part = 0; part < PARTS; part++) {
        cell[step * PARTS + part] = QUIET;
        attack[step * PARTS + part] = SUSTAINED;
      }
  for (const { moved, part, open } of seats)
    for (let step = 0; step < steps; step++) {
      if (open[step] === 1 || moved.pitch[step] === REST) continue;
      cell[step * PARTS + part] = moved.pitch[step]! - LOWEST;
      attack[step * PARTS + part] = moved.onset[step] === 1 ? STRUCK : SUSTAINED;
    }
  return { steps, cell, attack, context: contextOf(task, origin) };
}

/** `[steps * CONTEXT_INPUTS]`, as models/training/harmony.py has it. */
function contextOf({ ask, steps, phraseEnds }: HarmonyTask, origin: Steps): Float32Array {
  const { meter } = ask.score;
  const bar = ticksToSteps(barTicks(meter));
  const metre = metreOf(meter.beats, meter.unit);
  const context = new Float32Array(steps * CONTEXT_INPUTS);
  for (let step = 0; step < steps; step++) {
    const row = step * CONTEXT_INPUTS;
    const inScore = step + origin;
    const place = metre === 0 ? inScore : (inScore % bar) % METRE_STEPS[metre]!;
    context[row + (place % 4)] = 1;
    if (metre > 0) context[row + 4 + place] = 1;
    let at = row + 4 + 16;
    context[at + metre] = 1;
    at += METRE_STEPS.length;
    if (phraseEnds) {
      context[at] = phraseEnds[step]!;
      context[at + 1] = 1;
    }
    at += 2;
    context[at + HARMONY_STYLES.indexOf(ask.settings.style)] = 1;
    context[at + HARMONY_STYLES.length] = ask.settings.mood;
  }
  return context;
}

/** The metre's place in `METRE_STEPS`; 0 for one that the network was not told of. */
function metreOf(beats: number, unit: number): number {
  switch (`${beats}/${unit}`) {
    case "4/4":
    case "2/2":
      return 1;
    case "3/4":
    case "6/4":
      return 2;
    case "2/4":
      return 3;
    case "6/8":
      return 4;
    default:
      return 0;
  }
}

interface Taste {
  readonly temperature: number;
  readonly mood: number;
  readonly nearness: number;
  /** `[12]`: nats for each pitch class. */
  readonly scale: Float64Array;
  readonly costs: Costs;
  /** Choices that are further behind the best, in nats and with the rules counted, are not drawn: they are slips, not ideas. */
  readonly reach: number;
}

/** Nats, at *similar*, for the pitch that was there. */
const NEARNESS = 4;
/** How far *minor–major* leans to the degrees of its mode. Without it the network hears the key from the notes, better than a rule does. */
const TO_THE_MODE = 0.5;

function tasteOf({ score, settings }: HarmonyAsk): Taste {
  const { mood, surprise, difference } = settings;
  return {
    // At the page's own settings as the network has it.
    temperature:
      2 **
      (1.4 * (surprise - DEFAULT_SETTINGS.surprise) +
        0.6 * Math.max(0, difference - DEFAULT_SETTINGS.difference)),
    mood,
    nearness: NEARNESS * (1 - difference),
    scale: melodicPrior(score.key, mood, surprise).map(
      (nats) => TO_THE_MODE * Math.abs(mood) * nats,
    ),
    costs: costsOf(settings),
    reach: 2.4 + 3.3 * surprise + 1.2 * difference,
  };
}

/** Of the temperature, where a phrase ends and in the beat before: a cadence is no place for whims. */
const AT_AN_END = 0.7;

/** `[steps]`: the part of the temperature that cells of each step are drawn at. */
function warmthOf({ ask, steps, phraseEnds }: HarmonyTask): Float32Array {
  const warmth = new Float32Array(steps).fill(1);
  const beat = ticksToSteps(beatTicks(ask.score.meter));
  phraseEnds?.forEach((isEnd, step) => {
    if (isEnd === 1) warmth.fill(AT_AN_END, Math.max(0, step - beat), step + 1);
  });
  return warmth;
}

/** Goes through the score once, deciding every unknown cell of every take. */
async function decide(
  task: HarmonyTask,
  sheet: HarmonySheet,
  origin: Steps,
  run: HarmonyRun,
  randoms: readonly Random[],
  pause: (fraction: number) => Promise<void>,
  onWritten: (written: readonly Written[], to: Steps) => void,
): Promise<readonly Written[]> {
  const { from, to, steps, seats, ask } = task;
  const takes = randoms.length;
  const taste = tasteOf(ask);
  const base = baseOf(task);
  const harmony = chordsOf(task, origin);
  const warmth = warmthOf(task);
  const bar = ticksToSteps(barTicks(ask.score.meter));
  const lines = randoms.map(() =>
    Array.from({ length: PARTS }, (): Line => ({
      pitch: new Int16Array(steps).fill(REST),
      onset: new Uint8Array(steps),
    })),
  );
  const written = () => lines.map((parts) => seats.map((seat) => parts[seat.part]!));
  const start = Math.max(0, from - RUN_UP);
  let previous = new Uint8Array(takes * PARTS).fill(QUIET);
  let tokens = new Uint8Array(takes * PARTS);
  const cell = new CellChoice(taste);
  for (let step = start; step < to; step++) {
    if (step === start || (step + origin) % bar === 0) {
      if (step > from) onWritten(written(), step);
      await pause(Math.max(0, step - from) / (to - from));
    }
    run.advance(step, previous);
    for (let take = 0; take < takes; take++)
      for (let k = 0; k < PARTS; k++) {
        const part = DECODING_ORDER[k]!;
        const at = take * PARTS + part;
        tokens[at] =
          knownToken(sheet, step, part, previous[at]!) ??
          cell.choose(
            {
              run,
              k,
              take,
              step,
              tokens,
              previous,
              sheet,
              base,
              chord: harmony[step],
              warmth: warmth[step]!,
              isOpen: isOpen(task, part, step),
            },
            randoms[take]!,
          );
        const line = lines[take]![part]!;
        line.pitch[step] = pitchOf(tokens[at]);
        line.onset[step] = tokens[at] < QUIET ? 1 : 0;
      }
    [previous, tokens] = [tokens, previous];
  }
  return written();
}

/** The token of a cell that is known; undefined for one that is to be decided. */
function knownToken(
  { cell, attack }: HarmonySheet,
  step: Steps,
  part: number,
  before: number,
): number | undefined {
  const choice = cell[step * PARTS + part]!;
  if (choice === UNKNOWN) return undefined;
  if (choice === QUIET) return QUIET;
  // A note that reaches over from a cell that was decided otherwise begins here.
  const isStruck = attack[step * PARTS + part] === STRUCK || before % CHOICES !== choice;
  return isStruck ? choice : choice + CHOICES;
}

function isOpen({ seats, from }: HarmonyTask, part: number, step: Steps): boolean {
  return step >= from && seats.some((seat) => seat.part === part && seat.open[step] === 1);
}

/** MIDI number of a token, `REST` for silence. */
function pitchOf(token: number): number {
  const choice = token % CHOICES;
  return choice === QUIET ? REST : LOWEST + choice;
}

/** `[steps * 4]`: the choice that each open cell had before, `UNKNOWN` where it had none. */
function baseOf({ seats, steps }: HarmonyTask): Uint8Array {
  const base = new Uint8Array(steps * PARTS).fill(UNKNOWN);
  for (const { moved, part, open } of seats)
    for (let step = 0; step < steps; step++)
      if (open[step] === 1 && moved.pitch[step] !== REST)
        base[step * PARTS + part] = moved.pitch[step]! - LOWEST;
  return base;
}

/** What the chords of the score ask for at a step: nats for each pitch class, of any part and of the bass. */
interface ChordLean {
  readonly parts: Float64Array;
  readonly bass: Float64Array;
}

/** Strong enough that a chord that stands is heard, weak enough for passing notes and suspensions. */
const TO_THE_CHORD = 2;

/** `[steps]`: where a chord is in force, what it asks for. */
function chordsOf(
  { ask: { score }, steps }: HarmonyTask,
  origin: Steps,
): readonly (ChordLean | undefined)[] {
  if (score.chords.length === 0) return [];
  let last: { readonly chord: Chord; readonly lean: ChordLean } | undefined;
  return Array.from({ length: steps }, (_, step) => {
    const chord = chordAt(score, stepsToTicks(step + origin))?.chord;
    if (!chord) return undefined;
    if (last?.chord !== chord) last = { chord, lean: leanOf(chord) };
    return last.lean;
  });
}

function leanOf(chord: Chord): ChordLean {
  const parts = chordPrior(chord, TO_THE_CHORD);
  const bass = parts.slice();
  if (chord !== NO_CHORD) bass[bassOf(chord)]! += TO_THE_CHORD;
  return { parts, bass };
}

interface Place {
  readonly run: HarmonyRun;
  readonly k: number;
  readonly take: number;
  readonly step: Steps;
  readonly tokens: Uint8Array;
  readonly previous: Uint8Array;
  readonly sheet: HarmonySheet;
  readonly base: Uint8Array;
  readonly chord: ChordLean | undefined;
  readonly warmth: number;
  readonly isOpen: boolean;
}

/** Draws cells, in arrays that are made once. */
class CellChoice {
  readonly #taste: Taste;
  readonly #logits = new Float32Array(OUTPUTS);
  readonly #weights = new Float64Array(CHOICES);
  readonly #before = new Int16Array(PARTS);
  readonly #now = new Int16Array(PARTS);
  readonly #next = new Int16Array(PARTS);
  readonly #after = new Int16Array(PARTS);

  constructor(taste: Taste) {
    this.#taste = taste;
  }

  /** @returns the token that was drawn */
  choose(place: Place, random: Random): number {
    const { run, k, take, step, tokens, previous, base } = place;
    const { nearness, scale, mood, reach } = this.#taste;
    const temperature = this.#taste.temperature * place.warmth;
    const part = DECODING_ORDER[k]!;
    const logits = this.#logits;
    const weights = this.#weights;
    run.logits(k, take, tokens, logits);
    this.#look(place, part);
    const lean = this.#lean(mood);
    const chord = part === PARTS - 1 ? place.chord?.bass : place.chord?.parts;
    const was = base[step * PARTS + part]!;
    let likeliest = 0;
    for (let c = 0; c < CHOICES; c++) {
      weights[c] = logits[c]! / temperature;
      if (c === QUIET) {
        // Where nothing is to sound the cell is known; elsewhere a voice that is asked for sings.
        if (place.isOpen) weights[c] = -Infinity;
      } else {
        const pc = pitchClassOf(LOWEST + c);
        weights[c]! +=
          scale[pc]! +
          (lean ? lean[pc]! : 0) +
          (chord ? chord[pc]! : 0) +
          (c === was ? nearness : 0);
      }
      if (weights[c]! > weights[likeliest]!) likeliest = c;
    }
    // The rules only ever take away: what is out of reach without them stays so, and need not be judged.
    const costOf = (c: number) => (c === QUIET ? 0 : this.#cost(part, LOWEST + c));
    let best = weights[likeliest]! - costOf(likeliest);
    for (let c = 0; c < CHOICES; c++) {
      weights[c] = weights[c]! < best - reach ? -Infinity : weights[c]! - costOf(c);
      best = Math.max(best, weights[c]!);
    }
    for (let c = 0; c < CHOICES; c++)
      weights[c] = weights[c]! < best - reach ? 0 : Math.exp(weights[c]! - best);
    const choice = drawIndex(weights, random);
    if (choice === QUIET) return QUIET;
    const stays = previous[take * PARTS + part]! % CHOICES === choice;
    const strikes = !stays || random() < 1 / (1 + Math.exp(-logits[CHOICES]! / temperature));
    return strikes ? choice : choice + CHOICES;
  }

  /** What was, what is there of this step, and what is known of the next. */
  #look({ take, step, tokens, previous, sheet, k }: Place, part: number): void {
    for (let other = 0; other < PARTS; other++) {
      const place = DECODING_ORDER.indexOf(other as 0 | 1 | 2 | 3);
      this.#before[other] = pitchOf(previous[take * PARTS + other]!);
      this.#now[other] =
        place < k
          ? pitchOf(tokens[take * PARTS + other]!)
          : knownPitch(sheet, step * PARTS + other);
      this.#next[other] =
        step + 1 < sheet.steps ? knownPitch(sheet, (step + 1) * PARTS + other) : SILENT;
    }
    this.#now[part] = SILENT;
  }

  #lean(mood: number): Float64Array | undefined {
    if (mood === 0) return undefined;
    const parts: Float64Array[] = [];
    for (let other = 0; other < PARTS; other++) {
      if (this.#now[other] === SILENT) continue;
      const classes = new Float64Array(12);
      classes[pitchClassOf(this.#now[other]!)] = 1;
      parts.push(classes);
    }
    return parts.length > 0 ? triadPrior(parts, mood) : undefined;
  }

  /** Nats that the rules ask for `part` to sound `at`. */
  #cost(part: number, at: number): number {
    const { costs } = this.#taste;
    if (costs === NONE) return 0;
    let cost = 0;
    judge(this.#before, this.#now, part, at, (rule) => {
      cost += costs[rule];
    });
    // A gap ends: what follows stands, so this choice must lead into it.
    const following = this.#next[part]!;
    if (following !== SILENT) {
      for (let other = 0; other < PARTS; other++)
        this.#after[other] = this.#now[other] === SILENT ? SILENT : this.#next[other]!;
      this.#after[part] = SILENT;
      const here = this.#now[part]!;
      this.#now[part] = at;
      judge(this.#now, this.#after, part, following, (rule, other) => {
        if (other !== part) cost += costs[rule];
      });
      this.#now[part] = here;
    }
    return cost;
  }
}

function knownPitch({ cell }: HarmonySheet, index: number): number {
  const choice = cell[index]!;
  return choice >= QUIET ? SILENT : LOWEST + choice;
}
