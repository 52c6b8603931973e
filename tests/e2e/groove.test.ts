import { Midi } from "@tonejs/midi";
import { expect } from "vitest";
import { answerTo, button, card, exported, exportedVoices, openTune, wantTakes } from "./desk";
import { test } from "./page";

test("drums come under a tune, are kept, go out on channel 10, and are heard by no other ask", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium);
  await wantTakes(page, 2);
  await answerTo(page, "Drums");
  await button(card(page, "Take 1: Drums"), "Keep").click();
  const { tracks } = new Midi(await exported(page, "Export MIDI"));
  const kit = tracks.filter(({ channel }) => channel === 9);
  expect(kit).toHaveLength(1);
  expect(kit[0]!.notes.length).toBeGreaterThan(8);
  // Two bars of 4/4, no stroke beside the nine pieces.
  const ppq = 480;
  for (const { midi, ticks } of kit[0]!.notes) {
    expect([36, 38, 42, 46, 43, 47, 50, 49, 51]).toContain(midi);
    expect(ticks).toBeLessThan(8 * ppq);
  }
  await answerTo(page, "Harmonise");
  await button(card(page, "Take 1: Harmony"), "Keep").click();
  const after = new Midi(await exported(page, "Export MIDI")).tracks;
  const strokes = (track: (typeof after)[0] | undefined) =>
    track?.notes.map(({ midi, ticks }) => [midi, ticks]);
  expect(strokes(after.find(({ channel }) => channel === 9))).toEqual(strokes(kit[0]));
});

test("a voice is played as a person would: the same notes, a little off the grid, some louder", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium);
  const [before] = await exportedVoices(page);
  await wantTakes(page, 1);
  await answerTo(page, "Humanise");
  await button(card(page, "Take 1: Feel"), "Keep").click();
  const { tracks } = new Midi(await exported(page, "Export MIDI"));
  const notes = tracks.flatMap((track) => track.notes);
  expect(notes.map(({ midi }) => midi)).toEqual(before!.map(([pitch]) => pitch));
  const late = notes.map(({ ticks }, i) => ticks / 480 - before![i]![1]);
  expect(late.some((quarters) => quarters !== 0)).toBe(true);
  expect(Math.max(...late.map(Math.abs))).toBeLessThanOrEqual(1 / 8);
  expect(new Set(notes.map(({ velocity }) => velocity)).size).toBeGreaterThan(1);
});
