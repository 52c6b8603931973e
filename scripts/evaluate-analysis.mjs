// `npm run evaluate:analysis`: the page's own analysis beside the analyses of the `bach` archive; writes tests/evaluation/analysis.md. With `-- --fit` it
// fits the constants of src/exercises/analysis/weights.ts to half of them instead, and says what it found: some ten minutes. Takes `tar` and the corpora.
import { filesOf, load, writeReport } from "./evaluations.mjs";
import { install } from "./project.mjs";

await install();
/** @type {typeof import("../tests/evaluation/analysis-corpus")} */
const { analysedChorales } = await load("analysis-corpus.ts");
/** @type {typeof import("../tests/evaluation/analysis-report")} */
const { cost, report, splitOf } = await load("analysis-report.ts");
const pieces = analysedChorales(filesOf("bach"));

if (process.argv.includes("--fit")) {
  /** @type {typeof import("../tests/evaluation/analysis-fit")} */
  const { fit } = await load("analysis-fit.ts");
  const fitted = pieces.filter((piece) => splitOf(piece) === "fitted");
  console.log(fit(fitted, (what) => console.log(what)));
} else {
  await writeReport("analysis.md", report(pieces));
  const ms = cost(pieces, () => process.cpuUsage().user / 1000);
  console.log(`64 bars of four parts take ${ms.toFixed(0)} ms.`);
}
