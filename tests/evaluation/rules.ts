import { barAndBeat } from "../../src/domain/meter";
import type { Score } from "../../src/domain/score";
import { analyse } from "../../src/exercises/analysis/analysis";
import type { Finding } from "../../src/exercises/finding";
import { partsOf } from "../../src/exercises/moments";
import { contextOf } from "../../src/exercises/rules/analysed";
import { ruleOf, type RuleId } from "../../src/exercises/rules/catalogue";
import { check } from "../../src/exercises/rules/check";
import { AP_RULES, switchRule, type RuleSet } from "../../src/exercises/rules/rule-set";
import { openFile } from "../../src/formats/open";
import { countingIds } from "../support/score";

export interface Judged {
  readonly name: string;
  readonly score: Score;
  readonly findings: readonly Finding<RuleId>[];
}

/** The AP list, and consecutives in contrary motion, which the literature counts too. */
export const COUNTED: RuleSet = switchRule(
  switchRule(AP_RULES, "contraryFifths", true),
  "contraryOctaves",
  true,
);

/** The chorales of the archive that are in four parts, and what the rules say about them. */
export function judgedChorales(files: ReadonlyMap<string, Uint8Array>): readonly Judged[] {
  return [...files]
    .filter(([path]) => /bwv[^/]*\.(mxl|xml)$/.test(path))
    .toSorted(([a], [b]) => a.localeCompare(b, "en", { numeric: true }))
    .flatMap(([path, bytes]): readonly Judged[] => {
      const name = path.replace(/^.*bwv|\.\w+$/g, "");
      const opened = openFile(path, bytes, countingIds(name));
      if (!opened.ok || partsOf(opened.value.score).length !== 4) return [];
      const { score } = opened.value;
      const context = contextOf(analyse(score));
      return [{ name, score, findings: check(score, COUNTED, context) }];
    });
}

/**
 * Findings a chorale that others counted: chorck (Humdrum Extras, lab 8 of CCARH's wiki) in 370 chorales, notes as they sound, ornaments among them, hidden ones
 * between the soprano and any part.
 */
const CHORCK: Partial<Record<RuleId, number>> = {
  parallelFifths: 36 / 370,
  parallelOctaves: 6 / 370,
  contraryFifths: 61 / 370,
  unequalFifths: 93 / 370,
  hiddenFifths: 491 / 370,
  hiddenOctaves: 243 / 370,
  crossing: 647 / 370,
  spacing: 441 / 370,
};

/** Findings a measure of the detector on the grid of the JSB test chorales: models/harmony/report.md. */
const DETECTOR: Partial<Record<RuleId, number>> = {
  parallelFifths: 0.0123,
  parallelOctaves: 0.0049,
  hiddenFifths: 0.0247,
  hiddenOctaves: 0.0049,
  crossing: 0.1432,
  overlap: 0.274,
  spacing: 0.1119,
  range: 0,
  leadingTone: 0.0864,
  seventhResolution: 0.0749,
};

export function findingsOf(rule: RuleId, pieces: readonly Judged[]) {
  return pieces.flatMap(({ name, score, findings }) =>
    findings
      .filter((finding) => finding.rule === rule)
      .map(({ range, facts }) => {
        const { bar, beat } = barAndBeat(range.start, score.meter);
        return { name, bar, beat, facts };
      }),
  );
}

export function report(pieces: readonly Judged[]): string {
  const measures = pieces.reduce((sum, { score }) => sum + score.bars, 0);
  const rows = (Object.keys(COUNTED.rules) as RuleId[]).map((rule) => {
    const found = findingsOf(rule, pieces);
    const samples = [0.1, 0.5, 0.9].map((at) => found[Math.floor(at * found.length)]);
    return {
      rule,
      count: found.length,
      a: found.length / measures,
      each: found.length / pieces.length,
      samples: samples.filter((one) => one !== undefined),
    };
  });
  const number = (value: number | undefined) => value?.toFixed(value < 0.1 ? 4 : 3) ?? "";
  return [
    ...INTRODUCTION(pieces.length, measures),
    "| rule | weight | findings | a measure | detector, a measure | a chorale | chorck, a chorale |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...rows.map(
      ({ rule, count, a, each }) =>
        `| ${rule} | ${ruleOf(rule).weight} | ${count} | ${number(a)} | ${number(DETECTOR[rule])} | ${number(each)} | ${number(CHORCK[rule])} |`,
    ),
    "",
    "## Some of each, by BWV number, bar and beat",
    "",
    ...rows
      .filter(({ samples }) => samples.length > 0)
      .map(
        ({ rule, samples }) =>
          `- ${rule}: ${samples.map(({ name, bar, beat }) => `${name} b. ${bar}, ${beat}`).join("; ")}`,
      ),
    "",
    ...REMARKS,
    "",
  ].join("\n");
}

const INTRODUCTION = (pieces: number, measures: number): readonly string[] => [
  "# The rules, on Bach",
  "",
  "Written by `npm run evaluate:rules`: the AP rules, with consecutives in contrary motion, on all chorales of the `bach` archive that",
  `are in four parts, ${pieces} of them with ${measures} measures, as the page's own analysis hears them. A rule that finds much in Bach finds too much, unless it is said why.`,
  "",
  "The detector's figures are from `models/harmony/report.md`: every change on a grid of sixteenths, ornaments and all, and over the ends",
  "of phrases. chorck is a program of Humdrum Extras, run over 370 chorales for lab 8 of CCARH's wiki: notes as they sound, hidden fifths",
  "and octaves between the soprano and any part rather than the bass alone.",
  "",
];

const REMARKS: readonly string[] = [
  "## What was looked at, and what came of it",
  "",
  "- **Parallels.** A part is taken to stay on its chord tone only through a single passing note. Any other ornament is silent, and so is a",
  "  note that is struck before its chord: with all ornaments held through, there were 48 fifths and 19 octaves, most of them between notes that do not",
  "  follow each other: 15 and 11 were left. Of the octaves that are left, those in 253, 268 and 368 stand in the notes; that in 39.7, bar 6, beat 2 is the analysis: it takes a passing seventh in the",
  "  bass for a chord. Dahn (2016) lists 46 consecutives of all kinds in the chorales, most of them with ornaments.",
  "- **Hidden fifths and octaves** are far fewer than chorck's, which takes the soprano with any part: here they are between the outer parts and with a leap.",
  "- **Missing thirds** were 225 as long as each position of a chord was judged by itself; in Bach the bass fetches the third and brings it back.",
  "- **Doubled sevenths** were 296: a seventh that comes between beats, in passing from the octave, now counts no more, nor does a leading tone. Of those",
  "  left few were looked at: mostly chords in which one of the two moves on in eighths (111.6, bar 2; 390, bar 11).",
  "- **Sevenths** that leave upwards while another part resolves the same seventh are told as doubled, no longer as unresolved as well: 230 before. What is left",
  "  are sevenths that another part takes over, and readings as seventh chords of what passes.",
  "- **Leading tones** were 172, of them 122 in the bass: chromatic descents from dominant to dominant (60.5, bar 7) and deceptive turns to another",
  "  dominant (402, bar 17), which textbooks allow. Both are allowed now.",
  "- **Tritones** in the bass and tenor are falling diminished fifths that are not turned back from (169.7, bar 5). **Wide leaps** are sixths and octaves of lower parts.",
  "  AP asks for less than Bach sings: a teacher may set the limit to 9, as the ABRSM set does.",
  "- **Overlap and crossing** are Bach's: part for part fewer than the detector finds on the grid, since ornaments and ends of phrases are left out.",
];
