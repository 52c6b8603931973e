import type { Midi } from "./units";

/**
 * Parts at one moment, four in most of what follows: MIDI numbers from soprano to bass, `SILENT` where a part rests or is not written yet.
 */
export type Sonority = ArrayLike<Midi>;
export const SILENT = -1;

/** What part-writing may offend against. */
export const RULES = [
  "parallelFifth",
  "parallelOctave",
  "hiddenFifth",
  "hiddenOctave",
  "crossing",
  "overlap",
  "spacing",
  "range",
  "leadingTone",
  "seventh",
] as const;
export type Rule = (typeof RULES)[number];

/**
 * Lowest and highest pitch of soprano, alto, tenor and bass: what singers in a chorale are asked for. (Open Music Theory gives C4–G5, G3–D5,
 * C3–G4 and E2–C4; Bach goes a tone or two further at either end.)
 */
export const RANGES: readonly (readonly [low: Midi, high: Midi])[] = [
  [60, 81],
  [53, 74],
  [47, 69],
  [36, 64],
];

/** What is not the same for all singers and teachers. */
export interface Limits {
  /** `[parts]`: lowest and highest pitch. */
  readonly ranges: readonly (readonly [low: Midi, high: Midi])[];
  /** Semitones that neighbouring upper parts may be apart. */
  readonly widest: number;
}

export const CHORALE_LIMITS: Limits = { ranges: RANGES, widest: 12 };

/**
 * Tells every rule that `part` breaks by sounding `at` in `now`, having come from `before`, with the parts of `now` that are written. Each
 * offence of two parts is told from whichever of them is judged, so a whole sonority is judged part by part, in any order, each against
 * those before it (`judgeSonority`), and a part that is being chosen against all that is there already.
 *
 * Sources: the voice-leading rules of the AP Music Theory scoring guidelines (free-response question 6), with hidden fifths and octaves as
 * textbooks have them: between soprano and bass, in similar motion, where the soprano leaps.
 * @param at above `SILENT`
 * @param report `other` is the part it is offended against, `part` itself where there is none, or the one whose leading tone the bass leaves unresolved
 */
export function judge(
  before: Sonority,
  now: Sonority,
  part: number,
  at: Midi,
  report: (rule: Rule, other: number) => void,
  limits: Limits = CHORALE_LIMITS,
): void {
  const [low, high] = limits.ranges[part]!;
  const bass = now.length - 1;
  if (at < low || at > high) report("range", part);
  const from = before[part]!;
  for (let other = 0; other < now.length; other++) {
    if (other === part) continue;
    const beside = now[other]!;
    if (beside === SILENT) continue;
    judgePlace(part, at, other, beside, bass, limits.widest, report);
    if (from === SILENT || before[other]! === SILENT) continue;
    judgeMotion(part, from, at, other, before[other]!, beside, bass, report);
  }
  if (part !== bass) {
    judgeLeadingTone(before, part, at, now[bass]!, report);
    judgeSeventh(before, part, at, report);
    return;
  }
  for (let other = 0; other < bass; other++)
    judgeLeadingTone(before, other, now[other]!, at, report);
  judgeSeventh(before, part, at, report);
}

/** Every offence of a sonority, each told once. */
export function judgeSonority(
  before: Sonority,
  now: Sonority,
  report: (rule: Rule, part: number, other: number) => void,
  limits: Limits = CHORALE_LIMITS,
): void {
  const written = new Int16Array(now.length).fill(SILENT);
  for (let part = 0; part < now.length; part++) {
    const at = now[part]!;
    if (at === SILENT) continue;
    judge(before, written, part, at, (rule, other) => report(rule, part, other), limits);
    written[part] = at;
  }
}

function judgePlace(
  part: number,
  at: Midi,
  other: number,
  beside: Midi,
  bass: number,
  widest: number,
  report: (rule: Rule, other: number) => void,
): void {
  if (Math.abs(part - other) !== 1) return;
  const upper = part < other ? at : beside;
  const lower = part < other ? beside : at;
  if (lower > upper) report("crossing", other);
  // The bass may lie as deep as it likes.
  if (Math.max(part, other) < bass && upper - lower > widest) report("spacing", other);
}

