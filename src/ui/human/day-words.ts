import type { Day } from "../../session/day";
import { locale } from "../messages/messages.svelte";

/** @example shortDay("2026-11-28") // => "28 Nov" */
export function shortDay(day: Day): string {
  return new Intl.DateTimeFormat(locale(), {
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  }).format(Date.parse(day));
}

/** What a sketch of today is called until somebody gives it another name. @example "Saturday 28 November 2026" */
export function titleOf(day: Day): string {
  const name = new Intl.DateTimeFormat(locale(), { dateStyle: "full", timeZone: "UTC" }).format(
    Date.parse(day),
  );
  return name.charAt(0).toLocaleUpperCase(locale()) + name.slice(1);
}
