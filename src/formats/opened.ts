import type { FileWarning } from "../domain/file-problem";
import type { Credit } from "../domain/credit";
import type { Project } from "../domain/project";
import type { Score } from "../domain/score";

/** What a file turned out to hold. */
export interface Opened {
  readonly score: Score;
  /** Antiphon's own file carries its whole project, of which `score` is a part; undefined for all others. */
  readonly project: Project | undefined;
  /** Makers of notes that were a model's before they were written into the file. */
  readonly credits: readonly Credit[];
  /** What could not be read, or was guessed. */
  readonly warnings: readonly FileWarning[];
}
