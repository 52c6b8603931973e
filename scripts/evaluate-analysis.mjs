// `npm run evaluate:analysis`: the page's own analysis beside the analyses of the `bach` archive; writes tests/evaluation/analysis.md. With `-- --fit` it
// fits the constants of src/exercises/analysis/weights.ts to half of them instead, and says what it found: some ten minutes. Takes `tar` and the corpora.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install, root } from "./project.mjs";

await install();
const { runnerImport } = await import("vite");
const corpora = process.env["ANTIPHON_CORPORA"] ?? join(root, "../shared/corpora");

/** @param {string} archive @returns {Map<string, Uint8Array>} its files by path */
function filesOf(archive) {
  const folder = mkdtempSync(join(tmpdir(), "antiphon-"));
  try {
    execFileSync("tar", ["-xJf", archive, "-C", folder], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    const names = readdirSync(folder, { recursive: true, withFileTypes: true });
    return new Map(
      names.flatMap((entry) => {
        const path = join(entry.parentPath, entry.name);
        const name = path.slice(folder.length + 1).replaceAll("\\", "/");
        return entry.isFile() ? [[name, new Uint8Array(readFileSync(path))]] : [];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {string} file @returns {Promise<any>} */
const load = async (file) =>
  (
    await runnerImport(join(root, "tests/evaluation", file), {
      root,
      configFile: false,
      logLevel: "error",
    })
  ).module;

/** @type {typeof import("../tests/evaluation/analysis-corpus")} */
const { analysedChorales } = await load("analysis-corpus.ts");
/** @type {typeof import("../tests/evaluation/analysis-report")} */
const { cost, report, splitOf } = await load("analysis-report.ts");
const pieces = analysedChorales(filesOf(join(corpora, "bach.tar.xz")));

if (process.argv.includes("--fit")) {
  /** @type {typeof import("../tests/evaluation/analysis-fit")} */
  const { fit } = await load("analysis-fit.ts");
  const fitted = pieces.filter((piece) => splitOf(piece) === "fitted");
  console.log(fit(fitted, (what) => console.log(what)));
} else {
  const { format } = await import("prettier");
  const text = await format(report(pieces), { parser: "markdown", printWidth: 100 });
  writeFileSync(join(root, "tests/evaluation/analysis.md"), text);
  console.log(text);
  const ms = cost(pieces, () => process.cpuUsage().user / 1000);
  console.log(`64 bars of four parts take ${ms.toFixed(0)} ms.`);
}
