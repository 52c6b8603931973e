import type { NoteId, Score } from "../domain/score";
import type { NotesBeside } from "../domain/notes-beside";
import type { Project } from "../domain/project";
import { failed, ok, type Result } from "../domain/result";
import {
  LONGEST_WORK_MS,
  type Comment,
  type Growth,
  type GrowthStep,
  type HandIn,
  type HelpAsked,
  type ReadHandIn,
  type Returned,
} from "../exercises/hand-in";
import type { ExerciseProblem } from "./exercise-file";
import { exercise } from "./exercise-shape";
import { fileName, type ExportedFile } from "./export";
import { MAX_NOTES, MAX_SKETCH_BYTES } from "./limits";
import { APP, checked, readJson } from "./own-json";
import { PROJECT_VERSION, readProject } from "./project";
import {
  amount,
  fields,
  isRecord,
  list,
  oneOf,
  optional,
  ShapeFault,
  text,
  type Shape,
} from "./shape";
import { note, range, score, scoreFields } from "./sketch-shape";
import { storedTakes } from "./stored-takes";

/** Version of hand-ins and of comments on them. */
export const HAND_IN_VERSION = 1;

const LONGEST = 20_000;
/** SHA-256 in hexadecimal digits, as the browser's SubtleCrypto makes it. */
export type Digest = (bytes: Uint8Array<ArrayBuffer>) => Promise<string>;

const work: Shape<Project> = (value, path) => {
  if (!isRecord(value)) throw new ShapeFault(path, "an object");
  const read = readProject(value["version"], value["sketch"]);
  if (read.ok) return read.value;
  const { problem } = read;
  if (problem.kind === "sketchBroken")
    throw new ShapeFault(`${path}.sketch.${problem.path}`, problem.expected);
  throw new ShapeFault(`${path}.version`, `a version up to ${PROJECT_VERSION}`);
};

export const growth = fields<Growth>({
  first: score,
  steps: list(
    fields<GrowthStep>({
      atMs: amount(0, LONGEST_WORK_MS),
      notes: fields<NotesBeside>({
        gone: list(text<NoteId>(), MAX_NOTES),
        changed: list(note, MAX_NOTES),
        added: list(note, MAX_NOTES),
      }),
      head: optional(fields<Omit<Score, "notes">>(scoreFields)),
    }),
    10_000,
  ),
});

export const helps = list(
  fields<HelpAsked>({
    atMs: amount(0, LONGEST_WORK_MS),
    kind: oneOf("hint", "findings", "fix"),
    step: oneOf(0, 1, 2, 3),
  }),
  10_000,
);

const plain = fields<HandIn>({
  name: text(200),
  group: text(200),
  exercise,
  work,
  growth,
  helps,
  reflection: text(LONGEST),
});

/** More notes than this, step after step, are no work but an attack on the time it takes to replay. */
const MOST_STEPPED = 2_000_000;

/** A hand-in whose history can be replayed. */
const handIn: Shape<HandIn> = (value, path) => {
  const read = plain(value, path);
  let held = read.growth.first.notes.length;
  let total = 0;
  read.growth.steps.forEach(({ notes }, i) => {
    held += notes.added.length;
    total += notes.added.length + notes.changed.length + notes.gone.length;
    if (held > 10 * MAX_NOTES || total > MOST_STEPPED)
      throw new ShapeFault(`${path}.growth.steps[${i}]`, "a history of one sketch");
  });
  return read;
};

/**
 * A hand-in as a file. Its digest tells a file that was damaged or edited with an editor; somebody who knows how can make a new one, so it proves
 * neither who wrote the work nor when.
 */
export async function exportHandIn(value: HandIn, digest: Digest): Promise<ExportedFile> {
  const { work: project, ...rest } = value;
  const sketch = { ...project, takes: storedTakes(project.takes) };
  const content = JSON.stringify({ ...rest, work: { version: PROJECT_VERSION, sketch } });
  const sha256 = await digest(bytesOf(content));
  const head = JSON.stringify({ app: APP, version: HAND_IN_VERSION, sha256 });
  // An exercise that has no title of its own has lent the page's words to the sketch.
  const title = value.exercise.title.trim() || project.score.title;
  const who = [value.name, title].filter((part) => part.trim() !== "").join(" - ");
  return {
    name: `${fileName(who, "hand-in")}.antiphon-hand-in.json`,
    type: "application/json",
    bytes: bytesOf(`${head.slice(0, -1)},"handIn":${content}}`),
  };
}

/** Reads what `exportHandIn` wrote. A file that was edited is read, and said to be so. */
export async function parseHandIn(
  bytes: Uint8Array,
  digest: Digest,
): Promise<Result<ReadHandIn, ExerciseProblem>> {
  const json = readJson(bytes, MAX_SKETCH_BYTES);
  if (!json.ok) return json;
  const { value } = json;
  if (!isRecord(value) || value["app"] !== APP || value["handIn"] === undefined)
    return failed({ kind: "jsonNotThis", wanted: "handIn" });
  const read = checked(value["version"], HAND_IN_VERSION, value["handIn"], "handIn", handIn);
  if (!read.ok) return read;
  const named = typeof value["sha256"] === "string" ? value["sha256"] : "";
  // Of the content and not of its bytes: a file that was laid out anew is the same.
  const own = await digest(bytesOf(JSON.stringify(value["handIn"])));
  return ok({ handIn: read.value, digest: named, intact: named === own });
}

function bytesOf(content: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(content);
}

export const returned = fields<Returned>({
  of: text(200),
  name: text(200),
  exercise: text(),
  comments: list(
    fields<Comment>({ notes: list(text<NoteId>(), MAX_NOTES), range, text: text(LONGEST) }),
    5000,
  ),
  points: list(optional(amount(0, 1000)), 50),
  words: text(LONGEST),
});

/** Comments as a file to give back. */
export function exportReturned(value: Returned): ExportedFile {
  const who = [value.name, value.exercise].filter((part) => part.trim() !== "").join(" - ");
  return {
    name: `${fileName(who, "comments")}.antiphon-comments.json`,
    type: "application/json",
    bytes: bytesOf(JSON.stringify({ app: APP, version: HAND_IN_VERSION, comments: value })),
  };
}

/** Reads what `exportReturned` wrote. */
export function parseReturned(bytes: Uint8Array): Result<Returned, ExerciseProblem> {
  const json = readJson(bytes, MAX_SKETCH_BYTES);
  if (!json.ok) return json;
  const { value } = json;
  if (!isRecord(value) || value["app"] !== APP || value["comments"] === undefined)
    return failed({ kind: "jsonNotThis", wanted: "comments" });
  return checked(value["version"], HAND_IN_VERSION, value["comments"], "comments", returned);
}
