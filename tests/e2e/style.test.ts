import type { Page } from "playwright";
import { expect, inject } from "vitest";
import { button, card, cardNames, chooseFile, openTune, region, status, tune } from "./desk";
import { test } from "./page";

/** Eight bars of quarters that go about in a way of their own. */
const lines = (from: number, leap: number) =>
  Array.from({ length: 32 }, (_, i) => from + ((i * leap + Math.floor(i / 5)) % 12));

const dialog = (page: Page) => page.getByRole("dialog", { name: "Your style" });
const ways = (page: Page) => button(region(page, "Ask"), "How melodies go");
const slider = (page: Page) => page.getByRole("slider", { name: "like the tune – like you" });

test("a style is learnt from two sketches, Vary goes towards it, it is there at the next visit, and is deleted", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium, "First tune", lines(60, 5));
  await chooseFile(page, "second.mid", tune("Second tune", lines(62, 7)));
  await page.waitForFunction(() => document.title.startsWith("Second tune"));

  await page.getByRole("button", { name: /^Sketches:/ }).click();
  await button(page.getByRole("dialog", { name: "Sketches" }), "Your style").click();
  for (const title of ["First tune", "Second tune"])
    expect(await dialog(page).getByRole("checkbox", { name: title }).isChecked()).toBe(true);
  await dialog(page).getByRole("textbox", { name: "Name" }).fill("Quarters");
  await button(dialog(page), "Learn").click();
  await dialog(page)
    .getByText(/^Learnt in/)
    .waitFor();
  await dialog(page)
    .getByText(/stretches of two bars, from Second tune and First tune/)
    .waitFor();
  await page.keyboard.press("Escape");

  await ways(page).click();
  await slider(page).fill("1");
  await page.keyboard.press("Escape");
  await button(region(page, "Ask"), "Vary").click();
  await status(page)
    .getByText(/3 takes ready/)
    .waitFor();
  expect(await cardNames(page)).toHaveLength(4);
  const take = card(page, "Take 1: Variation");
  await take.getByText(/new notes?/).click();
  await take.getByText(/like you 100 % \(Quarters, .*\d+ stretches\)/).waitFor();

  // A second visit.
  await page.goto("about:blank");
  await page.goto(inject("pageUrl"));
  await page.waitForFunction(() => document.title.startsWith("Second tune"));
  await ways(page).click();
  await slider(page).waitFor();
  await button(page, "Your style").click();
  await button(dialog(page), "Delete Quarters").click();
  await dialog(page).getByText("“Quarters” is deleted.").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("slider", { name: "sparser – denser" }).waitFor();
  expect(await slider(page).count()).toBe(0);
});
