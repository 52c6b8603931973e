// `npm test`: installs when needed, finds or gets a Chromium, runs every test but those of the other engines.
// What follows `--` goes to Vitest: `npm test -- tests/domain`.
import { getChromium } from "./browser.mjs";
import { install } from "./project.mjs";
import { runTests, say } from "./vitest.mjs";

await install();
const count = await runTests(["node", "browser", "e2e"], process.argv.slice(2), {
  CHROME_PATH: await getChromium(),
});
say(count);
process.exit(count.failed === 0 ? 0 : 1);
