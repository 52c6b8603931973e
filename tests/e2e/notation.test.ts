import { readFileSync } from "node:fs";
import type { BrowserContextOptions, Locator, Page } from "playwright";
import { expect, inject } from "vitest";
import { button, chooseFile, noteCount, openTune, options } from "./desk";
import { test } from "./page";

const hymn = readFileSync(new URL("../fixtures/old-hundredth-satb.mid", import.meta.url));

test("a hymn is shown on two staves, a note is drawn there, undone, and the pages are printed", async ({
  chromium: { page },
}) => {
  await page.goto(inject("pageUrl"));
  await chooseFile(page, "hymn.mid", hymn);
  await page.waitForFunction(() => document.title.startsWith("Old Hundredth"));
  const all = await noteCount(page);
  await button(page, "Staff").click();
  await page.locator("[data-note]").first().waitFor();
  expect(await page.locator(".vf-stave").count()).toBeGreaterThanOrEqual(2);
  expect(await noteCount(page)).toBe(all);

  const sheet = page.getByRole("application", { name: "Staff" });
  const rest = (await page.locator(".vf-stavenote.rest").first().boundingBox())!;
  await page.mouse.click(rest.x + 4, rest.y + 20);
  await expect.poll(() => noteCount(page)).toBe(all + 1);
  await sheet.press("Control+z");
  await expect.poll(() => noteCount(page)).toBe(all);

  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print" });
  expect(await page.locator(".printed h1").textContent()).toBe("Old Hundredth");
  expect(await page.locator(".printed [data-note]").count()).toBeGreaterThanOrEqual(all);
  expect(await page.getByRole("region", { name: "Transport" }).isVisible()).toBe(false);
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  expect(await page.locator(".printed").count()).toBe(0);
});

const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
};

/** One finger, as the browser tells of it. */
async function fingerOn(page: Page) {
  const devtools = await page.context().newCDPSession(page);
  const send = (type: "touchStart" | "touchMove" | "touchEnd", ...touchPoints: Point[]) =>
    devtools.send("Input.dispatchTouchEvent", { type, touchPoints });
  return {
    down: (at: Point) => send("touchStart", at),
    to: (at: Point) => send("touchMove", at),
    up: () => send("touchEnd"),
  };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const option = (page: Page, name: RegExp) => options(page).and(page.getByRole("option", { name }));
const chosen = (page: Page) =>
  page.getByRole("listbox", { name: "Notes" }).getByRole("option", { selected: true });
async function middleOf(note: Locator): Promise<Point> {
  const { x, y, width, height } = (await note.boundingBox())!;
  return { x: x + width / 2, y: y + height / 2 };
}
/** Half the distance of two lines. */
async function stepOf(page: Page): Promise<number> {
  const lines = page.locator(".vf-stave > path");
  const [first, second] = [await lines.nth(0).boundingBox(), await lines.nth(1).boundingBox()];
  return (second!.y - first!.y) / 2;
}

test.extend({ device: phone })(
  "a finger taps a note to choose it, rests on one to take it along, draws a box from an empty place, and writes with the pen",
  async ({ chromium }) => {
    const { page } = chromium;
    await openTune(chromium);
    await button(page, "Staff").tap();
    await page.locator("[data-note]").first().waitFor();
    const finger = await fingerOn(page);
    const step = await stepOf(page);
    const scroller = page.getByRole("application", { name: "Staff" });

    const second = await middleOf(option(page, /^A4, bar 1 beat 2/));
    await page.touchscreen.tap(second.x, second.y);
    expect(await chosen(page).getAttribute("aria-label")).toMatch(/^A4, bar 1 beat 2/);
    expect(await noteCount(page)).toBe(8);

    const third = await middleOf(option(page, /^B4, bar 1 beat 3/));
    await finger.down(third);
    await expect.poll(() => chosen(page).getAttribute("aria-label")).toMatch(/^B4, bar 1 beat 3/);
    await finger.to({ x: third.x, y: third.y - 2 * step });
    await finger.up();
    await option(page, /^D5, bar 1 beat 3/).waitFor({ state: "attached" });
    expect(await scroller.evaluate((element) => element.scrollTop)).toBe(0);

    if ((await button(page, "Pen").getAttribute("aria-pressed")) === "true")
      await button(page, "Pen").tap();
    const from = { x: second.x - 16, y: second.y - 14 * step };
    const to = { x: third.x + 8, y: second.y + 4 * step };
    await finger.down(from);
    const box = page.locator(".box");
    let stirred = false;
    await expect
      .poll(async () => {
        stirred = !stirred;
        await finger.to({ x: from.x + (stirred ? 6 : 0), y: from.y });
        return box.count();
      })
      .toBe(1);
    await finger.to(to);
    await expect.poll(() => chosen(page).count()).toBe(2);
    await finger.up();
    await box.waitFor({ state: "detached" });

    await button(page, "Pen").tap();
    await page.touchscreen.tap(second.x, second.y + 6 * step);
    await expect.poll(() => noteCount(page)).toBe(9);
    expect(await chosen(page).getAttribute("aria-label")).toMatch(/^B3, bar 1 beat 2, quarter/);

    // The values are folded behind the one in use.
    await button(page, "Note value: quarter").tap();
    await button(page, "half").tap();
    await option(page, /^B3, bar 1 beat 2, half/).waitFor({ state: "attached" });
  },
);

test("by keys alone the staff is reached, written on, walked, altered and left", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium);
  const isOn = (name: string) =>
    page.evaluate((label) => {
      const { activeElement: on } = document;
      return on?.getAttribute("aria-label") === label || on?.textContent.trim() === label;
    }, name);
  const tabTo = async (name: string) => {
    for (let i = 0; i < 150 && !(await isOn(name)); i += 1) await page.keyboard.press("Tab");
    expect(await isOn(name)).toBe(true);
  };
  await tabTo("Staff");
  await page.keyboard.press("Enter");
  await page.getByRole("application", { name: "Staff" }).waitFor();
  await page.keyboard.press("Tab");
  await tabTo("Staff");
  await page.locator("[data-note]").first().waitFor();

  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await press("Home", "Alt+ArrowRight");
  await expect.poll(() => chosen(page).getAttribute("aria-label")).toMatch(/^G4, bar 1 beat 1/);
  const active = await page
    .getByRole("application", { name: "Staff" })
    .getAttribute("aria-activedescendant");
  expect(await page.locator(`[id="${active}"]`).getAttribute("aria-label")).toMatch(/^G4/);
  await press("+");
  await expect.poll(() => chosen(page).getAttribute("aria-label")).toMatch(/^G♯4/);
  await press("=", "Alt+ArrowUp");
  await expect.poll(() => chosen(page).getAttribute("aria-label")).toMatch(/^A4, bar 1 beat 1/);
  await press("Delete");
  await expect.poll(() => noteCount(page)).toBe(7);
  await press("Enter");
  await expect.poll(() => noteCount(page)).toBe(8);
  await press("Control+z", "Control+z", "Control+z", "Control+z", "Control+z");
  await option(page, /^G4, bar 1 beat 1/).waitFor({ state: "attached" });
  await press("Tab");
  expect(await isOn("Staff")).toBe(false);
});
