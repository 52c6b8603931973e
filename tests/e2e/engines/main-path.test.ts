import { describe, inject, test } from "vitest";
import { startChromium } from "../../support/engines/chromium";
import type { Engine } from "../../support/engines/engine";
import { startFirefox } from "../../support/engines/firefox";
import { startWebKit } from "../../support/engines/webkit";
import { harmoniseKeepAndExport } from "../main-path";

const {
  FIREFOX_PATH: firefox,
  WEBKIT_DRIVER: driver,
  WEBKIT_BROWSER: miniBrowser,
} = process.env as Record<string, string | undefined>;

/** Engines that the surroundings name; `npm run test:engines` looks for them. */
const engines: Record<string, (() => Promise<Engine>) | undefined> = {
  Chromium: startChromium,
  Firefox: firefox ? () => startFirefox(firefox) : undefined,
  WebKit: driver && miniBrowser ? () => startWebKit(driver, miniBrowser) : undefined,
};

describe.each(Object.entries(engines))("%s", (_name, start) => {
  test.skipIf(start === undefined)(
    "opens a MIDI file, harmonises it, keeps a take, exports it with the melody untouched, and undoes",
    async () => {
      const engine = await start!();
      try {
        await harmoniseKeepAndExport(engine, inject("pageUrl"));
      } finally {
        await engine.close();
      }
    },
  );
});
