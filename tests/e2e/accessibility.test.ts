import { AxeBuilder } from "@axe-core/playwright";
import type { BrowserContextOptions, Page } from "playwright";
import { expect } from "vitest";
import { answerTo, openTune, wantTakes } from "./desk";
import { test } from "./page";
import { SCREENS } from "./screens";

/** What axe finds against WCAG 2.2, A and AA, in short: rule, how many, and where the first is. */
async function faultsOf(page: Page): Promise<string[]> {
  const { violations, passes } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(passes.length).toBeGreaterThan(10);
  return violations.map(
    ({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0]!.target.join(" ")}`,
  );
}

const DEVICES: Readonly<Record<string, BrowserContextOptions>> = {
  "in light": { colorScheme: "light" },
  "on a Chromebook in the dark": {
    viewport: { width: 1024, height: 768 },
    colorScheme: "dark",
  },
  "on a phone": { viewport: { width: 390, height: 844 }, hasTouch: true },
};

for (const [where, device] of Object.entries(DEVICES))
  test.extend({ device: { reducedMotion: "reduce", ...device } })(
    `every screen keeps WCAG 2.2 AA as far as axe can tell: ${where}`,
    async ({ chromium }) => {
      const { page } = chromium;
      await openTune(chromium);
      if (where !== "on a phone") await wantTakes(page, 2);
      await answerTo(page, "Harmonise");
      const faults: Record<string, string[]> = {};
      for (const [screen, goTo] of SCREENS) {
        await goTo(page);
        const found = await faultsOf(page);
        if (found.length > 0) faults[screen] = found;
      }
      expect(faults).toEqual({});
    },
    // There are many, and axe is thorough.
    240_000,
  );

test("what is wrong would be told", async ({ chromium }) => {
  const { page } = chromium;
  await openTune(chromium);
  await page.evaluate(() => document.querySelector("main")!.append(document.createElement("img")));
  expect((await faultsOf(page)).join()).toContain("image-alt");
});
