import { expect, test } from "vitest";
import { samplesFor } from "../../src/audio/instruments";
import { createSampleLibrary, nearestZone } from "../../src/audio/sample-library";
import { DRUMS } from "../../src/domain/drums";
import { INSTRUMENTS } from "../../src/domain/score";

const fetchBytes = async (url: string) => (await fetch(url)).arrayBuffer();

const RECORDED = INSTRUMENTS.filter((name) => name !== "drums");

test.each(RECORDED)(
  "%s has recordings near every pitch of a choir, each attack found",
  async (instrument) => {
    const zones = await createSampleLibrary().load(instrument);
    expect(zones.map((zone) => zone.pitch)).toEqual(samplesFor(instrument).map((s) => s.pitch));
    for (let pitch = 60; pitch <= 81; pitch++)
      expect(Math.abs(nearestZone(zones, pitch)!.pitch - pitch)).toBeLessThanOrEqual(10);
    for (const zone of zones) {
      expect(zone.attack).toBeGreaterThan(0.02);
      expect(zone.attack).toBeLessThan(0.3);
      if (instrument === "piano") expect(zone.loop).toBeUndefined();
      else expect(zone.loop!.end - zone.loop!.start).toBeGreaterThan(0.5);
    }
  },
);

test.each(INSTRUMENTS)("%s is at most 2 MB to load", async (instrument) => {
  const sizes = await Promise.all(
    samplesFor(instrument).map(async ({ url }) => (await fetchBytes(url)).byteLength),
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(2e6);
});

test("the drum kit has a sound for each of its pieces, and fetches nothing", async () => {
  const library = createSampleLibrary(() => Promise.reject(new Error("nothing to fetch")));
  const zones = await library.load("drums");
  expect(zones.map(({ pitch }) => pitch)).toEqual(DRUMS.map(({ pitch }) => pitch));
  expect(library.find("drums")).toBe(zones);
});

test("an instrument is loaded once, and only when it is asked for", async () => {
  const fetched: string[] = [];
  const library = createSampleLibrary((url) => {
    fetched.push(url);
    return fetchBytes(url);
  });
  expect(library.find("flute")).toBeUndefined();
  const [a, b] = await Promise.all([library.load("flute"), library.load("flute")]);
  expect(a).toBe(b);
  expect(library.find("flute")).toBe(a);
  expect(fetched.length).toBe(samplesFor("flute").length);
});

test("a failure is forgotten: the next call tries again", async () => {
  let fails = true;
  const library = createSampleLibrary((url) =>
    fails ? Promise.resolve(new ArrayBuffer(8)) : fetchBytes(url),
  );
  await expect(library.load("flute")).rejects.toMatchObject({ code: "sampleUnreadable" });
  expect(library.find("flute")).toBeUndefined();
  fails = false;
  await expect(library.load("flute")).resolves.toHaveLength(samplesFor("flute").length);
});

test("a recording that is not there is told apart from one that cannot be read", async () => {
  const library = createSampleLibrary();
  const real = window.fetch.bind(window);
  window.fetch = () => Promise.resolve(new Response("gone", { status: 404 }));
  await expect(library.load("cello")).rejects.toMatchObject({ code: "sampleMissing" });
  window.fetch = () => Promise.reject(new TypeError("offline"));
  await expect(library.load("cello")).rejects.toMatchObject({ code: "sampleMissing" });
  window.fetch = real;
});