function judgeMotion(
  part: number,
  from: Midi,
  at: Midi,
  other: number,
  otherFrom: Midi,
  beside: Midi,
  bass: number,
  report: (rule: Rule, other: number) => void,
): void {
  const upper = part < other;
  const [top, topNow] = upper ? [from, at] : [otherFrom, beside];
  const [bottom, bottomNow] = upper ? [otherFrom, beside] : [from, at];
  const isOver = bottomNow > top && bottomNow > bottom;
  const isUnder = topNow < bottom && topNow < top;
  if (Math.abs(part - other) === 1 && (isOver || isUnder)) report("overlap", other);
  const isSimilar = (topNow - top) * (bottomNow - bottom) > 0;
  if (!isSimilar) return;
  const interval = Math.abs(top - bottom) % 12;
  const intervalNow = Math.abs(topNow - bottomNow) % 12;
  if (intervalNow !== 0 && intervalNow !== 7) return;
  if (interval === intervalNow)
    report(intervalNow === 7 ? "parallelFifth" : "parallelOctave", other);
  else if (
    Math.min(part, other) === 0 &&
    Math.max(part, other) === bass &&
    Math.abs(topNow - top) > 2
  )
    report(intervalNow === 7 ? "hiddenFifth" : "hiddenOctave", other);
}

/** Chords on whose third and seventh a tendency lies, as sets of intervals over the root. */
const DOMINANT = 0b0000_1001_0001; // 0 4 7
const SEVENTHS: readonly number[] = [
  0b0100_1001_0001, // 0 4 7 10
  0b0100_0001_0001, // 0 4 10, the fifth left out
  0b0100_1000_1001, // 0 3 7 10
  0b1000_1001_0001, // 0 4 7 11
  0b0100_0100_1001, // 0 3 6 10
];

function classesOf(sonority: Sonority): number {
  let set = 0;
  for (let i = 0; i < sonority.length; i++)
    if (sonority[i]! !== SILENT) set |= 1 << (sonority[i]! % 12);
  return set;
}

/** A set of pitch classes as intervals over `root`. */
function over(root: number, set: number): number {
  return ((set >> root) | (set << (12 - root))) & 0xfff;
}

/**
 * The third of a major triad or dominant seventh over r goes up a semitone, or is held, when the bass arrives on r + a fourth; an inner part may
 * fall to the fifth of that chord instead. Reported with the part that has it.
 */
function judgeLeadingTone(
  before: Sonority,
  part: number,
  at: Midi,
  bass: Midi,
  report: (rule: Rule, other: number) => void,
): void {
  const from = before[part]!;
  if (from === SILENT || at === SILENT || bass === SILENT || from === at) return;
  const root = (from + 8) % 12;
  if (bass % 12 !== (root + 5) % 12) return;
  const chord = over(root, classesOf(before));
  if (chord !== DOMINANT && chord !== SEVENTHS[0] && chord !== SEVENTHS[1]) return;
  if (!resolvesLeadingTone(from, at, part)) report("leadingTone", part);
}

/** Whether a leading tone goes where it leads: up a semitone, or in an inner part down to the fifth of the tonic. */
export function resolvesLeadingTone(from: Midi, at: Midi, part: number): boolean {
  return at === from + 1 || (part > 0 && at === from - 4);
}

/** The seventh of a seventh chord goes down by step or stays. */
function judgeSeventh(
  before: Sonority,
  part: number,
  at: Midi,
  report: (rule: Rule, other: number) => void,
): void {
  const from = before[part]!;
  if (from === SILENT || from === at) return;
  const set = classesOf(before);
  for (const [i, seventh] of SEVENTHS.entries()) {
    const above = i === 3 ? 11 : 10;
    if (over((from + 12 - above) % 12, set) !== seventh) continue;
    if (!resolvesSeventh(from, at)) report("seventh", part);
    return;
  }
}

/** Whether a seventh that moves goes down by step. */
export function resolvesSeventh(from: Midi, at: Midi): boolean {
  return from - at === 1 || from - at === 2;
}
