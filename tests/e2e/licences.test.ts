import { expect, inject, test } from "vitest";
import manifest from "../../package.json";

/** What is installed for the build and the tests alone, or only bound in by way of its core. */
const notShipped = new Set(["@tensorflow/tfjs"]);

test("the built page comes with the licence of everything in it, and with who recorded the instruments", async () => {
  const text = await (await fetch(`${inject("pageUrl")}licences.md`)).text();
  expect(text).toMatch(/flcellogrl.*Creative Commons Attribution 3\.0/);
  const sections = text.split(/^## /m).slice(1);
  const names = sections.map((section) => /^\S+/.exec(section)![0]);
  const shipped = Object.keys(manifest.dependencies).filter((name) => !notShipped.has(name));
  expect(names).toEqual(expect.arrayContaining([...shipped, "svelte"]));
  const bare = sections.filter((section) => section.replace(/^.*\n/, "").trim().length < 200);
  expect(bare).toEqual([]);
});
