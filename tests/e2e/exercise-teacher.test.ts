import { readFileSync } from "node:fs";
import { strToU8, unzipSync, zipSync } from "fflate";
import type { Page } from "playwright";
import { expect, inject } from "vitest";
import { makeExercise } from "../../src/exercises/kinds/make";
import { parseExerciseLink } from "../../src/formats/exercise-link";
import { parseReturned } from "../../src/formats/hand-in-file";
import { fileOf, handInOf } from "../support/hand-ins";
import { button } from "./desk";
import { test } from "./page";

const made = makeExercise("harmoniseMelody", 1, 7);
const judged = {
  ...made,
  exercise: {
    ...made.exercise,
    rubric: [...made.exercise.rubric, { of: "teacher", points: 6, words: "Character" } as const],
  },
};

/** What a class might hand in, and what it should not. */
async function classArchive(): Promise<Buffer> {
  const ada = await fileOf(handInOf("Ada", judged));
  const ben = await fileOf(
    handInOf("Ben", judged, (note, i) => (i % 4 === 0 ? undefined : note), {
      reflection: "I <b>could</b> not finish. <script>window.harm = true</script>",
    }),
  );
  const text = new TextDecoder().decode(ada);
  return Buffer.from(
    zipSync({
      "5b/Ada.json": ada,
      "5b/Ben.json": ben,
      "5b/tampered.json": strToU8(text.replace('"name":"Ada"', '"name":"Eve"')),
      "5b/cut.json": ada.slice(0, ada.length / 2),
      "5b/foreign.json": strToU8('{"recipe":"soup"}'),
      "__MACOSX/5b/._Ada.json": strToU8("x"),
    }),
  );
}

async function saved(page: Page, name: string): Promise<{ name: string; bytes: Buffer }> {
  const coming = page.waitForEvent("download");
  await button(page, name).click();
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });

test("a teacher makes an exercise in a minute and copies its link", async ({
  chromium: { page },
}) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${inject("pageUrl")}#teach`);
  const dialog = page.getByRole("dialog", { name: "Exercises" });
  await dialog.locator("[data-note]").first().waitFor();
  await dialog.getByRole("combobox", { name: "Exercise" }).selectOption("figuredBass");
  await dialog.getByRole("combobox", { name: "Level" }).selectOption("2");
  await dialog.getByRole("textbox", { name: "Title" }).fill("Thorough bass");
  await dialog.getByText("None", { exact: true }).click();
  await dialog.getByText("Rules", { exact: true }).click();
  await dialog.getByRole("searchbox", { name: "Find a rule" }).fill("crossing");
  await dialog.getByRole("checkbox", { name: /crossing/i }).click();
  await button(page, "Copy the link").click();
  await dialog.getByText("The link is copied").waitFor();
  const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
  expect(link.origin).toBe(new URL(inject("pageUrl")).origin);
  expect(parseExerciseLink(link.hash)).toMatchObject({
    ok: true,
    value: {
      kind: "figuredBass",
      level: 2,
      title: "Thorough bass",
      help: "none",
      rules: { changes: [{ rule: "crossing", on: false }] },
    },
  });
});

test("a ZIP of hand-ins becomes a table, one is commented, and marks and comments come out of it", async ({
  chromium: { page },
}) => {
  await page.goto(`${inject("pageUrl")}#class`);
  await page.getByRole("heading", { name: "Class", exact: true }).waitFor();
  await page
    .getByLabel("Choose files")
    .last()
    .setInputFiles({
      name: "5b.zip",
      mimeType: "application/zip",
      buffer: await classArchive(),
    });
  await page.getByText("3 hand-ins · 2 could not be read").waitFor();
  expect(await row(page, "Ada").first().innerText()).toMatch(/of \d+/);
  expect(await row(page, "Eve").innerText()).toContain("changed after it was saved");
  expect(await row(page, "cut.json").innerText()).toContain("breaks off");
  expect(await row(page, "foreign.json").innerText()).toContain("no hand-in");

  const points = page.getByRole("columnheader", { name: "Points" });
  await points.getByRole("button").click();
  expect(await points.getAttribute("aria-sort")).toBe("descending");
  await points.getByRole("button").click();
  expect(await page.getByRole("row").nth(1).innerText()).toContain("Ben");

  // By keyboard from the row to the comment and back.
  await page.getByRole("button", { name: "Open the work of Ben" }).press("Enter");
  const music = page.getByRole("listbox", { name: "The work of Ben" });
  await music.locator("[data-note]").first().waitFor();
  expect(await page.getByText("<b>could</b>").count()).toBe(1);
  await music.press("ArrowRight");
  await music.press("Shift+ArrowRight");
  const comment = page.getByRole("textbox", { name: /Comment on 2 notes/ });
  await comment.fill("Let the alto hold its note here.");
  await comment.press("Control+Enter");
  await page.getByRole("textbox", { name: "Comment", exact: true }).waitFor();
  await page.getByRole("spinbutton", { name: /Character/ }).fill("4.5");
  await page.getByRole("textbox", { name: "Words at the end" }).fill("Finish it next week.");
  await page.getByRole("slider", { name: "Step" }).fill("1");
  await page.getByText(/step 1 of/).waitFor();

  // What was said is there again after a reload.
  await page.reload();
  await page
    .getByLabel("Choose files")
    .last()
    .setInputFiles({
      name: "5b.zip",
      mimeType: "application/zip",
      buffer: await classArchive(),
    });
  await page.getByText("3 hand-ins").waitFor();
  const marks = await saved(page, "Marks as CSV");
  expect(marks.name).toBe("5b.csv");
  expect([...marks.bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const lines = marks.bytes.toString().trim().split("\r\n");
  expect(lines).toHaveLength(6);
  expect(lines.find((line) => line.includes('"Ben"'))).toMatch(
    /"5b","Harmonise a melody","[\d.]+","26"/,
  );

  const comments = await saved(page, "Comments as ZIP");
  const files = unzipSync(comments.bytes);
  expect(Object.keys(files)).toHaveLength(1);
  const returned = parseReturned(Object.values(files)[0]!);
  expect(returned).toMatchObject({
    ok: true,
    value: {
      name: "Ben",
      words: "Finish it next week.",
      comments: [{ text: "Let the alto hold its note here." }],
    },
  });
  expect(returned.ok && returned.value.points.at(-1)).toBe(4.5);
  expect(await page.evaluate(() => "harm" in window)).toBe(false);
});
