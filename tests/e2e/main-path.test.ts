import { readFileSync } from "node:fs";
import { Midi } from "@tonejs/midi";
import { expect, inject } from "vitest";
import { answerTo, button, card, cardNames, exported, exportedVoices, openTune } from "./desk";
import { askFor, harmoniseKeepAndExport, melodyFile, openFile } from "./main-path";
import { voicesOf } from "../support/midi-reader";
import { test } from "./page";

test("a MIDI file is opened, harmonised, kept and exported; undo and redo go over it in one step", async ({
  chromium,
}) => {
  await harmoniseKeepAndExport(chromium, inject("pageUrl"));
});

test("what is exported untouched is what was opened", async ({ chromium }) => {
  await chromium.open(inject("pageUrl"));
  await openFile(chromium, melodyFile);
  const opened = new Midi(readFileSync(melodyFile));
  const { header } = new Midi(await exported(chromium.page, "Export MIDI"));
  expect(await exportedVoices(chromium.page)).toEqual(voicesOf(readFileSync(melodyFile)));
  expect(header.name).toBe(opened.header.name);
  expect(header.timeSignatures[0]?.timeSignature).toEqual([4, 4]);
  expect(header.keySignatures[0]).toMatchObject({ key: "D", scale: "major" });
  expect(header.tempos[0]?.bpm).toBeCloseTo(opened.header.tempos[0]!.bpm, 2);
});

test("a kept harmony is exported as MusicXML with four parts", async ({ chromium }) => {
  const { page } = chromium;
  await openTune(chromium);
  await answerTo(page, "Harmonise");
  await button(card(page, "Take 2: Harmony"), "Keep").click();
  const xml = (await exported(page, "Export MusicXML")).toString("utf8");
  const [parts, faults] = await page.evaluate((text) => {
    const document = new DOMParser().parseFromString(text, "application/xml");
    return ["score-partwise > part", "parsererror"].map((e) => document.querySelectorAll(e).length);
  }, xml);
  expect([parts, faults]).toEqual([4, 0]);
});

test.for([
  ["Harmonise", "Harmony"],
  ["Vary", "Variation"],
  ["Continue", "Continuation"],
  ["Rewrite", "Rewrite"],
] as const)(
  "%s answers with three takes beside the original",
  async ([ask, noun], { chromium }) => {
    const { page } = chromium;
    await openTune(chromium);
    expect(await askFor(chromium, ask)).toMatch(/^3 takes ready/);
    expect(await cardNames(page)).toEqual([
      "Original",
      ...[1, 2, 3].map((number) => `Take ${number}: ${noun}`),
    ]);
  },
);

test("Blend asks with what, then answers with three takes", async ({ chromium }) => {
  const { page } = chromium;
  await openTune(chromium);
  await button(page, "Blend").click();
  await button(page.getByRole("dialog", { name: "Blend with" }), "Ode to Joy").click();
  await button(page, "Cancel").waitFor({ state: "detached", timeout: 60_000 });
  expect(await cardNames(page)).toEqual(["Original", ...[1, 2, 3].map((n) => `Take ${n}: Blend`)]);
});
