import { inject, test as base } from "vitest";
import { startChromium } from "../support/engines/chromium";

/** What went wrong in a page, or left it. */
export interface Watch {
  /** Errors that reached the window, errors in the console, and breaches of the content security policy. */
  readonly faults: string[];
  /** Addresses outside the page's own origin that were asked for. */
  readonly strayRequests: string[];
}

/** A fresh Chromium with the built page open, and what it does wrong. */
export const test = base.extend<{
  chromium: Awaited<ReturnType<typeof startChromium>>;
  watch: Watch;
}>({
  chromium: async ({}, use) => {
    const chromium = await startChromium();
    await use(chromium);
    await chromium.close();
  },
  watch: async ({ chromium: { page } }, use) => {
    const watch: Watch = { faults: [], strayRequests: [] };
    page.on("pageerror", (error) => watch.faults.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") watch.faults.push(message.text());
    });
    page.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      const isOwn = origin === new URL(inject("pageUrl")).origin;
      if (!isOwn && protocol !== "blob:" && protocol !== "data:")
        watch.strayRequests.push(request.url());
    });
    await use(watch);
  },
});
