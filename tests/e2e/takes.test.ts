import { expect, inject } from "vitest";
import { parseProject } from "../../src/formats/project";
import {
  answerTo,
  button,
  card,
  cardNames,
  chooseFile,
  exported,
  exportedVoices,
  openTune,
  playedTo,
  position,
  region,
  status,
  tune,
  TWO_BARS,
  wantBars,
  wantTakes,
} from "./desk";
import { voicesOf } from "../support/midi-reader";
import { test } from "./page";

/** Dots of the tree of all asks. */
const dots = (page: Parameters<typeof region>[0]) =>
  page.getByRole("group", { name: "All asks so far" }).getByRole("button");

test("a remixed take is what the next ask is about, and every take stays in the tree", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium);
  await wantTakes(page, 2);
  await wantBars(page, 1);
  await answerTo(page, "Continue");
  expect(await dots(page).count()).toBe(3);

  await button(card(page, "Take 2: Continuation"), "Remix").click();
  await answerTo(page, "Harmonise");
  expect(await dots(page).count()).toBe(5);
  expect(await cardNames(page)).toEqual(["Original", "Take 1: Harmony", "Take 2: Harmony"]);
  // The original of this ask is the take that was remixed: three bars.
  await button(card(page, "Take 1: Harmony"), "Keep").click();
  const voices = await exportedVoices(page);
  expect(voices).toHaveLength(4);
  expect(Math.max(...voices.flat().map(([, start]) => start))).toBeGreaterThanOrEqual(8);

  await button(page, "Go to take 1 of ask 1").click();
  expect(await cardNames(page)).toEqual([
    "Original",
    "Take 1: Continuation",
    "Take 2: Continuation",
  ]);
  await button(card(page, "Original"), "Keep").click();
  expect((await exportedVoices(page)).flat().map(([pitch]) => pitch)).toEqual([...TWO_BARS]);
});

test("take and original are compared while playing, at the same place", async ({ chromium }) => {
  const { page } = chromium;
  await openTune(chromium, "Eight bars", [...TWO_BARS, ...TWO_BARS, ...TWO_BARS, ...TWO_BARS]);
  await wantTakes(page, 1);
  await wantBars(page, 1);
  await answerTo(page, "Continue");
  await button(region(page, "Transport"), "Play").click();
  await playedTo(page, 2);

  const compare = page.getByRole("group", { name: "Compare" });
  const places = [await position(page)];
  for (const [name, bar] of [
    ["Take 1", 3],
    ["Original", 4],
    ["Take 1", 5],
  ] as const) {
    await button(compare, name).click();
    places.push(await position(page));
    expect(await button(compare, name).getAttribute("aria-pressed")).toBe("true");
    await playedTo(page, bar);
    places.push(await position(page));
  }
  const beats = places.map(({ bar, beat }) => bar * 4 + beat);
  expect(beats).toEqual(beats.toSorted((a, b) => a - b));
  await button(region(page, "Transport"), "Stop").click();
});

test("an ask that is cancelled says so, and nothing of it comes later", async ({ chromium }) => {
  const { page } = chromium;
  await openTune(chromium, "Eight bars", [...TWO_BARS, ...TWO_BARS, ...TWO_BARS, ...TWO_BARS]);
  await wantTakes(page, 8);
  await button(region(page, "Ask"), "Harmonise").click();
  await button(page, "Cancel").click();
  await status(page).getByText("Stopped.").waitFor();
  const before = await dots(page).count();

  // Asks are answered one after the other: what this one brings comes after all that the first could have.
  await wantTakes(page, 1);
  await wantBars(page, 1);
  await answerTo(page, "Continue");
  expect(await cardNames(page)).toEqual(["Original", "Take 1: Continuation"]);
  expect(await dots(page).count()).toBe(Math.max(before, 1) + 1);
});

test("an ask brings as many takes as were wanted, from one to eight, no two the same", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium);
  await wantTakes(page, 1);
  await answerTo(page, "Continue");
  expect(await cardNames(page)).toHaveLength(2);
  await wantTakes(page, 8);
  await answerTo(page, "Continue");
  expect(await cardNames(page)).toHaveLength(9);

  const read = parseProject((await exported(page, "Save Antiphon file")).toString("utf8"));
  if (!read.ok) throw new Error(JSON.stringify(read.problem));
  const { takes } = read.value;
  const last = takes.at(-1)!.making!.ask;
  const music = takes
    .filter((take) => take.making?.ask === last)
    .map(({ score }) => JSON.stringify(score.notes.map((n) => [n.pitch, n.start, n.duration])));
  expect(music).toHaveLength(8);
  expect(new Set(music).size).toBe(8);
});

test("the same seed, settings and melody give the same notes on another visit; another seed gives others", async ({
  chromium,
  browser,
}) => {
  const continued = async (random: number) => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    // The page draws each ask's seed here.
    await page.addInitScript(`Math.random = () => ${random}`);
    await page.goto(inject("pageUrl"));
    await chooseFile(page, "Two bars.mid", tune("Two bars", TWO_BARS));
    await wantTakes(page, 1);
    await answerTo(page, "Continue");
    await button(card(page, "Take 1: Continuation"), "Keep").click();
    const voices = await exportedVoices(page);
    await context.close();
    return voices;
  };
  await chromium.page.close();
  const first = await continued(0.25);
  expect(await continued(0.25)).toEqual(first);
  expect(await continued(0.75)).not.toEqual(first);
});

test("every take tells which model made it, from which seed and with which settings", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium);
  await wantTakes(page, 1);
  await answerTo(page, "Continue");
  const take = card(page, "Take 1: Continuation");
  await take.getByText(/new notes?$/).click();
  await take.getByText(/seed \d+ · different \d+ % · surprising \d+ %/).waitFor();
});

test("a take goes out as a MIDI file, by a press or dragged, without being kept", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium);
  await wantTakes(page, 1);
  await wantBars(page, 1);
  await answerTo(page, "Continue");
  const save = "Save Take 1: Continuation as MIDI";
  const saved = await exported(page, save);
  const [voice] = voicesOf(saved);
  expect(voice!.length).toBeGreaterThan(TWO_BARS.length);
  const dragged = await button(page, save).evaluate((element) => {
    const dataTransfer = new DataTransfer();
    element.dispatchEvent(new DragEvent("dragstart", { dataTransfer, bubbles: true }));
    return dataTransfer.getData("DownloadURL");
  });
  const [type, name, scheme, data] = dragged.split(/:(?!\/)/);
  expect([type, name, scheme]).toEqual(["audio/midi", "Two bars, Take 1 Continuation.mid", "data"]);
  expect(Buffer.from(data!.split(",")[1]!, "base64").equals(saved)).toBe(true);
  expect(await exportedVoices(page)).toHaveLength(1);
});
