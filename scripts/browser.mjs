import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

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
 * The first of `names` on the PATH, in the order of the names.
 * @param {readonly string[]} names
 * @returns {string | undefined}
 */
export function findProgram(names) {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
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
