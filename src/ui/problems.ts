import type { FileProblem, FileWarning } from "../domain/file-problem";
import { unreachable } from "../domain/result";

/** One sentence, or two: what is wrong with the file, where, and what to do. */
export function describeProblem(problem: FileProblem, fileName: string): string {
  const file = `“${fileName}”`;
  switch (problem.kind) {
    case "empty":
      return `${file} is empty: save or download it again.`;
    case "unknownType":
      return `${file} is ${problem.type ?? "of an unknown kind"}, which holds no notes to read; open a MIDI, MusicXML or Antiphon file.`;
    case "tooManyBytes":
      return `${file} is ${megabytes(problem.bytes)}, and files up to ${megabytes(problem.limit)} can be opened; export a part of the piece.`;
    case "tooManyNotes":
      return `${file} has ${number(problem.notes)} notes, and up to ${number(problem.limit)} fit into a sketch; export a part of the piece.`;
    case "tooManyVoices":
      return `${file} has ${number(problem.voices)} parts, and up to ${number(problem.limit)} fit into a sketch; export some of them.`;
    case "tooManyBars":
      return `${file} is ${number(problem.bars)} bars long, and up to ${number(problem.limit)} fit into a sketch; export a part of the piece.`;
    case "midiTruncated":
      return `${file} breaks off in ${midiPlace(problem)}, where more should follow; export or download it again.`;
    case "midiBroken":
      return `${file} is damaged in ${midiPlace(problem)}; export it again from the program that made it.`;
    case "midiNoTracks":
      return `${file} is a MIDI file without any track; export it again with the notes in it.`;
    case "midiPatterns":
      return `${file} holds separate patterns (MIDI format 2) instead of one piece; export it as MIDI format 0 or 1.`;
    case "midiFrames":
      return `${file} is timed in film frames instead of beats; export it with ticks per quarter note.`;
    case "zipBroken":
      return `${file} is a damaged archive; export or download it again.`;
    case "zipWithoutScore":
      return `${file} is an archive without a MusicXML score in it; open the score file itself.`;
    case "xmlBroken":
      return `${file} is damaged at line ${problem.line}, column ${problem.column}; export or download it again.`;
    case "xmlNotMusic":
      return `${file} is XML of another kind (<${problem.root}>); open a MusicXML score.`;
    case "xmlTimewise":
      return `${file} is a time-wise MusicXML score, which few programs read; export it part-wise.`;
    case "xmlNoParts":
      return `${file} is a MusicXML score without any part; export it again with the notes in it.`;
    case "xmlBadValue":
      return `${file} has ${problem.value === "" ? "no value" : `“${problem.value}”`} for <${problem.element}> in bar ${problem.bar} of ${problem.part}, which MusicXML does not allow; export it again.`;
    case "jsonBroken":
      return `${file} breaks off or is damaged at line ${problem.line}, column ${problem.column}; use another copy of it.`;
    case "jsonNotSketch":
      return `${file} is data of another program; open a sketch that was saved by Antiphon.`;
    case "jsonIsStyle":
      return `${file} holds somebody’s style, not a sketch; import it under Your style.`;
    case "jsonNotStyle":
      return `${file} holds no style; choose a file that Export under Your style wrote.`;
    case "sketchTooNew":
      return `${file} was saved by a newer Antiphon (file version ${problem.version}, this one reads up to ${problem.known}); reload the page to get it.`;
    case "sketchBroken":
      return `${file} is damaged at ${problem.path || "its start"}, where ${problem.expected} should be; use another copy of it.`;
    default:
      return unreachable(problem);
  }
}

/** One sentence: what of the file was left out, changed or guessed. */
export function describeWarning(warning: FileWarning): string {
  switch (warning.kind) {
    case "tempoChanges":
      return `The tempo changes ${times(warning.count)}, first in bar ${warning.bar}; the one used longest was kept throughout.`;
    case "meterChanges":
      return `The meter changes ${times(warning.count)}, first in bar ${warning.bar}; the one used longest was kept throughout, so later bar lines may lie elsewhere.`;
    case "keyChanges":
      return `The key changes ${times(warning.count)}, first in bar ${warning.bar}; the one used longest was kept throughout.`;
    case "tempoOutOfRange":
      return `The tempo of ${warning.tempo} is outside what can be played here; ${warning.used} was taken.`;
    case "meterUnknown":
      return `The meter ${warning.meter} cannot be written here; ${warning.used} was taken.`;
    case "keyGuessed":
      return "The file names no key; it was guessed from the notes.";
    case "noNotes":
      return "There are no notes in the file.";
    case "notesLeftOn":
      return `In track ${warning.track}, ${count(warning.count, "note is", "notes are")} never let go; they end with the track.`;
    case "tracksMissing":
      return `The file announces ${count(warning.announced, "track", "tracks")} and has ${warning.found}.`;
    case "graceNotesSkipped":
      return `${count(warning.count, "grace note was", "grace notes were")} left out, the first in bar ${warning.bar}.`;
    case "unpitchedSkipped":
      return `${count(warning.count, "note", "notes")} without a pitch, as of drums, ${warning.count === 1 ? "was" : "were"} left out, the first in bar ${warning.bar}.`;
    case "chordsSkipped":
      return `${count(warning.count, "chord symbol that is", "chord symbols that are")} not known here ${warning.count === 1 ? "was" : "were"} left out, the first in bar ${warning.bar}.`;
    case "repeatsIgnored":
      return `Repeats, the first in bar ${warning.bar}, are not played out: every bar comes once.`;
    case "pitchesSkipped":
      return `${count(warning.count, "note", "notes")} outside MIDI's range ${warning.count === 1 ? "was" : "were"} left out, the first in bar ${warning.bar}.`;
    default:
      return unreachable(warning);
  }
}

function midiPlace({ track, byte }: { readonly track: number; readonly byte: number }): string {
  return `${track === 0 ? "the header" : `track ${track}`}, at byte ${number(byte)}`;
}

function count(amount: number, one: string, many: string): string {
  return `${number(amount)} ${amount === 1 ? one : many}`;
}

function times(amount: number): string {
  return amount === 1 ? "once" : `${number(amount)} times`;
}

function number(value: number): string {
  return value.toLocaleString("en-GB");
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1).replace(/\.0$/, "")} MB`;
}
