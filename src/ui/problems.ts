import type { FileProblem, FileWarning } from "../domain/file-problem";
import { unreachable } from "../domain/result";

/** One sentence: which file, what is wrong, where, and what to do. */
export function problemWords(file: string, problem: FileProblem): string {
  return `“${file}” ${fault(problem)}`;
}

function fault(problem: FileProblem): string {
  switch (problem.kind) {
    case "empty":
      return "is empty: export it again from the program that made it.";
    case "unknownType":
      return `${problem.type === undefined ? "is not music that Antiphon reads" : `is ${problem.type}, not music`}: open a MIDI file, MusicXML or a sketch of Antiphon's.`;
    case "tooManyBytes":
      return `has ${megabytes(problem.bytes)} where Antiphon reads up to ${megabytes(problem.limit)}: open a shorter piece.`;
    case "tooManyNotes":
      return `has ${count(problem.notes, "note")} where a sketch holds ${problem.limit.toLocaleString("en")}: split it and open a part.`;
    case "tooManyVoices":
      return `has ${count(problem.voices, "voice")} where a sketch holds ${problem.limit}: leave some out and export it again.`;
    case "tooManyBars":
      return `is ${count(problem.bars, "bar")} long where a sketch holds ${problem.limit}: split it and open a part.`;
    case "midiTruncated":
      return `ends in the middle of ${midiPlace(problem.track)}, at byte ${problem.byte}: it was cut short, so copy or download it again.`;
    case "midiBroken":
      return `has something that is not MIDI in ${midiPlace(problem.track)}, at byte ${problem.byte}: export it again from the program that made it.`;
    case "midiNoTracks":
      return "is a MIDI file without any track: export it again with its tracks.";
    case "midiPatterns":
      return "is a MIDI file of loose patterns (format 2): save it as format 0 or 1.";
    case "midiFrames":
      return "is a MIDI file timed in film frames, which have no beats: export it with beats (ticks per quarter).";
    case "zipBroken":
      return "is a damaged archive: copy or download it again.";
    case "zipWithoutScore":
      return "is an archive without a score: open a MIDI file or MusicXML.";
    case "xmlBroken":
      return `is not sound XML at line ${problem.line}, column ${problem.column}: export it again from the program that made it.`;
    case "xmlNotMusic":
      return `is XML of another kind (<${problem.root}>): open MusicXML or MIDI.`;
    case "xmlTimewise":
      return "is MusicXML ordered by time: save it as partwise MusicXML, the usual kind.";
    case "xmlNoParts":
      return "is MusicXML without any part: export it again with its parts.";
    case "xmlBadValue":
      return `has “${problem.value}” as <${problem.element}> in bar ${problem.bar} of ${problem.part}, which MusicXML does not allow: mend that bar and export it again.`;
    case "jsonBroken":
      return `is not sound JSON at line ${problem.line}, column ${problem.column}: it was cut short or edited, so open an earlier copy.`;
    case "jsonNotSketch":
      return "is JSON, but not a sketch of Antiphon's: open a MIDI file, MusicXML or a sketch.";
    case "sketchTooNew":
      return `was made by a newer Antiphon (version ${problem.version}, this one reads ${problem.known}): reload the page to get the newest.`;
    case "sketchBroken":
      return `is damaged at ${problem.path}, where ${problem.expected} belongs: open an earlier copy.`;
    default:
      return unreachable(problem);
  }
}

/** One sentence: what was read with loss, or guessed, and where. */
export function warningWords(warning: FileWarning): string {
  switch (warning.kind) {
    case "tempoChanges":
      return `It changes tempo ${times(warning.count)}, first in bar ${warning.bar}; the sketch keeps the first tempo.`;
    case "meterChanges":
      return `It changes meter ${times(warning.count)}, first in bar ${warning.bar}; the sketch keeps the first meter.`;
    case "keyChanges":
      return `It changes key ${times(warning.count)}, first in bar ${warning.bar}; the sketch keeps the first key.`;
    case "tempoOutOfRange":
      return `Its tempo of ${Math.round(warning.tempo)} became ${warning.used}.`;
    case "meterUnknown":
      return `Its meter ${warning.meter} became ${warning.used}.`;
    case "keyGuessed":
      return "It names no key, so the key was judged from its notes.";
    case "noNotes":
      return "It has no notes.";
    case "notesLeftOn":
      return `${count(warning.count, "note")} of track ${warning.track} never ended and now end with the track.`;
    case "drums":
      return `${count(warning.count, "drum note")} came in as pitches.`;
    case "tracksMissing":
      return `It announces ${count(warning.announced, "track")} and has ${warning.found}.`;
    case "graceNotesSkipped":
      return `${count(warning.count, "grace note")} were left out, first in bar ${warning.bar}.`;
    case "unpitchedSkipped":
      return `${count(warning.count, "unpitched note")} were left out, first in bar ${warning.bar}.`;
    case "repeatsIgnored":
      return `Repeats, as in bar ${warning.bar}, are played once.`;
    case "pitchesSkipped":
      return `${count(warning.count, "note")} beyond MIDI's range were left out, first in bar ${warning.bar}.`;
    default:
      return unreachable(warning);
  }
}

function midiPlace(track: number): string {
  return track === 0 ? "its header" : `track ${track}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString("en", { maximumFractionDigits: 1 })} MB`;
}

function count(n: number, noun: string): string {
  return `${n.toLocaleString("en")} ${noun}${n === 1 ? "" : "s"}`;
}

function times(n: number): string {
  return n === 1 ? "once" : `${n} times`;
}
