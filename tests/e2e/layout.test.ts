import { expect, inject } from "vitest";
import { test } from "./page";

/** Everything that can be pressed at 1440 × 900 without opening a menu. */
const BUTTONS = [
  ...["Play", "Undo", "Redo", "Export MIDI", "Export MusicXML"],
  ...["Harmonise", "Vary", "Continue", "Rewrite", "Blend"],
];

test("at 1440 × 900 every main button stands in view with nothing over it", async ({
  chromium,
}) => {
  const { page } = chromium;
  await chromium.open(inject("pageUrl"));
  for (const name of BUTTONS) {
    const button = page.getByRole("button", { name, exact: true }).first();
    const box = await button.boundingBox();
    expect(box, name).not.toBeNull();
    const [x, y] = [box!.x + box!.width / 2, box!.y + box!.height / 2];
    expect([x > 0 && x < 1440, y > 0 && y < 900], name).toEqual([true, true]);
    const isOnTop = await button.evaluate(
      (element, at) => element.contains(document.elementFromPoint(at.x, at.y)),
      { x, y },
    );
    expect(isOnTop, name).toBe(true);
  }
  for (const name of ["Transport", "Sketch", "Ask", "Takes"])
    expect(await page.getByRole("region", { name, exact: true }).count(), name).toBe(1);
  expect(await page.getByLabel("Open file", { exact: true }).getAttribute("type")).toBe("file");
});

test.for([
  [1440, 900],
  [1024, 768],
  [390, 844],
] as const)(
  "at %i × %i the page fits: nothing is scrolled sideways or down",
  async ([width, height], { chromium }) => {
    const { page } = chromium;
    await page.setViewportSize({ width, height });
    await chromium.open(inject("pageUrl"));
    await page.getByRole("region", { name: "Ask", exact: true }).waitFor();
    const overflow = await page.evaluate(() => {
      const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
      return [scrollWidth - clientWidth, scrollHeight - clientHeight];
    });
    expect(overflow).toEqual([0, 0]);
  },
);

test("on a phone the asks and the transport can be touched: at least 44 pixels each way", async ({
  chromium,
}) => {
  const { page } = chromium;
  await page.setViewportSize({ width: 390, height: 844 });
  await chromium.open(inject("pageUrl"));
  for (const name of ["Play", "Harmonise", "Vary", "Continue", "Rewrite", "Blend"]) {
    const box = await page.getByRole("button", { name, exact: true }).first().boundingBox();
    expect([box!.width >= 44, box!.height >= 44], name).toEqual([true, true]);
  }
});

test("on a phone how an ask is answered is chosen behind its sliders", async ({ chromium }) => {
  const { page } = chromium;
  await page.setViewportSize({ width: 390, height: 844 });
  await chromium.open(inject("pageUrl"));
  const ask = page.getByRole("region", { name: "Ask", exact: true });
  const ways = ["How harmony is written", "How melodies go", "How chords are played"];
  for (const name of ways)
    expect(await ask.getByRole("button", { name }).isVisible(), name).toBe(false);
  await ask.getByRole("button", { name: "Sliders" }).click();
  for (const name of ways) {
    const box = await ask.getByRole("button", { name }).boundingBox();
    expect([box!.width >= 44, box!.height >= 44], name).toEqual([true, true]);
  }
  await ask.getByRole("button", { name: ways[0]! }).click();
  const chooser = page.getByRole("dialog", { name: ways[0]! });
  await chooser.locator("label", { hasText: "Hymn" }).click();
  await page.keyboard.press("Escape");
  expect(await chooser.count()).toBe(0);
  await ask.getByRole("button", { name: "Sliders" }).click();
  expect(await ask.getByRole("button", { name: ways[0]! }).textContent()).toContain("as a hymn");
});
