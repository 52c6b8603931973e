import { chromium, type Locator, type Page } from "playwright";
import { CHROMIUM_ARGS, findChromium } from "../../../scripts/browser.mjs";
import { callOf, type Engine, type Target } from "./engine";

/** Chromium through Playwright, which computes accessible names itself. */
export async function startChromium(): Promise<Engine & { readonly page: Page }> {
  const executablePath = findChromium();
  const browser = await chromium.launch({
    args: CHROMIUM_ARGS,
    ...(executablePath !== undefined && { executablePath }),
  });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  return {
    name: `Chromium ${browser.version()}`,
    page,
    open: (url) => page.goto(url),
    click: (target) => locate(page, target).click(),
    upload: (target, path) => locate(page, target).setInputFiles(path),
    evaluate: (body, ...args) => page.evaluate(callOf(body, args)),
    close: () => browser.close(),
  };
}

function locate(page: Page, { role, name, within }: Target): Locator {
  const inside = within ? locate(page, within) : page.locator("body");
  return role === "file"
    ? inside.getByLabel(name, { exact: true })
    : inside.getByRole(role, { name, exact: true });
}
