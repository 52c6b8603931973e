// What the commands that measure the program's own musicianship share: no page and no models, the corpora's files at most.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./project.mjs";

/**
 * The files of a corpus, by path. Takes `tar`, and the archive in `$ANTIPHON_CORPORA`, by default `../shared/corpora` beside the repository.
 * @param {string} corpus
 * @returns {Map<string, Uint8Array>}
 */
export function filesOf(corpus) {
  const corpora = process.env["ANTIPHON_CORPORA"] ?? join(root, "../shared/corpora");
  const folder = mkdtempSync(join(tmpdir(), "antiphon-"));
  try {
    execFileSync("tar", ["-xJf", join(corpora, `${corpus}.tar.xz`), "-C", folder], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return new Map(
      entries.flatMap((entry) => {
        const path = join(entry.parentPath, entry.name);
        const name = path.slice(folder.length + 1).replaceAll("\\", "/");
        return entry.isFile() ? [[name, new Uint8Array(readFileSync(path))]] : [];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * A module of tests/evaluation.
 * @param {string} file
 * @returns {Promise<any>}
 */
export async function load(file) {
  const { runnerImport } = await import("vite");
  const { module } = await runnerImport(join(root, "tests/evaluation", file), {
    root,
    configFile: false,
    logLevel: "error",
  });
  return module;
}

/**
 * Writes a report into tests/evaluation, laid out as everything here is, and prints it.
 * @param {string} file
 * @param {string} text Markdown
 */
export async function writeReport(file, text) {
  const { format } = await import("prettier");
  const laidOut = await format(text, { parser: "markdown", printWidth: 100 });
  writeFileSync(join(root, "tests/evaluation", file), laidOut);
  console.log(laidOut);
}
