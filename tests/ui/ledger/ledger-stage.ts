import { render } from "vitest-browser-svelte";
import { DEFAULT_SETTINGS } from "../../../src/domain/ask";
import type { Project } from "../../../src/domain/project";
import { failed } from "../../../src/domain/result";
import type { Note, Score, TakeId, VoiceId } from "../../../src/domain/score";
import type { Take } from "../../../src/domain/take";
import { exportFile } from "../../../src/formats/export";
import { Library } from "../../../src/session/library.svelte";
import { Statements } from "../../../src/session/statements.svelte";
import type { LedgerTab } from "../../../src/ui/page.svelte";
import { sha256 } from "../../support/hand-ins";
import { note, score, voice } from "../../support/score";
import { manualAutosave, MemoryStore } from "../../support/store";
import { createStage } from "../roll/stage";
import LedgerStage from "./LedgerStage.svelte";

const BAR = 1920;
const BEGUN_MS = new Date(2026, 10, 24, 9).getTime();
const MINUTE = 60_000;

/** A take's bass of a bar: half notes. */
const bassOf = (take: string, pitches: readonly number[]): readonly Note[] =>
  pitches.map((pitch, i) =>
    note({
      id: `${take}-${i}`,
      voice: "bass",
      pitch,
      start: i * 960,
      duration: 960,
      origin: { by: "model", take: take as TakeId, changed: false },
    }),
  );

const changed = (written: Note | undefined, change: Partial<Note>): Note => ({
  ...written!,
  ...change,
  origin: { by: "model", take: "kept" as TakeId, changed: true },
});

const made = bassOf("kept", [48, 43, 45, 41]);

/** Soprano: three quarters of bar 1 by hand, the fourth from a file. Bass: two bars of a take, a note moved and made shorter, one a step higher. */
const TUNE: readonly Note[] = [
  ...[0, 1, 2].map((i) => note({ id: `own-${i}`, pitch: 72 + i, start: i * 480 })),
  note({ id: "brought", pitch: 76, start: 1440, origin: { by: "file", file: "tune.mid" } }),
  made[0]!,
  made[1]!,
  changed(made[2], { start: BAR + 480, duration: 480 }),
  changed(made[3], { pitch: 42 }),
];

function scoreOf(notes: readonly Note[]): Score {
  return score(notes, {
    title: "Two voices",
    tempo: 60,
    bars: 2,
    voices: [
      voice("soprano", { name: "Soprano" }),
      voice("bass", { name: "Bass", pigment: "gold" }),
    ],
  });
}

function answer(
  id: string,
  ask: string,
  parent: string,
  minute: number,
  notes: readonly Note[],
): Take {
  return {
    id: id as TakeId,
    parent: parent as TakeId,
    name: "Take 1: Harmony",
    score: scoreOf([...TUNE.slice(0, 4), ...notes]),
    making: {
      kind: "harmonise",
      model: { name: "harmony", version: "1" },
      seed: 40 + minute,
      settings: DEFAULT_SETTINGS,
      voices: ["bass" as VoiceId],
      range: { start: 0, end: 2 * BAR },
      ask,
    },
    createdMs: BEGUN_MS + minute * MINUTE,
  };
}

/** Two voices in which everybody has a part, with one ask of three takes: kept, remixed, dropped. */
export const TWO_VOICES: Project = {
  id: "two-voices",
  score: scoreOf(TUNE),
  takes: [
    {
      id: "original" as TakeId,
      parent: undefined,
      name: "Original",
      score: scoreOf(TUNE.slice(0, 4)),
      making: undefined,
      createdMs: BEGUN_MS,
    },
    answer("kept", "first", "original", 1, made),
    answer("other", "first", "original", 2, bassOf("other", [48, 43, 41, 36])),
    answer("third", "first", "original", 3, bassOf("third", [36, 43, 41, 48])),
    answer("remix", "second", "other", 4, bassOf("remix", [48, 47, 45, 43])),
  ],
  base: undefined,
  settings: DEFAULT_SETTINGS,
  credits: [],
  journal: [
    { label: "Draw", spent: 0, at: 0, notes: [3, 0, 0, 1] },
    { label: "Keep Take 1: Harmony", spent: 1, at: 1, notes: [3, 0, 4, 1] },
    { label: "Undo", spent: 2, at: 2, notes: [3, 0, 0, 1] },
    { label: "Transpose", spent: 3, at: 24 * 60, notes: [3, 2, 2, 1] },
  ].map(({ label, spent, at, notes: [you = 0, touched = 0, model = 0, file = 0] }) => ({
    atMs: BEGUN_MS + at * MINUTE,
    spentMs: spent * MINUTE,
    label,
    notes: { you, changed: touched, model, file },
  })),
  createdMs: BEGUN_MS,
  changedMs: BEGUN_MS,
};

/** Takes of one bass note each, all kept and each of an ask of its own: a history that comes in parts. */
export function longHistory(asks: number): Project {
  const takes = Array.from({ length: asks }, (_, i) => {
    const take = answer(`take-${i}`, `ask-${i}`, "original", i, []);
    const [only] = bassOf(take.id, [40]);
    const placed = { ...only!, start: i * 120, duration: 120 };
    return { ...take, score: scoreOf([placed]) };
  });
  return {
    ...TWO_VOICES,
    id: "long-history",
    score: scoreOf(takes.flatMap((take) => take.score.notes)),
    takes: [TWO_VOICES.takes[0]!, ...takes],
  };
}

/** Opens `project` on a page that is nothing but its ledger. */
export async function openLedger(project: Project = TWO_VOICES, tab: LedgerTab = "ledger") {
  const stage = createStage(project.score);
  const { sketch, responses } = stage.session;
  const store = new MemoryStore();
  await store.save(project);
  const nowMs = () => BEGUN_MS;
  const autosave = manualAutosave(store);
  const library = new Library(sketch, responses, {
    store,
    autosave,
    openFile: () => Promise.resolve(failed({ kind: "empty" })),
    exportAs: exportFile,
    firstScore: () => scoreOf([]),
    newProjectId: () => "another",
    nowMs,
  });
  await library.start();
  const statements = new Statements(library, {
    digest: sha256,
    files: () => import("../../../src/formats/statement-file"),
    nowMs,
  });
  const session = { ...stage.session, library, statements };
  const screen = await render(LedgerStage, { session, tab });
  return { screen, session, sketch, library, store, autosave };
}
