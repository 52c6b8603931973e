import type { NoteId, Range } from "../domain/score";

/** Something to say about what somebody wrote: where it is, and what words are made from. */
export interface Finding<Rule extends string = string> {
  readonly rule: Rule;
  /** The notes that it is about, the one to mend first. */
  readonly notes: readonly NoteId[];
  /** From the first to the last moment that it is about. */
  readonly range: Range;
  /** Parts, intervals, limits: whatever the sentence names. */
  readonly facts: Readonly<Record<string, string | number>>;
}
