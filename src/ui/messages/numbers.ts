import { inLocale, t } from "./messages.svelte";

const decimals = inLocale(
  (tag, places) =>
    new Intl.NumberFormat(tag, { minimumFractionDigits: places, maximumFractionDigits: places }),
);
const numbers = inLocale((tag) => new Intl.NumberFormat(tag));

/** A number as the language writes it in a sentence. @example decimal(0.84, 1) // => "0.8", in German "0,8" */
export function decimal(value: number, places = 0): string {
  return decimals(places).format(value);
}

/** With as many decimals as it has. @example plain(1.04) // => "1.04", in German "1,04" */
export function plain(value: number): string {
  return numbers().format(value);
}

/** @example percent(0.35) // => "35 %" */
export function percent(fraction: number): string {
  return t("common.percent", { number: decimal(Math.round(fraction * 100)) });
}

/** Seconds that something took: tenths where they are few. */
export function seconds(value: number): string {
  return decimal(value, value < 10 ? 1 : 0);
}
