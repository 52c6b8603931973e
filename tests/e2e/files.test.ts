import { expect, inject } from "vitest";
import { textOf, waitFor } from "../support/engines/engine";
import { melodyFile, openFile } from "./main-path";
import { test } from "./page";

const midiHeader = [0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 1, 0, 1, 1, 0xe0];

test.for([
  ["truncated.mid", midiHeader],
  ["picture.mid", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["nothing.mid", []],
  ["broken.musicxml", [...new TextEncoder().encode("<score-partwise><part>")]],
] as const)(
  "%s is refused in one sentence that names it, and the open sketch stays",
  async ([name, bytes], { chromium }) => {
    const { page } = chromium;
    await chromium.open(inject("pageUrl"));
    await openFile(chromium, melodyFile);
    const title = await page.title();
    await page
      .getByLabel("Open file", { exact: true })
      .setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes) });
    const said = await waitFor(
      "alert",
      () => textOf(chromium, "alert"),
      (text) => text !== "",
    );
    expect(said).toContain(name);
    expect(await page.title()).toBe(title);
  },
);
