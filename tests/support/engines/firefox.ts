import puppeteer, { type ElementHandle } from "puppeteer-core";
import { appeared, callOf, type Engine, finder, type Target } from "./engine";

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

  const find = (target: Target): Promise<ElementHandle> =>
    appeared(target, async () => {
      const handle = await page.evaluateHandle(callOf(finder(target)));
      return (handle.asElement() as ElementHandle | null) ?? undefined;
    });
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
