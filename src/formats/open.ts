import type { Ids } from "../domain/asking";
import type { FileProblem } from "../domain/file-problem";
import { failed, ok, type Result } from "../domain/result";
import { recognise } from "./file-type";
import { MAX_FILE_BYTES, MAX_SKETCH_BYTES } from "./limits";
import { parseMidi } from "./midi";
import { parseMusicXml } from "./musicxml";
import { readMxl } from "./mxl";
import type { Opened } from "./opened";
import { parseProject } from "./project";

/**
 * Opens a MIDI file, MusicXML (plain or compressed) or a sketch of Antiphon's own, told apart by what they hold, not by name.
 * @param name the file's name, for titles and as the origin of the notes
 */
export function openFile(name: string, bytes: Uint8Array, ids: Ids): Result<Opened, FileProblem> {
  if (bytes.length === 0) return failed({ kind: "empty" });
  const tooLarge = (limit: number) =>
    bytes.length > limit
      ? failed<FileProblem>({ kind: "tooManyBytes", bytes: bytes.length, limit })
      : undefined;
  const refused = tooLarge(MAX_SKETCH_BYTES);
  if (refused) return refused;
  const file = recognise(bytes);
  if (file.type !== "json" && file.type !== "other") {
    const heavy = tooLarge(MAX_FILE_BYTES);
    if (heavy) return heavy;
  }
  switch (file.type) {
    case "midi":
      return parseMidi(file.bytes, name, ids);
    case "json": {
      const project = parseProject(file.text);
      if (!project.ok) return project;
      return ok({ score: project.value.score, project: project.value, credits: [], warnings: [] });
    }
    case "xml":
      return parseMusicXml(file.text, name, ids);
    case "zip": {
      const score = readMxl(bytes);
      return score.ok ? parseMusicXml(score.value, name, ids) : score;
    }
    case "other":
      return failed({ kind: "unknownType", type: file.looksLike });
  }
}
