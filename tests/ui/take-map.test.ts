import { expect, test } from "vitest";
import { mapOf } from "../../src/ui/take-map";

test("three takes become the triangle of their distances, the same each time", () => {
  const apart = [
    [0, 0.3, 0.5],
    [0.3, 0, 0.4],
    [0.5, 0.4, 0],
  ];
  const places = mapOf(apart);
  for (const [i, a] of places.entries())
    for (const [j, b] of places.entries())
      expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeCloseTo(apart[i]![j]!, 2);
  expect(mapOf(apart)).toEqual(places);
});

test("takes that are the same lie on one point, around the middle", () => {
  for (const { x, y } of mapOf([
    [0, 0],
    [0, 0],
  ])) {
    expect(x).toBeCloseTo(0);
    expect(y).toBeCloseTo(0);
  }
});
