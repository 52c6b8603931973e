import type { Day } from "../../session/day";
import { inLocale, locale } from "../messages/messages.svelte";

const shortDays = inLocale(
  (tag) => new Intl.DateTimeFormat(tag, { day: "numeric", month: "short", timeZone: "UTC" }),
);
const wholeDays = inLocale(
  (tag) => new Intl.DateTimeFormat(tag, { dateStyle: "full", timeZone: "UTC" }),
);

/** @example shortDay("2026-11-28") // => "28 Nov" */
export function shortDay(day: Day): string {
  return shortDays().format(Date.parse(day));
}

/** What a sketch of today is called until somebody gives it another name. @example "Saturday 28 November 2026" */
export function titleOf(day: Day): string {
  const name = wholeDays().format(Date.parse(day));
  return name.charAt(0).toLocaleUpperCase(locale()) + name.slice(1);
}
