/**
 * Why a user's file could not be opened, with the place. Tracks, bars and lines count from 1, bytes from 0.
 * The words are in `ui`.
 */
export type FileProblem =
  | { readonly kind: "empty" }
  /** `type` is what it seems to be ("a PNG image"), undefined when that cannot be told. */
  | { readonly kind: "unknownType"; readonly type: string | undefined }
  | { readonly kind: "tooManyBytes"; readonly bytes: number; readonly limit: number }
  | { readonly kind: "tooManyNotes"; readonly notes: number; readonly limit: number }
  | { readonly kind: "tooManyVoices"; readonly voices: number; readonly limit: number }
  | { readonly kind: "tooManyBars"; readonly bars: number; readonly limit: number }
  /** The bytes end before track `track` does; `track` 0 is the header. */
  | { readonly kind: "midiTruncated"; readonly track: number; readonly byte: number }
  /** What stands at `byte` cannot stand there; `track` 0 is the header. */
  | { readonly kind: "midiBroken"; readonly track: number; readonly byte: number }
  | { readonly kind: "midiNoTracks" }
  /** Format 2: independent patterns rather than one piece. */
  | { readonly kind: "midiPatterns" }
  /** Timed in film frames a second, which have no beats. */
  | { readonly kind: "midiFrames" }
  | { readonly kind: "zipBroken" }
  /** A zip archive, but no compressed MusicXML. */
  | { readonly kind: "zipWithoutScore" }
  | { readonly kind: "xmlBroken"; readonly line: number; readonly column: number }
  /** XML of something else; `root` is its outermost element. */
  | { readonly kind: "xmlNotMusic"; readonly root: string }
  | { readonly kind: "xmlTimewise" }
  | { readonly kind: "xmlNoParts" }
  /** A value that MusicXML does not allow, or that is missing; `bar` counts measures of the part. */
  | {
      readonly kind: "xmlBadValue";
      readonly part: string;
      readonly bar: number;
      readonly element: string;
      readonly value: string;
    }
  | { readonly kind: "jsonBroken"; readonly line: number; readonly column: number }
  /** JSON, but not Antiphon's. */
  | { readonly kind: "jsonNotSketch" }
  /** A style of somebody's own, which is no sketch. */
  | { readonly kind: "jsonIsStyle" }
  /** JSON, but no style of somebody's own. */
  | { readonly kind: "jsonNotStyle" }
  /** A statement about a sketch, which is no sketch. */
  | { readonly kind: "jsonIsStatement" }
  /** No statement about a sketch. */
  | { readonly kind: "jsonNotStatement" }
  | { readonly kind: "sketchTooNew"; readonly version: number; readonly known: number }
  /** The first fault of a sketch: `path` as in "takes[2].score.notes[17].pitch". */
  | { readonly kind: "sketchBroken"; readonly path: string; readonly expected: string };

/** What was read with loss, or guessed. Bars count from 1. The words are in `ui`. */
export type FileWarning =
  /** `count` changes after the first value; `bar` is where the first of them is. One tempo is kept. */
  | { readonly kind: "tempoChanges"; readonly count: number; readonly bar: number }
  | { readonly kind: "meterChanges"; readonly count: number; readonly bar: number }
  | { readonly kind: "keyChanges"; readonly count: number; readonly bar: number }
  | { readonly kind: "tempoOutOfRange"; readonly tempo: number; readonly used: number }
  | { readonly kind: "meterUnknown"; readonly meter: string; readonly used: string }
  /** The file names no key. */
  | { readonly kind: "keyGuessed" }
  | { readonly kind: "noNotes" }
  /** Notes that were never let go; they end where their track ends. */
  | { readonly kind: "notesLeftOn"; readonly count: number; readonly track: number }
  | { readonly kind: "tracksMissing"; readonly announced: number; readonly found: number }
  | { readonly kind: "graceNotesSkipped"; readonly count: number; readonly bar: number }
  | { readonly kind: "unpitchedSkipped"; readonly count: number; readonly bar: number }
  | { readonly kind: "repeatsIgnored"; readonly bar: number }
  /** Chord symbols without a root, or of a kind unknown here. */
  | { readonly kind: "chordsSkipped"; readonly count: number; readonly bar: number }
  /** Notes that are not as the file's record of makers has them: they count as the file's. */
  | { readonly kind: "makersUnmatched"; readonly count: number }
  /** The record of makers cannot be read: all notes count as the file's. */
  | { readonly kind: "makersDamaged" }
  /** Written pitches outside MIDI's range. */
  | { readonly kind: "pitchesSkipped"; readonly count: number; readonly bar: number };
