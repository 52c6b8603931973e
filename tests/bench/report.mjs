import { arch, cpus, platform, release, totalmem } from "node:os";

/**
 * @typedef {object} Row
 * @property {string} what
 * @property {number[]} ms one a run
 */

/** @param {readonly number[]} values at least one */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

/** @param {Row} row */
export function summary({ what, ms }) {
  return {
    what,
    runs: ms.length,
    medianMs: median(ms),
    minMs: Math.min(...ms),
    maxMs: Math.max(...ms),
  };
}

/** @param {readonly Row[]} rows */
export function table(rows) {
  const seconds = (/** @type {number} */ ms) => (ms / 1000).toFixed(2).padStart(8);
  const width = Math.max(...rows.map(({ what }) => what.length));
  const lines = rows.map((row) => {
    const { what, runs, medianMs, minMs, maxMs } = summary(row);
    return `${what.padEnd(width)} ${seconds(medianMs)} ${seconds(minMs)} ${seconds(maxMs)} ${String(runs).padStart(5)}`;
  });
  return [`${"seconds".padEnd(width)}   median      min      max  runs`, ...lines].join("\n");
}

/** What the figures were measured on. @param {string} browser */
export function machine(browser) {
  const processors = cpus();
  return {
    browser,
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    processor: processors[0]?.model ?? "unknown",
    system: `${platform()} ${release()} ${arch()}`,
  };
}
