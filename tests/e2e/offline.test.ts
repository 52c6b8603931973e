import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright";
import { expect } from "vitest";
import { root } from "../../scripts/project.mjs";
import { serve } from "../../scripts/serve.mjs";
import {
  answerTo,
  button,
  card,
  chooseFile,
  playedTo,
  region,
  tune,
  TWO_BARS,
  wantBars,
  wantTakes,
} from "./desk";
import { test as base } from "./page";

/** The built page, served from a folder of its own that a test may change. */
const test = base
  .extend({ device: { serviceWorkers: "allow" } })
  .extend<{ site: { url: string; folder: string; close: () => Promise<void> } }>({
    site: async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), "antiphon-"));
      cpSync(join(root, "dist"), folder, { recursive: true });
      const served = await serve(folder, 0);
      await use({ ...served, folder });
      await served.close();
      rmSync(folder, { recursive: true });
    },
  })
  .extend({
    home: async ({ site }, use) => {
      await use(site.url);
    },
  });

/** Until the browser has all of the page. */
async function isKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
}

test("after the first visit all of it works without a network: models, instruments, the sketch of before", async ({
  chromium,
  site,
}) => {
  const { page } = chromium;
  await page.goto(site.url);
  await isKept(page);
  await site.close();

  await page.goto(site.url);
  await chooseFile(page, "Two bars.mid", tune("Two bars", TWO_BARS));
  await page.waitForFunction(() => document.title.startsWith("Two bars"));
  await wantTakes(page, 1);
  await wantBars(page, 1);
  await answerTo(page, "Harmonise");
  await answerTo(page, "Continue");
  await button(card(page, "Take 1: Continuation"), "Play").click();
  await playedTo(page, 1);
  await button(region(page, "Transport"), "Stop").click();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});

test("a newer version is announced and waits until it is asked for", async ({ chromium, site }) => {
  const { page } = chromium;
  await page.goto(site.url);
  await isKept(page);
  await page.reload();
  const worker = join(site.folder, "sw.js");
  writeFileSync(worker, `${readFileSync(worker, "utf8")}\n// newer`);
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });

  await page.getByText("A newer Antiphon is ready.").waitFor();
  const loaded = page.waitForEvent("load");
  await button(page, "Take it now").click();
  await loaded;
  await region(page, "Sketch").waitFor();
  expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting)).toBeNull();
});
