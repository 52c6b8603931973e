import { DEFAULT_SETTINGS } from "../domain/ask";
import { pitchClassOf } from "../domain/key";
import { judge, SILENT } from "../domain/part-writing";
import { drawIndex, type Random } from "../domain/random";
import type { Steps } from "../domain/units";
import { LOWEST, PARTS } from "./chorale";
import { weighHabits, type Habits } from "./habits";
import type { HarmonyAsk } from "./harmony";
import {
  CHOICES,
  DECODING_ORDER,
  OUTPUTS,
  QUIET,
  type HarmonyNet,
  type HarmonyRun,
  type HarmonySheet,
} from "./harmony-run";
import { knownPitch, pitchOf } from "./harmony-sheet";
import { melodicPrior, triadPrior } from "./prior";
import { costsOf, NONE, type Costs } from "./rule-costs";

export interface Taste {
  readonly temperature: number;
  readonly mood: number;
  readonly nearness: number;
  /** `[12]`: nats for each pitch class. */
  readonly scale: Float64Array;
  readonly costs: Costs;
  readonly habits: Habits | undefined;
  /** Choices that are further behind the best, in nats and with the rules counted, are not drawn: they are slips, not ideas. */
  readonly reach: number;
}

/** Of the temperature, where a phrase ends: a cadence is no place for whims. */
const AT_AN_END = 0.5;
/** Nats, at *similar*, for the pitch that was there. */
const NEARNESS = 4;
/** How far *minor–major* leans to the degrees of its mode. Without it the network hears the key from the notes, better than a rule does. */
const TO_THE_MODE = 0.5;

export function tasteOf({ score, settings }: HarmonyAsk, habits: HarmonyNet["habits"]): Taste {
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
    habits: habits[settings.style],
    reach: 3.2 + 3.3 * surprise + 1.2 * difference,
  };
}

/** What the chords of the score ask for at a step: nats for each pitch class, of any part and of the bass. */
export interface ChordLean {
  readonly parts: Float64Array;
  readonly bass: Float64Array;
}

export interface Place {
  readonly run: HarmonyRun;
  readonly k: number;
  readonly take: number;
  readonly step: Steps;
  readonly tokens: Uint8Array;
  readonly previous: Uint8Array;
  readonly sheet: HarmonySheet;
  readonly base: Uint8Array;
  readonly chord: ChordLean | undefined;
  /** Whether a phrase ends here. */
  readonly isEnding: boolean;
  /** Sixteenths since the barline. */
  readonly place: Steps;
  readonly isOpen: boolean;
}

/** Draws cells, in arrays that are made once. */
export class CellChoice {
  readonly #taste: Taste;
  readonly #logits = new Float32Array(OUTPUTS);
  readonly #weights = new Float64Array(CHOICES);
  /** The weights without that of silence. */
  readonly #pitches = this.#weights.subarray(0, QUIET);
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
    const { nearness, scale, mood, habits, reach } = this.#taste;
    const temperature = this.#taste.temperature * (place.isEnding ? AT_AN_END : 1);
    const part = DECODING_ORDER[k]!;
    const logits = this.#logits;
    const weights = this.#weights;
    run.logits(k, take, tokens, logits);
    this.#look(place, part);
    const lean = this.#lean(mood);
    const chord = part === PARTS - 1 ? place.chord?.bass : place.chord?.parts;
    const was = base[step * PARTS + part]!;
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
    }
    if (habits) {
      const table = place.isEnding ? habits.ending : habits.within;
      weighHabits(table, this.#before, this.#now, part, place.place, LOWEST, this.#pitches);
    }
    let likeliest = 0;
    for (let c = 1; c < CHOICES; c++) if (weights[c]! > weights[likeliest]!) likeliest = c;
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
