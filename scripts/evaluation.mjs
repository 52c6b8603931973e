// What the commands that measure the models' music share: a page with the page's own code in Chromium, and Python before and after it.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { CHROMIUM_ARGS, getChromium } from "./browser.mjs";
import { install, root } from "./project.mjs";
import { serve } from "./serve.mjs";

/** The folder where pieces, answers and figures lie, beside the training state. */
export const state = join(root, "models/training/.state/evaluation");

/**
 * Has models/training/<name>_report.py write its pieces, runs `work` on the page tests/evaluation/<name>.html, and has the report written.
 * @param {string} name
 * @param {(page: import("playwright").Page) => Promise<void>} work
 */
export async function evaluate(name, work) {
  mkdirSync(state, { recursive: true });
  await install();
  const executablePath = await getChromium();
  report(name, "--pieces");
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
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
  const server = await serve(pages, 0);
  try {
    const page = await browser.newPage();
    page.on("pageerror", (error) => console.error(error.message));
    page.setDefaultTimeout(0);
    await page.goto(`${server.url}tests/evaluation/${name}.html`);
    await work(page);
  } finally {
    await browser.close();
    await server.close();
  }
  report(name, "--write");
}

/** @param {string} name @param {string} what */
function report(name, what) {
  const { status } = spawnSync("models/training/train.sh", [`${name}-report`, what], {
    cwd: root,
    stdio: "inherit",
    env: { THREADS: "1", ...process.env },
  });
  if (status !== 0) process.exit(status ?? 1);
}
