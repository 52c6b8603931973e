import { expect, test } from "vitest";
import { parseMeter, type Meter } from "../../src/domain/meter";
import { fermataEnds, phraseEnds } from "../../src/domain/phrase";
import { melody, note } from "../support/score";

type Sound = readonly [pitch: number, steps: number];
const REST = -1;

const FOUR = parseMeter("4/4")!;

/** The notes of a melody that end a phrase, by their place among all its notes. */
function endsOf(sounds: readonly Sound[], meter: Meter = FOUR): readonly number[] {
  const pitch = sounds.flatMap(([at, steps]) => new Array<number>(steps).fill(at));
  const onset = sounds.flatMap(([at, steps]) =>
    Array.from({ length: steps }, (_, i) => (i === 0 && at !== REST ? 1 : 0)),
  );
  const ends = phraseEnds({ pitch, onset }, meter);
  expect(ends).toHaveLength(pitch.length);
  let step = 0;
  let note = 0;
  return sounds.flatMap(([at, steps]) => {
    const under = [...ends.subarray(step, (step += steps))];
    // A mark lies under the whole of a note or under none of it, and never under a rest.
    expect(new Set(under).size).toBe(1);
    if (at === REST) expect(under[0]).toBe(0);
    const place = at === REST ? 0 : note++;
    return under[0] === 1 ? [place] : [];
  });
}

test("a melody of even notes is one phrase", () => {
  expect(endsOf([60, 62, 64, 65].map((pitch) => [pitch, 4]))).toEqual([3]);
});

test("a note of two beats after shorter ones ends a phrase", () => {
  expect(
    endsOf([
      [60, 4],
      [62, 8],
      [64, 4],
      [60, 4],
    ]),
  ).toEqual([1, 3]);
});

test("a note of two beats among its like ends none", () => {
  expect(
    endsOf([
      [60, 8],
      [62, 8],
      [64, 8],
      [60, 8],
    ]),
  ).toEqual([3]);
});

test("a dotted quarter after quarters ends none", () => {
  expect(
    endsOf([
      [60, 2],
      [62, 6],
      [64, 4],
    ]),
  ).toEqual([2]);
});

test("the first note ends none, however long it is", () => {
  expect(
    endsOf([
      [60, 16],
      [62, 4],
    ]),
  ).toEqual([1]);
});

test("a rest of half a beat ends a phrase, a shorter breath does not", () => {
  expect(
    endsOf([
      [60, 4],
      [62, 2],
      [REST, 2],
      [64, 3],
      [REST, 1],
      [65, 4],
    ]),
  ).toEqual([1, 3]);
});

test("the beat is that of the meter", () => {
  const tune: readonly Sound[] = [
    [60, 4],
    [62, 8],
    [64, 4],
  ];
  expect(endsOf(tune)).toEqual([1, 2]);
  expect(endsOf(tune, parseMeter("2/2"))).toEqual([2]);
  const breath: readonly Sound[] = [
    [60, 4],
    [REST, 2],
    [62, 6],
  ];
  expect(endsOf(breath)).toEqual([0, 1]);
  expect(endsOf(breath, parseMeter("6/8"))).toEqual([1]);
});

test("a repeated note is two notes: the last of them ends the phrase", () => {
  expect(
    endsOf([
      [60, 4],
      [60, 4],
      [REST, 4],
      [60, 4],
      [60, 12],
    ]),
  ).toEqual([1, 3]);
});

test("the last note ends a phrase, with silence behind it or before the first", () => {
  expect(
    endsOf([
      [REST, 4],
      [60, 4],
      [62, 4],
      [REST, 1],
    ]),
  ).toEqual([1]);
});

test("silence has no phrases", () => {
  expect(endsOf([[REST, 16]])).toEqual([]);
  expect(endsOf([])).toEqual([]);
});

test("a fermata lies under the whole of its note, on the grid", () => {
  const loose = note({ start: 610, duration: 470, fermata: true });
  const short = note({ start: 1440, duration: 30, fermata: true });
  const ends = fermataEnds([note(), loose, short], 16)!;
  expect([...ends].flatMap((end, step) => (end === 1 ? [step] : []))).toEqual([5, 6, 7, 8, 12]);
});

test("notes without a fermata, or with one behind the end, say nothing of phrases", () => {
  expect(fermataEnds(melody([60, 62]), 8)).toBeUndefined();
  expect(fermataEnds([note({ start: 960, fermata: true })], 8)).toBeUndefined();
});
