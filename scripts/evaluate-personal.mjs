// `npm run evaluate:personal`: styles learnt from pieces of one kind, and tunes of the others varied towards them, by the page's own code in
// Chromium; writes personal.{md,json} of models/melody-vae. Takes Python with NumPy and the corpora.
import { evaluate, read, write } from "./evaluation.mjs";

const LEVELS = [0, 0.25, 0.5, 0.75, 1];

await evaluate("personal", async (page) => {
  const kinds = read("personal");
  const names = Object.keys(kinds);
  /** @type {Record<string, any>} */
  const shifts = {};
  for (const name of names)
    shifts[name] = Object.fromEntries(
      await Promise.all(
        ["known", "held"].map(async (part) => [
          part,
          await page.evaluate((pieces) => window.shiftsOf(pieces), kinds[name][part]),
        ]),
      ),
    );
  /** @type {Record<string, any>} */
  const persons = {};
  for (const name of names) {
    const tunes = names.filter((other) => other !== name).flatMap((other) => kinds[other].inputs);
    const learnt = await page.evaluate((pieces) => window.learnFrom(pieces), kinds[name].learnt);
    console.log(name, JSON.stringify(learnt));
    /** @type {Record<string, unknown>} */
    const answers = {};
    /** @param {number} personal @param {boolean} isConstant */
    const vary = (personal, isConstant) =>
      page.evaluate(
        ([pieces, pull, mean]) => window.varyAll(pieces, pull, mean),
        /** @type {any} */ ([tunes, personal, isConstant]),
      );
    for (const level of LEVELS) answers[`${level}`] = await vary(level, false);
    answers["constant"] = await vary(1, true);
    persons[name] = { ...learnt, answers };
  }
  write("personal-answers", { shifts, persons });
});
