import { Midi } from "@tonejs/midi";
import type { Locator, Page } from "playwright";
import { expect } from "vitest";
import {
  answerTo,
  button,
  card,
  cardNames,
  exported,
  noteCount,
  openTune,
  region,
  status,
  stored,
  storedEntries,
  wantTakes,
} from "./desk";
import { test } from "./page";

const own = (page: Page): Locator => page.getByRole("dialog", { name: "On your own" });

/** Sets something of what one keeps to oneself. */
async function onYourOwn(page: Page, set: (dialog: Locator) => Promise<unknown>): Promise<void> {
  await button(page, "On your own").click();
  await own(page).waitFor();
  await set(own(page));
  if (await own(page).isVisible()) await button(own(page), "Close").click();
  await own(page).waitFor({ state: "hidden" });
}

const turn = (name: string) => (dialog: Locator) =>
  dialog.getByRole("switch", { name, exact: true }).click();

/** Writes a note of one's own into a voice of one's own. */
async function writeBass(page: Page): Promise<void> {
  await button(page, "Add a voice").click();
  await page.getByRole("application", { name: "Piano roll" }).focus();
  // Below the melody.
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Enter");
}

test("takes are covered until one's own version is written, which then stands beside them", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium);
  await wantTakes(page, 2);
  await onYourOwn(page, turn("Cover takes until you have written your own version"));
  expect(await answerTo(page, "Harmonise")).toMatch(/^2 takes ready in [\d.]+ s$/);
  const covered = page.getByRole("heading", { name: "Harmonise: 2 takes, covered" });
  await covered.waitFor();
  expect(await cardNames(page)).toEqual(["Original"]);
  await page.keyboard.press("1");
  await button(region(page, "Transport"), "Play").waitFor();
  expect(await card(page, "Original").getAttribute("aria-current")).toBe("true");

  // A reload shows nothing either, once the takes are stored.
  const takes = async () => (await storedEntries(page)).map((entry) => entry.takes);
  await expect.poll(takes, { timeout: 10_000 }).toEqual([2]);
  await page.reload();
  await covered.waitFor();
  await writeBass(page);
  await covered.waitFor({ state: "detached" });
  expect(await cardNames(page)).toEqual([
    "Original",
    "Take 1: Harmony",
    "Take 2: Harmony",
    "Yours",
  ]);
  await button(card(page, "Take 1: Harmony"), "Keep").click();
  await card(page, "Take 1: Harmony").getByText("in the sketch").waitFor();
});

test("covered takes are shown whenever somebody wants", async ({ chromium }) => {
  const { page } = chromium;
  await openTune(chromium);
  await wantTakes(page, 1);
  await onYourOwn(page, turn("Cover takes until you have written your own version"));
  await answerTo(page, "Vary");
  await button(page, "Show them now").click();
  expect(await cardNames(page)).toEqual(["Original", "Take 1: Variation"]);
});

test("a limit of asks a day says what is left, and where it is changed", async ({ chromium }) => {
  const { page } = chromium;
  await openTune(chromium);
  await wantTakes(page, 1);
  await onYourOwn(page, async (dialog) => {
    await turn("Limit the asks of a day")(dialog);
    const stepper = dialog.getByRole("spinbutton", { name: "Asks a day" });
    for (let i = 0; i < 4; i++) await stepper.press("ArrowDown");
    await dialog.getByText("1 ask left today").waitFor();
  });
  const ask = region(page, "Ask");
  await ask.getByText("1 ask left today").waitFor();
  await answerTo(page, "Vary");
  await ask.getByText("The one ask that you allow yourself a day is used.").waitFor();
  expect(await button(ask, "Harmonise").isDisabled()).toBe(true);
  await page.keyboard.press("h");
  expect(await status(page).innerText()).toMatch(/^1 take ready/);
  expect(await button(page, "Cancel").count()).toBe(0);
  await button(ask, "Change the limit").click();
  await own(page).getByRole("spinbutton", { name: "Asks a day" }).press("ArrowUp");
  await button(own(page), "Close").click();
  expect(await button(ask, "Harmonise").isEnabled()).toBe(true);
});

