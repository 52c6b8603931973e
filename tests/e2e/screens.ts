import type { Page } from "playwright";
import { expect, inject } from "vitest";
import { makeExercise } from "../../src/exercises/kinds/make";
import { exerciseLink } from "../../src/formats/exercise-link";
import { fileOf, handInOf } from "../support/hand-ins";
import { answerTo, button } from "./desk";

const made = makeExercise("harmoniseMelody", 1, 7);

export async function close(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await expect.poll(() => page.locator("dialog[open]").count()).toBe(0);
}

export const dialog = (page: Page) => page.locator("dialog[open]").first();

/** Opens what a button of the transport opens; on a phone it stands behind another. */
export async function open(page: Page, name: RegExp): Promise<void> {
  const wanted = page.getByRole("button", { name }).first();
  if (!(await wanted.isVisible())) await button(page, "Files and settings").click();
  await wanted.click();
}

/** All screens in the order in which one comes to them, from a sketch with takes. */
export const SCREENS: readonly (readonly [name: string, goTo: (page: Page) => Promise<void>])[] = [
  ["the sketch in the roll", () => Promise.resolve()],
  [
    "the takes",
    async (page) => {
      const tab = page.getByRole("button", { name: "Takes", exact: true });
      if (await tab.isVisible()) await tab.click();
    },
  ],
  [
    "the staff",
    async (page) => {
      const tab = page.getByRole("button", { name: "Sketch", exact: true });
      if (await tab.isVisible()) await tab.click();
      await button(page, "Staff").click();
      await page.locator("[data-note]").first().waitFor();
    },
  ],
  [
    "the mixer",
    async (page) => {
      await button(page, "Roll").click();
      await button(page, "Mixer").click();
    },
  ],
  [
    "the sketches",
    async (page) => {
      await button(page, "Mixer").click();
      await page.getByRole("button", { name: /^Sketches/ }).click();
      await dialog(page).waitFor();
    },
  ],
  [
    "a style of one's own",
    async (page) => {
      await button(page, "Your style").click();
      await page.getByRole("dialog", { name: "Your style" }).waitFor();
    },
  ],
  [
    "the keys",
    async (page) => {
      await close(page);
      await page.keyboard.press("?");
      await dialog(page).waitFor();
    },
  ],
  [
    "the models",
    async (page) => {
      await close(page);
      await open(page, /^Models$/);
      await dialog(page).waitFor();
    },
  ],
  [
    "the sound to export",
    async (page) => {
      await close(page);
      await open(page, /^Export WAV$/);
      await dialog(page).waitFor();
    },
  ],
  [
    "what one keeps to oneself",
    async (page) => {
      await close(page);
      await open(page, /^On your own$/);
      await page.getByRole("switch", { name: /^Cover takes/ }).click();
      await page.getByRole("switch", { name: /^Limit the asks/ }).click();
    },
  ],
  [
    "takes that are covered",
    async (page) => {
      await close(page);
      const tab = page.getByRole("button", { name: "Sketch", exact: true });
      if (await tab.isVisible()) await tab.click();
      await answerTo(page, "Vary");
      await button(page, "Show them now").waitFor();
    },
  ],
  [
    "a sketch without the machine",
    async (page) => {
      await open(page, /^On your own$/);
      await page.getByRole("switch", { name: /^Cover takes/ }).click();
      await button(page, "Sketch without the machine").last().click();
      await button(page, "Let models help").waitFor();
    },
  ],
  [
    "the ledger",
    async (page) => {
      await close(page);
      await open(page, /^Whose music is it\?$/);
      await page.getByRole("heading", { name: "How it came about" }).waitFor();
    },
  ],
  [
    "what it resembles",
    async (page) => {
      await page.getByRole("tab", { name: "Originality" }).click();
      await page.getByText("It knows these collections alone").waitFor();
    },
  ],
  [
    "the statement",
    async (page) => {
      await page.getByRole("tab", { name: "Statement" }).click();
      await page.getByRole("heading", { name: /^How “.*” was made$/ }).waitFor();
    },
  ],
  [
    "exercises to practise",
    async (page) => {
      await close(page);
      await open(page, /^Exercises$/);
      await dialog(page).waitFor();
    },
  ],
  [
    "exercises to set",
    async (page) => {
      await page.getByRole("tab", { name: "Teach" }).click();
      await dialog(page).locator("[data-note]").first().waitFor();
    },
  ],
  [
    "an exercise that somebody gave",
    async (page) => {
      await close(page);
      await page.goto(`${inject("pageUrl")}${exerciseLink(made.exercise)!}`);
      await dialog(page).locator("[data-note]").first().waitFor();
    },
  ],
  [
    "the task, looked over",
    async (page) => {
      await button(page, "Begin").click();
      const tab = page.getByRole("button", { name: "Task", exact: true });
      if (await tab.isVisible()) await tab.click();
      await button(page, "Look it over").click();
      await page.getByRole("heading", { name: "Points" }).waitFor();
    },
  ],
  [
    "a work to hand in",
    async (page) => {
      await button(page, "Hand in").click();
      await dialog(page).waitFor();
    },
  ],
  [
    "a class's table",
    async (page) => {
      await page.goto(`${inject("pageUrl")}#class`);
      await page.reload();
      const files = await Promise.all(
        ["Ada", "Ben"].map(async (name) => ({
          name: `${name}.json`,
          mimeType: "application/json",
          buffer: Buffer.from(
            await fileOf(handInOf(name, made, (note, i) => (i % 4 === 0 ? undefined : note))),
          ),
        })),
      );
      await page.getByLabel("Choose files").last().setInputFiles(files);
      await page.getByRole("button", { name: "Open the work of Ada" }).waitFor();
    },
  ],
  [
    "a hand-in",
    async (page) => {
      await page.getByRole("button", { name: "Open the work of Ada" }).click();
      await page.locator("[data-note]").first().waitFor();
    },
  ],
];
