/** A day where a person is, as they would write it in a diary. @example "2026-11-28" */
export type Day = string & { readonly __brand: "Day" };

const DAY_MS = 86_400_000;
const DAYS_A_WEEK = 7;

/** The day at which `ms` since 1970, UTC, falls by the clock of this machine. */
export function dayAt(ms: number): Day {
  const date = new Date(ms);
  return dayOf(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()));
}

/** Whether `text` is a day, as it is stored. */
export function isDay(text: unknown): text is Day {
  return (
    typeof text === "string" &&
    /^\d{4}-\d\d-\d\d$/.test(text) &&
    !Number.isNaN(Date.parse(text)) &&
    dayOf(Date.parse(text)) === text
  );
}

/** The weeks, each from Monday to Sunday, that end with the one that `today` is in. */
export function weeksUntil(today: Day, weeks: number): readonly (readonly Day[])[] {
  const now = Date.parse(today);
  const sinceMonday = (new Date(now).getUTCDay() + 6) % DAYS_A_WEEK;
  const first = now - (sinceMonday + (weeks - 1) * DAYS_A_WEEK) * DAY_MS;
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: DAYS_A_WEEK }, (__, day) =>
      dayOf(first + (week * DAYS_A_WEEK + day) * DAY_MS),
    ),
  );
}

function dayOf(utcMs: number): Day {
  return new Date(utcMs).toISOString().slice(0, 10) as Day;
}
