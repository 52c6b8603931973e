import { endOf, type Note } from "../../domain/score";
import type { Finding } from "../finding";
import type { RuleId } from "./catalogue";

/** Tells of a finding about `notes`, the one to mend first first. Nothing is told about no notes. */
export type Report = (
  rule: RuleId,
  notes: readonly (Note | undefined)[],
  facts?: Finding["facts"],
) => void;

export function findingOf(
  rule: RuleId,
  about: readonly (Note | undefined)[],
  facts: Finding["facts"] = {},
): Finding<RuleId> | undefined {
  const notes = about.filter((note) => note !== undefined);
  if (notes.length === 0) return undefined;
  return {
    rule,
    notes: [...new Set(notes.map(({ id }) => id))],
    range: {
      start: Math.min(...notes.map(({ start }) => start)),
      end: Math.max(...notes.map(endOf)),
    },
    facts,
  };
}
