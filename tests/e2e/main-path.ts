import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Midi } from "@tonejs/midi";
import { expect } from "vitest";
import { root } from "../../scripts/project.mjs";
import { type Engine, type Target, textOf, waitFor } from "../support/engines/engine";
import { catchExports, caughtExport } from "../support/export-catcher";
import { faultsOf, voicesOf } from "../support/midi-reader";

/** A real melody in one track, with its source in the fixtures' own list. */
export const melodyFile = join(root, "tests/fixtures/ode-to-joy.mid");

const takes: Target = { role: "region", name: "Takes" };
const ask: Target = { role: "region", name: "Ask" };
const transport: Target = { role: "region", name: "Transport" };
const button = (name: string, within?: Target): Target => ({
  role: "button",
  name,
  ...(within && { within }),
});

/** Opens `file` in the page and waits until it is the sketch. */
export async function openFile(engine: Engine, file: string): Promise<void> {
  await engine.upload({ role: "file", name: "Open file" }, file);
  const { name } = new Midi(readFileSync(file));
  await waitFor(
    `sketch called "${name}"`,
    () => engine.evaluate("return document.title") as Promise<string>,
    (title) => title.includes(name),
  );
}

/** Presses one of the asks and waits until its takes are there, or a problem is; what the page says of it. */
export async function askFor(engine: Engine, name: string): Promise<string> {
  await engine.click(button(name, ask));
  return waitFor(
    "takes",
    async () => (await textOf(engine, "alert")) || (await textOf(engine, "status")),
    (text) => /\b\d+ takes? ready in [\d.]+ s|did not work/.test(text),
    120_000,
  );
}

/** Voices of the file that the page gives for *Export MIDI*, read by another parser than the one that wrote it. */
async function exportedVoices(engine: Engine): Promise<ReturnType<typeof voicesOf>> {
  await engine.click(button("Export MIDI"));
  const { bytes } = await caughtExport(engine);
  expect(faultsOf(bytes)).toBeUndefined();
  return voicesOf(bytes);
}

/**
 * The main job: open a melody, harmonise it, listen to the first answer, keep it, export it. The export is four voices with the
 * melody exactly as it was; undo takes all that was kept back in one step, redo brings it again.
 */
export async function harmoniseKeepAndExport(engine: Engine, pageUrl: string): Promise<void> {
  await engine.open(pageUrl);
  await catchExports(engine);
  await openFile(engine, melodyFile);
  expect(await askFor(engine, "Harmonise")).toMatch(/^3 takes ready in/);

  const first: Target = { role: "listitem", name: "Take 1: Harmony", within: takes };
  await engine.click(button("Play", first));
  await engine.click(button("Stop", transport));
  await engine.click(button("Keep", first));

  const [melody] = voicesOf(readFileSync(melodyFile));
  const kept = await exportedVoices(engine);
  expect(kept).toHaveLength(4);
  expect(kept).toContainEqual(melody);
  await engine.click(button("Undo"));
  expect(await exportedVoices(engine)).toEqual([melody]);
  await engine.click(button("Redo"));
  expect(await exportedVoices(engine)).toEqual(kept);
  expect(await textOf(engine, "alert")).toBe("");
}
