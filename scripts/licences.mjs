import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Vite plugins that write `licences.md` into a build: every package that a module, a worker, a style sheet or a sample of the
 * page comes from, with its licence in full. `page` belongs to the page's own plugins, `worker` to those of its workers.
 * @param {string} root
 * @returns {{ page: import("vite").Plugin, worker: import("vite").Plugin }}
 */
export function licences(root) {
  /** @type {Set<string>} folders below node_modules */
  const packages = new Set();
  const collect = (/** @type {{ id: string }} */ { id }) => {
    const name = packageOf(id);
    if (name !== undefined) packages.add(name);
  };
  return {
    worker: { name: "antiphon:licences-of-workers", moduleParsed: collect },
    page: {
      name: "antiphon:licences",
      moduleParsed: collect,
      generateBundle(_options, bundle) {
        // Fonts are named by style sheets, not by modules.
        for (const output of Object.values(bundle))
          if (output.type === "asset") for (const id of output.originalFileNames) collect({ id });
        this.emitFile({
          type: "asset",
          fileName: "licences.md",
          source: page([...packages].sort(), root),
        });
      },
    },
  };
}

/**
 * @param {string} id of a module
 * @returns {string | undefined} the innermost package it is in
 * @example packageOf("/x/node_modules/@a/b/c.js?url") // => "@a/b"
 */
function packageOf(id) {
  const [, name] =
    /(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/?]+)/.exec(id.replaceAll("\\", "/")) ?? [];
  return name;
}

/** @param {readonly string[]} names @param {string} root */
function page(names, root) {
  const folder = (/** @type {string} */ name) => join(root, "node_modules", name);
  const entries = names
    .filter((name) => existsSync(join(folder(name), "package.json")))
    .map((name) => {
      const { version, license } = JSON.parse(
        readFileSync(join(folder(name), "package.json"), "utf8"),
      );
      return `## ${name} ${version} (${license ?? "see below"})\n\n${licenceText(folder(name))}`;
    });
  return `# What this page is made of\n\n${entries.join("\n\n")}\n`;
}

/** The package's licence file, else what its README says of its licence. @param {string} folder */
function licenceText(folder) {
  const files = readdirSync(folder);
  const licence = files.find((name) => /^(licen[cs]e|copying)/i.test(name));
  if (licence !== undefined) return readFileSync(join(folder, licence), "utf8").trim();
  const readme = files.find((name) => /^readme/i.test(name));
  const text = readme === undefined ? "" : readFileSync(join(folder, readme), "utf8");
  return (
    /^#+ (?:about the samples|licen[cs]e)\b[^]*/im
      .exec(text)?.[0]
      .replace(/^#+ /gm, "### ")
      .trim() ?? ""
  );
}
