import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright";
import { expect } from "vitest";
import { createRandom } from "../../src/domain/random";
import { launchChromium } from "../support/engines/chromium";
import { waitFor } from "../support/engines/engine";
import { line, sing, VOWEL } from "../support/voice";
import { wav } from "../support/wav";
import { button, exportedVoices, noteCount, openTune, playedTo, region, setPlaying } from "./desk";
import { test as onPage } from "./page";

declare global {
  interface Window {
    /** What the page was given to hear. */
    heardTracks: MediaStreamTrack[];
    strikeAndSing(): void;
  }
}

const SAMPLE_RATE = 48000;
/** Of a quarter, in what `openTune` opens. */
const QUARTER_SECONDS = 60 / 180;
const SUNG = [62, 64, 66, 67, 69, 69, 74, 62];
const BEAT = 0.5;
/** Of silence: until the recording is begun. */
const BEFORE = 4;
const NOTES = line(SUNG, BEAT, 0.06, BEFORE);

/** A tab of a Chromium whose microphone hears a line that this file sings, from when it is first listened to. */
const withLine = onPage.extend({
  browser: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), "antiphon-"));
      const file = join(folder, "line.wav");
      const manner = {
        sampleRate: SAMPLE_RATE,
        partials: VOWEL,
        vibrato: { depth: 0.3, hertz: 5.5 },
        aboveNoise: 26,
      };
      writeFileSync(file, wav(sing(NOTES, manner, createRandom(1)), SAMPLE_RATE));
      const browser = await launchChromium([
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        `--use-file-for-fake-audio-capture=${file}%noloop`,
      ]);
      await use(browser);
      await browser.close();
      rmSync(folder, { recursive: true });
    },
    { scope: "file" },
  ],
});
const test = withLine.extend<{ watchedMicrophones: null }>({
  watchedMicrophones: [
    async ({ chromium }, use) => {
      await chromium.page.addInitScript(() => {
        window.heardTracks = [];
        const devices = navigator.mediaDevices;
        const ask = devices.getUserMedia.bind(devices);
        devices.getUserMedia = async (wanted) => {
          const stream = await ask(wanted);
          window.heardTracks.push(...stream.getTracks());
          return stream;
        };
      });
      await use(null);
    },
    { auto: true },
  ],
});

const microphonesInUse = (page: Page): Promise<number> =>
  page.evaluate(() => window.heardTracks.filter((track) => track.readyState === "live").length);

const withoutCountIn = (page: Page): Promise<void> =>
  setPlaying(page, (panel) => panel.getByLabel("Count-in").selectOption({ label: "none" }));

test("a line that is sung is recorded: its pitches, its onsets, its lengths", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium, "To sing to", [24]);
  await button(region(page, "Transport"), "Sing").click();
  await withoutCountIn(page);
  await button(page, "Snap to the key").click();
  await button(region(page, "Transport"), "Record").click();
  await waitFor(
    "the line to be written",
    () => noteCount(page),
    (count) => count === 1 + SUNG.length,
  );
  await button(region(page, "Transport"), "Record").click();
  await button(page, "Stop listening").click();
  await page.getByRole("region", { name: "Singing" }).waitFor({ state: "detached" });

  const [voice] = await exportedVoices(page);
  const written = voice!.filter(([pitch]) => pitch > 24);
  expect(written.map(([pitch]) => pitch)).toEqual(SUNG);
  const middle = (values: readonly number[]) =>
    values.toSorted((x, y) => x - y)[values.length >> 1]!;
  // The clock that the microphone's file begins by is nobody's: onsets are counted from the middle of them all.
  const onsets = written.map(([, start], i) => QUARTER_SECONDS * start - NOTES[i]!.start);
  const begun = middle(onsets);
  const off = written.map(([, , length], i) => {
    const { start: sungAt, end } = NOTES[i]!;
    return {
      onset: Math.abs(onsets[i]! - begun),
      length: Math.abs(QUARTER_SECONDS * length - (end - sungAt)),
    };
  });
  expect(middle(off.map(({ onset }) => onset))).toBeLessThan(0.02);
  expect(middle(off.map(({ length }) => length))).toBeLessThan(0.04);
  // A browser that is short of time drops moments of its make-believe microphone: one note, not the line, may suffer.
  for (const { onset, length } of off) expect(Math.max(onset, length)).toBeLessThan(0.08);
  expect(await microphonesInUse(page)).toBe(0);
});

