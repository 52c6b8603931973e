// `npm run verify`: the one gate. Every part runs, also after one has failed, so that one run shows all faults.
import { getChromium } from "./browser.mjs";
import { build, install, runInstalled } from "./project.mjs";
import { runTests, say } from "./vitest.mjs";

await install();
const chromium = await getChromium();
const count = { passed: 0, failed: 0 };

/** @type {[name: string, passes: () => Promise<boolean>][]} */
const gates = [
  ["format", () => succeeds("prettier/bin/prettier.cjs", "--check", "--log-level=warn", ".")],
  ["lint", () => succeeds("eslint/bin/eslint.js", ".")],
  ["types", () => succeeds("svelte-check/bin/svelte-check", "--fail-on-warnings")],
  [
    "tests",
    async () => {
      Object.assign(
        count,
        await runTests(["node", "browser", "e2e"], [], { CHROME_PATH: chromium }),
      );
      return count.failed === 0;
    },
  ],
  ["build", build],
];

const failed = [];
for (const [name, passes] of gates) {
  console.log(`\n── ${name}`);
  if (!(await passes())) failed.push(name);
}
console.log(
  failed.length === 0
    ? `\nAll gates passed: ${gates.map(([name]) => name).join(", ")}.`
    : `\nFailed: ${failed.join(", ")}.`,
);
// A gate that is no test counts as one failure.
count.failed += failed.filter((name) => name !== "tests").length;
say(count);
process.exit(failed.length === 0 ? 0 : 1);

/** @param {string} program below node_modules @param {...string} args */
async function succeeds(program, ...args) {
  return (await runInstalled(program, args)) === 0;
}
