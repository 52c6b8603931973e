import type { Page } from "playwright";
import { expect } from "vitest";
import { markersOf, voicesOf } from "../support/midi-reader";
import { answerTo, button, card, chooseFile, exported, openTune, region } from "./desk";
import { test } from "./page";

/** The chords of the sketch, as assistive technology reads them. */
const chords = (page: Page) => page.getByRole("listbox", { name: "Chords" }).getByRole("option");

/** Writes a chord in the first beat of each bar with the keyboard alone. */
async function writeChords(page: Page, ...symbols: readonly string[]): Promise<void> {
  await button(region(page, "Sketch"), "Show chords").click();
  await page.getByRole("application", { name: "Chord track" }).focus();
  for (const [i, symbol] of symbols.entries()) {
    if (i > 0) await page.keyboard.press("Tab");
    await page.keyboard.type(symbol);
  }
  await page.keyboard.press("Enter");
}

test("a chord is typed, Accompany finds the others around it, and all of it goes out and comes back", async ({
  chromium,
}) => {
  const { page } = chromium;
  // The page draws each ask's seed here.
  await page.addInitScript("Math.random = () => 0.25");
  await openTune(chromium);
  // So far from the key that the second bar cannot go on with it.
  await writeChords(page, "C#m7");
  expect(await chords(page).allInnerTexts()).toEqual(["C♯m7"]);

  expect(await answerTo(page, "Accompany")).toMatch(/^[123] takes? ready in/);
  await button(card(page, "Take 1: Chords"), "Keep").click();
  const kept = await chords(page).allInnerTexts();
  expect(kept[0]).toBe("C♯m7");
  expect(kept.length).toBeGreaterThan(1);
  const labels = await chords(page).evaluateAll((all) =>
    all.map((one) => one.getAttribute("aria-label") ?? ""),
  );
  expect(labels[0]).toBe("C sharp minor seventh, bar 1 beat 1, yours");
  expect(labels.slice(1).every((label) => label.endsWith("the machine’s"))).toBe(true);

  const midi = await exported(page, "Export MIDI");
  const markers = markersOf(midi);
  expect(markers[0]).toEqual([0, "C#m7"]);
  expect(markers).toHaveLength(kept.length);
  expect(voicesOf(midi)).toHaveLength(3);
  const xml = (await exported(page, "Export MusicXML")).toString();
  expect(xml.match(/<harmony>/g)).toHaveLength(kept.length);
  expect(xml).toContain('<kind text="m7">minor-seventh</kind>');

  for (const [name, bytes] of [
    ["Again.antiphon.json", await exported(page, "Save Antiphon file")],
    ["Again.mid", midi],
    ["Again.musicxml", Buffer.from(xml)],
  ] as const) {
    await openTune(chromium, "Between");
    expect(await chords(page).count()).toBe(0);
    await chooseFile(page, name, bytes);
    await page.waitForFunction(() => document.title.startsWith("Two bars"));
    await chords(page).first().waitFor();
    expect(await chords(page).allInnerTexts(), name).toEqual(kept);
  }
});

test("a chord that is changed changes what plays it, in one step", async ({ chromium }) => {
  const { page } = chromium;
  await openTune(chromium);
  await writeChords(page, "C", "G7");
  await answerTo(page, "Accompany");
  await button(card(page, "Take 1: Chords"), "Keep").click();
  const bassOf = async () => voicesOf(await exported(page, "Export MIDI")).at(-1)!;
  const before = await bassOf();
  expect(before[0]![0] % 12).toBe(0);
  await page.getByRole("application", { name: "Chord track" }).focus();
  await page.keyboard.press("Home");
  await page.keyboard.type("Am");
  await page.keyboard.press("Enter");
  const after = await bassOf();
  expect(after[0]![0] % 12).toBe(9);
  const later = (notes: typeof before) => notes.filter(([, start]) => start >= 4);
  expect(later(after)).toEqual(later(before));
  await button(page, "Undo").click();
  expect(await bassOf()).toEqual(before);
});

test("how chords are played is chosen beside the ask, and the accompaniment goes in one step", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium);
  const ask = region(page, "Ask");
  await button(ask, "How chords are played").click();
  await page.getByRole("radio", { name: "Blocks" }).press("ArrowDown");
  await page.getByRole("radio", { name: "As it comes" }).press("ArrowDown");
  await page.keyboard.press("Escape");
  await answerTo(page, "Accompany");
  await ask.getByText("Accompany: chords, as arpeggios").waitFor();
  await button(card(page, "Take 1: Chords"), "Keep").click();
  const upper = voicesOf(await exported(page, "Export MIDI"))[1]!;
  expect(upper.every(([, , length]) => length === 0.5)).toBe(true);

  const symbols = await chords(page).allInnerTexts();
  await button(ask, "How chords are played").click();
  await button(page, "Remove accompaniment").click();
  expect(voicesOf(await exported(page, "Export MIDI"))).toHaveLength(1);
  expect(await chords(page).allInnerTexts()).toEqual(symbols);
  await button(page, "Undo").click();
  expect(voicesOf(await exported(page, "Export MIDI"))).toHaveLength(3);
});
