// `npm run evaluate:rules`: how often the rules fire on the `bach` archive; writes tests/evaluation/rules.md. With `-- RULE` it tells where that one fires, and
// writes nothing. Takes `tar` and the corpora.
import { filesOf, load, writeReport } from "./evaluations.mjs";
import { install } from "./project.mjs";

await install();
/** @type {typeof import("../tests/evaluation/rules")} */
const { findingsOf, judgedChorales, report } = await load("rules.ts");
const pieces = judgedChorales(filesOf("bach"));
const rule = process.argv[2];
if (rule)
  for (const found of findingsOf(/** @type {any} */ (rule), pieces))
    console.log(found.name, `b. ${found.bar}, ${found.beat}`, JSON.stringify(found.facts));
else await writeReport("rules.md", report(pieces));
