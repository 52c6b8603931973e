// `npm run evaluate:rules`: how often the rules fire on the `bach` archive; writes tests/evaluation/rules.md. With `-- RULE` it tells where that one fires, and
// writes nothing. Takes `tar` and the corpora.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install, root } from "./project.mjs";

await install();
const { runnerImport } = await import("vite");
const corpora = process.env["ANTIPHON_CORPORA"] ?? join(root, "../shared/corpora");
const folder = mkdtempSync(join(tmpdir(), "antiphon-"));
try {
  execFileSync("tar", ["-xJf", join(corpora, "bach.tar.xz"), "-C", folder]);
  const files = new Map(
    readdirSync(join(folder, "bach"))
      .filter((name) => /\.(mxl|xml)$/.test(name))
      .map((name) => [name, new Uint8Array(readFileSync(join(folder, "bach", name)))]),
  );
  /** @type {{ module: typeof import("../tests/evaluation/rules") }} */
  const { module } = await runnerImport(join(root, "tests/evaluation/rules.ts"), {
    root,
    configFile: false,
    logLevel: "error",
  });
  const { findingsOf, judgedChorales, report } = module;
  const pieces = judgedChorales(files);
  const rule = process.argv[2];
  if (rule)
    for (const found of findingsOf(/** @type {any} */ (rule), pieces))
      console.log(found.name, `b. ${found.bar}, ${found.beat}`, JSON.stringify(found.facts));
  else {
    const { format } = await import("prettier");
    const text = await format(report(pieces), { parser: "markdown", printWidth: 100 });
    writeFileSync(join(root, "tests/evaluation/rules.md"), text);
    console.log(text);
  }
} finally {
  rmSync(folder, { recursive: true });
}
