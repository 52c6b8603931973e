import { readFileSync } from "node:fs";
import { Midi } from "@tonejs/midi";
import type { Locator, Page } from "playwright";
import { expect, inject } from "vitest";
import type { SketchEntry, SketchRecord } from "../../src/storage/database";
import type { Chromium } from "../support/engines/chromium";
import { waitFor } from "../support/engines/engine";
import { voicesOf } from "../support/midi-reader";

/** Regions of the page. */
export const region = (page: Page, name: "Transport" | "Sketch" | "Ask" | "Takes"): Locator =>
  page.getByRole("region", { name, exact: true });

/** A button of this whole name. */
export const button = (within: Page | Locator, name: string): Locator =>
  within.getByRole("button", { name, exact: true });

/** The card of a take, or of the original. */
export const card = (page: Page, name: string): Locator =>
  region(page, "Takes").getByRole("listitem", { name, exact: true });

/** Names of all cards, the original's first. */
export const cardNames = (page: Page): Promise<(string | null)[]> =>
  region(page, "Takes")
    .getByRole("listitem")
    .evaluateAll((items) => items.map((item) => item.getAttribute("aria-label")));

/** What the page says of the last ask. */
export const status = (page: Page): Locator => region(page, "Takes").getByRole("status");

/** The notes of the sketch that are in sight, as assistive technology reads them. */
export const options = (page: Page): Locator =>
  page.getByRole("listbox", { name: "Notes" }).getByRole("option");

/** How many notes the sketch has, in sight or not. */
export async function noteCount(page: Page): Promise<number> {
  const first = options(page).first();
  return (await first.count()) === 0 ? 0 : Number(await first.getAttribute("aria-setsize"));
}

/** Quarter notes of these pitches in 4/4 at a quick tempo, as the bytes of a MIDI file. */
export function tune(title: string, pitches: readonly number[]): Buffer {
  const midi = new Midi();
  midi.header.setTempo(180);
  midi.header.timeSignatures.push({ ticks: 0, timeSignature: [4, 4] });
  midi.header.keySignatures.push({ ticks: 0, key: "C", scale: "major" });
  midi.header.name = title;
  const track = midi.addTrack();
  track.name = "Melody";
  pitches.forEach((pitch, i) => {
    track.addNote({ midi: pitch, ticks: i * 480, durationTicks: 480, velocity: 0.7 });
  });
  return Buffer.from(midi.toArray());
}

/** A melody of two bars: the models answer it quickly. */
export const TWO_BARS = [67, 69, 71, 72, 74, 72, 71, 67] as const;

/** Opens the page with a tune of its own as the sketch. */
export async function openTune(
  { page }: Chromium,
  title = "Two bars",
  pitches: readonly number[] = TWO_BARS,
): Promise<void> {
  await page.goto(inject("pageUrl"));
  await chooseFile(page, `${title}.mid`, tune(title, pitches));
  await page.waitForFunction((expected) => document.title.startsWith(expected), title);
}

/** Opens a file as if it were on this machine. */
export async function chooseFile(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page
    .getByLabel("Open file", { exact: true })
    .setInputFiles({ name, mimeType: "application/octet-stream", buffer });
}

/** Sets how many takes an ask should bring, with the arrow keys. */
export async function wantTakes(page: Page, wanted: number): Promise<void> {
  await setStepper(page, "Takes wanted", wanted);
}

/** Sets how far *Continue* goes on. */
export async function wantBars(page: Page, wanted: number): Promise<void> {
  await setStepper(page, "Bars to continue", wanted);
}

async function setStepper(page: Page, name: string, wanted: number): Promise<void> {
  const stepper = page.getByRole("spinbutton", { name, exact: true });
  const now = Number(await stepper.getAttribute("aria-valuenow"));
  const key = wanted > now ? "ArrowUp" : "ArrowDown";
  for (let i = Math.abs(wanted - now); i > 0; i -= 1) await stepper.press(key);
  expect(await stepper.getAttribute("aria-valuenow")).toBe(String(wanted));
}

/** Presses an ask and waits for its answer; what the page says of it. */
export async function answerTo(page: Page, ask: string): Promise<string> {
  // The press itself shows Cancel, which stays for as long as the ask goes on.
  await button(region(page, "Ask"), ask).click();
  await button(page, "Cancel").waitFor({ state: "detached", timeout: 100_000 });
  return status(page).innerText();
}

/** What the person gets from a button that exports. */
export async function exported(page: Page, name: string): Promise<Buffer> {
  const download = page.waitForEvent("download");
  await button(page, name).click();
  return readFileSync(await (await download).path());
}

/** The sketch's voices that have notes, as the exported MIDI file has them. */
export async function exportedVoices(page: Page): Promise<ReturnType<typeof voicesOf>> {
  return voicesOf(await exported(page, "Export MIDI"));
}

/** Waits until the transport's place is at or after `bar`. */
export async function playedTo(page: Page, bar: number): Promise<void> {
  await waitFor(
    `bar ${bar}`,
    () => position(page),
    ({ bar: now }) => now >= bar,
  );
}

/** Bar and beat that the transport shows. */
export async function position(page: Page): Promise<{ bar: number; beat: number }> {
  const shown = await page
    .getByTitle("Bar and beat")
    .locator("[aria-hidden], .figures")
    .innerText();
  const [bar = 0, beat = 0] = shown.split(".").map(Number);
  return { bar, beat };
}

/** Sets something of how one plays and records, in the panel beside the keys. */
export async function setPlaying(
  page: Page,
  set: (panel: Locator) => Promise<unknown>,
): Promise<void> {
  const open = button(page, "How you play and record");
  await open.click();
  const panel = page.getByRole("dialog", { name: "How you play and record" });
  await set(panel);
  await button(panel, "Close").click();
}

/** What the list has of each sketch, as another tab finds it in the store: it is written together with the sketch and its takes. */
export const storedEntries = (page: Page): Promise<readonly SketchEntry[]> =>
  allStored(page, "entries");

/** Titles and note counts of the sketches in the store. */
export async function stored(page: Page): Promise<(readonly [title: string, notes: number])[]> {
  const records = await allStored<SketchRecord>(page, "sketches");
  return records.map(({ sketch: { score } }) => [score.title, score.notes.length]);
}

const allStored = <Stored>(page: Page, name: string): Promise<Stored[]> =>
  page.evaluate(
    (store) =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open("antiphon");
        opening.onerror = () => reject(opening.error!);
        opening.onsuccess = () => {
          const all = opening.result.transaction(store).objectStore(store).getAll();
          all.onsuccess = () => {
            opening.result.close();
            resolve(all.result as Stored[]);
          };
        };
      }),
    name,
  );
