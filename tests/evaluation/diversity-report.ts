import { createRandom } from "../../src/domain/random";
import type { Figures, Kind } from "./diversity";

/** For each melody the figures of each ask in a row. */
export type Runs = readonly (readonly Figures[])[];

export interface Answers {
  readonly kinds: readonly Kind[];
  readonly melodies: number;
  readonly asks: number;
  readonly levels: readonly number[];
  readonly first: Readonly<Record<Kind, Runs>>;
  readonly chosen: Readonly<Record<Kind, Runs>>;
  /** One ask of each melody, by kind and place of the slider. */
  readonly slider: Readonly<Record<Kind, Readonly<Record<string, Runs>>>>;
}

const ROUNDS = 2000;

/** The mean over melodies, and where 95 of 100 draws of as many melodies have it (bootstrap, percentiles). */
function estimate(values: readonly number[]): readonly [mean: number, low: number, high: number] {
  const random = createRandom(1);
  const means = Array.from({ length: ROUNDS }, () =>
    meanOf(values.map(() => values[Math.floor(random() * values.length)]!)),
  ).toSorted((a, b) => a - b);
  return [meanOf(values), means[Math.floor(0.025 * ROUNDS)]!, means[Math.floor(0.975 * ROUNDS)]!];
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of each melody, over its asks. */
function byMelody(runs: Runs, figure: keyof Figures): readonly number[] {
  return runs.map((asks) => meanOf(asks.flatMap((one) => one[figure] ?? [])));
}

function told([mean, low, high]: readonly [number, number, number], places: number): string {
  return `${mean.toFixed(places)} (${low.toFixed(places)} to ${high.toFixed(places)})`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** Rows for each kind: the first three, the chosen three, and by how much the latter are more. */
function compared(
  { kinds, first, chosen }: Answers,
  figures: readonly (readonly [figure: keyof Figures, title: string, places: number])[],
): readonly string[] {
  return kinds.flatMap((kind) =>
    figures.flatMap(([figure, title, places]) => {
      const [a, b] = [byMelody(first[kind], figure), byMelody(chosen[kind], figure)];
      if (a.every((value) => value === 0)) return [];
      const more = b.map((value, i) => value - a[i]!);
      return [
        row([
          NAMES[kind],
          title,
          told(estimate(a), places),
          told(estimate(b), places),
          told(estimate(more), places),
        ]),
      ];
    }),
  );
}

const NAMES: Record<Kind, string> = {
  harmonise: "Harmonise",
  vary: "Vary",
  continue: "Continue",
  rewrite: "Rewrite",
};

/** What `npm run evaluate:diversity` found, in Markdown. */
export function report(answers: Answers): string {
  const { kinds, melodies, asks, levels, slider } = answers;
  const head = ["Ask", "Figure", "first three", "chosen three", "difference"];
  const table = (rows: readonly string[]) => [row(head), row(head.map(() => "---")), ...rows];
  return [
    "# How different takes are",
    "",
    `\`npm run evaluate:diversity\`, by the page's own code and models in Chromium: ${melodies} held-out melodies, of each the first four bars, ${asks} asks in a row for three takes, each with the takes of those before as the page has them. *First three* are the drafts that come first, as they were offered before takes were chosen; *chosen three* those that the page offers, from the same seeds, with the slider from *like me* to *surprise me* in the middle. Behind each mean, where 95 of 100 draws of as many melodies have it.`,
    "",
    "## Distances",
    "",
    "Two takes are 0 apart where they are the same and 1 where they share nothing of rhythm, contour, pitch classes beat by beat and, in harmony, bass (`src/domain/likeness.ts`).",
    "",
    ...table(
      compared(answers, [
        ["mean", "any two takes apart", 3],
        ["least", "the nearest two apart", 3],
        ["recent", "each take from the nearest of the asks before", 3],
      ]),
    ),
    "",
    "## What it costs",
    "",
    "Nats are what a choice costs the model: in *Harmonise* the harmony model's own pitches, elsewhere events of the new line as the continuation model hears them, which knows nothing of what was asked. Findings are those of `src/domain/part-writing.ts` without ranges. Milliseconds are of all three takes, in the page's thread, on whatever machine this ran on: both columns on the same, one after the other.",
    "",
    ...table(
      compared(answers, [
        ["nats", "nats a choice", 3],
        ["findings", "findings in a bar", 2],
        ["outside", "share of notes outside the key", 3],
        ["density", "new notes in a bar", 2],
        ["ms", "milliseconds", 0],
      ]),
    ),
    "",
    "## Like me – surprise me",
    "",
    "How far the chosen three are from the habits of who wrote the melody (`src/domain/personal-habits.ts`), by where the slider stands; one ask of each melody. Last, how much more it is at *surprise me* than at *like me*.",
    "",
    row(["Ask", ...levels.map(String), "difference"]),
    row(["Ask", ...levels.map(String), ""].map(() => "---")),
    ...kinds.map((kind) => {
      const at = levels.map((level) => byMelody(slider[kind][`${level}`]!, "away"));
      const more = at.at(-1)!.map((value, i) => value - at[0]![i]!);
      return row([
        NAMES[kind],
        ...at.map((values) => told(estimate(values), 3)),
        told(estimate(more), 3),
      ]);
    }),
    "",
  ].join("\n");
}
