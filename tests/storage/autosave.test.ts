import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Project } from "../../src/domain/project";
import { createAutosave } from "../../src/storage/autosave";
import { project } from "./sample-project";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An autosave over a store that can be slow or refuse. */
function autosave() {
  const written: Project[] = [];
  const failures: (string | undefined)[] = [];
  const store = {
    refusal: undefined as Error | undefined,
    slow: undefined as Promise<void> | undefined,
  };
  const saving = createAutosave({
    save: async (saved) => {
      await store.slow;
      if (store.refusal) throw store.refusal;
      written.push(saved);
    },
    onFailure: (error) => failures.push(error?.message),
  });
  return { saving, store, written, failures };
}

test("an edit is written within half a second, without being asked", async () => {
  const { saving, written } = autosave();
  saving.schedule(project("a"));
  await vi.advanceTimersByTimeAsync(500);
  expect(written).toEqual([project("a")]);
});

test("edits that go on and on are written all the same", async () => {
  const { saving, written } = autosave();
  for (let changedMs = 0; changedMs < 1000; changedMs += 100) {
    saving.schedule(project("a", { changedMs }));
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(written.length).toBeGreaterThanOrEqual(2);
  expect(written.at(-1)!.changedMs).toBeGreaterThanOrEqual(500);
});

test("of many edits in a moment only the last is written", async () => {
  const { saving, written } = autosave();
  for (const changedMs of [1, 2, 3]) saving.schedule(project("a", { changedMs }));
  await vi.runAllTimersAsync();
  expect(written).toEqual([project("a", { changedMs: 3 })]);
});

test("two sketches that wait are both written", async () => {
  const { saving, written } = autosave();
  saving.schedule(project("a"));
  saving.schedule(project("b"));
  await saving.flush();
  expect(written.map(({ id }) => id)).toEqual(["a", "b"]);
});

test("a flush waits for a write that is under way, then writes what came since", async () => {
  const { saving, store, written } = autosave();
  let goOn: () => void = () => undefined;
  store.slow = new Promise((resolve) => (goOn = resolve));
  saving.schedule(project("a", { changedMs: 1 }));
  const first = saving.flush();
  await vi.advanceTimersByTimeAsync(0);
  saving.schedule(project("a", { changedMs: 2 }));
  const second = saving.flush();
  expect(written).toEqual([]);
  goOn();
  await Promise.all([first, second]);
  expect(written.map(({ changedMs }) => changedMs)).toEqual([1, 2]);
});

test("what the store refused is told and tried again until it is written", async () => {
  const { saving, store, written, failures } = autosave();
  store.refusal = new Error("full");
  saving.schedule(project("a"));
  await vi.advanceTimersByTimeAsync(500);
  expect(failures).toEqual(["full"]);
  await vi.advanceTimersByTimeAsync(3000);
  expect(failures).toEqual(["full", "full", "full"]);
  store.refusal = undefined;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(written).toEqual([project("a")]);
  expect(failures.at(-1)).toBeUndefined();
});

test("an edit made while the store refuses takes the place of the one before", async () => {
  const { saving, store, written } = autosave();
  store.refusal = new Error("full");
  saving.schedule(project("a", { changedMs: 1 }));
  await vi.advanceTimersByTimeAsync(500);
  saving.schedule(project("a", { changedMs: 2 }));
  store.refusal = undefined;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(written).toEqual([project("a", { changedMs: 2 })]);
});

test("a sketch that is deleted is not written again", async () => {
  const { saving, store, written } = autosave();
  saving.schedule(project("a"));
  saving.forget("a");
  await vi.runAllTimersAsync();
  store.refusal = new Error("full");
  saving.schedule(project("b"));
  await saving.flush();
  saving.forget("b");
  store.refusal = undefined;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(written).toEqual([]);
});
