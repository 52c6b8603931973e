import type { Locator, Page } from "playwright";
import { expect } from "vitest";
import { makeExercise } from "../../src/exercises/kinds/make";
import { exerciseLink } from "../../src/formats/exercise-link";
import { button, chooseFile, region, tune, TWO_BARS } from "./desk";
import { test } from "./page";

/** The scripts that the page asks for from now on, without their folders and hashes. */
function scripts(page: Page): string[] {
  const asked: string[] = [];
  page.on("request", (request) => {
    const name = /assets\/(.+)-[\w-]{8}\.js$/.exec(request.url())?.[1];
    if (name !== undefined) asked.push(name);
  });
  return asked;
}

const openerIn = (page: Page): Locator =>
  region(page, "Transport").getByRole("button", { name: /sketches/i });

test("a dialog is fetched when it is first opened, takes the focus and gives it back", async ({
  chromium,
  home,
}) => {
  const { page } = chromium;
  const asked = scripts(page);
  await page.goto(home);
  const opener = openerIn(page);
  await opener.waitFor();
  // The worker is there for the models, the runtime is a few lines of the bundler's own.
  expect(asked.filter((name) => !/^(worker|rolldown-runtime)/.test(name))).toEqual(["start"]);

  await opener.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Sketches" });
  await dialog.waitFor();
  expect(asked).toContain("LibraryDialog");
  expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true);
});

test("a part of the page that cannot be fetched is said, and comes when it is tried again", async ({
  chromium,
  home,
  watch,
}) => {
  const { page } = chromium;
  await page.goto(home);
  const opener = openerIn(page);
  await opener.waitFor();
  await page.route("**/LibraryDialog-*.js", (route) => route.abort());
  await opener.click();
  const alert = page.getByRole("alert");
  await alert.getByText("A part of the page could not be fetched.").waitFor();

  // Dismissed, it is wanted anew with the next press.
  await button(alert, "Dismiss").click();
  await opener.click();
  await alert.getByText("A part of the page could not be fetched.").waitFor();
  await page.unroute("**/LibraryDialog-*.js");
  await button(alert, "Try again").click();
  await page.getByRole("dialog", { name: "Sketches" }).waitFor();
  await page.keyboard.press("Escape");
  await alert.getByText("A part of the page could not be fetched.").waitFor({ state: "detached" });
  expect(watch.faults.splice(0)).toEqual(Array(2).fill("Failed to load resource: net::ERR_FAILED"));
});

test("a task that could not be fetched is offered again in its place, however often it is put off", async ({
  chromium,
  home,
  watch,
}) => {
  const { page } = chromium;
  await page.route("**/TaskPage-*.js", (route) => route.abort());
  await page.goto(`${home}${exerciseLink(makeExercise("harmoniseMelody", 1, 7).exercise)!}`);
  await button(page, "Begin").click();
  await button(page.getByRole("alert"), "Dismiss").click();
  await page.unroute("**/TaskPage-*.js");
  await button(page.getByRole("main"), "Try again").click();
  await button(page, "Look it over").waitFor();
  expect([...new Set(watch.faults.splice(0))]).toEqual([
    "Failed to load resource: net::ERR_FAILED",
  ]);
});

test("a file waits until what reads it could be fetched", async ({ chromium, home, watch }) => {
  const { page } = chromium;
  await page.goto(home);
  await openerIn(page).waitFor();
  await page.route("**/open-*.js", (route) => route.abort());
  await chooseFile(page, "Two bars.mid", tune("Two bars", TWO_BARS));
  const alert = page.getByRole("alert");
  await alert.getByText("A part of the page could not be fetched.").waitFor();
  await page.unroute("**/open-*.js");
  await button(alert, "Try again").click();
  await page.waitForFunction(() => document.title.startsWith("Two bars"));
  expect(watch.faults.splice(0)).toEqual(["Failed to load resource: net::ERR_FAILED"]);
});
