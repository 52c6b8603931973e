import { AUTHORS, wholeOf, type Amount, type Ledger, type Shares } from "../../domain/ledger";
import { changesOf, NONE } from "../../domain/ledger-changes";
import type { Project } from "../../domain/project";
import { together } from "../../domain/statement";
import type { Ticks } from "../../domain/units";
import { t } from "../messages/messages.svelte";
import { voiceName } from "../messages/names";
import { plain } from "../messages/numbers";
import {
  changesWords,
  modelWords,
  momentWords,
  percentsOf,
  percentWords,
  soundingWords,
} from "./ledger-words";

/** A table in words: the first of each row names it. */
export interface LedgerTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Rows that were left out. */
  readonly missing: number;
}

/**
 * The ledger's figures: by voice, and by where what is not the person's came from.
 * @param most rows of a table, at least 1; those beyond are left out, and not put into words
 */
export function ledgerTables(
  ledger: Ledger,
  project: Project,
  most = Infinity,
): readonly LedgerTable[] {
  const { tempo } = project.score;
  const voices: LedgerTable = {
    title: t("ledger.tables.byVoice"),
    head: [
      t("ledger.tables.voice"),
      t("ledger.tables.notes"),
      t("ledger.tables.sounding"),
      ...AUTHORS.map((author) => t(`ledger.authors.${author}`)),
    ],
    rows: [
      ...ledger.voices.map(({ voice, shares }) => row(voiceName(voice.name), shares)),
      row(t("ledger.tables.all"), ledger.shares),
      ...chordRow(ledger.chords),
    ],
    missing: 0,
  };
  return [voices, sources(ledger, project, most)];

  function row(name: string, shares: Shares): readonly string[] {
    const whole = wholeOf(shares);
    const percents = percentsOf((author) => shares[author].ticks);
    return [
      name,
      plain(whole.notes),
      soundingWords(whole.ticks, tempo),
      ...AUTHORS.map((author) =>
        shares[author].notes === 0
          ? "–"
          : t("ledger.tables.cell", {
              notes: plain(shares[author].notes),
              percent: percentWords(percents[author]),
            }),
      ),
    ];
  }
}

function chordRow(chords: Ledger["chords"]): readonly (readonly string[])[] {
  const count = AUTHORS.reduce((sum, author) => sum + chords[author], 0);
  if (count === 0) return [];
  return [
    [
      t("ledger.tables.chords"),
      plain(count),
      "–",
      ...AUTHORS.map((author) => (chords[author] === 0 ? "–" : plain(chords[author]))),
    ],
  ];
}

function sources(ledger: Ledger, project: Project, most: number): LedgerTable {
  const { tempo } = project.score;
  const changes = changesOf(project);
  const all = wholeOf(ledger.shares).ticks;
  const row = (name: string, whole: Amount, changed: string) => [
    name,
    plain(whole.notes),
    soundingWords(whole.ticks, tempo),
    percentWords(shareOf(whole.ticks, all)),
    changed,
  ];
  const models = ledger.models.flatMap(({ model, whole, changed, takes }) => [
    () =>
      row(
        t("ledger.tables.takes", { model: modelWords(model), count: takes.length }),
        whole,
        changesWords(
          changed.notes,
          takes.map(({ take }) => changes.get(take) ?? NONE).reduce(together, NONE),
        ),
      ),
    ...takes.flatMap(({ take, credit, whole: own, changed: touched }) => {
      if (!credit || takes.length === 1) return [];
      return () =>
        row(
          `– ${t(`asks.takeNouns.${credit.kind}`)}, ${momentWords(credit.createdMs)}`,
          own,
          changesWords(touched.notes, changes.get(take) ?? NONE),
        );
    }),
  ]);
  const files = ledger.files.map(
    ({ file, whole }) =>
      () =>
        row(file, whole, "–"),
  );
  const rows = [...models, ...files];
  return {
    title: t("ledger.tables.bySource"),
    head: [
      t("ledger.tables.source"),
      t("ledger.tables.notes"),
      t("ledger.tables.sounding"),
      t("ledger.tables.share"),
      t("ledger.tables.changed"),
    ],
    rows: rows.slice(0, most).map((rowOf) => rowOf()),
    missing: Math.max(0, rows.length - most),
  };
}

function shareOf(part: Ticks, whole: Ticks): number {
  return whole === 0 ? 0 : Math.round((100 * part) / whole);
}

/** Tables as text that spreadsheets take: tabs between cells, an empty line between tables. */
export function tablesText(tables: readonly LedgerTable[]): string {
  return tables
    .filter(({ rows }) => rows.length > 0)
    .map(({ title, head, rows }) =>
      [title, ...[head, ...rows].map((cells) => cells.join("\t"))].join("\n"),
    )
    .join("\n\n");
}
