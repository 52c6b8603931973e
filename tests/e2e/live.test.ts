import type { Page } from "playwright";
import { expect } from "vitest";
import { waitFor } from "../support/engines/engine";
import { button, exportedVoices, openTune, playedTo, region } from "./desk";
import { test } from "./page";

/** What the window has for the tests of a page with a MIDI device of its own. */
declare global {
  interface Window {
    midi: { plug(): void; pull(): void; send(...bytes: number[]): void };
  }
}

/** Gives the page a MIDI device before it loads; nothing is plugged in yet. */
async function withMidiDevice(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const inputs = new Map<string, MIDIInput>();
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
      outputs: new Map(),
      sysexEnabled: false,
      onstatechange: null as ((event: unknown) => void) | null,
    };
    const tell = () => access.onstatechange?.({ port: device, timeStamp: performance.now() });
    Object.defineProperty(navigator, "requestMIDIAccess", {
      value: () => Promise.resolve(access),
    });
    window.midi = {
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

  await page.getByLabel("Recording").selectOption("replaces");
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
  await button(page, "Connect MIDI").click();
  await page.getByText("No MIDI device is plugged in").waitFor();
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
  await page.getByText("No MIDI device is plugged in").waitFor();

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
