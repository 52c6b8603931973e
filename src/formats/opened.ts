import type { FileWarning } from "../domain/file-problem";
import type { Project } from "../domain/project";
import type { Score } from "../domain/score";

/** What a file turned out to hold. */
export interface Opened {
  readonly score: Score;
  /** Antiphon's own file carries its whole project, of which `score` is a part; undefined for all others. */
  readonly project: Project | undefined;
  /** What could not be read, or was guessed. */
  readonly warnings: readonly FileWarning[];
}
