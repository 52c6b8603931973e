import type { AskKind, AskSettings, ModelName } from "./ask";
import { asksOf } from "./asked";
import type { Credit } from "./credit";
import { spentOn } from "./journal";
import type { Key } from "./key";
import { ledgerOf, type Amount, type Author, type FileShare, type Shares } from "./ledger";
import { changesOf, NONE, type Changes } from "./ledger-changes";
import type { Meter } from "./meter";
import type { PersonalName } from "./personal";
import type { Project } from "./project";

/** A take of an ask. */
export interface StatedTake {
  readonly seed: number;
  readonly isKept: boolean;
  readonly isRemixed: boolean;
}

/** What a model was asked. */
export interface StatedAsk {
  readonly kind: AskKind;
  readonly model: ModelName;
  readonly settings: AskSettings;
  readonly personal: PersonalName | undefined;
  /** When its first take came: milliseconds since 1970, UTC. */
  readonly atMs: number;
  readonly takes: readonly StatedTake[];
}

/** What of the music is a model's. */
export interface StatedModel {
  /** Undefined where nothing tells which it was. */
  readonly model: ModelName | undefined;
  readonly whole: Amount;
  readonly changed: Amount;
  readonly changes: Changes;
}

/** Notes that a model played: when they sound and how loud is its, whoever wrote them. */
export interface StatedTiming {
  readonly model: ModelName | undefined;
  readonly notes: number;
}

export interface StatedVoice {
  readonly name: string;
  readonly shares: Shares;
}

/** The music that a statement is about. */
export interface StatedMusic {
  /** Of its canonical form, in hexadecimal digits. */
  readonly sha256: string;
  readonly key: Key;
  readonly meter: Meter;
  readonly tempo: number;
  readonly bars: number;
}

/** What can be said about how a sketch was made: all of it from its ledger and its journal, and nothing that they do not know. */
export interface Statement {
  readonly tool: ModelName;
  /** Milliseconds since 1970, UTC, as all that end in `Ms` but time spent. */
  readonly writtenMs: number;
  readonly title: string;
  /** The exercise that the sketch does, by its title. */
  readonly exercise: string | undefined;
  /** No model may be asked in it. */
  readonly isUnaided: boolean;
  readonly begunMs: number;
  /** When the last step was made; undefined where none was. */
  readonly lastStepMs: number | undefined;
  /** Time at work, pauses of more than two minutes left out. */
  readonly spentMs: number;
  readonly music: StatedMusic;
  readonly shares: Shares;
  readonly voices: readonly StatedVoice[];
  readonly chords: Readonly<Record<Author, number>>;
  readonly models: readonly StatedModel[];
  /** One for each take that made music human. */
  readonly timings: readonly StatedTiming[];
  readonly files: readonly FileShare[];
  /** What was asked in this sketch, in order. */
  readonly asks: readonly StatedAsk[];
  /** Of notes that came from another sketch or a file: what was asked for them there. */
  readonly elsewhere: readonly Credit[];
  /** What the author adds, in their own words; may be empty. */
  readonly own: string;
}

/** What a statement needs besides the sketch. */
export interface StatementAbout {
  readonly tool: ModelName;
  readonly writtenMs: number;
  readonly sha256: string;
  readonly exercise: string | undefined;
  readonly own: string;
}

export function statementOf(project: Project, about: StatementAbout): Statement {
  const ledger = ledgerOf(project);
  const changes = changesOf(project);
  const { score, journal, createdMs } = project;
  const own = new Set(project.takes.map(({ id }) => id));
  const { sha256, ...rest } = about;
  return {
    ...rest,
    title: score.title,
    isUnaided: project.unaided === true,
    begunMs: Math.min(createdMs, journal[0]?.atMs ?? createdMs),
    lastStepMs: journal.at(-1)?.atMs,
    spentMs: spentOn(journal),
    music: {
      sha256,
      key: score.key,
      meter: score.meter,
      tempo: score.tempo,
      bars: score.bars,
    },
    shares: ledger.shares,
    voices: ledger.voices.map(({ voice, shares }) => ({ name: voice.name, shares })),
    chords: ledger.chords,
    models: ledger.models.map(({ model, whole, changed, takes }) => ({
      model,
      whole,
      changed,
      changes: takes.map(({ take }) => changes.get(take) ?? NONE).reduce(together, NONE),
    })),
    timings: ledger.timings.map(({ credit, whole }) => ({
      model: credit?.model,
      notes: whole.notes,
    })),
    files: ledger.files,
    asks: asksOf(ledger.takes).map(({ making, takes, atMs }) => ({
      kind: making.kind,
      model: making.model,
      settings: making.settings,
      personal: making.personal,
      atMs,
      takes: takes.map(({ take, isKept, isRemixed }) => ({
        seed: take.making && take.making.kind !== "play" ? take.making.seed : making.seed,
        isKept,
        isRemixed,
      })),
    })),
    elsewhere: ledger.models
      .flatMap(({ takes }) => takes.flatMap(({ credit }) => credit ?? []))
      .filter(({ take }) => !own.has(take)),
  };
}

/** Two counts of changes in one. */
export function together(a: Changes, b: Changes): Changes {
  return {
    pitch: a.pitch + b.pitch,
    place: a.place + b.place,
    length: a.length + b.length,
    loudness: a.loudness + b.loudness,
    voice: a.voice + b.voice,
    untold: a.untold + b.untold,
  };
}
