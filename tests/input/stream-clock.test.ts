import { expect, test } from "vitest";
import { createRandom } from "../../src/domain/random";
import { StreamClock } from "../../src/input/stream-clock";

test("a stream is placed by the word that came quickest, however late others come", () => {
  const clock = new StreamClock();
  expect(clock.hear(1, 1530)).toBe(530);
  expect(clock.hear(1.02, 1524)).toBeCloseTo(504, 6);
  // The page was busy.
  expect(clock.hear(1.04, 1900)).toBeCloseTo(504, 2);
});

test("two clocks that drift apart stay together within a few milliseconds for an hour", () => {
  const random = createRandom(3);
  for (const perMillion of [-80, 80]) {
    const clock = new StreamClock();
    let furthest = 0;
    for (let seconds = 0; seconds < 3600; seconds += 0.05) {
      const zeroMs = 100 + (seconds * perMillion) / 1000;
      const heard = clock.hear(seconds, zeroMs + 1000 * seconds + 1 + 20 * random() ** 3);
      if (seconds > 5) furthest = Math.max(furthest, Math.abs(heard - zeroMs));
    }
    expect(furthest).toBeLessThan(3);
  }
});
