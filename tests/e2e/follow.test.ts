import type { Page } from "playwright";
import { expect } from "vitest";
import { button, card, exportedVoices, noteCount, openTune, options, region } from "./desk";
import { test } from "./page";

/** What the notes that the machine wrote are, as assistive technology reads them. */
const harmony = (page: Page): Promise<string[]> =>
  options(page).evaluateAll((notes) =>
    notes
      .map((note) => note.getAttribute("aria-label") ?? "")
      .filter((words) => words.includes("the machine’s")),
  );

/** Waits until the machine's notes are others than `before`. */
async function harmonyAfter(page: Page, before: readonly string[]): Promise<string[]> {
  await expect
    .poll(() => harmony(page), { timeout: 60_000 })
    .toSatisfy((now: string[]) => now.length > 0 && now.join() !== before.join());
  return harmony(page);
}

test("with Follow on, harmony appears while a note is drawn, changes while it is dragged, and goes with one undo", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium);
  await button(page, "How harmony is written").click();
  await page.getByRole("switch", { name: /^Follow/ }).click();
  await page.keyboard.press("Escape");
  await region(page, "Ask").getByText("Follow is on").waitFor();
  const before = await exportedVoices(page);
  expect(before).toHaveLength(1);

  await button(page, "Pen").click();
  const first = await options(page).nth(0).boundingBox();
  const last = await options(page).nth(7).boundingBox();
  // Behind the last note, then from row to row.
  const x = last!.x + last!.width + 4;
  const y = last!.y + last!.height / 2;
  await page.mouse.move(x, y);
  await page.mouse.down();
  let written = await harmonyAfter(page, []);
  for (const rows of [-3, 2]) {
    await page.mouse.move(x + last!.width - 8, y + rows * first!.height, { steps: 3 });
    written = await harmonyAfter(page, written);
  }
  await page.mouse.up();

  await card(page, "Follow").waitFor();
  expect(await exportedVoices(page)).toHaveLength(4);
  expect(await noteCount(page)).toBeGreaterThan(8 + 8 + 8);

  await button(page, "Undo").click();
  expect(await exportedVoices(page)).toEqual(before);
  expect(await button(page, "Undo").isDisabled()).toBe(true);
  await button(page, "Redo").click();
  expect(await exportedVoices(page)).toHaveLength(4);
});
