import { expect, test } from "vitest";
import { changeNote } from "../../src/domain/note";
import { DEFAULT_SETTINGS } from "../../src/domain/ask";
import { copiesOf } from "../../src/domain/commands";
import { creditsOf, takesNamed } from "../../src/domain/credit";
import { journalled, MOST_ENTRIES, spentOn, type Journal } from "../../src/domain/journal";
import { ledgerOf, wholeOf } from "../../src/domain/ledger";
import type { NoteId, TakeId, VoiceId } from "../../src/domain/score";
import type { Take } from "../../src/domain/take";
import { creditFor } from "../support/credit";
import { melody, note, score, voice } from "../support/score";

const HARMONY = "harmony" as TakeId;
const by = (take: TakeId, changed = false) => ({ by: "model", take, changed }) as const;

const credit = creditFor(HARMONY);

const sketch = score(
  [
    note({ start: 0, duration: 480 }),
    note({ start: 480, pitch: 62, origin: { by: "file", file: "tune.mid" } }),
    note({ voice: "bass", pitch: 48, start: 0, duration: 960, origin: by(HARMONY) }),
    note({ voice: "bass", pitch: 43, start: 1680, duration: 480, origin: by(HARMONY, true) }),
  ],
  { voices: [voice("soprano"), voice("bass")] },
);

const original: Take = {
  id: "original" as TakeId,
  parent: undefined,
  name: "Original",
  score: score(melody([60])),
  making: undefined,
  createdMs: 1,
};
const answer = (id: string, parent: string, createdMs: number): Take => ({
  id: id as TakeId,
  parent: parent as TakeId,
  name: `Take ${createdMs}: Harmony`,
  score: sketch,
  making: {
    kind: "harmonise",
    model: { name: "harmony", version: "1" },
    seed: 7,
    settings: DEFAULT_SETTINGS,
    voices: ["bass" as VoiceId],
    range: { start: 0, end: 7680 },
    ask: "ask",
  },
  createdMs,
});

test("the ledger counts by notes and by sounding time, and says what a person changed", () => {
  const { shares } = ledgerOf({ score: sketch, takes: [], credits: [credit] });
  expect(shares).toEqual({
    you: { notes: 1, ticks: 480 },
    file: { notes: 1, ticks: 480 },
    model: { notes: 1, ticks: 960 },
    changed: { notes: 1, ticks: 480 },
  });
  expect(wholeOf(shares)).toEqual({ notes: 4, ticks: 2400 });
});

test("a note over a barline counts in both bars with the time that it sounds in each", () => {
  const { voices } = ledgerOf({ score: sketch, takes: [], credits: [] });
  const bass = voices[1]!.bars;
  expect(bass).toHaveLength(sketch.bars);
  expect(bass[0]).toEqual({ you: 0, file: 0, model: 960, changed: 240 });
  expect(bass[1]).toEqual({ you: 0, file: 0, model: 0, changed: 240 });
});

test("a model is named with its takes, were they made in another sketch", () => {
  const { models } = ledgerOf({ score: sketch, takes: [], credits: [credit] });
  expect(models).toEqual([
    {
      model: { name: "harmony", version: "1" },
      whole: { notes: 2, ticks: 1440 },
      changed: { notes: 1, ticks: 480 },
      takes: [
        {
          take: HARMONY,
          credit,
          whole: { notes: 2, ticks: 1440 },
          changed: { notes: 1, ticks: 480 },
        },
      ],
    },
  ]);
});

test("notes of a take that nobody knows any more stay a model's, which has no name", () => {
  const { models, shares } = ledgerOf({ score: sketch, takes: [], credits: [] });
  expect(models[0]!.model).toBeUndefined();
  expect(models[0]!.whole.notes).toBe(2);
  expect(shares.you.notes).toBe(1);
});

