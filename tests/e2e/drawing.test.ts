import type { BrowserContextOptions, Locator, Page } from "playwright";
import { expect, inject } from "vitest";
import { answerTo, button, cardNames, exportedVoices, noteCount, options, openTune } from "./desk";
import { test } from "./page";

const roll = (page: Page): Locator => page.getByRole("application", { name: "Piano roll" });

/** Where the middle of a note is on the screen. */
async function middle(page: Page, index: number): Promise<{ x: number; y: number }> {
  const box = await options(page).nth(index).boundingBox();
  return { x: box!.x + box!.width / 2, y: box!.y + box!.height / 2 };
}

async function drag(page: Page, from: { x: number; y: number }, dx: number, dy: number) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + dx / 2, from.y + dy / 2);
  await page.mouse.move(from.x + dx, from.y + dy, { steps: 4 });
  await page.mouse.up();
}

test("the pen draws a note where the mouse is pressed, and as long as it is drawn", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium);
  await button(page, "Pen").click();
  const first = await options(page).nth(0).boundingBox();
  const second = await options(page).nth(1).boundingBox();
  const [quarter, row] = [second!.x - first!.x, first!.height];
  const at = { x: first!.x + 4, y: first!.y + row * 5.5 };
  await drag(page, at, quarter * 2 - 8, 0);
  expect(await noteCount(page)).toBe(9);
  const [melody] = await exportedVoices(page);
  expect(melody).toContainEqual([62, 0, 2]);
});

test("a drag moves a note, and undo takes the whole drag back in one step", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium);
  const [before] = await exportedVoices(page);
  await button(page, "Select").click();
  const box = await options(page).nth(0).boundingBox();
  const row = box!.height;
  await drag(page, await middle(page, 0), 0, row * 3);
  const [after] = await exportedVoices(page);
  expect(after![0]).toEqual([64, 0, 1]);
  await button(page, "Undo").click();
  expect(await exportedVoices(page)).toEqual([before]);
  expect(await button(page, "Undo").isDisabled()).toBe(true);
});

test("a drag at a note's end changes its length", async ({ chromium }) => {
  const { page } = chromium;
  await openTune(chromium);
  const last = await options(page).nth(7).boundingBox();
  const edge = { x: last!.x + last!.width - 2, y: last!.y + last!.height / 2 };
  await drag(page, edge, last!.width, 0);
  const [melody] = await exportedVoices(page);
  expect(melody!.at(-1)).toEqual([67, 7, 2]);
});

test("a box selects what it covers, and Delete takes it away", async ({ chromium }) => {
  const { page } = chromium;
  await openTune(chromium);
  await button(page, "Select").click();
  const [first, fourth] = [await options(page).nth(0).boundingBox(), await middle(page, 3)];
  // From below the first note to above the fourth, through nothing but empty grid.
  const from = { x: first!.x + 2, y: first!.y + first!.height * 3 };
  await drag(page, from, fourth.x - from.x, fourth.y - first!.height * 2 - from.y);
  expect(await page.getByRole("listbox").getByRole("option", { selected: true }).count()).toBe(4);
  await page.keyboard.press("Delete");
  expect((await exportedVoices(page))[0]!.map(([pitch]) => pitch)).toEqual([74, 72, 71, 67]);
});

const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
};

test.extend({ device: phone })(
  "on a phone a finger draws a note, and an ask turns to the page of its answers",
  async ({ chromium }) => {
    const { page } = chromium;
    await openTune(chromium);
    if ((await button(page, "Pen").getAttribute("aria-pressed")) !== "true")
      await button(page, "Pen").tap();
    const first = await options(page).nth(0).boundingBox();
    await page.touchscreen.tap(first!.x + first!.width / 2, first!.y + first!.height * 2.5);
    expect(await noteCount(page)).toBe(9);

    await answerTo(page, "Continue");
    expect(await cardNames(page)).toHaveLength(4);
    expect(await roll(page).isVisible()).toBe(false);
    await button(page.getByRole("navigation", { name: "Pages" }), "Sketch").tap();
    await roll(page).waitFor({ state: "visible" });
  },
);

test("a tune to start from is there on the first visit, and others are one press away", async ({
  chromium,
}) => {
  const { page } = chromium;
  await chromium.open(inject("pageUrl"));
  await page.waitForFunction(() => document.title.startsWith("Abide with Me"));
  expect(await noteCount(page)).toBeGreaterThan(10);
  await page
    .getByRole("button", { name: /^Greensleeves/ })
    .first()
    .click();
  await page.waitForFunction(() => document.title.startsWith("Greensleeves"));
});
