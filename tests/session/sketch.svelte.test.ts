import { flushSync } from "svelte";
import { expect, test } from "vitest";
import { moveNotes, removeNotes } from "../../src/domain/commands";
import { Sketch } from "../../src/session/sketch.svelte";
import { countingIds, melody, score } from "../support/score";

function open(pitches: readonly number[] = [60, 62, 64, 65]): Sketch {
  const sketch = new Sketch(countingIds());
  sketch.open(score(melody(pitches)));
  return sketch;
}

test("undo and redo say which step they take back or bring back", () => {
  const sketch = open();
  sketch.selectAll();
  sketch.run("Transpose", moveNotes(0, 2));
  expect(sketch.undoLabel).toBe("Transpose");
  sketch.undo();
  expect([sketch.undoLabel, sketch.redoLabel]).toEqual([undefined, "Transpose"]);
  expect(sketch.score.notes.map((n) => n.pitch)).toEqual([60, 62, 64, 65]);
});

test("a drag of many moves is one step back", () => {
  const sketch = open();
  const before = sketch.score;
  sketch.selectAll();
  for (let i = 0; i < 5; i++) sketch.run("Move", moveNotes(120, 0), "drag 1");
  sketch.undo();
  expect(sketch.score).toBe(before);
});

test("a selected note that undo takes away is no longer selected", () => {
  const sketch = open([]);
  const id = sketch.draw({
    voice: sketch.activeVoice!.id,
    pitch: 60,
    start: 0,
    duration: 480,
    velocity: 80,
  });
  sketch.select([id]);
  expect(sketch.selected).toHaveLength(1);
  sketch.undo();
  expect(sketch.selected).toEqual([]);
  expect(sketch.can(removeNotes)).toBe(false);
});

test("a duplicate stands right behind what was selected, and is selected", () => {
  const sketch = open();
  sketch.selectAll();
  sketch.duplicate();
  expect(sketch.selected.map((n) => [n.pitch, n.start])).toEqual([
    [60, 1920],
    [62, 2400],
    [64, 2880],
    [65, 3360],
  ]);
});

test("what was cut can be pasted elsewhere, and the sketch grows to hold it", () => {
  const sketch = open();
  sketch.selectAll();
  sketch.cut();
  expect(sketch.score.notes).toEqual([]);
  sketch.paste(4 * 1920);
  expect(sketch.score.notes.map((n) => n.start)).toEqual([7680, 8160, 8640, 9120]);
  expect(sketch.score.bars).toBe(5);
});

test("whoever watches the score sees each edit once", () => {
  const sketch = open();
  const seen: number[] = [];
  const stop = $effect.root(() => {
    $effect(() => {
      seen.push(sketch.score.tempo);
    });
  });
  flushSync();
  sketch.dispatch("Tempo", [{ type: "setTempo", tempo: 60 }]);
  flushSync();
  sketch.dispatch("Tempo", [{ type: "setTempo", tempo: 60 }]);
  flushSync();
  stop();
  expect(seen).toEqual([96, 60]);
});
