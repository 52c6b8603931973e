import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "vitest";
import type { Echo } from "../../src/domain/echo";
import type { VoiceId } from "../../src/domain/score";
import { answerTo, button, card, chooseFile, exported, openTune, wantTakes } from "./desk";
import { test } from "./page";

const meter = { beats: 4, unit: 4 } as const;

test("a well-known tune is found, with the bars on both sides, and either side is heard", async ({
  chromium,
  home,
}) => {
  const { page } = chromium;
  // The first sketch of all is Abide with Me.
  await page.goto(`${home}#ledger`);
  await page.getByRole("tab", { name: "Originality" }).click();
  await page.getByRole("button", { name: /^Compare with [\d,]+ pieces$/ }).click();
  await page.getByText(/20 notes in 1 voice, compared with [\d,]+ pieces\./).waitFor();
  const finding = page.getByRole("article").first();
  await finding.getByRole("heading", { name: "Abide With Me" }).waitFor();
  expect(await finding.innerText()).toContain("20 of 20 notes are the same");
  const there = button(finding, "Play Abide With Me, as it is there");
  await there.click();
  expect(await there.getAttribute("aria-pressed")).toBe("true");
  await there.click();
  expect(await there.getAttribute("aria-pressed")).toBe("false");
  const { violations } = await new AxeBuilder({ page }).include("dialog[open]").analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});

test("a sketch that resembles nothing is told so, with what was looked at", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium, "Odd", [60, 73, 62, 75, 61, 72, 63, 74]);
  await button(page, "Whose music is it?").click();
  await page.getByRole("tab", { name: "Originality" }).click();
  await page.getByRole("button", { name: /^Compare with/ }).click();
  const said = page.getByText(/^Nothing here resembles any of these pieces more/);
  await said.waitFor();
  expect(await said.innerText()).toContain("8 notes in 1 voice, compared with");
});

test("the first answer finds its model and the pieces there already, and both are fetched once", async ({
  chromium,
}) => {
  const { page } = chromium;
  const fetched: string[] = [];
  page.on("requestfinished", (request) => fetched.push(new URL(request.url()).pathname));
  const times = (end: string) => fetched.filter((path) => path.endsWith(end)).length;
  await openTune(chromium);
  await expect.poll(() => times("originality/melodies.bin"), { timeout: 20_000 }).toBe(1);
  expect(times("harmony/weights_manifest.json")).toBe(1);
  expect(await answerTo(page, "Harmonise")).toMatch(/^3 takes ready in/);
  expect(times("originality/melodies.bin")).toBe(1);
  expect(times("harmony/weights_manifest.json")).toBe(1);
});

test("a take that copies says so where a finger can press it, beside what else it says", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium);
  await wantTakes(page, 1);
  await answerTo(page, "Harmonise");
  const saved = JSON.parse((await exported(page, "Save Antiphon file")).toString()) as {
    sketch: { takes: { making?: { echo?: Echo; voices: VoiceId[] } }[] };
  };
  const { making } = saved.sketch.takes.find((take) => take.making)!;
  const note = { pitch: 60, start: 0, duration: 480, same: 0 };
  making!.echo = {
    piece: {
      title: "A Tune with a Name That Takes a Line of Its Own",
      composer: "",
      collection: "Tunes",
      year: undefined,
      meter,
    },
    ...{ bars: [1, 2], theirBars: [3, 4], start: 0, transposition: 0, matched: 1, of: 1 },
    ...{ oneIn: 200, beyond: true, also: [] },
    lines: [{ voice: making!.voices[0]!, part: "alto", ours: [note], theirs: [note] }],
  };
  await chooseFile(page, "Marked.antiphon.json", Buffer.from(JSON.stringify(saved)));
  // Its name is on a line below the other.
  await page.setViewportSize({ width: 1024, height: 768 });
  const take = card(page, "Take 1: Harmony");
  await take.getByText(/^Like A Tune with a Name.*: bars 3–4$/).waitFor();
  const { violations } = await new AxeBuilder({ page })
    .include("[aria-label=Takes]")
    .withTags(["wcag22aa"])
    .analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});
