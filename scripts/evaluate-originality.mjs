// `npm run evaluate:originality`: builds the index of what the models were trained on, measures what people share (models/originality/*), how
// often quotations are found, and how often each model's takes copy, by the page's own code in Chromium; writes models/originality/report.{md,json}
// and what concerns a model into its card. `-- --index` builds the index and measures people alone, `-- --quotations` quotations too,
// `-- --takes` the models alone.
// Takes Python and the corpora for the pieces, as training does, unless they lie in models/training/.state/originality.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "./evaluations.mjs";
import { inPage, run } from "./evaluation.mjs";
import { install, root } from "./project.mjs";

/** Stretches by people for each kind and length; there are as many pieces. */
const STRETCHES = 1500;
/** Quotations of each kind and length. */
const QUOTATIONS = 60;

const folder = join(root, "models/originality");
const state = join(root, "models/training/.state/originality");
const only = process.argv[2];
const tell = (/** @type {string} */ what) => console.log(what);

await install();
if (!existsSync(join(state, "pieces.json"))) run("originality-pieces");
/** @type {typeof import("../tests/evaluation/originality")} */
const evaluation = await load("originality.ts");
const work = evaluation.begin(JSON.parse(readFileSync(join(state, "pieces.json"), "utf8")));
const kept = (/** @type {string} */ name, /** @type {() => any} */ make) => {
  const path = join(state, `${name}.json`);
  const known = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
  if (known?.of === work.digest) return known.value;
  const value = make();
  writeFileSync(path, JSON.stringify({ of: work.digest, value }));
  return value;
};

mkdirSync(folder, { recursive: true });
/** @param {string} name @param {unknown} value */
const write = async (name, value) => {
  const { format } = await import("prettier");
  const parser = name.endsWith(".md") ? "markdown" : "json";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  writeFileSync(join(folder, name), await format(text, { parser, printWidth: 100 }));
};
const versions = kept("versions", () => evaluation.versions(work, tell));
if (only !== "--takes") {
  writeFileSync(join(folder, "melodies.bin"), work.file);
  writeFileSync(join(folder, "fingerprints.bin"), work.reserved.file);
  await write("index.json", evaluation.contents(work));
  const scores = kept("people", () => evaluation.people(work, versions, STRETCHES, tell));
  const prints = kept("people-of-prints", () => evaluation.peopleOfPrints(work, STRETCHES, tell));
  await write("baseline.json", evaluation.baselineOf(scores, prints));
}
if (only === "--index") process.exit();
const baseline = JSON.parse(readFileSync(join(folder, "baseline.json"), "utf8"));
const before = existsSync(join(folder, "report.json"))
  ? JSON.parse(readFileSync(join(folder, "report.json"), "utf8"))
  : {};
const report = { ...before };
if (only !== "--takes")
  Object.assign(report, evaluation.measure(work, versions, baseline, QUOTATIONS, tell));
if (only !== "--quotations") {
  const prompts = evaluation.prompts(work, versions);
  /** @type {Record<string, any>} */
  const takes = {};
  await inPage("originality", async (page) => {
    for (const job of evaluation.JOBS) {
      console.log(job.name);
      takes[job.name] = await page.evaluate(
        ([list, what]) => window.takesOf(list, what),
        /** @type {any} */ ([prompts[job.prompts], job]),
      );
    }
  });
  writeFileSync(join(state, "takes.json"), JSON.stringify(takes));
  report.models = evaluation.rates(work, baseline, takes, prompts, tell);
}
await write("report.json", report);
await write("report.md", evaluation.asMarkdown(report, baseline));
run("originality-card");
