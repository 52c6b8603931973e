import type { ModelName } from "./ask";
import { creditsOf, type Credit } from "./credit";
import { barTicks } from "./meter";
import type { Project } from "./project";
import {
  endOf,
  notesOfVoice,
  type Note,
  type Origin,
  type Score,
  type TakeId,
  type Voice,
} from "./score";
import { takesIn, type Take } from "./take";
import type { Ticks } from "./units";

/** Whose a note is: yours, a file's, a model's as it came, or a model's that a person changed. */
export const AUTHORS = ["you", "changed", "model", "file"] as const;
export type Author = (typeof AUTHORS)[number];

export function authorOf(origin: Origin): Author {
  if (origin.by !== "model") return origin.by;
  return origin.changed ? "changed" : "model";
}

/** A number of notes, and the time that they sound, one beside the other added up. */
export interface Amount {
  readonly notes: number;
  readonly ticks: Ticks;
}

export type Shares = Readonly<Record<Author, Amount>>;

/** What is whose in a voice. */
export interface VoiceShares {
  readonly voice: Voice;
  readonly shares: Shares;
  /** Time that sounds in each bar, by whose it is. A note over a barline counts in both bars. */
  readonly bars: readonly Readonly<Record<Author, Ticks>>[];
}

/** What came of one take. */
export interface TakeShare {
  readonly take: TakeId;
  /** Undefined where nothing is known of it but its notes. */
  readonly credit: Credit | undefined;
  readonly whole: Amount;
  /** What of it a person changed. */
  readonly changed: Amount;
}

/** What came from one model. */
export interface ModelShare {
  /** Undefined where no take says who made its notes. */
  readonly model: ModelName | undefined;
  readonly whole: Amount;
  readonly changed: Amount;
  /** Takes with notes in the sketch, as they first come in it. */
  readonly takes: readonly TakeShare[];
}

/** Notes that have their place in time and their loudness from a take that did not write them. */
export interface TimingShare {
  readonly take: TakeId;
  /** Undefined where nothing is known of it but its notes. */
  readonly credit: Credit | undefined;
  readonly whole: Amount;
}

export interface FileShare {
  readonly file: string;
  readonly whole: Amount;
}

/** A take, and what became of it. */
export interface TakeFate {
  readonly take: Take;
  /** Anything of it is in the sketch. */
  readonly isKept: boolean;
  /** Another take answers it. */
  readonly isRemixed: boolean;
}

/** Who made what of a sketch, as it is now. */
export interface Ledger {
  readonly shares: Shares;
  readonly voices: readonly VoiceShares[];
  /** Chord symbols, by who wrote them. */
  readonly chords: Readonly<Record<Author, number>>;
  readonly models: readonly ModelShare[];
  /** As they first come in the sketch. */
  readonly timings: readonly TimingShare[];
  readonly files: readonly FileShare[];
  /** All takes but originals, in the order in which they came. */
  readonly takes: readonly TakeFate[];
}

const NOTHING: Amount = { notes: 0, ticks: 0 };

/** Who made what of `project`. Every note counts once, whether it sounds or its voice is muted. */
export function ledgerOf(project: Pick<Project, "score" | "takes" | "credits">): Ledger {
  const { score, takes } = project;
  const chords = { you: 0, changed: 0, model: 0, file: 0 };
  for (const { origin } of score.chords) chords[authorOf(origin)] += 1;
  return {
    shares: sharesOf(score.notes),
    voices: score.voices.map((voice) => {
      const notes = notesOfVoice(score, voice.id);
      return { voice, shares: sharesOf(notes), bars: barsOf(score, notes) };
    }),
    chords,
    models: modelsOf(score.notes, creditsOf(project)),
    timings: timingsOf(score.notes, creditsOf(project)),
    files: filesOf(score.notes),
    takes: fatesOf(takes, score),
  };
}

/** What of `notes` is whose. */
export function sharesOf(notes: readonly Note[]): Shares {
  const shares = { you: NOTHING, changed: NOTHING, model: NOTHING, file: NOTHING };
  for (const note of notes) {
    const author = authorOf(note.origin);
    shares[author] = plus(shares[author], note);
  }
  return shares;
}

/** All of `shares` together. */
export function wholeOf(shares: Shares): Amount {
  return sum(AUTHORS.map((author) => shares[author]));
}

function sum(amounts: readonly Amount[]): Amount {
  return amounts.reduce(
    (all, { notes, ticks }) => ({ notes: all.notes + notes, ticks: all.ticks + ticks }),
    NOTHING,
  );
}

function plus({ notes, ticks }: Amount, note: Note): Amount {
  return { notes: notes + 1, ticks: ticks + note.duration };
}

function barsOf(score: Score, notes: readonly Note[]): VoiceShares["bars"] {
  const bar = barTicks(score.meter);
  const bars = Array.from({ length: score.bars }, () => ({
    you: 0,
    changed: 0,
    model: 0,
    file: 0,
  }));
  for (const note of notes) {
    const last = Math.min(score.bars - 1, Math.ceil(endOf(note) / bar) - 1);
    for (let i = Math.floor(note.start / bar); i <= last; i++)
      bars[i]![authorOf(note.origin)] +=
        Math.min(endOf(note), (i + 1) * bar) - Math.max(note.start, i * bar);
  }
  return bars;
}

function modelsOf(
  notes: readonly Note[],
  credits: ReadonlyMap<TakeId, Credit>,
): readonly ModelShare[] {
  const takes = new Map<TakeId, TakeShare>();
  for (const note of notes) {
    const { origin } = note;
    if (origin.by !== "model") continue;
    const { take } = origin;
    const share = takes.get(take);
    const { whole = NOTHING, changed = NOTHING } = share ?? {};
    takes.set(take, {
      take,
      credit: credits.get(take),
      whole: plus(whole, note),
      changed: origin.changed ? plus(changed, note) : changed,
    });
  }
  const byModel = new Map<string, TakeShare[]>();
  for (const share of takes.values()) {
    const { name = "", version = "" } = share.credit?.model ?? {};
    const key = `${name} ${version}`;
    byModel.set(key, [...(byModel.get(key) ?? []), share]);
  }
  return [...byModel.values()].map((own) => ({
    model: own[0]!.credit?.model,
    whole: sum(own.map(({ whole }) => whole)),
    changed: sum(own.map(({ changed }) => changed)),
    takes: own,
  }));
}

function timingsOf(
  notes: readonly Note[],
  credits: ReadonlyMap<TakeId, Credit>,
): readonly TimingShare[] {
  const takes = new Map<TakeId, Amount>();
  for (const note of notes)
    if (note.timing !== undefined)
      takes.set(note.timing, plus(takes.get(note.timing) ?? NOTHING, note));
  return Array.from(takes, ([take, whole]) => ({ take, credit: credits.get(take), whole }));
}

function filesOf(notes: readonly Note[]): readonly FileShare[] {
  const files = new Map<string, Amount>();
  for (const note of notes)
    if (note.origin.by === "file") {
      const { file } = note.origin;
      files.set(file, plus(files.get(file) ?? NOTHING, note));
    }
  return Array.from(files, ([file, whole]) => ({ file, whole }));
}

function fatesOf(tree: readonly Take[], score: Score): readonly TakeFate[] {
  const kept = takesIn(tree, score);
  const answered = new Set(tree.map(({ parent }) => parent));
  return tree
    .filter(({ parent }) => parent !== undefined)
    .map((take) => ({ take, isKept: kept.has(take.id), isRemixed: answered.has(take.id) }));
}
