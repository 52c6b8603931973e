// `npm run bench`: how long the built page takes for what people ask, in Chromium, and stock Magenta's own classes on the same
// checkpoints beside it. `BENCH_RUNS` (5) runs each, stock Coconet fewer: its one take can take half a minute.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CHROMIUM_ARGS, getChromium } from "./browser.mjs";
import { build, install, root } from "./project.mjs";
import { serve } from "./serve.mjs";

await install();
const executablePath = await getChromium();
if (!(await build())) process.exit(1);
const { chromium } = await import("playwright");
const {
  BARS,
  chooseCoconet,
  choosePartner,
  openPage,
  timeAsk,
  timeComparison,
  timeFollow,
  timeKeys,
  timeShadow,
} = await import("../tests/bench/page.mjs");
const { busySketch, emptySketch, openSketch, timeLedger } =
  await import("../tests/bench/ledger.mjs");
const { machine, median, summary, table } = await import("../tests/bench/report.mjs");

/** A score of the length that people bring, beside the few bars of a sketch. */
const LONG = 64;
/** What is counted: waiting and painting are left out, for they are the machine's. */
const LEDGERS = {
  empty: "Ledger first opened of one note, processor time of scripts",
  busy: "Ledger first opened of 1024 notes and 200 takes, processor time of scripts",
};
const runs = Number(process.env["BENCH_RUNS"] ?? 5);
const results = join(root, "bench-results");
const stockFolder = join(results, "stock");
await buildStock();

const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
const antiphon = await serve(join(root, "dist"), 0);
const stock = await serve(stockFolder, 0);
/** @type {import("../tests/bench/report.mjs").Row[]} */
const rows = [];
try {
  await timePage();
  await timeLedgers();
  await timeStock();
} finally {
  await browser.close();
  await antiphon.close();
  await stock.close();
}

const ratios = [
  ratio(
    `Harmonise, 3 takes of ${BARS} bars`,
    "stock Coconet at its defaults, one take of 4 bars",
    150,
  ),
  ratio(
    `Harmonise, 3 takes of ${BARS} bars`,
    "stock Coconet on our small checkpoint, one take of 4 bars",
  ),
  ratio(
    `Harmonise by Coconet, first shown of ${BARS} bars`,
    "stock Coconet on our small checkpoint, one take of 4 bars",
  ),
  ratio(`Vary, 3 takes of ${BARS} bars`, "stock MusicVAE, 3 × 2 bars, twice"),
  ratio(`Continue, first shown of ${BARS} bars`, "stock MusicRNN, 4 bars"),
  ratio(LEDGERS.empty, LEDGERS.busy),
].filter((line) => line !== undefined);
const measured = machine(`Chromium ${browser.version()}`);
const file = join(results, `${new Date().toISOString().replace(/[:.]/g, "-")}.json`);
writeFileSync(
  file,
  JSON.stringify({ machine: measured, rows: rows.map(summary), ratios }, null, 2),
);
console.log(`\n${measured.processor}, ${measured.cores} cores, ${measured.browser}\n`);
console.log(table(rows));
for (const { ours, theirs, times, target } of ratios) {
  const wanted = target ? `; ${target} times is the target` : "";
  console.log(`${theirs}: ${times.toFixed(1)} times as long as ${ours}${wanted}`);
}
console.log(`\nWritten to ${file.slice(root.length)}`);

/** The page that only holds Magenta's classes, with the same checkpoints and settings as the real one. */
async function buildStock() {
  const { build: bundle } = await import("vite");
  mkdirSync(results, { recursive: true });
  await bundle({
    root,
    logLevel: "warn",
    build: {
      outDir: stockFolder,
      emptyOutDir: true,
      rolldownOptions: { input: join(root, "tests/bench/stock.html") },
    },
  });
}

async function timePage() {
  await timeAsks("Harmonise");
  await timeAsks("Harmonise", { bars: LONG });
  await timeAsks("Harmonise", { by: " by Coconet", prepare: chooseCoconet });
  await timeFollowing();
  await timePlaying();
  await timeShadowing();
  await timeAsks("Vary");
  await timeAsks("Vary", { bars: LONG });
  await timeAsks("Continue");
  await timeAsks("Continue", { bars: LONG });
  await timeAsks("Blend", { prepare: choosePartner });
  await timeAsks("Accompany");
  await timeAsks("Drums");
  await timeAsks("Humanise");
  await timeComparing();
}

/**
 * Asks on a page of its own. The first time, which loads the model and starts its backend, is a row of its own.
 * @param {string} ask the button
 * @param {{ bars?: number, by?: string, prepare?: (page: import("playwright").Page) => Promise<void> }} [options]
 */
