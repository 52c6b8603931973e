import { CANONICAL_FORM } from "../domain/canonical-music";
import type { FileProblem } from "../domain/file-problem";
import { AUTHORS, wholeOf, type Amount, type Author, type Shares } from "../domain/ledger";
import { LONGEST_PAUSE_MS } from "../domain/journal";
import { meterName } from "../domain/meter";
import { percentages } from "../domain/percentages";
import { failed, type Result } from "../domain/result";
import type { StatedAsk, Statement } from "../domain/statement";
import type { Credit } from "../domain/credit";
import { TICKS_PER_QUARTER } from "../domain/units";
import { fileName, type ExportedFile } from "./export";
import { MAX_FILE_BYTES, MAX_NOTES } from "./limits";
import { APP, checked, readJson } from "./own-json";
import { amount, fields, isRecord, text, whole, type Shape } from "./shape";

/** Version of statements as files. */
export const STATEMENT_VERSION = 1;

/** Whose a note is, as the file has it. */
const KEYS = {
  you: "yours",
  changed: "machineChangedByYou",
  model: "machine",
  file: "file",
} as const satisfies Record<Author, string>;

/** How a statement is put into words. */
export interface StatementWords {
  /** A tag as in BCP 47. */
  readonly language: string;
  /** The whole statement. */
  readonly text: string;
  /** The settings of an ask. */
  readonly settings: (ask: StatedAsk | Credit) => string;
}

/**
 * A statement as JSON: keys in English, words in the language of the page, times as quarter notes and in seconds, dates in ISO 8601.
 * @param iso a time in milliseconds since 1970 as a date
 */
export function exportStatement(
  statement: Statement,
  words: StatementWords,
  iso: (ms: number) => string,
): ExportedFile {
  const { music, tool, title } = statement;
  const asked = (ask: StatedAsk | Credit, atMs: number) => ({
    kind: ask.kind,
    model: ask.model,
    at: iso(atMs),
    inWords: words.settings(ask),
    settings: ask.settings,
    ...(ask.personal && { style: ask.personal.name }),
  });
  const stated = {
    tool,
    written: iso(statement.writtenMs),
    language: words.language,
    title,
    ...(statement.exercise !== undefined && { exercise: statement.exercise }),
    modelsForbidden: statement.isUnaided,
    work: {
      begun: iso(statement.begunMs),
      ...(statement.lastStepMs !== undefined && { lastStep: iso(statement.lastStepMs) }),
      seconds: Math.round(statement.spentMs / 1000),
      pausesLeftOutAboveSeconds: LONGEST_PAUSE_MS / 1000,
    },
    music: {
      form: CANONICAL_FORM,
      sha256: music.sha256,
      key: music.key,
      meter: meterName(music.meter),
      tempo: music.tempo,
      bars: music.bars,
    },
    shares: sharesAsWritten(statement.shares),
    voices: statement.voices.map(({ name, shares }) => ({
      name,
      shares: sharesAsWritten(shares),
    })),
    chords: byKey((author) => statement.chords[author]),
    models: statement.models.map(({ model, whole: all, changed, changes }) => ({
      name: model?.name ?? null,
      version: model?.version ?? null,
      notes: written(all),
      changedByYou: { ...written(changed), in: changes },
    })),
    playedBy: statement.timings.map(({ model, notes }) => ({
      name: model?.name ?? null,
      version: model?.version ?? null,
      notes,
    })),
    files: statement.files.map(({ file, whole: all }) => ({ name: file, ...written(all) })),
    asks: statement.asks.map((ask) => ({
      ...asked(ask, ask.atMs),
      takes: ask.takes.map(({ seed, isKept, isRemixed }) => ({
        seed,
        kept: isKept,
        remixed: isRemixed,
      })),
    })),
    askedElsewhere: statement.elsewhere.map((credit) => ({
      ...asked(credit, credit.createdMs),
      seed: credit.seed,
    })),
    ...(statement.own !== "" && { inTheAuthorsWords: statement.own }),
    text: words.text,
  };
  const json = JSON.stringify(
    { app: APP, version: STATEMENT_VERSION, statement: stated },
    undefined,
    2,
  );
  return {
    name: `${fileName(title)}.antiphon-statement.json`,
    type: "application/json",
    bytes: new TextEncoder().encode(`${json}\n`),
  };
}

function sharesAsWritten(shares: Shares) {
  const notes = percentages(AUTHORS.map((author) => shares[author].notes));
  const time = percentages(AUTHORS.map((author) => shares[author].ticks));
  return {
    all: written(wholeOf(shares)),
    ...byKey((author, i) => ({
      ...written(shares[author]),
      percentOfNotes: notes[i],
      percentOfTime: time[i],
    })),
  };
}

function written({ notes, ticks }: Amount) {
  return { notes, quarters: ticks / TICKS_PER_QUARTER };
}

function byKey<Value>(value: (author: Author, i: number) => Value): Record<string, Value> {
  return Object.fromEntries(AUTHORS.map((author, i) => [KEYS[author], value(author, i)]));
}

/** What a statement's file says about the music: as much as can be compared with a sketch. */
export interface ReadStatement {
  readonly title: string;
  /** ISO 8601. */
  readonly written: string;
  readonly toolVersion: string;
  readonly form: string;
  readonly sha256: string;
  readonly shares: Readonly<Record<Author, Amount>>;
}

const stated = fields<{
  title: string;
  written: string;
  tool: { version: string };
  music: { form: string; sha256: string };
  shares: Record<(typeof KEYS)[Author], { notes: number; quarters: number }>;
}>({
  title: text(),
  written: text(40),
  tool: fields({ version: text(40) }),
  music: fields({ form: text(100), sha256: text(64) }),
  shares: fields({
    yours: share(),
    machineChangedByYou: share(),
    machine: share(),
    file: share(),
  }),
});

function share() {
  return fields({ notes: whole(0, MAX_NOTES), quarters: amount(0, 1e9) });
}

/** Reads what `exportStatement` wrote. */
export function parseStatement(bytes: Uint8Array): Result<ReadStatement, FileProblem> {
  const read = readJson(bytes, MAX_FILE_BYTES, { kind: "jsonNotStatement" });
  if (!read.ok) return read;
  const { value } = read;
  if (!isRecord(value) || value["app"] !== APP || value["statement"] === undefined)
    return failed({ kind: "jsonNotStatement" });
  return checked(value["version"], STATEMENT_VERSION, value["statement"], "statement", readStated);
}

const readStated: Shape<ReadStatement> = (value, path) => {
  const { title, written: at, tool, music, shares } = stated(value, path);
  const shareOf = (author: Author): Amount => {
    const { notes, quarters } = shares[KEYS[author]];
    return { notes, ticks: Math.round(quarters * TICKS_PER_QUARTER) };
  };
  return {
    title,
    written: at,
    toolVersion: tool.version,
    ...music,
    shares: {
      you: shareOf("you"),
      changed: shareOf("changed"),
      model: shareOf("model"),
      file: shareOf("file"),
    },
  };
};
