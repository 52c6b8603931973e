import {
  SHARES,
  UNUSUAL,
  UNUSUAL_PRINTS,
  type Baseline,
  type OtherBaseline,
  type OtherKind,
} from "../../src/originality/baseline";
import type { Measured, Rate } from "./originality";
import type { OtherMeasured } from "./originality-other";

/** All that `npm run evaluate:originality` measured; what was not is left out. */
export interface Report extends Partial<Measured> {
  readonly models?: Readonly<Record<string, Rate>>;
  readonly others?: Readonly<Partial<Record<OtherKind, OtherMeasured>>>;
}

const share = (value: number): string => `${(100 * value).toFixed(1)} %`;
const row = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]) =>
  [row(head), row(head.map(() => "---")), ...rows.map(row), ""].join("\n");

/** How each kind of music counts. */
const UNITS = {
  melody: "notes",
  part: "notes",
  setting: "notes",
  prints: "notes",
  chords: "chords",
  drums: "bars",
} as const;

const KINDS = ["melody", "part", "setting", "prints", "chords", "drums"] as const;

/** What is said of music that is no line. */
const OTHERS = {
  chords: {
    title: "Chords",
    about: [
      "A progression is compared by how much higher each root is than the one before, by qualities and by how long chords last, whatever the key and",
      "the note values; what a sheet says again counts a fifth. People's are stretches of lead sheets, each against the sheets of other families;",
      "fewer than eight chords are judged as eight. Planted are chords of indexed sheets in another key, between eight of a sheet that the model",
      "was not trained on.",
    ],
  },
  drums: {
    title: "Drums",
    about: [
      "Drums are compared bar by bar, two or more together, by which of nine drums are struck at which sixteenth; how hard and how exactly does not",
      "count. A stroke says what it says after the bar before, so that a beat that goes on says little; one too many or too few costs 2.5 bits, and",
      "a bar with ten of those is another. People's are stretches of recordings, each against those of other drummers, where they did not play the",
      "same from paper. Planted are bars of indexed recordings, between four of one that the model was not trained on; another stroke is one at",
      "another sixteenth. Drummers play the same in several recordings: those count as wrong; and recordings that were held out are like others of",
      "their own drummers, from which nothing keeps them apart here: they are marked oftener than one in fifty.",
    ],
  },
} as const;

function quotationTable(quotations: Measured["quotations"]): string {
  const bars = Object.keys(Object.values(quotations)[0]!).map(Number);
  return table(
    ["", ...bars.flatMap((b) => [`${b} bars: found`, "first", "right"])],
    Object.entries(quotations).map(([name, by]) => [
      name,
      ...bars.flatMap((b) => [share(by[b]!.recall), share(by[b]!.first), share(by[b]!.precision)]),
    ]),
  );
}

export function asMarkdown(report: Report, baseline: Baseline & Partial<OtherBaseline>): string {
  const { quotations, fingerprints, falseAlarms, costs, models, bytes, others = {} } = report;
  const parts = [
    "# Originality, measured",
    "",
    "Written by `npm run evaluate:originality`. A take, or a sketch, is compared with every piece that a model was trained on: what they have in",
    "common is counted in bits, since a scale says less than a leap. It is *marked* where that is more than one in",
    `${1 / UNUSUAL} stretches by people has in common with a piece that is neither of its family nor a version of it (upper limit of the 95 %`,
    `confidence interval). Of pieces in which rights may still be held it has *prints* alone, three bits a note; there it is one in ${1 / UNUSUAL_PRINTS}.`,
    "Versions are melodies of which three fifths, of short ones four fifths, stand in one another.",
    "",
    "## What people have in common",
    "",
    "Bits that a share of stretches reaches, and the upper limit of its 95 % confidence interval. A place is judged by its own length, and has to be as",
    "many times more unusual as the music that is compared is longer.",
    "",
    ...KINDS.filter((kind) => baseline[kind]).map((kind) =>
      table(
        [kind, "stretches", ...SHARES.map((value) => `1 in ${1 / value}`)],
        (baseline[kind] ?? []).map((one) => [
          `${one.notes} ${UNITS[kind]}`,
          one.stretches,
          ...one.scores.map((score, i) => `${score} (${one.limits[i]!})`),
        ]),
      ),
    ),
  ];
  if (quotations) {
    parts.push(
      "## Planted quotations",
      "",
      "Bars of indexed melodies, each in another key, in melodies that no model was trained on and that are no version of what one was, with four of",
      "their own bars before and after. Found: marked, at the quoted piece or a version of it, in its place. First: it stands first of all that is",
      "found, marked or not. Right: the share of all marks that are of the quotation.",
      "",
      quotationTable(quotations),
    );
  }
  if (fingerprints)
    parts.push(
      "The same of pieces of which there are prints alone:",
      "",
      quotationTable(fingerprints),
    );
  if (falseAlarms)
    parts.push(
      "Of such melodies with nothing planted are marked, in so many bars and eight more:",
      "",
      ...Object.entries(falseAlarms).map(
        ([bars, { pieces, marked }]) =>
          `- ${bars}: ${marked} of ${pieces} (${share(marked / pieces)})`,
      ),
      "",
    );
  if (costs && bytes)
    parts.push(
      "## What it costs",
      "",
      `The file has ${bytes.toLocaleString("en")} bytes. Processor time in Node, medians of nine: ${costs.loadMs.toFixed(0)} ms to load it,`,
      `${costs.queryMs.toFixed(0)} ms to compare 64 bars of four voices, ${costs.queryNotes} notes.`,
      "",
    );
  for (const [kind, measured] of Object.entries(others) as [OtherKind, OtherMeasured][]) {
    const { title, about } = OTHERS[kind];
    const unit = UNITS[kind];
    const lengths = Object.keys(Object.values(measured.quotations)[0]!).map(Number);
    parts.push(
      `## ${title}`,
      "",
      ...about,
      `The file has ${measured.bytes.toLocaleString("en")} bytes.`,
      "",
      table(
        ["planted", ...lengths.flatMap((length) => [`${length} ${unit}: found`, "right"])],
        Object.entries(measured.quotations).map(([name, by]) => [
          name,
          ...lengths.flatMap((length) => [share(by[length]!.recall), share(by[length]!.precision)]),
        ]),
      ),
      "With nothing planted are marked:",
      "",
      ...Object.entries(measured.falseAlarms).map(
        ([length, { pieces, marked }]) =>
          `- ${length} ${unit}: ${marked} of ${pieces} (${share(marked / pieces)})`,
      ),
      "",
    );
  }
  if (models)
    parts.push(
      "## How often the models copy",
      "",
      "Takes that the page's own code offers for melodies that the model was not trained on, or for drums for none, three an ask.",
      "",
      table(
        ["model", "asked for", "takes", "marked", "95 % confidence"],
        Object.entries(models).map(([name, rate]) => [
          name,
          rate.says,
          rate.takes,
          `${rate.marked} (${share(rate.rate)})`,
          rate.interval.map(share).join(" to "),
        ]),
      ),
      "Marked takes are like:",
      "",
      ...Object.entries(models).map(
        ([name, { copied }]) => `- ${name}: ${[...new Set(copied)].join("; ") || "none"}`,
      ),
      "",
    );
  return parts.join("\n");
}
