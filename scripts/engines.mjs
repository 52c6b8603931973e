// `npm run test:engines`: the main path in Chromium, Firefox and WebKit. A missing engine is installed from Debian
// where this process may do so; elsewhere its tests are left out, and the last lines say so.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { findProgram, getChromium, installDebian } from "./browser.mjs";
import { install } from "./project.mjs";
import { runTests, say } from "./vitest.mjs";

await install();
const chromium = await getChromium();
const firefox = await get(findFirefox, ["firefox-esr"]);
const webkit = await get(findWebKit, ["webkit2gtk-driver", "xvfb", "xauth"]);

const count = await runTests(["engines"], process.argv.slice(2), {
  CHROME_PATH: chromium,
  FIREFOX_PATH: firefox ?? "",
  WEBKIT_DRIVER: webkit?.driver ?? "",
  WEBKIT_BROWSER: webkit?.browser ?? "",
});
const missing = [
  ...(firefox === undefined ? ["Firefox was left out: install Debian's firefox-esr"] : []),
  ...(webkit === undefined
    ? ["WebKit was left out: install Debian's webkit2gtk-driver and xvfb"]
    : []),
];
for (const line of missing) console.log(`${line}.`);
// Whoever could have installed an engine and did not get it has not tested it.
if (process.getuid?.() === 0) count.failed += missing.length;
say(count);
process.exit(count.failed === 0 ? 0 : 1);

/**
 * @template T
 * @param {() => T | undefined} find
 * @param {readonly string[]} packages
 * @returns {Promise<T | undefined>}
 */
async function get(find, packages) {
  return find() ?? ((await installDebian(packages)) ? find() : undefined);
}

function findFirefox() {
  return process.env["FIREFOX_PATH"] || findProgram(["firefox-esr", "firefox"]);
}

/** @returns {{ driver: string, browser: string } | undefined} */
function findWebKit() {
  const driver = findProgram(["WebKitWebDriver"]);
  const browser = libraryFolders()
    .map((folder) => findProgram(["MiniBrowser"], [folder]))
    .find((path) => path !== undefined);
  const hasDisplay =
    findProgram(["xvfb-run"]) !== undefined && findProgram(["xauth"]) !== undefined;
  return driver && browser && hasDisplay ? { driver, browser } : undefined;
}

/** Debian keeps MiniBrowser in /usr/lib/<machine>/webkit2gtk-<version>, the newest version last by name. */
function libraryFolders() {
  return foldersIn("/usr/lib")
    .flatMap((folder) => foldersIn(folder))
    .filter((folder) => /webkit(2)?gtk-[\d.]+$/.test(folder))
    .sort()
    .reverse();
}

/** @param {string} folder @returns {string[]} */
function foldersIn(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(folder, entry.name));
  } catch {
    return [];
  }
}