test("a sung note stands where a key does that is struck at the same moment", async ({
  chromium,
}) => {
  const { page } = chromium;
  await page.addInitScript(() => {
    let sung: AudioParam;
    let audio: AudioContext;
    navigator.mediaDevices.getUserMedia = async () => {
      audio = new AudioContext();
      const tone = new OscillatorNode(audio, { frequency: 293.665 });
      const gain = new GainNode(audio, { gain: 0 });
      const microphone = audio.createMediaStreamDestination();
      tone.connect(gain).connect(microphone);
      tone.start();
      sung = gain.gain;
      await audio.resume();
      return microphone.stream;
    };
    // A key down and the voice in, and a third of a second later both out.
    window.strikeAndSing = () => {
      sung.setTargetAtTime(0.2, audio.currentTime, 0.005);
      window.dispatchEvent(new KeyboardEvent("keydown", { code: "KeyA", key: "a" }));
      setTimeout(() => {
        sung.setTargetAtTime(0, audio.currentTime, 0.005);
        window.dispatchEvent(new KeyboardEvent("keyup", { code: "KeyA", key: "a" }));
      }, 333);
    };
  });
  await openTune(chromium, "To sing to", [24]);
  await page.keyboard.press("k");
  await withoutCountIn(page);
  await button(region(page, "Transport"), "Sing").click();
  await button(region(page, "Transport"), "Record").click();
  await playedTo(page, 2);
  for (const bar of [3, 4, 5, 6]) {
    await page.evaluate(() => {
      window.strikeAndSing();
    });
    await playedTo(page, bar);
  }
  await button(region(page, "Transport"), "Record").click();
  const [voice] = await exportedVoices(page);
  const onsets = (pitch: number) =>
    voice!.filter(([one]) => one === pitch).map(([, onset]) => onset * QUARTER_SECONDS);
  const struck = onsets(60);
  const sung = onsets(62);
  expect([struck.length, sung.length]).toEqual([4, 4]);
  const late = struck.map((at, i) => 1000 * (sung[i]! - at));
  for (const ms of late) expect(Math.abs(ms)).toBeLessThan(50);
});

test.for([
  ["NotAllowedError", /did not allow the page to hear the microphone: allow it/],
  ["NotFoundError", /No microphone is plugged in: plug one in/],
  ["NotReadableError", /another program has it: close that program/],
] as const)(
  "a microphone that cannot be had is said, and can be asked for again: %s",
  async ([name, words], { chromium }) => {
    const { page } = chromium;
    await page.addInitScript((fault) => {
      const devices = navigator.mediaDevices;
      const ask = devices.getUserMedia.bind(devices);
      let refuses = true;
      devices.getUserMedia = (wanted) => {
        if (!refuses) return ask(wanted);
        refuses = false;
        return Promise.reject(new DOMException("", fault));
      };
    }, name);
    await openTune(chromium, "To sing to", [60, 62]);
    await button(region(page, "Transport"), "Sing").click();
    const alert = page.getByRole("alert");
    await alert.getByText(words).waitFor();
    expect(await page.getByRole("region", { name: "Singing" }).count()).toBe(0);
    expect(await noteCount(page)).toBe(2);
    await button(alert, "Sing").click();
    await page.getByRole("region", { name: "Singing" }).waitFor();
    expect(await alert.innerText()).toBe("");
  },
);

test("where the page did not come safely, that is said before anybody is asked", async ({
  chromium,
}) => {
  const { page } = chromium;
  await page.addInitScript(() => {
    Object.defineProperty(window, "isSecureContext", { value: false });
  });
  await openTune(chromium);
  await page.keyboard.press("m");
  await page
    .getByRole("alert")
    .getByText(/https address or on this machine/)
    .waitFor();
});

test("a microphone that is pulled out while somebody sings ends the note, and nothing else", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium, "To sing to", [24]);
  await page.keyboard.press("m");
  await waitFor(
    "a note to be heard",
    () => page.locator("[data-heard]").innerText(),
    (name) => /^[A-G]/.test(name),
  );
  await page.evaluate(() => {
    for (const track of window.heardTracks) {
      track.stop();
      track.dispatchEvent(new Event("ended"));
    }
  });
  await page
    .getByRole("alert")
    .getByText(/The microphone is gone: plug it in again/)
    .waitFor();
  expect(await page.getByRole("region", { name: "Singing" }).count()).toBe(0);
  expect(await noteCount(page)).toBe(1);
});

test.for([
  [1440, 900],
  [1024, 768],
  [390, 844],
] as const)(
  "at %i × %i there is room to sing: all of it is in sight, and can be touched",
  async ([width, height], { chromium }) => {
    const { page } = chromium;
    await page.setViewportSize({ width, height });
    await openTune(chromium);
    await button(region(page, "Transport"), "Sing").click();
    const panel = page.getByRole("region", { name: "Singing" });
    await panel.getByRole("meter", { name: "Level" }).waitFor();
    const least = width < 700 ? 44 : 34;
    for (const control of [
      button(region(page, "Transport"), "Sing"),
      button(panel, "Snap to the key"),
      button(panel, "Stop listening"),
    ]) {
      const box = (await control.boundingBox())!;
      expect([box.width >= least, box.height >= least]).toEqual([true, true]);
      const isInSight = box.x >= 0 && box.x + box.width <= width && box.y + box.height <= height;
      expect(isInSight).toBe(true);
    }
    // With the keys to play beside it, the sketch is still there.
    await button(region(page, "Transport"), "Keys to play").click();
    const roll = (await page.getByRole("application").boundingBox())!;
    expect(roll.height).toBeGreaterThan(60);
    const overflow = await page.evaluate(() => {
      const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
      return [scrollWidth - clientWidth, scrollHeight - clientHeight];
    });
    expect(overflow).toEqual([0, 0]);
  },
);
