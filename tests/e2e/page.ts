import type { Browser, BrowserContextOptions } from "playwright";
import { expect, inject, test as base } from "vitest";
import { type Chromium, launchChromium, openTab } from "../support/engines/chromium";

/** What went wrong in a page, or left it; a test takes out what it expects. */
export interface Watch {
  /** Errors that reached the window or the console; the console is also told of breaches of the content security policy. */
  readonly faults: string[];
  /** Addresses outside the page's own origin that the page or one of its workers asked for. */
  readonly strayRequests: string[];
  /** What the page or one of its workers asked for in a way that could carry something along: with a body, a query, or otherwise than by GET. */
  readonly sent: string[];
}

/** A fresh tab for the built page. Every test fails whose page makes an error, asks for something elsewhere, or sends anything along. */
export const test = base.extend<{
  /** How the tab differs from a window of 1440 × 900 with a mouse. */
  device: BrowserContextOptions;
  /** Where the page under test is served. */
  home: string;
  browser: Browser;
  chromium: Chromium;
  watch: Watch;
}>({
  device: {},
  home: async ({}, use) => {
    await use(inject("pageUrl"));
  },
  browser: [
    async ({}, use) => {
      const browser = await launchChromium();
      await use(browser);
      await browser.close();
    },
    { scope: "file" },
  ],
  chromium: async ({ browser, device }, use) => {
    const chromium = await openTab(browser, device);
    await use(chromium);
    await chromium.close();
  },
  watch: [
    async ({ chromium: { page }, home }, use) => {
      const watch: Watch = { faults: [], strayRequests: [], sent: [] };
      const own = new URL(home).origin;
      page.on("pageerror", (error) => watch.faults.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error") watch.faults.push(message.text());
      });
      // Playwright tells of a worker's requests with those of its page.
      page.on("request", (request) => {
        const { origin, protocol, search } = new URL(request.url());
        if (!/^(https?|wss?):$/.test(protocol)) return;
        if (origin !== own) watch.strayRequests.push(request.url());
        const method = request.method();
        if (method !== "GET" || request.postDataBuffer() !== null || search !== "")
          watch.sent.push(`${method} ${request.resourceType()} ${request.url()}`);
      });
      page.on("websocket", (socket) => watch.strayRequests.push(socket.url()));
      await use(watch);
      expect(watch).toEqual({ faults: [], strayRequests: [], sent: [] });
    },
    { auto: true },
  ],
});
