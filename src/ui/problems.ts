import type { FileProblem, FileWarning } from "../domain/file-problem";
import { t } from "./messages/messages.svelte";
import { typeName } from "./messages/names";
import { decimal, plain } from "./messages/numbers";

/** One sentence, or two: what is wrong with the file, where, and what to do. */
export function describeProblem(problem: FileProblem, file: string): string {
  switch (problem.kind) {
    case "unknownType":
      return problem.type === undefined
        ? t("files.problems.unknownKind", { file })
        : t("files.problems.unknownType", { file, type: typeName(problem.type) });
    case "tooManyBytes":
      return t("files.problems.tooManyBytes", {
        file,
        size: megabytes(problem.bytes),
        limit: megabytes(problem.limit),
      });
    case "tooManyNotes":
      return t("files.problems.tooManyNotes", { file, ...amounts(problem.notes, problem.limit) });
    case "tooManyVoices":
      return t("files.problems.tooManyVoices", { file, ...amounts(problem.voices, problem.limit) });
    case "tooManyBars":
      return t("files.problems.tooManyBars", { file, ...amounts(problem.bars, problem.limit) });
    case "midiTruncated":
    case "midiBroken": {
      const place = problem.track === 0 ? "InHeader" : "InTrack";
      return t(`files.problems.${problem.kind}${place}`, {
        file,
        track: problem.track,
        byte: decimal(problem.byte),
      });
    }
    case "xmlBadValue":
      return t(problem.value === "" ? "files.problems.xmlNoValue" : "files.problems.xmlBadValue", {
        file,
        value: problem.value,
        element: problem.element,
        bar: problem.bar,
        part: problem.part,
      });
    case "sketchBroken":
      return t(
        problem.path === "" ? "files.problems.sketchBrokenAtStart" : "files.problems.sketchBroken",
        {
          file,
          path: problem.path,
          expected: problem.expected,
        },
      );
    case "empty":
    case "jsonBroken":
    case "jsonIsStyle":
    case "jsonIsStatement":
    case "jsonNotSketch":
    case "jsonNotStatement":
    case "jsonNotStyle":
    case "midiFrames":
    case "midiNoTracks":
    case "midiPatterns":
    case "sketchTooNew":
    case "xmlBroken":
    case "xmlNoParts":
    case "xmlNotMusic":
    case "xmlTimewise":
    case "zipBroken":
    case "zipWithoutScore":
      return t(`files.problems.${problem.kind}`, { ...problem, file });
  }
}

/** One sentence: what of the file was left out, changed or guessed. */
export function describeWarning(warning: FileWarning): string {
  switch (warning.kind) {
    case "tempoChanges":
    case "meterChanges":
    case "keyChanges":
    case "notesLeftOn":
    case "graceNotesSkipped":
    case "unpitchedSkipped":
    case "chordsSkipped":
    case "makersUnmatched":
    case "pitchesSkipped":
      return t(`files.warnings.${warning.kind}`, { ...warning, amount: decimal(warning.count) });
    case "tracksMissing":
      return t("files.warnings.tracksMissing", {
        count: warning.announced,
        amount: decimal(warning.announced),
        found: warning.found,
      });
    case "tempoOutOfRange":
      return t("files.warnings.tempoOutOfRange", {
        tempo: warning.tempo,
        used: warning.used,
      });
    case "keyGuessed":
    case "makersDamaged":
    case "meterUnknown":
    case "noNotes":
    case "repeatsIgnored":
      return t(`files.warnings.${warning.kind}`, { ...warning });
  }
}

/** `count` chooses the plural form, `amount` is what is read. */
function amounts(count: number, limit: number) {
  return { count, amount: decimal(count), limit: decimal(limit) };
}

function megabytes(bytes: number): string {
  return `${plain(Math.round(bytes / 100_000) / 10)} MB`;
}
