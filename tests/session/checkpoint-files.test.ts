import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { checkpointAmong } from "../../src/session/checkpoint-files";
import type { GivenFile } from "../../src/session/classroom-reader";

const manifest = JSON.stringify([{ paths: ["group1-shard1of1"], weights: [] }]);

function given(path: string, words: string): GivenFile {
  const bytes = strToU8(words);
  return { path, size: bytes.length, bytes: () => Promise.resolve(bytes) };
}

test("a folder gives its name, its manifest and what the manifest names, and nothing else", async () => {
  const chosen = await checkpointAmong([
    given("mine/weights_manifest.json", manifest),
    given("mine/group1-shard1of1", "weights"),
    given("mine/config.json", "{}"),
    given("mine/diary.txt", "private"),
    given("group1-shard1of1", "of another"),
  ]);
  expect(chosen?.name).toBe("mine");
  expect([...chosen!.files.keys()].sort()).toEqual([
    "config.json",
    "group1-shard1of1",
    "weights_manifest.json",
  ]);
  expect(await chosen!.files.get("group1-shard1of1")!.text()).toBe("weights");
});

test("of two manifests the one that is the least deep counts", async () => {
  const chosen = await checkpointAmong([
    given("mine/old/weights_manifest.json", "[]"),
    given("mine/weights_manifest.json", manifest),
  ]);
  expect(chosen?.name).toBe("mine");
  expect(await chosen!.files.get("weights_manifest.json")!.text()).toBe(manifest);
});

test("several files without a folder are a checkpoint too", async () => {
  const chosen = await checkpointAmong([
    given("group1-shard1of1", "weights"),
    given("weights_manifest.json", manifest),
  ]);
  expect([...chosen!.files.keys()].sort()).toEqual(["group1-shard1of1", "weights_manifest.json"]);
});

test("a ZIP archive is opened, and lends its name where it has no folder", async () => {
  const bytes = zipSync({
    "weights_manifest.json": strToU8(manifest),
    "group1-shard1of1": strToU8("weights"),
  });
  const archive = { path: "bach.zip", size: bytes.length, bytes: () => Promise.resolve(bytes) };
  const chosen = await checkpointAmong([archive]);
  expect(chosen?.name).toBe("bach");
  expect(await chosen!.files.get("group1-shard1of1")!.text()).toBe("weights");
});

test("where there is no manifest there is no checkpoint", async () => {
  expect(await checkpointAmong([given("mine/group1-shard1of1", "weights")])).toBeUndefined();
  expect(await checkpointAmong([given("broken.zip", "no archive")])).toBeUndefined();
  expect(await checkpointAmong([])).toBeUndefined();
});
