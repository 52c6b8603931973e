import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
} from "playwright";
import { CHROMIUM_ARGS, findChromium } from "../../../scripts/browser.mjs";
import { callOf, type Engine, type Target } from "./engine";

/** A tab of Chromium, driven through Playwright, which computes accessible names itself. */
export interface Chromium extends Engine {
  readonly page: Page;
}

/** @param more arguments, beside those of every test */
export function launchChromium(more: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  return chromium.launch({
    args: [...CHROMIUM_ARGS, ...more],
    ...(executablePath !== undefined && { executablePath }),
  });
}

/** A tab that shares nothing with any other of the browser; closing it leaves the browser running. */
export async function openTab(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Chromium> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    // Nothing is kept for later, which every tab would fetch anew.
    serviceWorkers: "block",
    ...options,
  });
  const page = await context.newPage();
  return {
    name: `Chromium ${browser.version()}`,
    page,
    open: (url) => page.goto(url),
    click: (target) => locate(page, target).click(),
    upload: (target, path) => locate(page, target).setInputFiles(path),
    evaluate: (body, ...args) => page.evaluate(callOf(body, args)),
    close: () => context.close(),
  };
}

/** A Chromium with one tab. */
export async function startChromium(): Promise<Chromium> {
  const browser = await launchChromium();
  return { ...(await openTab(browser)), close: () => browser.close() };
}

function locate(page: Page, { role, name, within }: Target): Locator {
  const inside = within ? locate(page, within) : page.locator("body");
  return role === "file"
    ? inside.getByLabel(name, { exact: true })
    : inside.getByRole(role, { name, exact: true });
}
