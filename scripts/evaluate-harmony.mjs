// `npm run evaluate:harmony`: harmonies of all held-out melodies, by the page's own code in Chromium, against Bach's own and against
// Coconet's; writes models/harmony/report.{md,json}. Takes Python with PyTorch and the corpora, as training does.
// `COCONET` (24): chorales that Coconet harmonises, some seconds each; its answers are kept beside the training state.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { evaluate, read, state, write } from "./evaluation.mjs";

/** Of each melody: the more there are, the less chance has a say in the figures. */
const TAKES = 12;
/** The page's own settings, under each strictness. */
const JOBS = [
  { name: "normal", rules: "normal", surprise: 0.3 },
  { name: "strict", rules: "strict", surprise: 0.3 },
  { name: "off", rules: "off", surprise: 0.3 },
];

await evaluate("harmony", async (page) => {
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
});
