import { DEFAULT_SETTINGS } from "../domain/ask";
import type { FileProblem } from "../domain/file-problem";
import type { Project } from "../domain/project";
import { failed, ok, type Result } from "../domain/result";
import { findJsonFault } from "./json-fault";
import { APP } from "./own-json";
import { isRecord, ShapeFault } from "./shape";
import { project as projectShape } from "./sketch-shape";
import { storedTakes, type StoredProject } from "./stored-takes";

/** One step between two versions of the file, for a sketch in whatever state it is. */
export interface Migration {
  /** What it does, for whoever reads the list. */
  readonly name: string;
  /** The version that it makes; it takes the one before. */
  readonly to: number;
  readonly migrate: (sketch: unknown) => unknown;
}

/** From the oldest on, without gaps. Version 1 is the first. */
const MIGRATIONS: readonly Migration[] = [
  {
    name: "scores have chords, none so far, and asks say how to play them",
    to: 2,
    migrate: toChords,
  },
  {
    name: "a take may say what its notes are beside an earlier one's",
    to: 3,
    migrate: (sketch) => sketch,
  },
  {
    name: "a sketch has a journal, and makers of notes from elsewhere, none so far",
    to: 4,
    migrate: (sketch) => (isRecord(sketch) ? { credits: [], journal: [], ...sketch } : sketch),
  },
];

/** What this program writes. */
export const PROJECT_VERSION = MIGRATIONS.at(-1)?.to ?? 1;

function toChords(sketch: unknown): unknown {
  const { harmonicRhythm, pattern } = DEFAULT_SETTINGS;
  const added = { score: { chords: [] }, settings: { harmonicRhythm, pattern } };
  const brought = (value: unknown): unknown => {
    if (!isRecord(value)) return value;
    const next: Record<string, unknown> = { ...value };
    for (const field of ["score", "settings"] as const)
      if (isRecord(next[field])) next[field] = { ...next[field], ...added[field] };
    if (Array.isArray(next["takes"])) next["takes"] = next["takes"].map(brought);
    if (isRecord(next["making"])) next["making"] = brought(next["making"]);
    return next;
  };
  return brought(sketch);
}

/** Antiphon's own file: everything of one sketch, its takes included. */
export function writeProject(project: Project): string {
  const sketch: StoredProject = { ...project, takes: storedTakes(project.takes) };
  return JSON.stringify({ app: APP, version: PROJECT_VERSION, sketch });
}

/** Reads what `writeProject` wrote, now or in an earlier version. */
export function parseProject(text: string): Result<Project, FileProblem> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return failed({ kind: "jsonBroken", ...findJsonFault(text) });
  }
  if (!isRecord(value) || value["app"] !== APP) return failed({ kind: "jsonNotSketch" });
  if (value["sketch"] === undefined && value["style"] !== undefined)
    return failed({ kind: "jsonIsStyle" });
  if (value["sketch"] === undefined && value["statement"] !== undefined)
    return failed({ kind: "jsonIsStatement" });
  return readProject(value["version"], value["sketch"]);
}

/**
 * Checks a stored sketch of any version: version, then migrations, then every value of it.
 * @param version as stored beside the sketch
 * @param migrations for tests
 */
export function readProject(
  version: unknown,
  sketch: unknown,
  migrations: readonly Migration[] = MIGRATIONS,
): Result<Project, FileProblem> {
  const known = migrations.at(-1)?.to ?? 1;
  if (!Number.isInteger(version) || (version as number) < 1)
    return failed({ kind: "sketchBroken", path: "version", expected: "a whole number from 1" });
  if ((version as number) > known)
    return failed({ kind: "sketchTooNew", version: version as number, known });
  try {
    const current = migrations
      .filter(({ to }) => to > (version as number))
      .reduce((older, step) => step.migrate(older), sketch);
    return ok(projectShape(current, ""));
  } catch (error) {
    if (!(error instanceof ShapeFault)) throw error;
    return failed({ kind: "sketchBroken", path: error.path, expected: error.expected });
  }
}
