import { trained } from "../generation/trained";
import { DEFAULT_SETTINGS, type Ask, type AskSettings, type Draft } from "../../src/domain/ask";
import { composeTake, prepareAsk } from "../../src/domain/asking";
import { besideOf } from "../../src/domain/beside";
import { detectKey, isInKey } from "../../src/domain/key";
import { distance, portraitOf, spreadOf } from "../../src/domain/likeness";
import { barTicks } from "../../src/domain/meter";
import { judgeSonority, SILENT } from "../../src/domain/part-writing";
import { awayFrom, habitsOf } from "../../src/domain/personal-habits";
import {
  emptyScore,
  notesOfVoice,
  scoreTicks,
  type NoteId,
  type Score,
  type TakeId,
  type VoiceId,
} from "../../src/domain/score";
import type { Take } from "../../src/domain/take";
import { stepsToTicks, ticksToSteps } from "../../src/domain/units";
import { newVoice } from "../../src/domain/voicing";
import { seedOfTry } from "../../src/generation/answer";
import { answerWith, type Networks } from "../../src/generation/composers";
import { CHOICES, DECODING_ORDER, type HarmonyNet } from "../../src/generation/harmony-run";
import { lineOf } from "../../src/generation/line";
import { eventsOf, fitMelody } from "../../src/generation/melody";
import { logProbability } from "../../src/generation/sampling";
import type { Opening } from "./melody";

export type Kind = "harmonise" | "vary" | "continue" | "rewrite";

export interface Job {
  readonly kind: Kind;
  /** Whether takes are chosen from a pool, or are the first that come. */
  readonly isChosen: boolean;
  readonly settings: Partial<AskSettings>;
  /** Asks in a row, each beside the takes of those before. */
  readonly asks: number;
}

/** What one ask's takes were like. */
export interface Figures {
  /** Of any two takes. */
  readonly mean: number;
  readonly least: number;
  /** Of each take from the nearest take of the asks before; absent of the first ask. */
  readonly recent: number | null;
  /** Of the takes from the habits of who wrote the melody. */
  readonly away: number;
  /** Findings of part-writing in a bar. */
  readonly findings: number;
  /** Share of the new notes. */
  readonly outside: number;
  /** Nats that a model would have needed for each choice: the harmony model its own, the melody model all others. */
  readonly nats: number;
  /** New notes in a bar. */
  readonly density: number;
  readonly ms: number;
}

const BARS = 4;
const VOICE = "melody" as VoiceId;

/** The first four bars of a held-out melody, as one who wrote them has them on the desk. */
function sketchOf({ meter: [beats, unit], notes }: Opening): Score {
  const meter = { beats, unit };
  const end = BARS * barTicks(meter);
  const own = notes
    .map(([pitch, start, duration], i) => ({
      id: `n${i}` as NoteId,
      voice: VOICE,
      pitch,
      start: stepsToTicks(start),
      duration: stepsToTicks(duration),
      velocity: 80,
      origin: { by: "you" } as const,
    }))
    .filter(({ start }) => start < end)
    .map((note) => ({ ...note, duration: Math.min(note.duration, end - note.start) }));
  return {
    ...emptyScore,
    meter,
    bars: BARS,
    voices: [newVoice(emptyScore, VOICE, "Melody")],
    key: detectKey(own) ?? emptyScore.key,
    notes: own,
  };
}

/** The harmony model, and what its choices cost it, by take. */
function judged(net: HarmonyNet): { readonly net: HarmonyNet; readonly nats: number[][] } {
  const nats: number[][] = [];
  const start: HarmonyNet["start"] = (sheet, takes) => {
    const run = net.start(sheet, takes);
    const expected = new Map<number, Float32Array>();
    const lanes = Array.from({ length: takes }, (): number[] => []);
    nats.push(...lanes);
    return {
      advance(step, previous) {
        for (const [at, logits] of expected)
          lanes[Math.floor(at / 4)]!.push(-logProbability(logits, previous[at]! % CHOICES));
        expected.clear();
        run.advance(step, previous);
      },
      logits(k, take, tokens, out) {
        run.logits(k, take, tokens, out);
        expected.set(4 * take + DECODING_ORDER[k]!, out.slice(0, CHOICES));
      },
      copy: (from, to) => run.copy(from, to),
      dispose: () => run.dispose(),
    };
  };
  return { net: { ...net, model: net.model, habits: net.habits, start }, nats };
}

/** Nats for each event of the asked stretch, as the melody model hears it after what stands before. */
async function melodicNats(ask: Ask, draft: Draft): Promise<number> {
  const net = await trained.melodyRnn();
  const score = takeOf(ask, draft, "judged");
  const [from, to] = [ticksToSteps(ask.range.start), ticksToSteps(ask.range.end)];
  const { line } = fitMelody(lineOf(notesOfVoice(score, VOICE), to), net);
  const events = eventsOf(line, 0, to, net);
  const run = net.start();
  let nats = 0;
  let logits: Float32Array | undefined;
  events.forEach((event, step) => {
    if (logits && step >= from) nats -= logProbability(logits, event);
    logits = run.hear([event]);
  });
  run.dispose();
  return nats / (to - Math.max(1, from));
}

