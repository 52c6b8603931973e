import { ESLint } from "eslint";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../scripts/project.mjs";

const eslint = new ESLint({ cwd: root });

/** Rules that `code` breaks as the whole text of an existing file. */
async function broken(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: join(root, file) });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId ?? "parsing");
}

const importRule = "@typescript-eslint/no-restricted-imports";

test.each([
  ["domain", "src/domain/score.ts", 'export { play } from "../audio/player";'],
  ["domain", "src/domain/score.ts", 'export * from "svelte";'],
  ["domain", "src/domain/score.ts", 'export * from "@tensorflow/tfjs-core";'],
  ["domain", "src/domain/score.ts", 'export { f } from "../formats/midi";'],
  ["originality", "src/originality/search.ts", 'export { f } from "../generation/answer";'],
  ["originality", "src/originality/search.ts", 'export * from "@tensorflow/tfjs-core";'],
  ["session", "src/session/session.svelte.ts", 'export { f } from "../audio/player";'],
  ["session", "src/session/session.svelte.ts", 'export { f } from "../ui/context";'],
])("lint refuses that %s imports another room (%s: %s)", async (_room, file, code) => {
  expect(await broken(file, code)).toContain(importRule);
});

test("session may use the types of the outside world, which main.ts hands in", async () => {
  const code = 'import type { Player } from "../audio/player";\nexport type P = Player;';
  expect(await broken("src/session/session.svelte.ts", code)).not.toContain(importRule);
});

test.each([
  ["Math.random()", "no-restricted-properties"],
  ["performance.now()", "no-restricted-globals"],
  ["document.title", "no-restricted-globals"],
  ["Date.now()", "no-restricted-globals"],
])("lint refuses %s in a pure room", async (code, rule) => {
  expect(await broken("src/domain/score.ts", `export const x = ${code};`)).toContain(rule);
});
