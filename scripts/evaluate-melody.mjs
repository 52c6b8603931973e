// `npm run evaluate:melody`: variations and continuations of held-out melodies, by the page's own code in Chromium, beside the melodies'
// own; writes report.{md,json} of models/melody-vae and models/melody-rnn. Takes Python with PyTorch and the corpora, as training does.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CHROMIUM_ARGS, getChromium } from "./browser.mjs";
import { install, root } from "./project.mjs";
import { serve } from "./serve.mjs";

const TAKES = 3;
const DISTANCES = [0, 0.25, 0.5, 0.75, 1];
const ATTRIBUTES = ["density", "register", "leaps"];
const LEVELS = [-1, -0.5, 0, 0.5, 1];
const state = join(root, "models/training/.state/evaluation");
mkdirSync(state, { recursive: true });

await install();
const executablePath = await getChromium();
report("--pieces");
const { build } = await import("vite");
const pages = join(root, "bench-results/evaluation-melody");
await build({
  root,
  logLevel: "warn",
  build: {
    outDir: pages,
    emptyOutDir: true,
    rolldownOptions: { input: join(root, "tests/evaluation/melody.html") },
  },
});

const { chromium } = await import("playwright");
const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
const server = await serve(pages, 0);
try {
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.error(error.message));
  page.setDefaultTimeout(0);
  await page.goto(`${server.url}tests/evaluation/melody.html`);
  const openings = JSON.parse(readFileSync(join(state, "melodies.json"), "utf8"));
  const told = openings.filter((/** @type {any} */ { chords }) => chords);
  /** @param {any[]} some @param {object} job */
  const ask = async (some, job) => {
    console.log(JSON.stringify(job));
    return page.evaluate(
      ([list, what]) => window.answerAll(list, what),
      /** @type {any} */ ([some, { chords: false, settings: {}, takes: TAKES, ...job }]),
    );
  };
  /** @param {readonly number[]} levels @param {(level: number) => Promise<unknown>} work */
  const each = async (levels, work) => {
    /** @type {[string, unknown][]} */
    const entries = [];
    for (const level of levels) entries.push([`${level}`, await work(level)]);
    return Object.fromEntries(entries);
  };
  /** @type {Record<string, any>} */
  const answers = {
    takes: TAKES,
    keys: await page.evaluate((list) => window.keysOf(list), openings),
    difference: await each(DISTANCES, (difference) =>
      ask(openings, { kind: "vary", settings: { difference } }),
    ),
    continued: await ask(openings, { kind: "continue" }),
    told: await ask(told, { kind: "continue", chords: true }),
    vary: {},
    continue: {},
  };
  for (const kind of ["vary", "continue"])
    for (const name of ATTRIBUTES)
      answers[kind][name] = await each(LEVELS, (level) =>
        ask(openings, { kind, settings: { [name]: level } }),
      );
  writeFileSync(join(state, "melody-answers.json"), JSON.stringify(answers));
} finally {
  await browser.close();
  await server.close();
}
report("--write");

/** @param {string} what */
function report(what) {
  const { status } = spawnSync("models/training/train.sh", ["melody-report", what], {
    cwd: root,
    stdio: "inherit",
    env: { THREADS: "1", ...process.env },
  });
  if (status !== 0) process.exit(status ?? 1);
}
