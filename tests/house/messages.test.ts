import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const messages = join(root, "src/ui/messages");

type Tree = { readonly [name: string]: string | Tree };
/** Each message by its path, the file first. */
type Flat = ReadonlyMap<string, string>;

function flat(tree: Tree, path: string): readonly (readonly [string, string])[] {
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === "string"
      ? [[`${path}.${name}`, value] as const]
      : flat(value, `${path}.${name}`),
  );
}

function filesOf(language: string): readonly string[] {
  return readdirSync(join(messages, language)).map((file) => file.replace(/\.json$/, ""));
}

function read(language: string, file: string): Flat {
  const text = readFileSync(join(messages, language, `${file}.json`), "utf8");
  return new Map(flat(JSON.parse(text) as Tree, file));
}

const PLURAL = /_(zero|one|two|few|many|other)$/;
const stem = (key: string) => key.replace(PLURAL, "");
const unique = (keys: Iterable<string>) => [...new Set(keys)].sort();

/** The forms that a language has for what can be counted on the page; nothing there comes to a million, which has a form in Spanish and French. */
function forms(language: string): readonly string[] {
  const rules = new Intl.PluralRules(language);
  return unique(Array.from({ length: 1001 }, (_, count) => rules.select(count)));
}

const holes = (message: string) =>
  unique([...message.matchAll(/\{\{(\w+)\}\}/g)].map(([, hole]) => hole!));
/** "The selected note" and "once" leave the figure out. */
const uncounted = (names: readonly string[]) =>
  names.filter((name) => name !== "count" && name !== "amount");

const languages = readdirSync(messages, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "en")
  .map(({ name }) => name);

for (const file of filesOf("en")) {
  const english = read("en", file);

  it(`${file}: no English message is empty, and each that counts has its forms`, () => {
    for (const [key, message] of english) {
      expect(message.trim(), key).not.toBe("");
      if (PLURAL.test(key))
        for (const form of forms("en"))
          expect([...english.keys()]).toContain(`${stem(key)}_${form}`);
    }
  });

  for (const language of languages) {
    it(`${file}: ${language} says all that English says, with the same holes`, () => {
      const translated = read(language, file);
      const wanted = [...english.keys()].flatMap((key) =>
        PLURAL.test(key) ? forms(language).map((form) => `${stem(key)}_${form}`) : [key],
      );
      expect(unique(translated.keys())).toEqual(unique(wanted));
      for (const [key, message] of translated) {
        expect(message.trim(), key).not.toBe("");
        const model = english.get(key) ?? english.get(`${stem(key)}_other`)!;
        if (PLURAL.test(key))
          expect(uncounted(holes(message)), key).toEqual(uncounted(holes(model)));
        else expect(holes(message), key).toEqual(holes(model));
      }
    });
  }
}

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.(ts|svelte)$/.test(entry.name) ? [readFileSync(path, "utf8")] : [];
  });
}

it("every message is asked for: by its key, by a template that it fits, or with its group", () => {
  const names = filesOf("en").join("|");
  const all = sources(join(root, "src")).join("\n");
  const literals = new Set(
    [...all.matchAll(new RegExp(`["'\`]((?:${names})\\.[\\w.-]+)["'\`]`, "g"))].map(
      ([, key]) => key!,
    ),
  );
  const templates = unique(
    [...all.matchAll(new RegExp(`\`((?:${names})\\.[^\`]*\\$\\{[^\`]*)\``, "g"))].map(
      ([, template]) => template!,
    ),
  ).map((template) => {
    const parts = template.split(/\$\{[^}]*\}/).map((part) => part.replaceAll(".", "\\."));
    return new RegExp(`^${parts.join("[\\w-]+")}$`);
  });
  const isAsked = (key: string): boolean => {
    if (literals.has(key) || templates.some((template) => template.test(key))) return true;
    const group = key.slice(0, key.lastIndexOf("."));
    return group.includes(".") && literals.has(group);
  };
  const unasked = filesOf("en").flatMap((file) =>
    unique([...read("en", file).keys()].map(stem)).filter((key) => !isAsked(key)),
  );
  expect(unasked).toEqual([]);
});
