import { barTicks } from "../../domain/meter";
import { pitchClassOf, tonic } from "../../domain/key";
import { endOf, type Note } from "../../domain/score";
import { intervalOf } from "./chord-facts";
import { isAugmentedSecond, isMadeGood, keyAt, linesOf, type Line } from "./lines";
import type { Passage } from "./passage";
import type { Report } from "./report";

/** A line that wants to be sung by itself: a melody, or the counterpoint of a cantus. */
export function checkMelody(passage: Passage, report: Report): void {
  const part = melodyPart(passage);
  const lines = linesOf(passage)[part] ?? [];
  const notes = lines.flat();
  if (notes.length === 0) return;
  const { rules } = passage.set;
  checkCompass(notes, rules.compass?.limit ?? 16, report);
  checkClimax(notes, report);
  checkEnd(notes, passage, report);
  checkBalance(passage, notes, report);
  for (const line of lines) {
    checkRepetition(line, rules.repetition?.limit ?? 3, report);
    checkLeaps(passage, line, report);
    checkOutlines(passage, line, report);
  }
}

/** The part that a melody's rules are about. */
export function melodyPart({ context, parts }: Passage): number {
  const { cantus } = context;
  const beside = cantus && parts.find((part) => part !== cantus);
  const melody = context.melody ?? beside;
  return melody === undefined ? 0 : Math.max(0, parts.indexOf(melody));
}

function checkCompass(notes: Line, limit: number, report: Report): void {
  const highest = notes.reduce((a, b) => (b.pitch > a.pitch ? b : a));
  const lowest = notes.reduce((a, b) => (b.pitch < a.pitch ? b : a));
  const interval = highest.pitch - lowest.pitch;
  if (interval > limit) report("compass", [highest, lowest], { interval, limit });
}

/** The highest note comes once; struck again at once it is still the same. */
export function peaksOf(notes: Line): readonly Note[] {
  const highest = Math.max(...notes.map(({ pitch }) => pitch));
  return notes.filter(({ pitch }, i) => pitch === highest && notes[i - 1]?.pitch !== highest);
}

function checkClimax(notes: Line, report: Report): void {
  const peaks = peaksOf(notes);
  if (peaks.length > 1) report("climax", peaks.slice(1), { count: peaks.length });
}

function checkEnd(notes: Line, { score }: Passage, report: Report): void {
  const last = notes.at(-1)!;
  const before = notes.findLast(({ pitch }) => pitch !== last.pitch);
  if (pitchClassOf(last.pitch) !== tonic(score.key)) report("finalNote", [last]);
  if (!before) return;
  const interval = last.pitch - before.pitch;
  if (Math.abs(interval) > 2) report("finalStep", [before, last], { interval });
}

function checkRepetition(line: Line, limit: number, report: Report): void {
  for (let i = 0; i < line.length;) {
    let next = i + 1;
    while (line[next]?.pitch === line[i]!.pitch) next++;
    const times = next - i - 1;
    if (times > limit)
      report("repetition", line.slice(i + 1 + limit, next), { count: times, limit });
    i = next;
  }
}

function checkLeaps(passage: Passage, line: Line, report: Report): void {
  const { rules } = passage.set;
  const widest = rules.leap?.limit ?? 9;
  const free = rules.leapRecovery?.limit ?? 5;
  for (let i = 1; i < line.length; i++) {
    const [from, to, next] = [line[i - 1]!, line[i]!, line[i + 1]];
    const interval = to.pitch - from.pitch;
    const size = Math.abs(interval);
    if (size !== 12 && size > widest) report("leap", [to, from], { interval, limit: widest });
    if (isAugmentedSecond(intervalOf(from.pitch, to.pitch, keyAt(passage, to))))
      report("augmentedSecond", [to, from], { interval });
    if (!next || next.pitch === to.pitch) continue;
    const on = next.pitch - to.pitch;
    const goesOn = on * interval > 0;
    const isSecondLeap = goesOn && size > 2 && Math.abs(on) > 2;
    if (isSecondLeap && !isTriad(interval, on))
      report("twoLeaps", [next, to, from], { interval, next: on });
    else if (goesOn && size > free)
      report("leapRecovery", [next, to, from], { interval, limit: free });
  }
}

/** Two leaps in one direction may spell a triad within an octave. */
function isTriad(first: number, second: number): boolean {
  const [lower, upper] = first > 0 ? [first, second] : [-second, -first];
  return TRIADS.includes(`${lower} ${upper}`);
}

/** Semitones from the bottom up of major and minor triads in each position, and of an octave with a fifth or fourth in it. */
const TRIADS = ["4 3", "3 4", "3 5", "5 4", "4 5", "5 3", "7 5", "5 7"];

/** Notes between which a line turns must not lie a tritone apart, but for a diminished fifth that turns back by step. */
function checkOutlines(passage: Passage, line: Line, report: Report): void {
  const turns = turnsOf(line);
  for (let i = 1; i < turns.length; i++) {
    const [from, to] = [line[turns[i - 1]!]!, line[turns[i]!]!];
    if (turns[i]! - turns[i - 1]! < 2) continue;
    const interval = intervalOf(from.pitch, to.pitch, keyAt(passage, to));
    if (Math.abs(interval.semitones) !== 6) continue;
    if (isMadeGood(interval, to, line[turns[i]! + 1])) continue;
    report("tritoneOutline", [to, from], { interval: interval.semitones });
  }
}

/** Where a line begins, turns and ends. */
function turnsOf(line: Line): readonly number[] {
  const turns = [0];
  let direction = 0;
  for (let i = 1; i < line.length; i++) {
    const step = Math.sign(line[i]!.pitch - line[i - 1]!.pitch);
    if (step === 0) continue;
    if (direction !== 0 && step !== direction) turns.push(i - 1);
    direction = step;
  }
  if (line.length > 1) turns.push(line.length - 1);
  return turns;
}

/** Phrases come in pairs of as many bars; of three the last may be as long as the two before it together. */
function checkBalance({ openings, score }: Passage, notes: Line, report: Report): void {
  const bar = barTicks(score.meter);
  const phrases = openings.flatMap((start, i): readonly (readonly [Note, number])[] => {
    const end = openings[i + 1] ?? Infinity;
    const within = notes.filter((note) => note.start >= start && note.start < end);
    const last = within.at(-1);
    return last ? [[within[0]!, Math.round((endOf(last) - start) / bar)]] : [];
  });
  const lengths = phrases.map(([, bars]) => bars);
  if (lengths.length === 3 && lengths[2] === lengths[0]! + lengths[1]!) return;
  for (let i = 1; i < phrases.length; i += 2)
    if (lengths[i] !== lengths[i - 1])
      report("balance", [phrases[i]![0]], { bars: lengths[i]!, wanted: lengths[i - 1]! });
}
