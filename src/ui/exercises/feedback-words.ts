import type { Note, NoteId, Score } from "../../domain/score";
import type { Finding } from "../../exercises/finding";
import type { RuleId } from "../../exercises/rules/catalogue";
import type { Feedback } from "../../session/feedback.svelte";
import type { NoteMark } from "../../notation/annotation";
import { t } from "../messages/messages.svelte";
import { inside, voiceName } from "../messages/names";
import { pitchWords } from "../messages/note-names";
import { placeWords } from "../roll/note-words";
import { findingWords, noteFindingWords, ruleName } from "./rule-words";

/** Findings from here on are drawn as wrong, lighter ones as doubtful. */
const WRONG = 1;

/**
 * What is said about notes, on the notes themselves: of several findings about one note the gravest.
 * @param weightOf points that a finding takes
 */
export function marksOf(
  findings: readonly Finding[],
  praised: readonly Finding[],
  score: Score,
  weightOf: (rule: string) => number,
): ReadonlyMap<NoteId, NoteMark> {
  const marks = new Map<NoteId, NoteMark>();
  const put = (finding: Finding, kind: NoteMark["kind"]) => {
    const words = noteFindingWords(finding, score);
    for (const id of finding.notes) if (!marks.has(id)) marks.set(id, { kind, words });
  };
  const inOrder = findings.toSorted((a, b) => weightOf(b.rule) - weightOf(a.rule));
  for (const finding of inOrder)
    put(finding, weightOf(finding.rule) >= WRONG ? "wrong" : "doubtful");
  for (const finding of praised) put(finding, "good");
  return marks;
}

/** The marks for the staff of what the open work was last looked over for; none while it has changed since. */
export function marksIn(feedback: Feedback): ReadonlyMap<NoteId, NoteMark> {
  if (feedback.isStale) return new Map();
  const weights = new Map<string, number>(
    feedback.groups.map(({ rule, weight }) => [rule, weight]),
  );
  return marksOf(
    feedback.findings,
    feedback.praise,
    feedback.score,
    (rule) => weights.get(rule) ?? 0,
  );
}

/** The one calm line over everything: how it stands, and what to mend first. */
export function calmWords({ groups, praise, lacks, marking, score }: Feedback): string {
  const first = groups[0];
  if (first) {
    const rule = inside(ruleName(first.rule));
    const good = praise[0];
    return good
      ? t("exercises.panel.calmGoodFirst", {
          good: inside(findingWords(good, score).name),
          rule,
        })
      : t("exercises.panel.calmFirst", { rule });
  }
  if (marking?.complete === 0) return t("exercises.panel.calmEmpty");
  if (marking && marking.complete < 1) return t("exercises.panel.calmClean");
  return t(lacks.length > 0 ? "exercises.panel.calmLacks" : "exercises.panel.calmDone");
}

/** What a fix does, a sentence for each note. @example "Alto, bar 3 beat 2: C5 to B4" */
export function movedWords(notes: readonly Note[], score: Score): readonly string[] {
  return notes.flatMap((note) => {
    const before = score.notes.find(({ id }) => id === note.id);
    const voice = score.voices.find(({ id }) => id === note.voice);
    return before && voice
      ? [
          t("exercises.panel.moved", {
            voice: voiceName(voice.name),
            place: placeWords(note.start, score.meter),
            from: pitchWords(before.pitch, score.key),
            to: pitchWords(note.pitch, score.key),
          }),
        ]
      : [];
  });
}

/** How many findings of a rule are shown before the rest is asked for. */
export const FEW = 3;

/** Praise of each kind once, the first of it. */
export function fewOfEach(praised: readonly Finding<RuleId>[]): readonly Finding<RuleId>[] {
  return praised.filter(({ rule }, i) => praised.findIndex((one) => one.rule === rule) === i);
}