test("each take is kept, remixed, both or dropped", () => {
  const takes = [
    original,
    answer("harmony", "original", 2),
    answer("other", "original", 3),
    answer("remix", "other", 4),
  ];
  const fates = ledgerOf({ score: sketch, takes, credits: [] }).takes;
  expect(fates.map(({ take, isKept, isRemixed }) => [take.id, isKept, isRemixed])).toEqual([
    ["harmony", true, false],
    ["other", false, true],
    ["remix", false, false],
  ]);
});

test("lineage stays with a note that is moved, transposed, made longer, or copied", () => {
  const [written] = sketch.notes.filter(({ origin }) => origin.by === "model");
  for (const change of [{ start: 120 }, { pitch: 50 }, { duration: 240 }, { velocity: 1 }])
    expect(changeNote(written!, change).origin).toEqual(by(HARMONY, true));
  const copies = copiesOf([written!], 1920, () => "copy" as NoteId);
  expect(copies[0]!.origin).toEqual(by(HARMONY));
  expect(takesNamed(score(copies))).toEqual(new Set([HARMONY]));
});

test("a sketch's own takes say more than what was brought with the same name", () => {
  const own = answer("harmony", "original", 99);
  expect(creditsOf({ takes: [own], credits: [credit] }).get(HARMONY)?.createdMs).toBe(99);
});

const empty = score();
const two = score(melody([60, 62]));

test("the journal says what the sketch became, step by step, and how long somebody was at it", () => {
  let journal: Journal = [];
  journal = journalled(journal, "Draw", two, 1000);
  journal = journalled(journal, "Keep Take 1: Harmony", sketch, 31_000);
  journal = journalled(journal, "Undo", two, 10_000_000);
  expect(journal.map(({ label, notes }) => [label, notes])).toEqual([
    ["Draw", { you: 2, file: 0, model: 0, changed: 0 }],
    ["Keep Take 1: Harmony", { you: 1, file: 1, model: 1, changed: 1 }],
    ["Undo", { you: 2, file: 0, model: 0, changed: 0 }],
  ]);
  // The hours before the last step were a pause.
  expect(spentOn(journal)).toBe(30_000);
});

test("a melody that is drawn is one entry a minute", () => {
  let journal: Journal = journalled([], "Key", empty, 0);
  for (let second = 1; second <= 180; second++)
    journal = journalled(journal, "Draw", two, second * 1000);
  expect(journal.map(({ atMs }) => atMs / 1000)).toEqual([0, 60, 120, 180]);
  expect(spentOn(journal)).toBe(180_000);
});

test("a long journal is thinned, and keeps how it began and all of the time spent", () => {
  let journal: Journal = [];
  for (let i = 0; i < 3 * MOST_ENTRIES; i++)
    journal = journalled(journal, `Step ${i}`, empty, i * 1000);
  expect(journal.length).toBeLessThanOrEqual(MOST_ENTRIES);
  expect(journal[0]!.label).toBe("Step 0");
  expect(journal.at(-1)!.label).toBe(`Step ${3 * MOST_ENTRIES - 1}`);
  expect(spentOn(journal)).toBe((3 * MOST_ENTRIES - 1) * 1000);
});

test("a clock that was put back takes no time away", () => {
  let journal = journalled([], "Draw", two, 5000);
  journal = journalled(journal, "Key", two, 1000);
  expect(journal.map(({ atMs }) => atMs)).toEqual([5000, 5000]);
  expect(spentOn(journal)).toBe(0);
});

test("a note that a model played stays whose it is, through copies and changes, and its timing is the model's", () => {
  const played = note({ start: 12, timing: HARMONY });
  const moved = changeNote(played, { pitch: 62, start: 492 });
  const copies = copiesOf([moved], 480, () => "copy" as NoteId);
  const notes = [moved, ...copies];
  const { shares, timings } = ledgerOf({ score: score(notes), takes: [], credits: [credit] });
  expect(shares.you.notes).toBe(2);
  expect(timings).toEqual([{ take: HARMONY, credit, whole: { notes: 2, ticks: 960 } }]);
  expect(takesNamed(score(notes))).toEqual(new Set([HARMONY]));
});
