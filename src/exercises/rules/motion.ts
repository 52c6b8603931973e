import { judgeSonority, SILENT, type Limits, type Rule } from "../../domain/part-writing";
import type { RuleId } from "./catalogue";
import { intervalOf, inversionOf, isTonic } from "./chord-facts";
import { isSameHarmony, progressions, type Passage, type Sonority } from "./passage";
import type { Report } from "./report";
import { PART_NAMES, type PartName } from "./rule-set";

/** How the detector's rules are called here, where they are told as they come. */
const NAMES: Partial<Record<Rule, RuleId>> = {
  parallelFifth: "parallelFifths",
  parallelOctave: "parallelOctaves",
  hiddenFifth: "hiddenFifths",
  hiddenOctave: "hiddenOctaves",
  overlap: "overlap",
  crossing: "crossing",
  spacing: "spacing",
};

/** What two parts do to each other from chord to chord, and where they lie. */
export function checkMotion(passage: Passage, report: Report): void {
  const limits = limitsOf(passage);
  checkRanges(passage, limits, report);
  const { sonorities } = passage;
  sonorities.forEach((now, i) => {
    const before = sonorities[i - 1];
    const silence = now.pitches.map(() => SILENT);
    const from = before && !now.opens ? before : undefined;
    judgeSonority(
      from?.pitches ?? silence,
      now.pitches,
      (rule, part, other) => tell(rule, part, other, from, now, report),
      limits,
    );
  });
  for (const [before, now, earlier] of progressions(passage))
    for (let lower = 1; lower < now.pitches.length; lower++)
      for (let upper = 0; upper < lower; upper++) {
        checkContrary(before, now, upper, lower, report);
        checkUnequalFifths(passage, before, now, earlier, upper, lower, report);
      }
}

export function limitsOf({ parts, set }: Passage): Limits {
  return {
    ranges: parts.map((_, part) => set.ranges[nameOfPart(part, parts.length)]),
    widest: set.rules.spacing?.limit ?? 12,
  };
}

/** Soprano and bass are the outermost, whatever lies between; a single part is a soprano. */
export function nameOfPart(part: number, parts: number): PartName {
  if (part === 0) return "soprano";
  return part === parts - 1 ? "bass" : PART_NAMES[Math.min(part, 2)]!;
}

/** Ornaments are sung too. */
function checkRanges({ moments }: Passage, limits: Limits, report: Report): void {
  for (const { notes, struck } of moments) {
    const silence = notes.map(() => SILENT);
    const pitches = notes.map((note, part) => (struck[part] ? note!.pitch : SILENT));
    judgeSonority(
      silence,
      pitches,
      (rule, part) => {
        if (rule !== "range") return;
        const [lowest, highest] = limits.ranges[part]!;
        report("range", [notes[part]], { part, lowest, highest, pitch: pitches[part]! });
      },
      limits,
    );
  }
}

function tell(
  rule: Rule,
  part: number,
  other: number,
  before: Sonority | undefined,
  now: Sonority,
  report: Report,
): void {
  const name = NAMES[rule];
  if (!name) return;
  const pair = [Math.min(part, other), Math.max(part, other)] as const;
  const [upper, lower] = pair;
  const here = ordered(now, upper, lower);
  const facts = { part: upper, other: lower };
  if (name === "crossing" || name === "spacing") {
    // Told where it begins, not again while both notes stay.
    if (before && pair.every((one) => before.notes[one] === now.notes[one])) return;
    const interval = Math.abs(now.pitches[upper]! - now.pitches[lower]!);
    report(name, here, { ...facts, interval });
    return;
  }
  // A chord that is sounded in another position moves as it likes, but for parallels.
  if (!name.startsWith("parallel") && isSameHarmony(before!, now)) return;
  const isUnison = [before!, now].every(({ pitches }) => pitches[upper] === pitches[lower]);
  report(
    name === "parallelOctaves" && isUnison ? "parallelUnisons" : name,
    [...here, ...ordered(before!, upper, lower)],
    facts,
  );
}

/** The notes of two parts, that of an inner part first, for it is mended most easily, and that of the soprano last. */
function ordered({ notes }: Sonority, upper: number, lower: number) {
  return upper === 0 ? [notes[lower], notes[upper]] : [notes[upper], notes[lower]];
}

/** From one fifth or octave to another in contrary motion. */
function checkContrary(
  before: Sonority,
  now: Sonority,
  upper: number,
  lower: number,
  report: Report,
): void {
  const moved = motionOf(before, now, upper, lower);
  if (!moved || moved.top * moved.bottom >= 0) return;
  const [from, to] = [before, now].map(
    ({ pitches }) => Math.abs(pitches[upper]! - pitches[lower]!) % 12,
  );
  if (from !== to || (to !== 0 && to !== 7)) return;
  report(
    to === 7 ? "contraryFifths" : "contraryOctaves",
    [...ordered(now, upper, lower), ...ordered(before, upper, lower)],
    { part: upper, other: lower },
  );
}

interface Moved {
  readonly top: number;
  readonly bottom: number;
}

function motionOf(
  before: Sonority,
  now: Sonority,
  upper: number,
  lower: number,
): Moved | undefined {
  const all = [before, now].flatMap(({ pitches }) => [pitches[upper]!, pitches[lower]!]);
  if (all.includes(SILENT)) return undefined;
  return { top: all[2]! - all[0]!, bottom: all[3]! - all[1]! };
}

/**
 * A diminished fifth that goes to a perfect one: with the bass in either direction, between upper parts upwards; but not where I–V4/3–I6 or I–viio6–I6 rise in
 * tenths, as the AP guidelines allow.
 */
function checkUnequalFifths(
  { score }: Passage,
  before: Sonority,
  now: Sonority,
  earlier: Sonority | undefined,
  upper: number,
  lower: number,
  report: Report,
): void {
  const moved = motionOf(before, now, upper, lower);
  if (!moved || moved.top * moved.bottom <= 0) return;
  const hasBass = lower === now.pitches.length - 1;
  if (!hasBass && moved.top < 0) return;
  if ((now.pitches[upper]! - now.pitches[lower]!) % 12 !== 7) return;
  const key = before.chord?.key ?? score.key;
  const { semitones, letters } = intervalOf(before.pitches[lower]!, before.pitches[upper]!, key);
  if (semitones % 12 !== 6 || letters % 7 !== 4) return;
  if (isPassingDominant(before, now, earlier)) return;
  report("unequalFifths", [...ordered(now, upper, lower), ...ordered(before, upper, lower)], {
    part: upper,
    other: lower,
  });
}

/** I–V4/3–I6 or I–viio6–I6. */
export function isPassingDominant(
  { chord: dominant }: Sonority,
  { chord: to }: Sonority,
  earlier: Sonority | undefined,
): boolean {
  const from = earlier?.chord;
  if (!dominant || !to || !from || !isTonic(to) || !isTonic(from)) return false;
  if (inversionOf(to.chord) !== 1) return false;
  const above = (dominant.chord.root - to.chord.root + 12) % 12;
  const inversion = inversionOf(dominant.chord);
  return (
    (above === 7 && dominant.chord.quality === "dominant" && inversion === 2) ||
    (above === 11 && dominant.chord.quality === "diminished" && inversion === 1)
  );
}
