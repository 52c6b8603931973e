// What the commands that measure the models' music share: a page with the page's own code in Chromium, and Python before and after it.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CHROMIUM_ARGS, getChromium } from "./browser.mjs";
import { install, root } from "./project.mjs";
import { serve } from "./serve.mjs";

/** The folder where pieces, answers and figures lie, beside the training state. */
export const state = join(root, "models/training/.state/evaluation");

/**
 * Has a program of models/training write its pieces, runs `work` on the page tests/evaluation/<name>.html, and has the program write what
 * comes of it.
 * @param {string} name
 * @param {(page: import("playwright").Page) => Promise<void>} work
 * @param {string} program
 */
export async function evaluate(name, work, program = `${name}-report`) {
  mkdirSync(state, { recursive: true });
  await install();
  run(program, "--pieces");
  await inPage(name, work);
  run(program, "--write");
}

/**
 * Runs `work` on the page tests/evaluation/<name>.html, built and in Chromium.
 * @param {string} name
 * @param {(page: import("playwright").Page) => Promise<void>} work
 */
export async function inPage(name, work) {
  const executablePath = await getChromium();
  const { build } = await import("vite");
  const pages = join(root, `bench-results/evaluation-${name}`);
  await build({
    root,
    logLevel: "warn",
    build: {
      outDir: pages,
      emptyOutDir: true,
      rolldownOptions: { input: join(root, `tests/evaluation/${name}.html`) },
    },
  });
  const { chromium } = await import("playwright");
  const browser = await chromium.launch({
    executablePath,
    // Pages side by side all work at full speed.
    args: [...CHROMIUM_ARGS, "--disable-renderer-backgrounding"],
  });
  const server = await serve(pages, 0);
  try {
    const context = await browser.newContext();
    const page = await context.newPage();
    page.on("pageerror", (error) => console.error(error.message));
    page.setDefaultTimeout(0);
    await page.goto(`${server.url}tests/evaluation/${name}.html`);
    await work(page);
  } finally {
    await browser.close();
    await server.close();
  }
}

/** @param {string} name */
export function read(name) {
  return JSON.parse(readFileSync(join(state, `${name}.json`), "utf8"));
}

/** @param {string} name @param {unknown} value */
export function write(name, value) {
  writeFileSync(join(state, `${name}.json`), JSON.stringify(value));
}

/** @param {string} program @param {...string} what */
export function run(program, ...what) {
  const { status } = spawnSync("models/training/train.sh", [program, ...what], {
    cwd: root,
    stdio: "inherit",
    env: { THREADS: "1", ...process.env },
  });
  if (status !== 0) process.exit(status ?? 1);
}