function takeOf(ask: Ask, draft: Draft, id: string): Score {
  let count = 0;
  return composeTake(ask, draft, id as TakeId, () => `${id} ${count++}` as NoteId);
}

/** Findings in a bar, but for ranges: a melody may lie where no soprano sings. */
function findingsIn(score: Score): number {
  if (score.voices.length !== 4) return 0;
  const steps = ticksToSteps(scoreTicks(score));
  const lines = score.voices.map(({ id }) => lineOf(notesOfVoice(score, id), steps).pitch);
  let before: readonly number[] = lines.map(() => SILENT);
  let findings = 0;
  for (let step = 0; step < steps; step++) {
    const now = lines.map((line) => Math.max(SILENT, line[step]!));
    if (now.some((pitch, part) => pitch !== before[part]))
      judgeSonority(before, now, (rule) => (findings += rule === "range" ? 0 : 1));
    before = now;
  }
  return findings / score.bars;
}

async function run(opening: Opening, job: Job, seed: number): Promise<readonly Figures[]> {
  const sketch = sketchOf(opening);
  const habits = habitsOf(sketch);
  let tree: readonly Take[] = [];
  const figures: Figures[] = [];
  for (let round = 0; round < job.asks; round++) {
    let voices = 0;
    const prepared = prepareAsk(
      {
        kind: job.kind,
        score: sketch,
        selection: new Set(),
        settings: { ...DEFAULT_SETTINGS, bars: BARS, ...job.settings },
        seed: seed + 7919 * round,
      },
      () => `voice ${round} ${voices++}` as VoiceId,
    );
    if (typeof prepared === "string") throw new Error(prepared);
    const beside = besideOf(prepared, tree, sketch);
    const ask = job.isChosen ? { ...prepared, beside } : prepared;
    const judge = judged(await trained.harmony());
    const networks: Networks = { ...trained, harmony: () => Promise.resolve(judge.net) };
    const startMs = performance.now();
    const drafts = await answerWith(ask, networks, {
      pause: () => Promise.resolve(),
      onDrafts: () => undefined,
      onProgress: () => undefined,
    });
    const ms = performance.now() - startMs;
    const portraits = drafts.map((draft) => portraitOf(draft, ask));
    const recent = beside.recent.map((one) => portraitOf(one, ask));
    const spread = spreadOf(portraits) ?? { mean: 0, least: 0 };
    const scores = drafts.map((draft, i) => takeOf(ask, draft, `${round} ${i}`));
    const notes = drafts.flatMap((draft) => draft.notes);
    const nats =
      job.kind === "harmonise"
        ? harmonicNats(ask, drafts, judge.nats)
        : await Promise.all(drafts.map((draft) => melodicNats(ask, draft)));
    figures.push({
      ...spread,
      recent:
        recent.length === 0
          ? null
          : mean(portraits.map((one) => Math.min(...recent.map((other) => distance(one, other))))),
      away: mean(drafts.flatMap((draft) => (habits ? (awayFrom(habits, draft, ask) ?? []) : []))),
      findings: mean(scores.map(findingsIn)),
      outside: mean(notes.map(({ pitch }) => (isInKey(pitch, sketch.key) ? 0 : 1))),
      nats: mean(nats),
      density: notes.length / drafts.length / BARS,
      ms,
    });
    const { kind, settings, voices: written, range } = ask;
    tree = [
      ...tree,
      ...drafts.map((draft, i): Take => ({
        id: `${round} ${i}` as TakeId,
        parent: "original" as TakeId,
        name: "",
        score: scores[i]!,
        making: {
          ...{ kind, model: draft.model, seed: draft.seed, settings, voices: written, range },
          ask: `${round}`,
        },
        createdMs: 0,
      })),
    ];
  }
  return figures;
}

/** The takes' own, of all that were drawn: a draft is known by the place of its seed. */
function harmonicNats(
  ask: Ask,
  drafts: readonly Draft[],
  nats: readonly (readonly number[])[],
): readonly number[] {
  const seeds = nats.map((_, i) => seedOfTry(ask.seed, i));
  return drafts.map(({ seed }) => mean(nats[seeds.indexOf(seed)] ?? []));
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

declare global {
  interface Window {
    runAll(openings: readonly Opening[], job: Job): Promise<readonly (readonly Figures[])[]>;
  }
}

/** For each melody the figures of each ask in a row. */
window.runAll = async (openings, job) => {
  const all: (readonly Figures[])[] = [];
  for (const [i, opening] of openings.entries()) all.push(await run(opening, job, 1 + 104729 * i));
  return all;
};
