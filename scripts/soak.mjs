// `npm run soak`: somebody trades turns with the machine on the built page for `MINUTES` (10), in Chromium. Prints how many answers were late,
// how long the main thread was blocked, how evenly frames came, and what memory was held.
import { join } from "node:path";
import { CHROMIUM_ARGS, getChromium } from "./browser.mjs";
import { build, install, root } from "./project.mjs";
import { serve } from "./serve.mjs";

await install();
const executablePath = await getChromium();
if (!(await build())) process.exit(1);
const { chromium } = await import("playwright");
const { openPage, tradeTurns } = await import("../tests/bench/page.mjs");
const { machine, median } = await import("../tests/bench/report.mjs");

const BPM = 120;
/** A bar of each, of four beats. */
const SECONDS_AN_EXCHANGE = (8 * 60) / BPM;
const minutes = Number(process.env["MINUTES"] ?? 10);
const exchanges = Math.max(6, Math.round((minutes * 60) / SECONDS_AN_EXCHANGE));

const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
const antiphon = await serve(join(root, "dist"), 0);
try {
  const page = await openPage(browser, antiphon.url);
  const client = await page.context().newCDPSession(page);
  const heapMiB = async () => {
    await client.send("HeapProfiler.collectGarbage");
    const { usedSize } = await client.send("Runtime.getHeapUsage");
    return usedSize / 2 ** 20;
  };
  /** @type {number[]} */
  const heaps = [];
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;
  const { answers, late } = await tradeTurns(page, {
    exchanges,
    bpm: BPM,
    settle: async () => {
      heaps.push(await heapMiB());
      timer = setInterval(() => void heapMiB().then((size) => heaps.push(size)), 60_000);
      await page.evaluate(watch);
    },
  });
  clearInterval(timer);
  heaps.push(await heapMiB());
  const { frames, long } = await page.evaluate(
    () =>
      /** @type {{ watched: { frames: number[]; long: number[] } }} */ (
        /** @type {unknown} */ (window)
      ).watched,
  );
  const { processor, cores, browser: name } = machine(`Chromium ${browser.version()}`);
  const slow = frames.filter((ms) => ms > 20).length;
  console.log(`\n${processor}, ${cores} cores, ${name}; ${minutes} minutes at ${BPM} bpm\n`);
  console.log(`answers      ${answers}, of them late: ${late}`);
  console.log(
    `long tasks   ${long.length} over 50 ms${long.length > 0 ? `, the longest ${Math.max(...long)} ms` : ""}`,
  );
  console.log(
    `frames       median ${median(frames).toFixed(1)} ms; ${((100 * slow) / frames.length).toFixed(2)} % over 20 ms`,
  );
  console.log(`heap, MiB    ${heaps.map((size) => size.toFixed(1)).join(" ")}`);
} finally {
  await browser.close();
  await antiphon.close();
}

/** Keeps how long each frame took, and each task of over 50 ms, in milliseconds. */
function watch() {
  const watched = { frames: /** @type {number[]} */ ([]), long: /** @type {number[]} */ ([]) };
  Object.assign(window, { watched });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) watched.long.push(Math.round(duration));
  }).observe({ type: "longtask" });
  let before = performance.now();
  const frame = (/** @type {number} */ now) => {
    watched.frames.push(now - before);
    before = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}
