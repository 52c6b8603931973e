import { readFileSync } from "node:fs";
import { unzipSync } from "fflate";
import { expect } from "vitest";
import { Midi } from "@tonejs/midi";
import { button, chooseFile, openTune, region } from "./desk";
import { test } from "./page";

const AUDIO_SECONDS = 8 / 3 + 3;

test("a sketch goes out as WAV, the mix or each voice", async ({ chromium }) => {
  const { page } = chromium;
  await openTune(chromium);
  const dialog = page.getByRole("dialog", { name: "Export sound" });
  const exported = async (kind: string) => {
    await button(region(page, "Transport"), "Export WAV").click();
    await dialog.getByRole("radio", { name: kind }).check();
    const download = page.waitForEvent("download");
    await button(dialog, "Export WAV").click();
    const file = await download;
    await dialog.waitFor({ state: "hidden" });
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
  };
  const mix = await exported("The mix");
  expect(mix.name).toMatch(/\.wav$/);
  expect(mix.bytes.length).toBe(44 + Math.ceil(AUDIO_SECONDS * 44100) * 4);
  expect(mix.bytes.subarray(44).some((byte) => byte !== 0)).toBe(true);

  const { bytes } = await exported("Each voice");
  const files = Object.entries(unzipSync(bytes));
  expect(files.map(([name]) => name.slice(-14))).toEqual([" 01 Melody.wav"]);
  expect(files[0]![1].length).toBe(44 + Math.ceil(AUDIO_SECONDS * 44100) * 6);
});

test("the beat is tapped with a key, and taken back in one step", async ({ chromium }) => {
  const { page } = chromium;
  await openTune(chromium);
  const tempo = page.getByLabel("Tempo", { exact: true });
  const before = await tempo.inputValue();
  for (let tap = 0; tap < 4; tap += 1) await page.keyboard.press("t");
  expect(Number(await tempo.inputValue())).toBeGreaterThan(Number(before));
  await page.keyboard.press("ControlOrMeta+z");
  expect(await tempo.inputValue()).toBe(before);
});

test.for([
  [1440, 900],
  [1024, 768],
  [390, 844],
] as const)("at %i × %i the mixer is in sight whole", async ([width, height], { chromium }) => {
  const { page } = chromium;
  await page.setViewportSize({ width, height });
  await openTune(chromium);
  await button(page, "Mixer").click();
  const mixer = page.getByRole("region", { name: "Mixer", exact: true });
  for (const control of [
    mixer.getByRole("slider", { name: "Volume of Melody" }),
    mixer.getByRole("slider", { name: "Place of Melody" }),
    mixer.getByRole("slider", { name: "Room of Melody" }),
    button(mixer, "Solo Melody"),
    button(mixer, "Put the mixer away"),
  ]) {
    const isOnTop = await control.evaluate((element) => {
      const { left, top, width: w, height: h } = element.getBoundingClientRect();
      return element.contains(document.elementFromPoint(left + w / 2, top + h / 2));
    });
    expect(isOnTop, String(control)).toBe(true);
  }
  await button(mixer, "Put the mixer away").click();
  expect(await mixer.count()).toBe(0);
});

/** Four voices of one note each. */
function quartet(): Buffer {
  const midi = new Midi();
  ["Soprano", "Alto", "Tenor", "Bass"].forEach((name, i) => {
    const track = midi.addTrack();
    track.name = name;
    track.addNote({ midi: 72 - 7 * i, ticks: 0, durationTicks: 480 });
  });
  return Buffer.from(midi.toArray());
}

test("on a phone every control of the mixer is as large as a fingertip, and none is covered by another", async ({
  chromium,
}) => {
  const { page } = chromium;
  await page.setViewportSize({ width: 390, height: 844 });
  await openTune(chromium);
  await button(page, "Mixer").click();
  const mixer = page.getByRole("region", { name: "Mixer", exact: true });
  const controls = [
    ...(await mixer.getByRole("slider").all()),
    button(mixer, "Mute Melody"),
    button(mixer, "Solo Melody"),
    button(mixer, "Put the mixer away"),
  ];
  expect(controls).toHaveLength(4 + 3);
  for (const control of controls) {
    const { width, height, missed } = await control.evaluate((element) => {
      const box = element.getBoundingClientRect();
      const inset = 1;
      const missed = [box.top + inset, box.bottom - inset].filter(
        (y) => !element.contains(document.elementFromPoint(box.left + box.width / 2, y)),
      );
      return { width: box.width, height: box.height, missed };
    });
    expect(width, String(control)).toBeGreaterThanOrEqual(44);
    expect(height, String(control)).toBeGreaterThanOrEqual(44);
    expect(missed, String(control)).toEqual([]);
  }
});

test("at 1024 × 768 the mixer of four voices scrolls, and the roll above it stays high enough to read", async ({
  chromium,
}) => {
  const { page } = chromium;
  await page.setViewportSize({ width: 1024, height: 768 });
  await openTune(chromium);
  await chooseFile(page, "Quartet.mid", quartet());
  await button(page, "Mixer").click();
  const mixer = page.getByRole("region", { name: "Mixer", exact: true });
  await mixer.getByRole("slider", { name: "Volume of Bass" }).waitFor();
  const { roll, room, whole } = await mixer.evaluate((element) => ({
    roll: element.previousElementSibling!.getBoundingClientRect().height,
    room: element.clientHeight,
    whole: element.scrollHeight,
  }));
  expect(roll).toBeGreaterThanOrEqual(200);
  expect(room).toBeGreaterThanOrEqual(100);
  expect(whole).toBeGreaterThan(room);
  const last = mixer.getByRole("slider", { name: "Volume of Bass" });
  await last.scrollIntoViewIfNeeded();
  const isOnTop = await last.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
  });
  expect(isOnTop).toBe(true);
});
