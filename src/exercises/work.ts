import type { AskKind } from "../domain/ask";
import type { Score } from "../domain/score";
import type { Exercise, Help } from "./exercise";
import { startGrowth, type Growth, type HelpAsked, type Returned } from "./hand-in";

/** What a student does with an exercise, beside the sketch that it is done in. All words in it are plain text, as they were typed. */
export interface Work {
  /** Of the sketch. */
  readonly id: string;
  readonly exercise: Exercise;
  /** Milliseconds since 1970, UTC. */
  readonly openedMs: number;
  /** Milliseconds since 1970, UTC. */
  readonly changedMs: number;
  readonly growth: Growth;
  readonly helps: readonly HelpAsked[];
  readonly name: string;
  readonly group: string;
  readonly reflection: string;
  /** Share of what is to be written that is there, in [0, 1]. */
  readonly complete: number;
  /** Digests of what was handed in, the last one last. */
  readonly handedIn: readonly string[];
  /** What a teacher said to it; undefined until that comes. */
  readonly returned: Returned | undefined;
}

/**
 * @param id of the sketch that it is done in
 * @param first how that begins: what was given, under its title
 */
export function beginWork(id: string, exercise: Exercise, first: Score, nowMs: number): Work {
  return {
    id,
    exercise,
    openedMs: nowMs,
    changedMs: nowMs,
    growth: startGrowth(first),
    helps: [],
    name: "",
    group: "",
    reflection: "",
    complete: 0,
    handedIn: [],
    returned: undefined,
  };
}

/** Whatever brings in a model: an ask, harmony that follows, a partner to play with, or a learnt style. */
export type Helper = AskKind | "follow" | "answer" | "trade" | "shadow" | "style";

/** A suggestion is a take for a stretch, as the ask was made for: nothing that writes on while somebody else does. */
const SUGGESTIONS: ReadonlySet<Helper> = new Set(["harmonise", "rewrite", "continue"]);

/** Whether an exercise with this help lets a model do this. */
export function isAllowed(help: Help, helper: Helper): boolean {
  return help === "anything" || (help === "suggestion" && SUGGESTIONS.has(helper));
}

/** More helps than this are not told apart any more: what a hand-in may hold. */
const MOST_HELPS = 5000;

export function withHelp(work: Work, help: HelpAsked): Work {
  return work.helps.length >= MOST_HELPS ? work : { ...work, helps: [...work.helps, help] };
}
