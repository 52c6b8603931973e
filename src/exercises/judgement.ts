import { pitchClassesOf } from "../domain/chord";
import { pitchClassOf } from "../domain/key";
import { barTicks } from "../domain/meter";
import { endOf, isNoteLocked, overlaps, rangeOf, type Score, type VoiceId } from "../domain/score";
import { noteKey } from "../domain/take";
import type { Ticks } from "../domain/units";
import { analyse, type Analysis } from "./analysis/analysis";
import { rulesOf, type Exercise, type RequiredChord } from "./exercise";
import type { Finding } from "./finding";
import { contextOf } from "./rules/analysed";
import { ruleOf, type RuleId } from "./rules/catalogue";
import { check, keyOf } from "./rules/check";
import type { ChordSpan, Context } from "./rules/context";

/**
 * What the rules are told of a work: chords that the exercise asks for where they are meant, what is heard everywhere else. So findings agree
 * with the task, and a wrong chord is judged as what it is.
 */
export function contextFor(exercise: Exercise, score: Score, analysis: Analysis): Context {
  const heard = contextOf(analysis);
  const asked = exercise.target.chords
    .filter((chord) => isMeant(chord, score, heard.ornaments))
    .map(({ start, end, chord }): ChordSpan => ({ start, end, chord, key: score.key }));
  return {
    ornaments: heard.ornaments,
    chords:
      asked.length === 0
        ? heard.chords
        : [...asked, ...beside(heard.chords, asked)].toSorted((a, b) => a.start - b.start),
    cantus: exercise.target.species?.cantus,
  };
}

/** Whether nothing but ornaments is foreign to a chord where it is to sound. */
function isMeant(
  { chord, start, end }: RequiredChord,
  score: Score,
  ornaments: Context["ornaments"],
): boolean {
  const tones = pitchClassesOf(chord);
  return score.notes.every(
    (note) =>
      !overlaps(rangeOf(note), { start, end }) ||
      ornaments.has(note.id) ||
      tones.includes(pitchClassOf(note.pitch)),
  );
}

/** What of `spans` lies in none of `taken`. */
function beside(spans: readonly ChordSpan[], taken: readonly ChordSpan[]): readonly ChordSpan[] {
  return spans.flatMap((span) => {
    let rest: readonly ChordSpan[] = [span];
    for (const { start, end } of taken)
      rest = rest.flatMap((one) =>
        overlaps(one, { start, end })
          ? [
              { ...one, end: Math.min(one.end, start) },
              { ...one, start: Math.max(one.start, end) },
            ].filter((part) => part.end > part.start)
          : [one],
      );
    return rest;
  });
}

/** Rules about how a line ends, or answers: they wait until there is an end. */
const ENDINGS: ReadonlySet<RuleId> = new Set(["finalNote", "finalStep", "balance"]);

/** Rules about chords and what their tones want: with two of four parts written, a chord is a guess. */
function isOfChords({ rule }: Finding<RuleId>): boolean {
  const { group } = ruleOf(rule);
  return group === "chord" || group === "tendency";
}

/**
 * What is found in a work by the rules of its exercise, the gravest first: nothing about given notes alone, which nobody may change, nothing
 * about the end of a line before its last bar is written, and nothing about a chord before all its parts are.
 */
export function findingsIn(
  exercise: Exercise,
  score: Score,
  context: Context = contextFor(exercise, score, analyse(score)),
): readonly Finding<RuleId>[] {
  const given = new Set(
    exercise.given.notes.filter((note) => isNoteLocked(exercise.given, note)).map(noteKey),
  );
  const notes = new Map(score.notes.map((note) => [note.id, note]));
  const { voices, range } = exercise.target;
  const lastBar = range.end - barTicks(score.meter);
  const hasEnd = score.notes.some((note) => voices.includes(note.voice) && endOf(note) > lastBar);
  const isWritten = (voice: VoiceId, at: Ticks) =>
    score.notes.some((note) => note.voice === voice && note.start <= at && endOf(note) > at);
  return check(score, rulesOf(exercise.rules), context).filter((finding) => {
    const { start } = finding.range;
    if (isOfChords(finding) && !voices.every((voice) => isWritten(voice, start))) return false;
    if (ENDINGS.has(finding.rule) && !hasEnd) return false;
    return finding.notes.some((id) => {
      const note = notes.get(id);
      return note && !given.has(noteKey(note));
    });
  });
}

/**
 * Findings that are told to the student. Where errors are to be found, those that stand as they were given are the task, and told by nobody.
 * @param before what was found in what was given
 */
export function toldOf(
  exercise: Exercise,
  findings: readonly Finding<RuleId>[],
  before: readonly Finding<RuleId>[],
): readonly Finding<RuleId>[] {
  if (exercise.kind !== "correctErrors") return findings;
  const asGiven = new Set(before.map(keyOf));
  return findings.filter((finding) => !asGiven.has(keyOf(finding)));
}
