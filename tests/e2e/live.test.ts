import type { Page } from "playwright";
import { expect } from "vitest";
import { waitFor } from "../support/engines/engine";
import { button, exportedVoices, openTune, playedTo, region, setPlaying } from "./desk";
import { test } from "./page";

/** What the window has for the tests of a page with a MIDI device of its own. */
declare global {
  interface Window {
    midi: {
      plug(): void;
      pull(): void;
      send(...bytes: number[]): void;
      /** What the device that can be played got: bytes, and when. */
      readonly sent: readonly [number[], number][];
    };
  }
}

/** Gives the page a MIDI device before it loads; nothing is plugged in yet. */
async function withMidiDevice(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const inputs = new Map<string, MIDIInput>();
    const sent: [number[], number][] = [];
    const synth = Object.assign(new EventTarget(), {
      id: "2",
      name: "Old synth",
      manufacturer: "Test",
      type: "output",
      state: "connected",
      connection: "open",
      version: "1",
      onstatechange: null,
      open: () => Promise.resolve(),
      close: () => Promise.resolve(),
      send: (bytes: Uint8Array, at: number) => {
        sent.push([[...bytes], at]);
      },
    });
    const device = Object.assign(new EventTarget(), {
      id: "1",
      name: "Small piano",
      manufacturer: "Test",
      type: "input",
      state: "connected",
      connection: "open",
      version: "1",
      onmidimessage: null as ((event: unknown) => void) | null,
      onstatechange: null,
      open: () => Promise.resolve(),
      close: () => Promise.resolve(),
    });
    const access = {
      inputs,
      outputs: new Map([["2", synth]]),
      sysexEnabled: false,
      onstatechange: null as ((event: unknown) => void) | null,
    };
    const tell = () => access.onstatechange?.({ port: device, timeStamp: performance.now() });
    Object.defineProperty(navigator, "requestMIDIAccess", {
      value: () => Promise.resolve(access),
    });
    window.midi = {
      sent,
      plug() {
        inputs.set("1", device as unknown as MIDIInput);
        Object.assign(device, { state: "connected", connection: "open" });
        tell();
      },
      pull() {
        inputs.delete("1");
        // As Chromium has it for a port that was open.
        Object.assign(device, { state: "disconnected", connection: "pending" });
        tell();
      },
      send(...bytes) {
        const data = Uint8Array.from(bytes);
        device.onmidimessage?.(Object.assign(new Event("midimessage"), { data }));
      },
    };
  });
}

/** Plugs the device in and waits until the page shows it. */
async function plugIn(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.midi.plug();
  });
  await page.getByText("Small piano").waitFor();
}

/** MIDI numbers of the keys on the page that are down. */
const lit = (page: Page): Promise<number[]> =>
  page
    .locator("[data-pitch].lit")
    .evaluateAll((keys) =>
      keys.map((key) => Number(key.getAttribute("data-pitch"))).sort((a, b) => a - b),
    );

test("letters play and are recorded after the count-in, as one step", async ({ chromium }) => {
  const { page } = chromium;
  await openTune(chromium);
  await page.keyboard.press("k");
  await page.keyboard.down("d");
  await waitFor(
    "a key to light",
    () => lit(page),
    (keys) => keys.join() === "64",
  );
  await page.keyboard.up("d");
  await waitFor(
    "it to go out",
    () => lit(page),
    (keys) => keys.length === 0,
  );

  await setPlaying(page, (panel) => panel.getByLabel("What you play").selectOption("replace"));
  await button(region(page, "Transport"), "Record").click();
  await playedTo(page, 2);
  await page.keyboard.down("a");
  await playedTo(page, 3);
  await page.keyboard.up("a");
  await button(region(page, "Transport"), "Record").click();
  const [voice] = await exportedVoices(page);
  const played = voice!.filter(([pitch]) => pitch === 60);
  expect(played).toHaveLength(1);
  await button(page, "Undo").click();
  const [before] = await exportedVoices(page);
  expect(before!.map(([pitch]) => pitch)).toEqual([67, 69, 71, 72, 74, 72, 71, 67]);
});

