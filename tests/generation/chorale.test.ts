import { expect, test } from "vitest";
import { foldInto, seatLines } from "../../src/generation/chorale";
import { REST, type Line } from "../../src/generation/line";

const line = (...pitch: number[]): Line => ({
  pitch: Int16Array.from(pitch),
  onset: new Uint8Array(pitch.length).fill(1),
});

test("a melody sits in the part whose range it fits", () => {
  expect(seatLines([line(67, 72, 74)])).toEqual({ seats: [0], shift: 0 });
  expect(seatLines([line(43, 48, 50)])).toEqual({ seats: [3], shift: 0 });
});

test("a high melody that a soprano can sing stays where it is", () => {
  expect(seatLines([line(71, 76, 81, 79)])).toEqual({ seats: [0], shift: 0 });
});

test("what nobody sings is moved by whole octaves, all lines together", () => {
  expect(seatLines([line(96, 98), line(88, 89)])).toMatchObject({ shift: -24 });
  expect(seatLines([line(20, 24)])).toMatchObject({ shift: 24 });
});

test("four lines take the four parts in order, wherever they lie", () => {
  const crossed = [line(48), line(72), line(60), line(67)];
  expect(seatLines(crossed).seats).toEqual([0, 1, 2, 3]);
});

test("what sticks out is folded in until it no longer fits or rests", () => {
  const folded = foldInto(line(72, 86, 74, REST, 74), 60, 81);
  expect([...folded.pitch]).toEqual([72, 74, 62, REST, 74]);
});
