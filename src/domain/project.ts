import type { AskSettings } from "./ask";
import type { Score, TakeId } from "./score";
import type { TakeTree } from "./take";

/** Everything that belongs to one sketch: what is stored, and what Antiphon's own file carries. */
export interface Project {
  /** The same sketch keeps it for life; a file that is opened becomes a sketch with a new one. */
  readonly id: string;
  readonly score: Score;
  readonly takes: TakeTree;
  /** The take that the next ask is about; undefined when it is about the sketch. */
  readonly base: TakeId | undefined;
  readonly settings: AskSettings;
  /** Milliseconds since 1970, UTC. */
  readonly createdMs: number;
  /** Milliseconds since 1970, UTC; not before `createdMs`. */
  readonly changedMs: number;
}
