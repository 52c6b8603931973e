import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInstalled } from "./project.mjs";

/**
 * @typedef {object} Count
 * @property {number} passed tests that passed
 * @property {number} failed tests that failed, and whole files and runs that broke before their tests could
 */

/**
 * Runs some of the projects of `vite.config.ts` once.
 * @param {readonly string[]} projects
 * @param {readonly string[]} args for Vitest: files, `-t` and the like
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Count>}
 */
export async function runTests(projects, args, env) {
  const folder = mkdtempSync(join(tmpdir(), "antiphon-tests-"));
  const report = join(folder, "report.json");
  try {
    const status = await runInstalled(
      "vitest/vitest.mjs",
      [
        "run",
        ...projects.flatMap((project) => ["--project", project]),
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${report}`,
        ...args,
      ],
      env,
    );
    return countOf(report, status);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {Count} count */
export function say({ passed, failed }) {
  console.log(`${passed} passed, ${failed} failed`);
}

/** @param {string} report @param {number} status @returns {Count} */
function countOf(report, status) {
  const { numPassedTests: passed, numFailedTests, testResults } = readReport(report);
  const brokenFiles = testResults.filter(
    (file) =>
      file.status === "failed" && !file.assertionResults.some(({ status }) => status === "failed"),
  );
  const failed = numFailedTests + brokenFiles.length;
  // An error outside every test, or no test at all, fails the run though each test that ran passed.
  return { passed, failed: failed === 0 && (status !== 0 || passed === 0) ? 1 : failed };
}

/**
 * @param {string} report
 * @returns {{ numPassedTests: number, numFailedTests: number,
 *   testResults: { status: string, assertionResults: { status: string }[] }[] }}
 */
function readReport(report) {
  try {
    return JSON.parse(readFileSync(report, "utf8"));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, testResults: [] };
  }
}