test("in a sketch without the machine no model is asked, until its person lets them, and the file says when", async ({
  chromium,
  home,
}) => {
  const { page } = chromium;
  await page.goto(home);
  await button(page, "Sketch without the machine").click();
  await page.getByText("This sketch is made without the machine.").waitFor();
  expect(await region(page, "Ask").count()).toBe(0);
  await page.getByRole("application", { name: "Piano roll" }).focus();
  await page.keyboard.press("Enter");
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press("h");
  expect(await button(page, "Cancel").count()).toBe(0);
  await page
    .getByRole("img", { name: /Days with such a sketch in the last five weeks: \d/ })
    .waitFor();

  // It is there again after a reload, as soon as it is stored.
  await expect
    .poll(async () => (await stored(page)).map(([, notes]) => notes), { timeout: 10_000 })
    .toEqual([1]);
  await page.reload();
  await page.getByText("This sketch is made without the machine.").waitFor();
  await page.getByRole("button", { name: /^Sketches/ }).click();
  const sketches = page.getByRole("dialog", { name: "Sketches" });
  await sketches.getByRole("listitem").first().getByText("Made without the machine").waitFor();
  await page.keyboard.press("Escape");

  await button(page, "Let models help").click();
  await button(page, "Leave it as it is").click();
  await button(page, "Let models help").click();
  await button(page, "Let them help").click();
  await button(region(page, "Ask"), "Harmonise").waitFor();
  const file = JSON.parse((await exported(page, "Save Antiphon file")).toString()) as {
    sketch: { unaided?: true; journal: { label: string }[] };
  };
  expect(file.sketch.unaided).toBeUndefined();
  expect(file.sketch.journal.map(({ label }) => label)).toEqual(["Draw", "Allow models"]);
});

test("such a sketch is offered at the first visit of a day, and once", async ({ chromium }) => {
  const { page } = chromium;
  await openTune(chromium);
  await onYourOwn(page, turn("Offer one at the first visit of each day"));
  await page.reload();
  const offer = page.getByText("Begin today with a sketch without the machine?");
  await offer.waitFor();
  await button(page, "Dismiss").click();
  await offer.waitFor({ state: "detached" });
  await page.reload();
  await button(region(page, "Transport"), "Play").waitFor();
  await page.getByRole("heading", { name: "Responses" }).waitFor();
  expect(await offer.count()).toBe(0);
});

/** How many notes the exported MIDI file has. */
async function exportedNotes(page: Page): Promise<number> {
  const { tracks } = new Midi(await exported(page, "Export MIDI"));
  return tracks.reduce((sum, { notes }) => sum + notes.length, 0);
}

test("the machine's part is silenced, removed and brought back in one step each", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium);
  await wantTakes(page, 1);
  await answerTo(page, "Harmonise");
  await button(card(page, "Take 1: Harmony"), "Keep").click();
  await card(page, "Take 1: Harmony").getByText("in the sketch").waitFor();
  const whole = await noteCount(page);
  expect(whole).toBeGreaterThan(8);

  const onlyMine = button(page, "Only mine");
  await onlyMine.click();
  expect(await onlyMine.getAttribute("aria-pressed")).toBe("true");
  expect(await noteCount(page)).toBe(whole);
  const left = page.getByText("Only your own notes were exported");
  expect(await exportedNotes(page)).toBe(8);
  await left.waitFor();
  expect(await button(page, "Export MIDI").getAttribute("title")).toContain("Only your own notes");
  await page.keyboard.press("y");
  expect(await onlyMine.getAttribute("aria-pressed")).toBe("false");
  await left.waitFor({ state: "detached" });
  expect(await exportedNotes(page)).toBe(whole);
  expect(await left.count()).toBe(0);

  await onYourOwn(page, async (dialog) => {
    await button(dialog, "Remove the machine’s part").click();
    await dialog.getByText("Removed. Undo brings it back.").waitFor();
    expect(await noteCount(page)).toBe(8);
    await button(dialog, "Bring it back").click();
    expect(await noteCount(page)).toBe(whole);
    await button(dialog, "Remove the machine’s part").click();
  });
  await button(region(page, "Transport"), "Undo").click();
  expect(await noteCount(page)).toBe(whole);
  await button(page, "Redo").hover();
  expect(await button(page, "Redo").getAttribute("title")).toBe("Redo Remove the machine’s part");
});
