import { SILENT } from "../../domain/part-writing";
import { endOf, notesOfVoice, type Score } from "../../domain/score";
import type { Finding } from "../finding";
import type { RuleId } from "./catalogue";
import { isTonic } from "./chord-facts";
import { chordAt, type Context } from "./context";
import { linesOf } from "./lines";
import { melodyPart, peaksOf } from "./melody";
import { passageOf, progressions, type Passage } from "./passage";
import { findingOf, type Report } from "./report";
import type { RuleSet } from "./rule-set";

/** A line of fewer notes has no climax worth telling of. */
const LONG_LINE = 8;

/** What is well made, in order of time: only what can be shown on its notes. */
export function praise(score: Score, set: RuleSet, context: Context): readonly Finding<RuleId>[] {
  const passage = passageOf(score, set, context);
  const found: Finding<RuleId>[] = [];
  const report: Report = (rule, notes, facts) => {
    const finding = findingOf(rule, notes, facts);
    if (finding) found.push(finding);
  };
  praiseCadences(passage, report);
  praiseSuspensions(passage, report);
  praiseClimax(passage, report);
  return found.toSorted((a, b) => a.range.start - b.range.start);
}

/** Soprano and bass go to the tonic that ends a phrase in contrary motion. */
function praiseCadences(passage: Passage, report: Report): void {
  const bass = passage.parts.length - 1;
  if (bass < 1) return;
  const ends = new Set(passage.openings.slice(1));
  const last = passage.moments.at(-1)?.end;
  for (const [before, now] of progressions(passage)) {
    if (!now.chord || !isTonic(now.chord) || before.chord?.chord.root === now.chord.chord.root)
      continue;
    if (now.end !== last && !ends.has(now.end)) continue;
    const outer = [0, bass];
    if (outer.some((part) => [before, now].some(({ pitches }) => pitches[part] === SILENT)))
      continue;
    const [top, bottom] = outer.map((part) => now.pitches[part]! - before.pitches[part]!);
    if (top! * bottom! < 0)
      report("contraryCadence", [
        ...outer.map((part) => now.notes[part]),
        ...outer.map((part) => before.notes[part]),
      ]);
  }
}

/** A note of one chord is held or struck again into the next, where it is foreign, and goes down by step. */
function praiseSuspensions({ score, parts, context }: Passage, report: Report): void {
  for (const [part, voice] of parts.entries()) {
    const line = notesOfVoice(score, voice);
    line.forEach((note, i) => {
      if (context.ornaments.get(note.id) !== "suspension") return;
      const resolution = line[i + 1];
      if (resolution?.start !== endOf(note)) return;
      const step = note.pitch - resolution.pitch;
      const before = line[i - 1];
      const isTied = chordAt(context, note.start) !== chordAt(context, endOf(note) - 1);
      const isPrepared = isTied || (before?.pitch === note.pitch && endOf(before) === note.start);
      if (isPrepared && (step === 1 || step === 2))
        report("preparedSuspension", [note, resolution], { part });
    });
  }
}

/** The highest note comes once, and neither first nor last. */
function praiseClimax(passage: Passage, report: Report): void {
  const notes = (linesOf(passage)[melodyPart(passage)] ?? []).flat();
  if (notes.length < LONG_LINE) return;
  const peaks = peaksOf(notes);
  const peak = peaks[0];
  if (peaks.length === 1 && peak !== notes[0] && peak !== notes.at(-1))
    report("singleClimax", [peak]);
}
