import type { AskSettings } from "./ask";
import type { Credit } from "./credit";
import type { Journal } from "./journal";
import type { Score, TakeId } from "./score";
import type { TakeTree } from "./take";

/** Characters of the author's own words that are kept. */
export const MOST_OWN = 2000;

/** Everything that belongs to one sketch: what is stored, and what Antiphon's own file carries. */
export interface Project {
  /** The same sketch keeps it for life; a file that is opened becomes a sketch with a new one. */
  readonly id: string;
  readonly score: Score;
  readonly takes: TakeTree;
  /** The take that the next ask is about; undefined when it is about the sketch. */
  readonly base: TakeId | undefined;
  readonly settings: AskSettings;
  /** Makers of notes that came from another sketch or a file: their takes are not here. */
  readonly credits: readonly Credit[];
  /** How it came about; empty for a sketch that nobody has touched yet. */
  readonly journal: Journal;
  /** No model may be asked in it. */
  readonly unaided?: true | undefined;
  /** What the author adds to a statement about it, in their own words; undefined for nothing. */
  readonly own?: string | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly createdMs: number;
  /** Milliseconds since 1970, UTC; not before `createdMs`. */
  readonly changedMs: number;
}
