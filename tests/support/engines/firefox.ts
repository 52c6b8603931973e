import puppeteer, { type ElementHandle } from "puppeteer-core";
import { callOf, type Engine, finder, type Target } from "./engine";

/** Firefox through WebDriver BiDi. */
export async function startFirefox(executablePath: string): Promise<Engine> {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath,
    headless: true,
    extraPrefsFirefox: { "media.autoplay.default": 0 },
  });
  const page = await browser.newPage();
  await page.setViewport({ width: 1440, height: 900 });

  const find = async (target: Target): Promise<ElementHandle> => {
    const handle = await page.evaluateHandle(callOf(finder(target)));
    const element = handle.asElement();
    if (element === null) throw new Error(`Firefox finds no ${target.role} "${target.name}"`);
    return element as ElementHandle;
  };
  return {
    name: await browser.version(),
    open: (url) => page.goto(url),
    click: async (target) => (await find(target)).click(),
    upload: async (target, path) =>
      ((await find(target)) as ElementHandle<HTMLInputElement>).uploadFile(path),
    evaluate: (body, ...args) => page.evaluate(callOf(body, args)),
    close: () => browser.close(),
  };
}
