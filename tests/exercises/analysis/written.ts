import type { Note, Score } from "../../../src/domain/score";
import { barsOfNotes } from "../../../src/domain/score";
import { analyse } from "../../../src/exercises/analysis/analysis";
import { numeralName } from "../../../src/exercises/analysis/roman-numeral";
import { note, score, voice } from "../../support/score";

const NATURAL: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/**
 * A score of parts from the highest to the lowest. Each is written as names with octaves, quarters unless `:` says how many, `r` a rest, `!` a fermata:
 * "C5 D5:0.5 r Bb4:2!". The notes of a part have the ids `0-0`, `0-1`, … by part and place, rests not counted.
 */
export function written(parts: readonly string[], overrides: Partial<Score> = {}): Score {
  const notes = parts.flatMap((text, part) => {
    let start = 0;
    const line: Note[] = [];
    for (const word of text.trim().split(/\s+/)) {
      const match = /^(r|([A-G])(b|#)?(\d))(?::([\d.]+))?(!)?$/.exec(word);
      if (!match) throw new Error(`${word} is no note`);
      const duration = Math.round(480 * Number(match[5] ?? 1));
      if (match[2]) {
        const altered = match[3] === "#" ? 1 : match[3] === "b" ? -1 : 0;
        const pitch = NATURAL[match[2]]! + altered + 12 * (Number(match[4]) + 1);
        const id = `${part}-${line.length}`;
        const fermata = match[6] ? { fermata: true as const } : {};
        line.push(note({ id, voice: `part-${part}`, pitch, start, duration, ...fermata }));
      }
      start += duration;
    }
    return line;
  });
  const whole = score(notes, {
    voices: parts.map((_, part) => voice(`part-${part}`)),
    ...overrides,
  });
  return { ...whole, bars: barsOfNotes(notes, whole.meter) };
}

/** The numerals of a score, one after the other. */
export function numerals(of: Score): string {
  return analyse(of)
    .chords.map(({ numeral }) => numeralName(numeral))
    .join(" ");
}
