import type { Page } from "playwright";
import { expect, inject } from "vitest";
import { button, chooseFile, exported, noteCount, openTune, stored, tune } from "./desk";
import { test } from "./page";

async function drawNote(page: Page): Promise<void> {
  await page.getByRole("application", { name: "Piano roll" }).focus();
  for (const key of ["End", "Enter"]) await page.keyboard.press(key);
}

const sketches = (page: Page) => page.getByRole("dialog", { name: "Sketches" });
const openSketches = (page: Page) => page.getByRole("button", { name: /^Sketches:/ }).click();
/** A sketch in the list. */
const entry = (page: Page, title: string) =>
  sketches(page)
    .getByRole("listitem")
    .getByRole("button", { name: new RegExp(`^${title}`) });

test("a tab that crashes has lost nothing that was drawn before: it is written without being asked", async ({
  chromium,
  watch,
}) => {
  const { page } = chromium;
  await openTune(chromium);
  await drawNote(page);
  await expect.poll(() => stored(page), { timeout: 10_000 }).toEqual([["Two bars", 9]]);

  const again = await page.context().newPage();
  const devtools = await page.context().newCDPSession(page);
  devtools.send("Page.crash").catch(() => undefined);
  await page.waitForEvent("crash");
  await again.goto(inject("pageUrl"));
  await again.waitForFunction(() => document.title.startsWith("Two bars"));
  expect(await noteCount(again)).toBe(9);
  watch.faults.length = 0; // What a crash leaves in the console is not the page's.
});

test("a tab that is closed in the middle of an edit loses that edit at most", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium);
  await drawNote(page);
  await expect.poll(() => stored(page), { timeout: 10_000 }).toEqual([["Two bars", 9]]);
  await drawNote(page);
  await page.goto("about:blank");
  await page.goto(inject("pageUrl"));
  await page.waitForFunction(() => document.title.startsWith("Two bars"));
  expect([9, 10]).toContain(await noteCount(page));
});

test("a file opens beside the sketch before it, and both are in the list", async ({ chromium }) => {
  const { page } = chromium;
  await openTune(chromium, "First tune");
  await drawNote(page);
  await chooseFile(page, "second.mid", tune("Second tune", [60, 62]));
  await page.waitForFunction(() => document.title.startsWith("Second tune"));
  await openSketches(page);
  await entry(page, "Second tune").waitFor();
  await entry(page, "First tune").click();
  await page.waitForFunction(() => document.title.startsWith("First tune"));
  expect(await noteCount(page)).toBe(9);
});

test("a deleted sketch is gone from the list, and can be brought back", async ({ chromium }) => {
  const { page } = chromium;
  await openTune(chromium, "First tune");
  await chooseFile(page, "second.mid", tune("Second tune", [60, 62]));
  await page.waitForFunction(() => document.title.startsWith("Second tune"));
  await openSketches(page);
  await entry(page, "First tune").waitFor();
  await button(sketches(page), "Delete First tune").click();
  await entry(page, "First tune").waitFor({ state: "detached" });
  expect(await stored(page)).toEqual([["Second tune", 2]]);
  await button(sketches(page), "Bring it back").click();
  await entry(page, "First tune").click();
  await page.waitForFunction(() => document.title.startsWith("First tune"));
  expect(await noteCount(page)).toBe(8);
});

/** What a browser does that gives a page no storage. */
const refuse = () => {
  Object.defineProperty(window, "indexedDB", {
    get: () => {
      throw new DOMException("denied", "SecurityError");
    },
  });
};

test("a store that is refused is said in an alert, and the sketch can be downloaded and opened again", async ({
  chromium,
}) => {
  const { page } = chromium;
  await page.addInitScript(refuse);
  await openTune(chromium);
  await drawNote(page);
  const alert = page.getByRole("alert").filter({ hasText: "does not let the page save" });
  await alert.waitFor();
  const file = await exported(page, "Download it");
  await chooseFile(page, "other.mid", tune("Another", [60]));
  await page.waitForFunction(() => document.title.startsWith("Another"));
  await chooseFile(page, "mine.antiphon.json", file);
  await page.waitForFunction(() => document.title.startsWith("Two bars"));
  expect(await noteCount(page)).toBe(9);
});

test("a store that is full says so, and saving goes on when there is room again", async ({
  chromium,
}) => {
  const { page } = chromium;
  await page.addInitScript(() => {
    IDBObjectStore.prototype.put = new Proxy(Reflect.get(IDBObjectStore.prototype, "put"), {
      apply: (put, store, args: [unknown]) => {
        if ("full" in window) throw new DOMException("no space", "QuotaExceededError");
        return Reflect.apply(put, store, args);
      },
    });
  });
  await openTune(chromium);
  await expect.poll(() => stored(page), { timeout: 10_000 }).toEqual([["Two bars", 8]]);
  await page.evaluate(() => Object.assign(window, { full: true }));
  await drawNote(page);
  const alert = page.getByRole("alert").getByText("no room left");
  await alert.waitFor();
  await page.evaluate(() => Reflect.deleteProperty(window, "full"));
  await expect.poll(() => stored(page), { timeout: 30_000 }).toEqual([["Two bars", 9]]);
  await alert.waitFor({ state: "detached" });
});
