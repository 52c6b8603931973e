import { readFileSync } from "node:fs";
import { expect, inject } from "vitest";
import { button, chooseFile, noteCount } from "./desk";
import { test } from "./page";

const hymn = readFileSync(new URL("../fixtures/old-hundredth-satb.mid", import.meta.url));

test("a hymn is shown on two staves, a note is drawn there, undone, and the pages are printed", async ({
  chromium: { page },
}) => {
  await page.goto(inject("pageUrl"));
  await chooseFile(page, "hymn.mid", hymn);
  await page.waitForFunction(() => document.title.startsWith("Old Hundredth"));
  const all = await noteCount(page);
  await button(page, "Staff").click();
  await page.locator("[data-note]").first().waitFor();
  expect(await page.locator(".vf-stave").count()).toBeGreaterThanOrEqual(2);
  expect(await noteCount(page)).toBe(all);

  const sheet = page.getByRole("application", { name: "Staff" });
  const rest = (await page.locator(".vf-stavenote.rest").first().boundingBox())!;
  await page.mouse.click(rest.x + 4, rest.y + 20);
  await expect.poll(() => noteCount(page)).toBe(all + 1);
  await sheet.press("Control+z");
  await expect.poll(() => noteCount(page)).toBe(all);

  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print" });
  expect(await page.locator(".printed h1").textContent()).toBe("Old Hundredth");
  expect(await page.locator(".printed [data-note]").count()).toBeGreaterThanOrEqual(all);
  expect(await page.getByRole("region", { name: "Transport" }).isVisible()).toBe(false);
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  expect(await page.locator(".printed").count()).toBe(0);
});
