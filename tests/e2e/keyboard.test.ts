import type { Page } from "playwright";
import { expect, inject } from "vitest";
import {
  button,
  card,
  exportedVoices,
  noteCount,
  openTune,
  playedTo,
  region,
  wantTakes,
} from "./desk";
import { test } from "./page";

/** The accessible name of what has the focus, as far as the page says it. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    const label = element?.getAttribute("aria-label");
    if (label) return label;
    const labels = element instanceof HTMLInputElement ? element.labels : null;
    const clone = (labels?.[0] ?? element)?.cloneNode(true) as Element | undefined;
    for (const hidden of clone?.querySelectorAll("[aria-hidden=true]") ?? []) hidden.remove();
    return clone?.textContent.trim().replace(/\s+/g, " ") ?? "";
  });

test("Tab alone reaches all that can be pressed, and the piano roll", async ({ chromium }) => {
  const { page } = chromium;
  await openTune(chromium);
  const reached: string[] = [];
  for (let i = 0; i < 150; i += 1) {
    await page.keyboard.press("Tab");
    reached.push(await focused(page));
  }
  expect(reached).toEqual(
    expect.arrayContaining([
      ...["Play", "Open file", "Export MIDI", "Export MusicXML", "Save Antiphon file"],
      ...["Harmonise", "Vary", "Continue", "Rewrite", "Blend"],
      ...["Piano roll", "Pen", "Snap", "Key", "Meter", "Takes wanted", "Loop", "Metronome"],
    ]),
  );
});

test("by keys alone a melody is harmonised, a take listened to and kept, and taken back", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium);
  await wantTakes(page, 2);
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press("h");
  await card(page, "Take 2: Harmony").waitFor({ timeout: 60_000 });
  await button(page, "Cancel").waitFor({ state: "detached", timeout: 60_000 });

  await page.keyboard.press("2");
  await button(region(page, "Transport"), "Stop").waitFor();
  await playedTo(page, 1);
  await page.keyboard.press("Space");
  await button(region(page, "Transport"), "Play").waitFor();
  expect(await card(page, "Take 2: Harmony").getAttribute("aria-current")).toBe("true");

  await page.keyboard.press("Enter");
  expect(await exportedVoices(page)).toHaveLength(4);
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press("Control+z");
  expect(await exportedVoices(page)).toHaveLength(1);
});

test("by keys alone notes are drawn, moved, lengthened, copied and deleted", async ({
  chromium,
}) => {
  const { page } = chromium;
  await page.goto(inject("pageUrl"));
  await page.getByRole("button", { name: /^Sketches:/ }).click();
  await button(page, "New sketch").click();
  if (await page.getByRole("dialog", { name: "Sketches" }).isVisible())
    await page.keyboard.press("Escape");
  await page.getByRole("application", { name: "Piano roll" }).focus();

  for (const key of ["Enter", "ArrowUp", "ArrowUp", "Enter"]) await page.keyboard.press(key);
  expect(await noteCount(page)).toBe(2);
  const [before] = await exportedVoices(page);
  expect(before!.map(([, start]) => start)).toEqual([0, 1]);

  await page.getByRole("application", { name: "Piano roll" }).focus();
  for (const key of ["Alt+ArrowLeft", "ArrowDown", "Shift+ArrowRight", "Control+d"])
    await page.keyboard.press(key);
  const [after] = await exportedVoices(page);
  const [, second] = before!;
  expect(after).toHaveLength(3);
  expect(after![1]).toEqual([second![0] - 1, 1, second![2] + 0.25]);

  await page.getByRole("application", { name: "Piano roll" }).focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  expect(await noteCount(page)).toBe(0);
  await page.keyboard.press("Control+z");
  expect(await noteCount(page)).toBe(3);
});

test("the question mark lists the keys, and Escape puts the list away", async ({ chromium }) => {
  const { page } = chromium;
  await page.goto(inject("pageUrl"));
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys" });
  await keys.waitFor();
  expect(await keys.getByText("Harmonise").count()).toBeGreaterThan(0);
  await page.keyboard.press("Escape");
  await keys.waitFor({ state: "hidden" });
});
