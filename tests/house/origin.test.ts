import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../scripts/project.mjs";

const sources = execFileSync("git", ["-c", "safe.directory=*", "ls-files", "src", "index.html"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter((path) => /\.(ts|svelte|css|html)$/.test(path));

/** Names of formats that look like addresses; nothing is fetched there. */
const NAMES = ["http://www.musicxml.org/dtds/partwise.dtd"];

const found = (pattern: RegExp) =>
  sources.flatMap((path) => readFileSync(join(root, path), "utf8").match(pattern) ?? []);

test("no source knows an address elsewhere", () => {
  expect(sources.length).toBeGreaterThan(100);
  const addresses = found(/\b(?:https?|wss?):\/\/[^\s"'`<>)]*\w/g);
  expect(addresses.filter((address) => !NAMES.includes(address))).toEqual([]);
});

test("no source can talk behind the back of the one who plays", () => {
  expect(
    found(
      /\b(?:sendBeacon|WebSocket|WebTransport|EventSource|RTCPeerConnection|XMLHttpRequest)\b/g,
    ),
  ).toEqual([]);
});
