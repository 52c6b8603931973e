import { NO_CHORD } from "../../../src/domain/chord";
import { C_MAJOR, type Key } from "../../../src/domain/key";
import { barsOfNotes, type Note, type NoteId, type Score } from "../../../src/domain/score";
import type { ChordSpan, Context } from "../../../src/exercises/rules/context";
import { chord, note, score, voice } from "../../support/score";

/** A score as text, with what the rules are told of it. */
export interface Piece {
  readonly score: Score;
  readonly context: Context;
}

export interface PieceShape {
  readonly key?: Key;
  /** Chord symbols, with their lengths like notes. */
  readonly chords?: string;
  /** Which part is the cantus. */
  readonly cantus?: number;
  readonly meter?: Score["meter"];
}

const NATURAL: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };
const QUARTER = 480;

/**
 * Parts from the highest to the lowest, each a line of notes: `C#5` is a quarter, `C5:2` a half, `-` a rest, `C5!` has a fermata, `(D5)` is a passing
 * note and `[C5]` a suspension. Bar lines may stand between. Notes are named `part-index`.
 */
export function piece(parts: readonly string[], shape: PieceShape = {}): Piece {
  const { key = C_MAJOR, chords = "", cantus, meter = { beats: 4, unit: 4 } } = shape;
  const ornaments = new Map<NoteId, string>();
  const notes = parts.flatMap((line, part) => notesOf(line, part, ornaments));
  return {
    score: score(notes, {
      key,
      meter,
      bars: barsOfNotes(notes, meter),
      voices: parts.map((_, part) => voice(`${part}`)),
    }),
    context: {
      chords: spansOf(chords, key),
      ornaments,
      cantus: cantus === undefined ? undefined : voice(`${cantus}`).id,
    },
  };
}

function tokensOf(line: string): readonly { text: string; duration: number }[] {
  return line
    .split(/[\s|]+/)
    .filter((token) => token !== "")
    .map((token) => {
      const [text = "", quarters = "1"] = token.split(":");
      return { text, duration: Math.round(parseFloat(quarters) * QUARTER) };
    });
}

function notesOf(line: string, part: number, ornaments: Map<NoteId, string>): readonly Note[] {
  let start = 0;
  return tokensOf(line).flatMap(({ text, duration }, i): readonly Note[] => {
    const at = start;
    start += duration;
    if (text === "-") return [];
    const read = /^([([]?)([A-G])(#|b)?(\d)(!?)/.exec(text);
    if (!read) throw new Error(`${text} is no note`);
    const [, bracket = "", letter = "", accidental, octave, fermata] = read;
    const alteration = accidental === "#" ? 1 : accidental === "b" ? -1 : 0;
    const one = note({
      id: `${part}-${i}`,
      voice: `${part}`,
      pitch: 12 * (Number(octave) + 1) + NATURAL[letter]! + alteration,
      start: at,
      duration,
      ...(fermata === "!" && { fermata: true as const }),
    });
    if (bracket !== "") ornaments.set(one.id, bracket === "(" ? "passing" : "suspension");
    return [one];
  });
}

function spansOf(line: string, key: Key): readonly ChordSpan[] {
  let start = 0;
  return tokensOf(line).flatMap(({ text, duration }): readonly ChordSpan[] => {
    const at = start;
    start += duration;
    if (text === "-") return [];
    const one = chord(text);
    return one === NO_CHORD ? [] : [{ start: at, end: start, chord: one, key }];
  });
}
