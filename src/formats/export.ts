import { creditsOf } from "../domain/credit";
import type { Project } from "../domain/project";
import { writeMidi } from "./midi-write";
import { writeMusicXml } from "./musicxml-write";
import { writeProject } from "./project";

export type ExportFormat = "midi" | "musicxml" | "antiphon";

/** A file to give to the person. */
export interface ExportedFile {
  readonly name: string;
  /** Media type. */
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A sketch as a file: Antiphon's own carries all takes, the others the score alone, with who made what. */
export function exportFile(format: ExportFormat, project: Project): ExportedFile {
  const name = fileName(project.score.title);
  const credits = creditsOf(project).values();
  switch (format) {
    case "midi":
      return {
        name: `${name}.mid`,
        type: "audio/midi",
        bytes: new Uint8Array(writeMidi(project.score, credits)),
      };
    case "musicxml":
      return {
        name: `${name}.musicxml`,
        type: "application/vnd.recordare.musicxml+xml",
        bytes: new TextEncoder().encode(writeMusicXml(project.score, credits)),
      };
    case "antiphon":
      return {
        name: `${name}.antiphon.json`,
        type: "application/json",
        bytes: new TextEncoder().encode(writeProject(project)),
      };
  }
}

/** A name without what file systems refuse; `fallback` where nothing is left. */
export function fileName(title: string, fallback = "sketch"): string {
  const safe = title
    .replace(/[\\/:*?"<>|\p{Cc}]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  return safe.slice(0, 80) || fallback;
}
