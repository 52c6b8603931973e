import { AUTHORS, wholeOf, type Author } from "../../domain/ledger";
import type { Statement } from "../../domain/statement";
import { meterName } from "../../domain/meter";
import { t } from "../messages/messages.svelte";
import { titleName, voiceName } from "../messages/names";
import { keyWords } from "../messages/note-names";
import { plain } from "../messages/numbers";
import {
  askedWords,
  changeList,
  modelWords,
  momentWords,
  percentsOf,
  percentWords,
  spentWords,
  sumOf,
} from "./ledger-words";

/** A part of a statement: what stands under one heading. */
export interface StatementPart {
  readonly title: string;
  readonly lines: readonly string[];
}

/** A statement in words: a heading, facts by name, and parts. */
export interface StatementText {
  readonly heading: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly parts: readonly StatementPart[];
}

export function statementText(statement: Statement): StatementText {
  const { tool, writtenMs, begunMs, lastStepMs, exercise, spentMs, own } = statement;
  return {
    heading: t("ledger.statement.heading", { title: titleName(statement.title) }),
    facts: [
      [t("ledger.statement.tool"), t("ledger.statement.toolIs", { version: tool.version })],
      [t("ledger.statement.written"), momentWords(writtenMs)],
      [t("ledger.statement.begun"), momentWords(begunMs)],
      ...(lastStepMs === undefined
        ? []
        : [[t("ledger.statement.lastStep"), momentWords(lastStepMs)] as const]),
      ...(exercise === undefined ? [] : [[t("ledger.statement.exercise"), exercise] as const]),
      [
        t("ledger.statement.spent"),
        lastStepMs === undefined
          ? t("ledger.statement.spentUnknown")
          : t("ledger.statement.spentIs", { time: spentWords(spentMs) }),
      ],
    ],
    parts: [
      { title: t("ledger.statement.whose"), lines: whoseLines(statement) },
      { title: t("ledger.statement.models"), lines: modelLines(statement) },
      { title: t("ledger.statement.asked"), lines: askLines(statement) },
      ...(statement.files.length === 0
        ? []
        : [
            {
              title: t("ledger.statement.files"),
              lines: statement.files.map(({ file, whole }) =>
                t("ledger.statement.fileNotes", { file, count: whole.notes }),
              ),
            },
          ]),
      ...(own === "" ? [] : [{ title: t("ledger.statement.ownHeading"), lines: own.split("\n") }]),
      { title: t("ledger.statement.music"), lines: musicLines(statement) },
      { title: t("ledger.statement.limits"), lines: [t("ledger.statement.limitsAre")] },
    ],
  };
}

function whoseLines({ shares, voices, chords }: Statement): readonly string[] {
  const all = wholeOf(shares).notes;
  const sum = sumOf(shares, all);
  const symbols = AUTHORS.reduce((count, author) => count + chords[author], 0);
  const authors = (amount: (author: Author) => string) => ({
    you: amount("you"),
    model: amount("model"),
    changed: amount("changed"),
    file: amount("file"),
  });
  return [
    ...(all === 0
      ? [t("ledger.statement.noNotes")]
      : [
          t("ledger.statement.you", sum.you),
          t("ledger.statement.machine", sum.machine),
          ...(sum.file.own > 0 ? [t("ledger.statement.file", sum.file)] : []),
        ]),
    ...voices
      .filter((voice) => wholeOf(voice.shares).notes > 0)
      .map((voice) => {
        const percents = percentsOf((author) => voice.shares[author].ticks);
        return t("ledger.statement.voice", {
          voice: voiceName(voice.name),
          ...authors((author) => percentWords(percents[author])),
        });
      }),
    ...(symbols === 0
      ? []
      : [t("ledger.statement.chords", { ...authors((author) => plain(chords[author])) })]),
  ];
}

function modelLines({ models, timings }: Statement): readonly string[] {
  const played = timings.map(({ model, notes }) =>
    t("ledger.played", { count: notes, model: modelWords(model) }),
  );
  if (models.length === 0) return [t("ledger.statement.noModels"), ...played];
  const written = models.map(({ model, whole, changed, changes }) => {
    const words = t("ledger.statement.model", {
      model: modelWords(model),
      count: whole.notes,
      changed: changed.notes,
    });
    const what = changeList(changes);
    return what === "" ? words : t("ledger.statement.changedIn", { model: words, changes: what });
  });
  return [...written, ...played];
}

/** Asks of which something is in the music, one by one; how many more there were. The JSON has all. */
function askLines({ asks, elsewhere, isUnaided }: Statement): readonly string[] {
  const kept = asks.filter(({ takes }) => takes.some(({ isKept }) => isKept));
  const others = asks.length - kept.length;
  return [
    ...(isUnaided ? [t("ledger.statement.forbidden")] : []),
    ...(asks.length + elsewhere.length === 0 ? [t("ledger.statement.noAsks")] : []),
    ...kept.map((ask) =>
      t("ledger.statement.ask", {
        when: momentWords(ask.atMs),
        what: `${modelWords(ask.model)} · ${askedWords(ask)}`,
        count: ask.takes.length,
        kept: ask.takes.filter(({ isKept }) => isKept).length,
        seeds: ask.takes.map(({ seed }) => seed).join(", "),
      }),
    ),
    ...elsewhere.map((credit) =>
      t("ledger.statement.askElsewhere", {
        when: momentWords(credit.createdMs),
        what: `${modelWords(credit.model)} · ${askedWords(credit)}`,
        seed: credit.seed,
      }),
    ),
    ...(others === 0 ? [] : [t("ledger.statement.unkept", { count: others })]),
  ];
}

function musicLines({ music }: Statement): readonly string[] {
  return [
    t("ledger.statement.musicIs", {
      key: keyWords(music.key),
      meter: meterName(music.meter),
      tempo: plain(music.tempo),
      count: music.bars,
    }),
    t("ledger.statement.digest", { digest: music.sha256 }),
  ];
}

/** A statement as plain text. */
export function plainStatement({ heading, facts, parts }: StatementText): string {
  const blocks = [
    heading,
    facts.map(([name, value]) => `${name}: ${value}`).join("\n"),
    ...parts.map(({ title, lines }) =>
      [title.toLocaleUpperCase(), ...lines.map((line) => `  ${line}`)].join("\n"),
    ),
  ];
  return `${blocks.join("\n\n")}\n`;
}
