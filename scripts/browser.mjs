import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run, runInstalled } from "./project.mjs";

/** How every test starts Chromium: no sandbox for root in a container, sound without a gesture, nothing sent. */
export const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--autoplay-policy=no-user-gesture-required",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "microsoft-edge",
];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
];

/**
 * `CHROME_PATH`, else a Chromium or Chrome of this machine.
 * @returns {string | undefined}
 */
export function findChromium() {
  const asked = process.env["CHROME_PATH"];
  return asked !== undefined && asked !== ""
    ? asked
    : (findProgram(NAMES) ?? PLACES.find(isProgram));
}

/**
 * The first of `names` that is in one of `folders` and can be run, in the order of the names.
 * @param {readonly string[]} names
 * @param {readonly string[]} [folders] those of the PATH when not given
 * @returns {string | undefined}
 */
export function findProgram(names, folders = (process.env["PATH"] ?? "").split(delimiter)) {
  return names
    .flatMap((name) => folders.filter(Boolean).map((folder) => join(folder, name)))
    .find(isProgram);
}

/**
 * A Chromium to test with: the machine's own, else Debian's package where this process may install it, else
 * Playwright's download. Ends the process with one line when there is none to be had.
 * @returns {Promise<string>} its path
 */
export async function getChromium() {
  const asked = process.env["CHROME_PATH"];
  if (asked && !isProgram(asked)) return stop(`CHROME_PATH is ${asked}, which cannot be run.`);
  const found = findChromium();
  if (found !== undefined) return found;
  console.log("No Chromium on this machine: getting one …");
  if (await installDebian(["chromium"])) {
    const installed = findChromium();
    if (installed !== undefined) return installed;
  }
  const { chromium } = await import("playwright");
  if (!existsSync(chromium.executablePath()))
    await runInstalled("playwright/cli.js", ["install", "chromium"]);
  if (existsSync(chromium.executablePath())) return chromium.executablePath();
  return stop(
    "No Chromium could be had: install chromium or Google Chrome, or set CHROME_PATH to one.",
  );
}

/**
 * Debian's packages of these names, where this process is root on a Debian.
 * @param {readonly string[]} packages
 * @returns {Promise<boolean>} whether they are installed now
 */
export async function installDebian(packages) {
  if (process.getuid?.() !== 0 || findProgram(["apt-get"]) === undefined) return false;
  const quietly = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["-qq", "update"], quietly);
  return (
    (await run(
      "apt-get",
      ["-qq", "install", "-y", "--no-install-recommends", ...packages],
      quietly,
    )) === 0
  );
}

/** @param {string} why @returns {never} */
function stop(why) {
  console.error(why);
  process.exit(1);
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
