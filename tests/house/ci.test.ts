import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { root } from "../../scripts/project.mjs";

const folder = mkdtempSync(join(tmpdir(), "antiphon-ci-"));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, ".ci"));
cpSync(join(root, ".ci/run"), join(folder, ".ci/run"));

/** What an npm of the test's own does when it is called with these arguments. */
interface Calls {
  readonly install?: string;
  readonly verify: string;
  readonly engines: string;
}

/** Runs `.ci/run` with such an npm; its last line and exit status. */
function ci({ install = "true", verify, engines }: Calls) {
  const npm = join(folder, "npm");
  writeFileSync(
    npm,
    `#!/bin/sh
case "$*" in
  ci*) ${install} ;;
  *verify) ${verify} ;;
  *test:engines) ${engines} ;;
  *) echo "npm $* is not expected"; exit 9 ;;
esac
`,
  );
  chmodSync(npm, 0o755);
  const { stdout, status } = spawnSync(join(folder, ".ci/run"), {
    encoding: "utf8",
    env: { ...process.env, PATH: `${folder}${delimiter}${process.env["PATH"] ?? ""}` },
  });
  return { last: stdout.trim().split("\n").at(-1), status };
}

const good = 'echo "200 passed, 0 failed"';
const three = 'echo "3 passed, 0 failed"';

test.each([
  ["both parts pass", { verify: good, engines: three }, "203 passed, 0 failed", 0],
  [
    "a test fails",
    { verify: 'echo "198 passed, 2 failed"; exit 1', engines: three },
    "201 passed, 2 failed",
    1,
  ],
  [
    "an engine fails",
    { verify: good, engines: 'echo "2 passed, 1 failed"; exit 1' },
    "202 passed, 1 failed",
    1,
  ],
  ["a part breaks before its tests", { verify: "exit 1", engines: three }, "3 passed, 1 failed", 1],
  [
    "the packages cannot be installed",
    { install: "exit 1", verify: good, engines: three },
    "0 passed, 1 failed",
    1,
  ],
])("CI counts the tests of all its parts when %s", (_when, calls, last, status) => {
  expect(ci(calls)).toEqual({ last, status });
});
