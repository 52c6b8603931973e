// `npm run evaluate:melody`: variations and continuations of held-out melodies, by the page's own code in Chromium, beside the melodies'
// own; writes report.{md,json} of models/melody-vae and models/melody-rnn. Takes Python with PyTorch and the corpora, as training does.
import { evaluate, read, write } from "./evaluation.mjs";

const TAKES = 3;
const DISTANCES = [0, 0.25, 0.5, 0.75, 1];
const ATTRIBUTES = ["density", "register", "leaps"];
const LEVELS = [-1, -0.5, 0, 0.5, 1];

await evaluate("melody", async (page) => {
  const openings = read("melodies");
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
    answered: await ask(openings, { kind: "answer" }),
    traded: await ask(openings, { kind: "trade" }),
    told: await ask(told, { kind: "continue", chords: true }),
    vary: {},
    continue: {},
  };
  for (const kind of ["vary", "continue"])
    for (const name of ATTRIBUTES)
      answers[kind][name] = await each(LEVELS, (level) =>
        ask(openings, { kind, settings: { [name]: level } }),
      );
  write("melody-answers", answers);
});
