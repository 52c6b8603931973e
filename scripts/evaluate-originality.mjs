// `npm run evaluate:originality`: builds the indices of what the models were trained on, measures what people share (models/originality/*), how
// often quotations are found, and how often each model's takes copy, by the page's own code in Chromium; writes models/originality/report.{md,json}
// and what concerns a model into its card. `-- --index` builds the index and measures people alone, `-- --quotations` quotations too,
// `-- --takes` the models alone, `-- --takes chords` one of them, `-- --quotations chords` what is planted of chords alone.
// Takes Python and the corpora for the pieces, as training does, unless they lie in models/training/.state/originality.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "./evaluations.mjs";
import { inPage, run } from "./evaluation.mjs";
import { install, root } from "./project.mjs";

/** Stretches by people for each kind and length; there are as many pieces. */
const STRETCHES = 1500;
/** Quotations of each kind and length; of chords they cost little. */
const QUOTATIONS = 60;
const OTHER_QUOTATIONS = 200;

const folder = join(root, "models/originality");
const state = join(root, "models/training/.state/originality");
const [only, ...named] = process.argv.slice(2);
const wanted = (/** @type {string} */ name) => named.length === 0 || named.includes(name);
const tell = (/** @type {string} */ what) => console.log(what);

await install();
/** @param {string} name @param {string} program */
const written = (name, program) => {
  const path = join(state, `${name}.json`);
  if (!existsSync(path)) run(program);
  return JSON.parse(readFileSync(path, "utf8"));
};
/** @type {typeof import("../tests/evaluation/originality")} */
const evaluation = await load("originality.ts");
const work = evaluation.begin(written("pieces", "originality-pieces"));
const progressions = evaluation.beginProgressions(
  written("progressions", "originality-progressions"),
);
const drums = evaluation.beginDrums(written("drums", "originality-drums"));
/** @param {string} name @param {{ digest: string }} work @param {() => any} make */
const kept = (name, { digest }, make) => {
  const path = join(state, `${name}.json`);
  const known = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
  if (known?.of === digest) return known.value;
  const value = make();
  writeFileSync(path, JSON.stringify({ of: digest, value }));
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
const versions = kept("versions", work, () => evaluation.versions(work, tell));
if (only !== "--takes") {
  writeFileSync(join(folder, "melodies.bin"), work.file);
  writeFileSync(join(folder, "fingerprints.bin"), work.reserved.file);
  writeFileSync(join(folder, "progressions.bin"), progressions.file);
  writeFileSync(join(folder, "drums.bin"), drums.file);
  await write("index.json", {
    ...evaluation.contents(work),
    progressions: evaluation.contentsOfProgressions(progressions),
    drums: evaluation.contentsOfDrums(drums),
  });
  const scores = kept("people", work, () => evaluation.people(work, versions, STRETCHES, tell));
  const prints = kept("people-of-prints", work, () =>
    evaluation.peopleOfPrints(work, STRETCHES, tell),
  );
  const chords = kept("people-of-chords", progressions, () =>
    evaluation.progressionScores(progressions, tell),
  );
  const struck = kept("people-of-drums", drums, () => evaluation.drumScores(drums, tell));
  await write("baseline.json", {
    ...evaluation.baselineOf(scores, prints),
    chords: evaluation.otherBaseline(chords),
    drums: evaluation.otherBaseline(struck),
  });
}
if (only === "--index") process.exit();
const baseline = JSON.parse(readFileSync(join(folder, "baseline.json"), "utf8"));
const before = existsSync(join(folder, "report.json"))
  ? JSON.parse(readFileSync(join(folder, "report.json"), "utf8"))
  : {};
const report = { ...before };
if (only !== "--takes") {
  if (wanted("melodies"))
    Object.assign(report, evaluation.measure(work, versions, baseline, QUOTATIONS, tell));
  report.others ??= {};
  if (wanted("chords"))
    report.others.chords = evaluation.measureProgressions(
      progressions,
      baseline.chords,
      OTHER_QUOTATIONS,
      tell,
    );
  if (wanted("drums"))
    report.others.drums = evaluation.measureDrums(drums, baseline.drums, OTHER_QUOTATIONS, tell);
}
if (only !== "--quotations") {
  const prompts = {
    ...evaluation.prompts(work, versions),
    sheets: progressions.prompts,
    beats: evaluation.BEATS,
  };
  const asked = evaluation.JOBS.filter(({ name }) => wanted(name));
  /** @type {Record<string, any>} */
  const takes = {};
  await inPage("originality", async (page) => {
    for (const job of asked) {
      console.log(job.name);
      takes[job.name] = await page.evaluate(
        ([list, what]) => window.takesOf(list, what),
        /** @type {any} */ ([prompts[job.prompts], job]),
      );
    }
  });
  writeFileSync(join(state, "takes.json"), JSON.stringify(takes));
  const rates = evaluation.rates(work, progressions, drums, baseline, takes, prompts, tell);
  report.models = { ...report.models, ...rates };
}
await write("report.json", report);
await write("report.md", evaluation.asMarkdown(report, baseline));
run("originality-card");