async function timeAsks(ask, { bars = BARS, by = "", prepare } = {}) {
  const title = `${ask}${by}`;
  await timeOnPage(`${title} of ${bars} bars`, bars, async (page) => {
    await prepare?.(page);
    const { allMs: firstUseMs } = await timeAsk(page, ask);
    const asks = [];
    while (asks.length < runs) asks.push(await timeAsk(page, ask));
    const all = `${title}, ${asks[0]?.takes ?? 0} takes of ${bars} bars`;
    rows.push({
      what: `${title}, first shown of ${bars} bars`,
      ms: asks.map(({ firstMs }) => firstMs),
    });
    rows.push({ what: all, ms: asks.map(({ allMs }) => allMs) });
    if (bars === BARS && !prepare)
      rows.push({ what: `${all}, first use: model loaded and begun`, ms: [firstUseMs] });
    if (bars === LONG)
      rows.push({
        what: `${all}, longest task of the page`,
        ms: asks.map(({ longestTaskMs }) => longestTaskMs),
      });
  });
}

const timeFollowing = () =>
  timeOnPage(`Follow, a note dragged in ${BARS} bars`, BARS, async (page, what) => {
    rows.push({ what, ms: await timeFollow(page, 2 * runs) });
  });

const timeShadowing = () =>
  timeOnPage(
    "Shadow, from the press of a key to its shadow being scheduled",
    BARS,
    async (page, what) => {
      rows.push({ what, ms: await timeShadow(page, 4 * runs) });
    },
  );

const timeComparing = () =>
  timeOnPage(`Compare four voices of ${LONG} bars with the pieces`, LONG, async (page, what) => {
    const [firstMs = NaN, ...ms] = await timeComparison(page, 2 * runs + 1);
    rows.push({ what: `${what}, first use`, ms: [firstMs] }, { what, ms });
  });

const timePlaying = () =>
  timeOnPage(
    "Play, from the press of a key to its sound being scheduled",
    BARS,
    async (page, what) => {
      rows.push({ what, ms: await timeKeys(page, 10 * runs) });
    },
  );

/** Each on a page of its own: the first opening fetches the ledger, too. */
async function timeLedgers() {
  for (const { what, sketch } of [
    { what: LEDGERS.empty, sketch: emptySketch() },
    { what: LEDGERS.busy, sketch: busySketch() },
  ]) {
    const ms = [];
    while (ms.length < runs) {
      const page = await openSketch(browser, antiphon.url, sketch);
      ms.push(await timeLedger(page));
      await page.close();
    }
    rows.push({ what, ms });
  }
}

/**
 * Has a page of its own measured.
 * @param {string} what
 * @param {number} bars
 * @param {(page: import("playwright").Page, what: string) => Promise<void>} measure
 */
async function timeOnPage(what, bars, measure) {
  const page = await openPage(browser, antiphon.url, bars);
  try {
    await measure(page, what);
  } catch (error) {
    missed(what, error instanceof Error ? error.message : String(error));
  }
  await page.close();
}

/** What could not be measured is said and left out of the table; the rest is measured all the same. */
function missed(/** @type {string} */ what, /** @type {string} */ why) {
  const [line] = why.split("\n");
  console.error(`${what} could not be measured: ${line}`);
  process.exitCode = 1;
}

async function timeStock() {
  const page = await browser.newPage();
  await page.goto(`${stock.url}tests/bench/stock.html`);
  /** @type {[import("../tests/bench/stock-calls").StockModel, string, number][]} */
  const models = [
    ["coconet", "stock Coconet on our small checkpoint, one take of 4 bars", Math.min(runs, 2)],
    ["coconet-default", "stock Coconet at its defaults, one take of 4 bars", 1],
    ["melody-vae", "stock MusicVAE, 3 × 2 bars, twice", runs],
    ["melody-rnn", "stock MusicRNN, 4 bars", runs],
  ];
  for (const [model, what, times] of models) {
    const reply = await page.evaluate(
      ([name, count]) => window.timeStock(name, count),
      /** @type {const} */ ([model, times]),
    );
    if ("error" in reply) missed(what, reply.error);
    else rows.push({ what, ms: [...reply.ms] });
  }
}

/** @param {string} ours @param {string} theirs @param {number} [target] */
function ratio(ours, theirs, target) {
  const find = (/** @type {string} */ what) => rows.find((row) => row.what === what);
  const [a, b] = [find(ours), find(theirs)];
  return a && b && { ours, theirs, times: median(b.ms) / median(a.ms), target };
}
