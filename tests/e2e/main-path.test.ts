import { readFileSync } from "node:fs";
import { Midi } from "@tonejs/midi";
import { expect, inject } from "vitest";
import { askFor, harmoniseKeepAndExport, melodyFile, notesOf, openFile } from "./main-path";
import { test } from "./page";

test("a MIDI file is opened, harmonised, kept and exported without an error and without a request to anywhere else", async ({
  chromium,
  watch,
}) => {
  await harmoniseKeepAndExport(chromium, inject("pageUrl"));
  expect(watch).toEqual({ faults: [], strayRequests: [] });
});

test("what is exported untouched is what was opened", async ({ chromium }) => {
  const { page } = chromium;
  await chromium.open(inject("pageUrl"));
  await openFile(chromium, melodyFile);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export MIDI" }).click();
  const exported = new Midi(readFileSync(await (await download).path()));
  const opened = new Midi(readFileSync(melodyFile));
  expect(
    exported.tracks.map((_, index) => notesOf(exported, index)).filter((n) => n.length > 0),
  ).toEqual(opened.tracks.map((_, index) => notesOf(opened, index)).filter((n) => n.length > 0));
});

test("a kept harmony is exported as MusicXML with four parts", async ({ chromium }) => {
  const { page } = chromium;
  await chromium.open(inject("pageUrl"));
  await openFile(chromium, melodyFile);
  await askFor(chromium, "Harmonise");
  await page
    .getByRole("listitem", { name: "Take 2: Harmony" })
    .getByRole("button", { name: "Keep" })
    .click();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export MusicXML" }).click();
  const xml = readFileSync(await (await download).path(), "utf8");
  const [parts, faults] = await page.evaluate((text) => {
    const document = new DOMParser().parseFromString(text, "application/xml");
    return ["score-partwise > part", "parsererror"].map((e) => document.querySelectorAll(e).length);
  }, xml);
  expect([parts, faults]).toEqual([4, 0]);
});

test.for([
  ["Vary", "Variation"],
  ["Continue", "Continuation"],
  ["Rewrite", "Rewrite"],
] as const)(
  "%s answers with three takes beside the original",
  async ([ask, noun], { chromium }) => {
    const { page } = chromium;
    await chromium.open(inject("pageUrl"));
    await openFile(chromium, melodyFile);
    expect(await askFor(chromium, ask)).toMatch(/^3 takes ready/);
    const cards = page.getByRole("region", { name: "Takes" }).getByRole("listitem");
    const names = await cards.evaluateAll((items) => items.map((item) => item.ariaLabel));
    expect(names.slice(0, 4)).toEqual(["Original", ...[1, 2, 3].map((n) => `Take ${n}: ${noun}`)]);
  },
);
