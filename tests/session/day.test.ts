import { expect, test } from "vitest";
import { dayAt, isDay, weeksUntil, type Day } from "../../src/session/day";

test("a day changes at midnight by the clock on the wall", () => {
  const midnight = new Date(2026, 10, 28).getTime();
  expect(dayAt(midnight)).toBe("2026-11-28");
  expect(dayAt(midnight - 1)).toBe("2026-11-27");
  expect(dayAt(new Date(2024, 1, 29, 23, 59).getTime())).toBe("2024-02-29");
});

test("the last weeks go from Monday to the Sunday of this week, through months and years", () => {
  const weeks = weeksUntil("2026-01-01" as Day, 5);
  expect(weeks.map((week) => week.length)).toEqual([7, 7, 7, 7, 7]);
  expect(weeks[4]).toEqual([
    "2025-12-29",
    "2025-12-30",
    "2025-12-31",
    "2026-01-01",
    "2026-01-02",
    "2026-01-03",
    "2026-01-04",
  ]);
  expect(weeks[0]![0]).toBe("2025-12-01");
  expect(weeksUntil("2026-03-29" as Day, 1)[0]).toContain("2026-03-29");
  expect(weeksUntil("2026-03-30" as Day, 1)[0]![0]).toBe("2026-03-30");
});

test("what is no day of the calendar is none", () => {
  expect(["2026-11-28", "2024-02-29"].every(isDay)).toBe(true);
  for (const text of ["2026-02-29", "2026-13-01", "28.11.2026", "", 5, undefined])
    expect(isDay(text), String(text)).toBe(false);
});
