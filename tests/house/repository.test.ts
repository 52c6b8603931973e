import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkpointFiles } from "../../scripts/checkpoints.mjs";
import { root } from "../../scripts/project.mjs";

/** What git says about this repository, whoever owns its folder. */
const git = (...args: string[]) =>
  execFileSync("git", ["-c", "safe.directory=*", ...args], { cwd: root, encoding: "utf8" });

const tracked = git("ls-files", "-z")
  .split("\0")
  .filter((path) => path !== "" && existsSync(join(root, path)));

const isText = (path: string) => !readFileSync(join(root, path)).subarray(0, 8000).includes(0);

test("the lockfile names no registry: packages come from wherever the machine gets its packages", () => {
  expect(readFileSync(join(root, "package-lock.json"), "utf8")).not.toMatch(/"resolved": "http/);
});

test("no file names a folder of the machine it was written on", () => {
  const homes = /\/(home|Users)\/\w+\//;
  const here = [root, homedir()].map((path) => `${path.replace(/\/$/, "")}/`);
  const leaks = tracked.filter(isText).filter((path) => {
    const text = readFileSync(join(root, path), "utf8");
    return homes.test(text) || here.some((folder) => text.includes(folder));
  });
  expect(leaks).toEqual([]);
});

test("the top level holds the rooms and the files that every project has, nothing else", () => {
  const allowed = [
    ...["src", "public", "models", "tests", "scripts", ".ci"],
    ...["index.html", "package.json", "package-lock.json", "tsconfig.json", "vite.config.ts"],
    ...["README.md", "LICENSE", "CONTRIBUTING.md", "eslint.config.js"],
    ...[".gitignore", ".gitattributes", ".npmrc", ".prettierignore"],
  ];
  expect(
    [...new Set(tracked.map((path) => path.split("/")[0]!))].filter(
      (name) => !allowed.includes(name),
    ),
  ).toEqual([]);
});

test("all weights together weigh at most 10 MB", () => {
  const bytes = checkpointFiles(root)
    .filter((path) => !path.endsWith(".json"))
    .reduce((sum, path) => sum + statSync(join(root, path)).size, 0);
  expect(bytes).toBeLessThanOrEqual(10_000_000);
});

test("every checkpoint that is served has its manifest and its card", () => {
  const files = checkpointFiles(root);
  const names = new Set(files.map((path) => path.split("/")[1]!));
  // What they were trained on is no checkpoint.
  expect(names.delete("originality")).toBe(true);
  for (const name of names)
    expect(files).toEqual(
      expect.arrayContaining([`models/${name}/weights_manifest.json`, `models/${name}/card.json`]),
    );
});

test("the index of what models learned from has at most 2 MB, with its names, its baseline and its card", () => {
  const files = checkpointFiles(root).filter((path) => path.startsWith("models/originality/"));
  expect(files.map((path) => path.split("/")[2]).toSorted()).toEqual([
    "baseline.json",
    "card.json",
    "drums.bin",
    "fingerprints.bin",
    "index.json",
    "melodies.bin",
    "progressions.bin",
  ]);
  const bytes = files.reduce((sum, path) => sum + statSync(join(root, path)).size, 0);
  expect(bytes).toBeLessThanOrEqual(2_000_000);
});

test("git keeps weights byte for byte", () => {
  const shards = tracked.filter((path) => /^models\/.*\/(group[^/]*|[^/]*\.bin)$/.test(path));
  if (shards.length === 0) return;
  const attributes = git("check-attr", "text", "--", ...shards);
  expect(attributes.trim().split("\n")).toEqual(shards.map((path) => `${path}: text: unset`));
});
