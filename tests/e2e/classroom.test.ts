import { readFileSync } from "node:fs";
import type { Page } from "playwright";
import { expect, inject } from "vitest";
import { parseHandIn, parseReturned } from "../../src/formats/hand-in-file";
import { openTab } from "../support/engines/chromium";
import { sha256 } from "../support/hand-ins";
import { button, noteCount } from "./desk";
import { test } from "./page";

/** What the page gives to save when a button is pressed. */
async function saved(page: Page, name: string): Promise<{ name: string; buffer: Buffer }> {
  const coming = page.waitForEvent("download");
  await button(page, name).click();
  const download = await coming;
  return { name: download.suggestedFilename(), buffer: readFileSync(await download.path()) };
}

/** Whether the browser's store has a hint that was taken. */
async function hintsStored(): Promise<boolean> {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const open = indexedDB.open("antiphon");
    open.onsuccess = () => resolve(open.result);
  });
  const works = await new Promise<{ work: { helps: { kind: string }[] } }[]>((resolve) => {
    const all = database.transaction("works").objectStore("works").getAll();
    all.onsuccess = () => resolve(all.result as { work: { helps: { kind: string }[] } }[]);
  });
  database.close();
  return works.some(({ work }) => work.helps.some(({ kind }) => kind === "hint"));
}

const asFile = (file: { name: string; buffer: Buffer }) => ({
  ...file,
  mimeType: "application/json",
});

/** A teacher sets an exercise and copies its link. */
async function setExercise(page: Page): Promise<string> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${inject("pageUrl")}#teach`);
  const dialog = page.getByRole("dialog", { name: "Exercises" });
  await dialog.getByRole("combobox", { name: "Exercise" }).selectOption("harmoniseMelody");
  await dialog.getByRole("textbox", { name: "Title" }).fill("Evening hymn");
  await button(page, "Copy the link").click();
  await dialog.getByText("The link is copied").waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

test("a teacher sets an exercise, a student writes and hands it in, the teacher comments, the student reads it", async ({
  chromium: { page: teacher },
  browser,
}) => {
  const link = await setExercise(teacher);

  const tab = await openTab(browser);
  const student = tab.page;
  const faults: string[] = [];
  student.on("pageerror", (error) => faults.push(error.message));
  await student.goto(link);
  const offer = student.getByRole("dialog", { name: "Evening hymn" });
  await button(offer, "Begin").click();
  const task = student.getByRole("region", { name: "Task" });
  await task.getByRole("heading", { name: "Evening hymn" }).waitFor();
  expect(new URL(student.url()).hash).toBe("");
  // Models are not offered, and the keys that ask them do nothing.
  expect(await button(student, "Harmonise H").count()).toBe(0);

  // A note by the mouse on the lower staff, which is the tenor's, then far below its range by the keys.
  const given = await noteCount(student);
  const rests = student.locator(".vf-stavenote.rest");
  await rests.first().waitFor();
  const rest = (await rests.first().boundingBox())!;
  await student.mouse.click(rest.x + 4, rest.y + 100);
  await expect.poll(() => noteCount(student)).toBe(given + 1);
  await button(student, "whole").click();
  for (let i = 0; i < 24; i++) await student.keyboard.press("ArrowDown");

  await button(task, "Look it over").click();
  await task.getByText(/Range/).first().waitFor();
  const hint = task.getByRole("button", { name: /Hint/ }).first();
  await hint.click();
  await task.getByRole("heading", { name: "Points" }).waitFor();

  // What was given cannot be moved.
  const soprano = student.locator("[data-note]").first();
  const before = await soprano.getAttribute("data-note");
  await soprano.click({ force: true });
  await student.keyboard.press("ArrowUp");
  await student.keyboard.press("Delete");
  expect(await soprano.getAttribute("data-note")).toBe(before);
  await expect.poll(() => noteCount(student)).toBe(given + 1);

  // It is there again after a reload, as soon as it is stored.
  await expect.poll(() => student.evaluate(hintsStored)).toBe(true);
  await student.reload();
  await task.getByRole("heading", { name: "Evening hymn" }).waitFor();
  await button(student, "Hand in").click();
  const handing = student.getByRole("dialog", { name: "Hand in" });
  await handing.getByRole("textbox", { name: "Your name" }).fill("Ada");
  await handing.getByRole("textbox", { name: "Class" }).fill("5b");
  await handing.getByRole("textbox", { name: "In your own words" }).fill("It wants a bass.");
  const handIn = await saved(student, "Save the file");
  const read = await parseHandIn(new Uint8Array(handIn.buffer), sha256);
  expect(read).toMatchObject({
    ok: true,
    value: { intact: true, handIn: { name: "Ada", group: "5b", reflection: "It wants a bass." } },
  });
  if (!read.ok) return;
  expect(read.value.handIn.helps.filter(({ kind }) => kind === "hint")).toHaveLength(1);
  expect(read.value.handIn.growth.steps.length).toBeGreaterThan(1);

  await teacher.goto(`${inject("pageUrl")}#class`);
  await teacher.reload();
  await teacher.getByLabel("Choose files").last().setInputFiles(asFile(handIn));
  await button(teacher, "Open the work of Ada").click();
  const music = teacher.getByRole("listbox", { name: "The work of Ada" });
  await music.locator("[data-note]").first().waitFor();
  await music.press("ArrowRight");
  const comment = teacher.getByRole("textbox", { name: /Comment on 1 note/ });
  await comment.fill("A good beginning.");
  await comment.press("Control+Enter");
  await teacher.getByRole("textbox", { name: "Words at the end" }).fill("Go on!");
  const comments = await saved(teacher, "Give back");
  expect(parseReturned(new Uint8Array(comments.buffer))).toMatchObject({
    ok: true,
    value: { of: read.value.digest, name: "Ada", words: "Go on!" },
  });

  await handing.getByRole("button", { name: "Close" }).click();
  await student.getByLabel("Open file", { exact: true }).setInputFiles(asFile(comments));
  const returned = student.getByRole("region", { name: "Comments" });
  await returned.getByText("A good beginning.").waitFor();
  await returned.getByText("Go on!").waitFor();
  expect(faults).toEqual([]);
  await tab.close();
});
