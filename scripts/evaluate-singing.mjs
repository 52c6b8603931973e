// `npm run evaluate:singing`: how lines that a program sings are heard by the page's own code, and the processor time that hearing takes. Writes nothing.
import { load } from "./evaluations.mjs";
import { install } from "./project.mjs";

await install();
/** @type {typeof import("../tests/evaluation/singing")} */
const { anyLine, measure, measureCost, SUNG_LINES } = await load("singing.ts");

const width = Math.max(...SUNG_LINES.map(({ name }) => name.length));
const row = (/** @type {readonly (string | number)[]} */ [name = "", ...cells]) =>
  [`${name}`.padEnd(width), ...cells.map((cell) => `${cell}`.padStart(9))].join("");
const ms = (/** @type {number} */ value) => value.toFixed(0);

console.log(row(["ms", "right", "missed", "extra", "onset", "95 %", "end 95 %", "told"]));
for (const sung of SUNG_LINES) {
  const { notes, right, missed, extra, ...times } = measure(sung);
  const { onsetMedianMs, onset95Ms, end95Ms, toldMedianMs } = times;
  const offs = [onsetMedianMs, onset95Ms, end95Ms, toldMedianMs].map(ms);
  console.log(row([sung.name, `${right}/${notes}`, missed, extra, ...offs]));
}

// The constants were chosen on the lines up to 40.
const lines = Array.from({ length: 40 }, (_, i) => measure(anyLine(i + 41)));
const sum = (/** @type {"notes" | "right" | "missed" | "extra"} */ what) =>
  lines.reduce((total, line) => total + line[what], 0);
const median = (/** @type {"onsetMedianMs" | "onset95Ms" | "end95Ms" | "toldMedianMs"} */ what) =>
  ms(lines.map((line) => line[what]).toSorted((a, b) => a - b)[lines.length / 2] ?? NaN);
console.log(
  row([
    `${lines.length} lines made at random`,
    `${sum("right")}/${sum("notes")}`,
    sum("missed"),
    sum("extra"),
    median("onsetMedianMs"),
    median("onset95Ms"),
    median("end95Ms"),
    median("toldMedianMs"),
  ]),
);
const { all, tracking } = measureCost(() => process.cpuUsage().user / 1000);
const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(1)} %`;
console.log(
  `\nHearing takes ${percent(all)} of the time heard, ${percent(tracking)} for the pitch.`,
);
