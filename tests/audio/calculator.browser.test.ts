import { expect, test, vi } from "vitest";
import { createCalculator } from "../../src/audio/calculator";
import { drumSamples } from "../../src/audio/drum-kit";
import { roomResponse } from "../../src/audio/room-response";

const RATE = 8000;
/** The sound's own worker, of which it is known whether it was let go. */
function watched() {
  const let_go = vi.fn();
  const started: Worker[] = [];
  const start = () => {
    const worker = new Worker(new URL("../../src/audio/worker.ts", import.meta.url), {
      type: "module",
    });
    const terminate = worker.terminate.bind(worker);
    worker.terminate = () => {
      let_go();
      terminate();
    };
    started.push(worker);
    return worker;
  };
  return { start, started, let_go };
}

test("the worker gives what the page would have, each caller its own, and is started when it is first needed", async () => {
  const { start, started } = watched();
  const calculate = createCalculator(start);
  expect(started).toHaveLength(0);
  const [snare, room, kick] = await Promise.all([
    calculate("stroke", "Snare", RATE),
    calculate("room", RATE),
    calculate("stroke", "Kick", RATE),
  ]);
  expect(snare).toEqual(drumSamples("Snare", RATE));
  expect(room).toEqual(roomResponse(RATE));
  expect(kick).toEqual(drumSamples("Kick", RATE));
  // What it keeps for the next one was not given away.
  expect(await calculate("room", RATE)).toEqual(room);
  expect(started).toHaveLength(1);
});

test("what is given to the worker stays with the page", async () => {
  const samples = new Float32Array(RATE).fill(0.5);
  const { attack } = await createCalculator()("recording", samples, RATE, false);
  expect(attack).toBe(0);
  expect(samples).toHaveLength(RATE);
});

test("a worker that nobody asks any more is let go, and another started for the next one who asks", async () => {
  const { start, started, let_go } = watched();
  const calculate = createCalculator(start, 0);
  await calculate("room", RATE);
  await vi.waitUntil(() => let_go.mock.calls.length === 1);
  expect(await calculate("stroke", "Kick", RATE)).toEqual(drumSamples("Kick", RATE));
  expect(started).toHaveLength(2);
});

test.each([
  [
    "cannot be started",
    () => {
      throw new DOMException("refused", "SecurityError");
    },
  ],
  [
    "cannot be loaded",
    () => new Worker(new URL("/no-such-worker.js", location.href), { type: "module" }),
  ],
])("where a worker %s the page does its work", async (_, start: () => Worker) => {
  const calculate = createCalculator(start);
  const [snare, kick] = await Promise.all([
    calculate("stroke", "Snare", RATE),
    calculate("stroke", "Kick", RATE),
  ]);
  expect(snare).toEqual(drumSamples("Snare", RATE));
  expect(kick).toEqual(drumSamples("Kick", RATE));
});

test("a calculation that goes wrong rejects, and the others go on", async () => {
  const calculate = createCalculator();
  const wrong = calculate("room", -1);
  const right = calculate("stroke", "Kick", RATE);
  await expect(wrong).rejects.toThrow(/RangeError/);
  await expect(right).resolves.toEqual(drumSamples("Kick", RATE));
});
