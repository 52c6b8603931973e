import type { Page } from "playwright";
import { expect } from "vitest";
import { answerTo, button, openTune, wantTakes } from "./desk";
import { test } from "./page";

const choose = (page: Page, label: string) =>
  page
    .getByRole("combobox", { name: /^(Language|Sprache|Langue|Idioma)$/ })
    .selectOption({ label });
const lang = (page: Page) => page.evaluate(() => document.documentElement.lang);
/** The notes in sight as they are read out, in whatever language. */
const notes = (page: Page) => page.locator("[role=listbox] [role=option]");
const selected = (page: Page) => page.locator("[role=listbox] [role=option][aria-selected=true]");

test("another language comes without reloading, and leaves takes, selection and undo as they are", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium);
  await wantTakes(page, 1);
  await answerTo(page, "Vary");
  await page.getByRole("application", { name: "Piano roll" }).focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("ArrowUp");
  await page.getByTitle("Undo Transpose").waitFor();
  const before = [await notes(page).count(), await selected(page).count()];
  await page.evaluate(() => (window.name = "the same page"));

  await choose(page, "Deutsch");
  await page.getByTitle("Rückgängig: Transponieren").waitFor();
  await page.getByRole("listitem", { name: "Take 1: Variation" }).waitFor();
  expect(await lang(page)).toBe("de");
  expect(await selected(page).first().getAttribute("aria-label")).toContain("Takt 1, Schlag 1");
  await choose(page, "Français");
  await page.getByRole("listitem", { name: /^Prise 1\s: variation$/ }).waitFor();
  await choose(page, "English");
  await page.getByTitle("Undo Transpose").waitFor();
  expect([await notes(page).count(), await selected(page).count()]).toEqual(before);
  expect(await page.evaluate(() => window.name)).toBe("the same page");
});

test("a language that was chosen is there on the next visit", async ({ chromium, home }) => {
  const { page } = chromium;
  await openTune(chromium);
  await choose(page, "Español");
  await button(page, "Armonizar").waitFor();
  await page.goto(home);
  await button(page, "Armonizar").waitFor();
  expect(await lang(page)).toBe("es");
});

test.extend({ device: { locale: "fr-CA" } })(
  "a browser that prefers French has the page in French from the start",
  async ({ chromium: { page }, home }) => {
    await page.goto(home);
    await button(page, "Harmoniser").waitFor();
    expect(await lang(page)).toBe("fr");
    await page.getByRole("combobox", { name: "Tonalité" }).waitFor();
  },
);
