// `npm run evaluate:harmony`: harmonies of all held-out melodies, by the page's own code in Chromium, against Bach's own and against
// Coconet's; writes models/harmony/report.{md,json}. Takes Python with PyTorch and the corpora, as training does.
// `COCONET` (24): chorales that Coconet harmonises, some seconds each; its answers are kept beside the training state.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CHROMIUM_ARGS, getChromium } from "./browser.mjs";
import { install, root } from "./project.mjs";
import { serve } from "./serve.mjs";

const TAKES = 3;
/** The page's own settings, under each strictness. */
const JOBS = [
  { name: "normal", rules: "normal", surprise: 0.3 },
  { name: "strict", rules: "strict", surprise: 0.3 },
  { name: "off", rules: "off", surprise: 0.3 },
];
const state = join(root, "models/training/.state/evaluation");
mkdirSync(state, { recursive: true });

await install();
const executablePath = await getChromium();
report("--pieces");
const { build } = await import("vite");
const pages = join(root, "bench-results/evaluation");
await build({
  root,
  logLevel: "warn",
  build: {
    outDir: pages,
    emptyOutDir: true,
    rolldownOptions: { input: join(root, "tests/evaluation/harmony.html") },
  },
});

const { chromium } = await import("playwright");
const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
const server = await serve(pages, 0);
try {
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.error(error.message));
  page.setDefaultTimeout(0);
  await page.goto(`${server.url}tests/evaluation/harmony.html`);
  const pieces = read("pieces");
  const bars = (/** @type {any[]} */ list) =>
    list.map(({ meter: [beats, unit] }) => (16 * beats) / unit);
  for (const [split, list] of Object.entries(pieces)) {
    const own = list.map((/** @type {any} */ piece) => piece.pitch);
    write(`${split}-own`, {
      grids: own.map((/** @type {any} */ grid) => [grid]),
      counts: await page.evaluate(
        ([grids, steps]) => window.countAll(grids, steps),
        /** @type {any} */ ([own, bars(list)]),
      ),
    });
    for (const { name, ...job } of JOBS) {
      const answer = await page.evaluate(
        ([some, what]) => window.harmoniseAll(some, what),
        /** @type {any} */ ([list, { ...job, takes: TAKES, seed: 1 }]),
      );
      const counts = [];
      for (let take = 0; take < TAKES; take++)
        counts.push(
          await page.evaluate(
            ([grids, steps]) => window.countAll(grids, steps),
            /** @type {any} */ ([answer.grids.map((takes) => takes[take]), bars(list)]),
          ),
        );
      write(`${split}-${name}`, { ...answer, counts, job });
      console.log(`${split}, rules ${name}: done`);
    }
  }
  if (
    process.env["COCONET"] !== "0" &&
    (!existsSync(join(state, "test-coconet.json")) || process.env["COCONET"])
  ) {
    const some = pieces.test.slice(0, Number(process.env["COCONET"] ?? 24));
    const grids = await page.evaluate((list) => window.coconetAll(list, 1), some);
    write("test-coconet", {
      grids: grids.map((grid) => [grid]),
      counts: await page.evaluate(
        ([all, steps]) => window.countAll(all, steps),
        /** @type {any} */ ([grids, bars(some)]),
      ),
    });
  }
} finally {
  await browser.close();
  await server.close();
}
report("--write");

/** @param {string} what */
function report(what) {
  const { status } = spawnSync("models/training/train.sh", ["harmony-report", what], {
    cwd: root,
    stdio: "inherit",
    env: { THREADS: "1", ...process.env },
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** @param {string} name */
function read(name) {
  return JSON.parse(readFileSync(join(state, `${name}.json`), "utf8"));
}

/** @param {string} name @param {unknown} value */
function write(name, value) {
  writeFileSync(join(state, `${name}.json`), JSON.stringify(value));
}
