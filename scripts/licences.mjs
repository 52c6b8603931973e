import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Who recorded the instruments, which some of the recordings' licences want said. */
const RECORDINGS = "src/audio/recordings.md";

/**
 * Vite plugins that write `licences.md` into a build: who recorded the instruments, then every package that a module, a worker,
 * a style sheet or a sample of the page comes from, with its licence in full. `page` belongs to the page's own plugins, `worker`
 * to those of its workers.
 * @param {string} root
 * @param {readonly string[]} others packages that are in it and that no module tells of
 * @returns {{ page: import("vite").Plugin, worker: import("vite").Plugin }}
 */
export function licences(root, others) {
  /** @type {Set<string>} folders below node_modules */
  const packages = new Set(others);
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
      const manifest = JSON.parse(readFileSync(join(folder(name), "package.json"), "utf8"));
      const { version, license = "see below" } = manifest;
      return `## ${name} ${version} (${license})\n\n${licenceText(folder(name), manifest, root)}`;
    });
  const recordings = readFileSync(join(root, RECORDINGS), "utf8").trim();
  return `${recordings}\n\n# What this page is made of\n\n${entries.join("\n\n")}\n`;
}

/**
 * The package's licence file; where it has none, what its README says of its licence, and the licence that it names.
 * @param {string} folder
 * @param {{ license?: string, author?: string | { name: string } }} manifest
 * @param {string} root
 */
function licenceText(folder, { license, author }, root) {
  const files = readdirSync(folder);
  const licence = files.find((name) => /^(licen[cs]e|copying)/i.test(name));
  if (licence !== undefined) return readFileSync(join(folder, licence), "utf8").trim();
  const readme = files.find((name) => /^readme/i.test(name));
  const text = readme === undefined ? "" : readFileSync(join(folder, readme), "utf8");
  const said = /^#+ (?:about the samples|licen[cs]e)\b[^]*/im.exec(text)?.[0];
  const by = typeof author === "object" ? author.name : author;
  return [said?.replace(/^#+ /gm, "### ").trim(), by && `By ${by}.`, namedLicence(license, root)]
    .filter(Boolean)
    .join("\n\n");
}

/** @param {string | undefined} license by its SPDX name @param {string} root */
function namedLicence(license, root) {
  if (license === "MIT") return MIT;
  // This repository's own licence is the same one.
  if (license === "Apache-2.0") return readFileSync(join(root, "LICENSE"), "utf8").trim();
  return undefined;
}

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use,
copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES
OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE
LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
