import { readFileSync } from "node:fs";
import type { Page } from "playwright";
import { expect } from "vitest";
import { canonicalMusic } from "../../src/domain/canonical-music";
import { ledgerOf } from "../../src/domain/ledger";
import { parseProject } from "../../src/formats/project";
import { parseStatement } from "../../src/formats/statement-file";
import { sha256 } from "../support/hand-ins";
import { answerTo, button, card, chooseFile, exported, openTune, wantTakes } from "./desk";
import { test } from "./page";

const dialog = (page: Page) => page.getByRole("dialog", { name: "Whose music is it?" });

/** The open sketch, as its own file has it. */
async function project(page: Page) {
  const read = parseProject((await exported(page, "Save Antiphon file")).toString("utf8"));
  if (!read.ok) throw new Error(read.problem.kind);
  return read.value;
}

async function sentences(page: Page): Promise<string[]> {
  await page.getByRole("button", { name: "Whose music is it?" }).click();
  await dialog(page)
    .getByText(/^Yours: /)
    .waitFor();
  return dialog(page)
    .getByText(/^(Yours|The machine’s|From files): \d/)
    .allInnerTexts();
}

test("the ledger counts what was harmonised, kept and changed; a statement of it can be checked", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium);
  await wantTakes(page, 1);
  await answerTo(page, "Harmonise");
  await button(card(page, "Take 1: Harmony"), "Keep").click();
  const kept = await project(page);
  const { shares } = ledgerOf(kept);
  expect(shares.file.notes).toBe(8);
  expect(shares.model.notes).toBeGreaterThan(8);
  expect(shares.changed.notes).toBe(0);

  // One of the machine's notes, a step higher.
  const note = page.getByRole("option", { name: /the machine’s$/ }).first();
  const box = (await note.boundingBox())!;
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.keyboard.press("ArrowUp");
  const changed = await project(page);
  const now = ledgerOf(changed).shares;
  expect([now.changed.notes, now.model.notes]).toEqual([1, shares.model.notes - 1]);

  const said = await sentences(page);
  const all = changed.score.notes.length;
  expect(said[0]).toContain(`Yours: 0 of ${all} notes, 0 %`);
  expect(said[1]).toContain(`The machine’s: ${shares.model.notes} of ${all} notes`);
  expect(said[1]).toContain("1 of them changed by you");
  expect(said[2]).toContain(`From files: 8 of ${all} notes`);

  await page.getByRole("tab", { name: "Statement" }).click();
  await dialog(page).getByLabel("In your own words").fill("The tune is mine.");
  const text = dialog(page).getByRole("article");
  await text.getByText("The tune is mine.").waitFor();
  const download = page.waitForEvent("download");
  await button(page, "Save as JSON").click();
  const bytes = readFileSync(await (await download).path());
  const read = parseStatement(bytes);
  const digest = await sha256(new TextEncoder().encode(canonicalMusic(changed.score)));
  expect(read).toMatchObject({ ok: true, value: { sha256: digest, shares: now } });
  await text.getByText(digest).waitFor();

  const check = async () => {
    await dialog(page)
      .getByLabel("Check a statement")
      .last()
      .setInputFiles({ name: "said.json", mimeType: "application/json", buffer: bytes });
    const outcome = dialog(page).getByText(/^“Two bars”, written on/);
    await outcome.waitFor();
    return outcome.innerText();
  };
  expect(await check()).toContain("the music is the same, note for note");

  await button(page, "Back to the sketch").click();
  await button(page, "Undo").click();
  await page.getByRole("button", { name: "Whose music is it?" }).click();
  expect(await check()).toContain("not the same");
});

test("a sketch that is saved and opened again has the same ledger; a statement opened as a sketch says what it is", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium);
  await wantTakes(page, 1);
  await answerTo(page, "Harmonise");
  await button(card(page, "Take 1: Harmony"), "Keep").click();
  const before = await sentences(page);
  await page.getByRole("tab", { name: "Statement" }).click();
  const download = page.waitForEvent("download");
  await button(page, "Save as JSON").click();
  const statement = readFileSync(await (await download).path());
  await button(page, "Back to the sketch").click();
  const file = await exported(page, "Save Antiphon file");

  await openTune(chromium, "Another", [60, 62]);
  await chooseFile(page, "said.antiphon-statement.json", statement);
  await expect
    .poll(() => page.getByRole("alert").allInnerTexts())
    .toContainEqual(expect.stringContaining("is a statement about how a sketch was made"));
  await chooseFile(page, "again.antiphon.json", file);
  await page.waitForFunction(() => document.title.startsWith("Two bars"));
  await page.getByRole("button", { name: "Whose music is it?" }).click();
  await page.getByRole("tab", { name: "Ledger" }).click();
  await dialog(page)
    .getByText(/^Yours: /)
    .waitFor();
  const after = await dialog(page)
    .getByText(/^(Yours|The machine’s|From files): \d/)
    .allInnerTexts();
  expect(after).toEqual(before);
});

test("the ledger opens at its address, typed into the page that is open too", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium);
  await page.evaluate(() => {
    location.hash = "#ledger";
  });
  await dialog(page)
    .getByText(/^Yours: /)
    .waitFor();
});
