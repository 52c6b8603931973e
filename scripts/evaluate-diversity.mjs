// `npm run evaluate:diversity`: takes as they are chosen and as they come, for held-out melodies, by the page's own code in Chromium; writes
// tests/evaluation/diversity.md. Takes Python and the corpora, as training does. `MELODIES` (24): how many melodies are asked about.
import { mkdirSync } from "node:fs";
import { inPage, read, run, state, write } from "./evaluation.mjs";
import { load, writeReport } from "./evaluations.mjs";
import { install } from "./project.mjs";

const KINDS = ["harmonise", "vary", "continue", "rewrite"];
const LEVELS = [0, 0.25, 0.5, 0.75, 1];
const ASKS = 5;

mkdirSync(state, { recursive: true });
await install();
run("melody-report", "--pieces");
await inPage("diversity", async (page) => {
  const all = read("melodies");
  const melodies = Math.min(all.length, Number(process.env["MELODIES"] ?? 24));
  const some = Array.from(
    { length: melodies },
    (_, i) => all[Math.floor((i * all.length) / melodies)],
  );
  /** @param {object} job */
  const runs = (job) => {
    console.log(JSON.stringify(job));
    return page.evaluate(
      ([list, what]) => window.runAll(list, what),
      /** @type {any} */ ([some, { settings: {}, isChosen: true, asks: 1, ...job }]),
    );
  };
  /** @type {Record<string, any>} */
  const answers = {
    kinds: KINDS,
    melodies,
    asks: ASKS,
    levels: LEVELS,
    first: {},
    chosen: {},
    slider: {},
  };
  for (const kind of KINDS) {
    answers["first"][kind] = await runs({ kind, isChosen: false, asks: ASKS });
    answers["chosen"][kind] = await runs({ kind, asks: ASKS });
    answers["slider"][kind] = {};
    for (const daring of LEVELS)
      answers["slider"][kind][`${daring}`] = await runs({ kind, settings: { daring } });
  }
  write("diversity-answers", answers);
});
const { report } = await load("diversity-report.ts");
await writeReport("diversity.md", report(read("diversity-answers")));
