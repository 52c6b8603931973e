import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import manifest from "../../package.json";
import { root } from "../../scripts/project.mjs";

const documents = ["README.md", "CONTRIBUTING.md"];
const read = (path: string) => readFileSync(join(root, path), "utf8");

/** The texts of all fenced blocks of a language. */
function blocks(document: string, language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms");
  return [...read(document).matchAll(fence)].map(([, code]) => code!);
}

/** What the compiler says of a TypeScript file of this text in the root folder, under the house's own settings. */
function complaints(code: string): string[] {
  const settings = ts.readConfigFile(join(root, "tsconfig.json"), (file) => ts.sys.readFile(file));
  const { options } = ts.parseJsonConfigFileContent(settings.config, ts.sys, root);
  const path = join(root, "example.ts");
  const host = ts.createCompilerHost(options);
  host.fileExists = (file) => file === path || ts.sys.fileExists(file);
  host.readFile = (file) => (file === path ? code : ts.sys.readFile(file));
  const program = ts.createProgram([path], options, host);
  return ts
    .getPreEmitDiagnostics(program, program.getSourceFile(path))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
}

test("the README's code compiles as it stands", () => {
  const examples = blocks("README.md", "ts");
  expect(examples.length).toBeGreaterThan(0);
  for (const example of examples) expect(complaints(example)).toEqual([]);
});

test("code that does not compile would be noticed", () => {
  expect(complaints('import { nothing } from "./src/domain/key";\nnothing();')).not.toEqual([]);
});

test.each(documents)("every npm script that %s names is there", (document) => {
  const named = [...read(document).matchAll(/npm (?:run )?([a-z][\w:]*)/g)].map(
    ([, name]) => name!,
  );
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => !(name in manifest.scripts))).toEqual([]);
});

test.each(documents)("every file that %s links to is there", (document) => {
  const links = [...read(document).matchAll(/\]\((?!https?:|#)([^)\s]+)\)/g)].map(([, to]) => to!);
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter((to) => !existsSync(join(root, dirname(document), to)))).toEqual([]);
});
