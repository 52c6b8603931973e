import { expect, onTestFinished, test } from "vitest";
import type { Learned, Leaning } from "../../../src/domain/model-card";
import { ownCountsOf } from "../../../src/domain/own-counts";
import {
  intervalColumns,
  keyColumns,
  metreRows,
  periodColumns,
  placeName,
  rowsOf,
} from "../../../src/ui/cards/card-rows";
import { leaningSentences, shareWords, timeWords } from "../../../src/ui/cards/card-words";
import { setLanguage } from "../../../src/ui/messages/messages.svelte";
import { melody, score } from "../../support/score";

const scale = melody([60, 62, 64, 65, 67, 69, 71, 72]);
const own = ownCountsOf([
  score(scale, { key: { fifths: -3, mode: "minor" }, meter: { beats: 5, unit: 4 } }),
]);

const counts = (...labels: readonly string[]) => labels.map((label) => ({ label, count: 1 }));

async function german(): Promise<void> {
  await setLanguage("de");
  onTestFinished(() => setLanguage("en"));
}

test("shares are of all that is counted, and what never comes is left out", () => {
  const rows = rowsOf([
    { label: "Hymns", count: 3 },
    { label: "Reels", count: 0 },
    { label: "others", count: 1 },
  ]);
  expect(rows).toEqual([
    { label: "Hymns", count: 3, share: 0.75 },
    { label: "others", count: 1, share: 0.25 },
  ]);
});

test("a metre of one's own that the model never met stands beside those that it knows", () => {
  expect(metreRows(counts("4/4"), own)).toEqual([
    { label: "4/4", count: 1, share: 1, own: 0 },
    { label: "5/4", count: 0, share: 0, own: 1 },
  ]);
  // Who has written nothing yet has nothing beside.
  expect(metreRows(counts("4/4"), ownCountsOf([]))[0]).not.toHaveProperty("own");
});

test("keys stand round the circle of fifths, one's own beside each", () => {
  const all = Array.from({ length: 24 }, (_, place) => ({
    label: "",
    count: place === 0 ? 3 : place === 12 ? 1 : 0,
  }));
  const major = keyColumns(all, own, "major");
  expect(major.marks).toEqual(["D♭", "A♭", "E♭", "B♭", "F", "C", "G", "D", "A", "E", "B", "F♯"]);
  expect(major.columns[5]).toMatchObject({ label: "C major", share: 0.75, own: 0 });
  const minor = keyColumns(all, own, "minor");
  expect(minor.columns[minor.marks.indexOf("C")]).toMatchObject({ share: 0.25, own: 1 });
});

test("intervals are named, what is wider than an octave too", () => {
  const labels = [...Array.from({ length: 25 }, (_, i) => `${i - 12}`), "wider"];
  const { columns, marks } = intervalColumns(counts(...labels), own);
  expect(columns[14]).toMatchObject({ label: "2 semitones up", own: 5 / 7 });
  expect(columns[12]!.label).toBe("the same note again");
  expect(columns[11]!.label).toBe("1 semitone down");
  expect(columns[25]!.label).toBe("wider than an octave");
  expect([marks[0], marks[12], marks[24], marks[25]]).toEqual(["−12", "0", "+12", "…"]);
});

test("half centuries are marked by their first year", () => {
  const { marks, columns } = periodColumns(counts("before 1500", "1500–1549", "unknown"));
  expect(marks).toEqual(["<1500", "1500", "?"]);
  expect(columns.map(({ label }) => label)).toEqual(["before 1500", "1500–1549", "not known"]);
});

test("countries are named in the language of the page, and an unknown one as the card has it", async () => {
  expect(placeName("Germany")).toBe("Germany");
  await german();
  expect(placeName("Germany")).toBe("Deutschland");
  expect(placeName("Scotland")).toBe("Schottland");
  expect(placeName("Ruritania")).toBe("Ruritania");
});

test("a share is never rounded to nothing or to everything", () => {
  expect(shareWords(0)).toBe("0 %");
  expect(shareWords(0.004)).toBe("< 1 %");
  expect(shareWords(0.41)).toBe("41 %");
  expect(shareWords(0.999)).toBe("> 99 %");
  expect(shareWords(1)).toBe("100 %");
});

test("which way the data lean is said from the counts alone", () => {
  const learned = { metres: counts("6/8", "4/4") } as unknown as Learned;
  const leaning: Leaning = {
    european: 0.76,
    american: 0.23,
    other: 0,
    unknown: 0.01,
    major: 0.79,
    fourFour: 0.29,
    before1900: 0.63,
    byWomen: 0.21,
  };
  expect(leaningSentences(leaning, learned)).toEqual([
    "From Europe: 76 %; from the Americas: 23 %.",
    "Of music from Africa, Asia and Oceania it has met none.",
    "Of unknown origin: 1 %.",
    "In major: 79 %.",
    "In 4/4: 29 %; the commonest metre is 6/8.",
    "From before 1900, of what can be dated: 63 %.",
    "By women, of what has a composer’s name: 21 %.",
  ]);
  const unsaid = Object.fromEntries(Object.keys(leaning).map((key) => [key, undefined]));
  expect(leaningSentences({ ...unsaid, unknown: 1 } as Leaning, learned)).toEqual([
    "The collection does not say where its players are from.",
  ]);
});

test("training takes minutes or hours", () => {
  expect(timeWords(1725)).toBe("29 minutes");
  expect(timeWords(24689)).toBe("6.9 hours");
});