test("a MIDI keyboard plays when it is plugged in, its pedal holds, and pulled out it leaves nothing ringing", async ({
  chromium,
}) => {
  const { page } = chromium;
  await withMidiDevice(page);
  await openTune(chromium);
  await page.keyboard.press("k");
  await setPlaying(page, async (panel) => {
    await button(panel, "Connect MIDI").click();
    await panel.getByText("No device that plays is plugged in").waitFor();
  });
  await plugIn(page);
  await page.evaluate(() => {
    window.midi.send(0x90, 60, 100);
    window.midi.send(0xb0, 64, 127);
    window.midi.send(0x90, 64, 100);
    window.midi.send(0x80, 64, 0);
  });
  await waitFor(
    "both to ring",
    () => lit(page),
    (keys) => keys.join() === "60,64",
  );
  await page.evaluate(() => {
    window.midi.pull();
  });
  await waitFor(
    "silence",
    () => lit(page),
    (keys) => keys.length === 0,
  );
  await page.getByText("Small piano").waitFor({ state: "detached" });

  await plugIn(page);
  await page.evaluate(() => {
    window.midi.send(0x90, 62, 100);
  });
  await waitFor(
    "it to ring again",
    () => lit(page),
    (keys) => keys.join() === "62",
  );
});

test("a finger that slides over the keys on the page plays each, and lets go of all", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium);
  await button(region(page, "Transport"), "Keys to play").click();
  const bed = page.getByRole("group", { name: /^Piano keys from C4/ });
  const box = (await bed.boundingBox())!;
  const heard: number[] = [];
  await page.mouse.move(box.x + 10, box.y + box.height * 0.9);
  await page.mouse.down();
  for (let x = 10; x < 150; x += 6) {
    await page.mouse.move(box.x + x, box.y + box.height * 0.9);
    const [now] = await lit(page);
    if (now !== undefined && heard.at(-1) !== now) heard.push(now);
  }
  expect(heard.slice(0, 3)).toEqual([60, 62, 64]);
  await page.mouse.up();
  await waitFor(
    "silence",
    () => lit(page),
    (keys) => keys.length === 0,
  );
});

test("the sketch plays on a MIDI device, in time, with clock, and Stop leaves nothing ringing", async ({
  chromium,
}) => {
  const { page } = chromium;
  await withMidiDevice(page);
  await openTune(chromium);
  await page.keyboard.press("k");
  await setPlaying(page, async (panel) => {
    await button(panel, "Connect MIDI").click();
    await panel.getByLabel("Play on").selectOption("Old synth");
    await panel.getByLabel("Send clock").check();
    await panel.getByLabel("The device alone sounds").check();
  });
  await button(region(page, "Transport"), "Play").click();
  await playedTo(page, 2);
  await button(region(page, "Transport"), "Stop").click();
  const sent = await page.evaluate(() => window.midi.sent);
  const of = (status: number) => sent.filter(([[first]]) => first === status);
  expect(
    of(0x90)
      .map(([[, pitch]]) => pitch)
      .slice(0, 4),
  ).toEqual([67, 69, 71, 72]);
  const [first, second] = of(0x90);
  const beat = second![1] - first![1];
  const pulses = of(0xf8);
  // 24 of them to a beat, the first with the first note.
  expect(pulses[0]![1]).toBeCloseTo(first![1], 0);
  expect(pulses[24]![1] - pulses[0]![1]).toBeCloseTo(beat, 0);
  expect(of(0xfa)).toHaveLength(1);
  expect(of(0xfc)).toHaveLength(1);
  const ringing = new Set<number>();
  for (const [[status, pitch]] of sent) {
    if (status === 0x90) ringing.add(pitch!);
    if (status === 0x80) ringing.delete(pitch!);
  }
  expect([...ringing]).toEqual([]);
});

test("a partner takes turns: it answers in a voice of its own, bar for bar, as takes", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium);
  await page.keyboard.press("k");
  await page.getByLabel("Partner").selectOption("Takes turns");
  await page.getByLabel("Bars of a turn").selectOption("1 bar");
  await button(region(page, "Transport"), "Record").click();
  await page.locator('[data-turn="you"]').waitFor();
  await page.keyboard.press("d", { delay: 150 });
  await page.locator('[data-turn="machine"]').waitFor();
  await page.locator('[data-turn="you"]').waitFor();
  await button(region(page, "Transport"), "Record").click();
  const voices = await exportedVoices(page);
  const answers = voices.at(-1)!;
  expect(answers.length).toBeGreaterThan(0);
  // In quarters. Each in a bar of its own, the second or on a slow machine a later one; where it had two turns, one of the person's is between.
  const bars = new Set<number>();
  for (const [, start, duration] of answers) {
    const bar = Math.floor(start / 4);
    expect(bar).toBeGreaterThanOrEqual(1);
    expect(start + duration).toBeLessThanOrEqual(4 * (bar + 1));
    bars.add(bar);
  }
  for (const bar of bars) expect(bars).not.toContain(bar + 1);
  await page.getByText("Take 1: Answer").waitFor();
});
