import type { Key, Mode } from "../../src/domain/key";
import { barTicks, beatTicks, parseMeter, type Meter } from "../../src/domain/meter";
import type { Range } from "../../src/domain/score";
import { readNumeral, type RomanNumeral } from "../../src/exercises/analysis/roman-numeral";

/** A chord of an analysis. */
export interface Labelled extends Range {
  readonly key: Key;
  /** Undefined for what cannot be read. */
  readonly numeral: RomanNumeral | undefined;
  readonly text: string;
}

/** An analysis in RomanText: the labels in order of time; those of a pivot chord start together. */
export interface RomanText {
  readonly bwv: string;
  readonly title: string;
  readonly labels: readonly Labelled[];
}

const LETTERS: Readonly<Record<string, number>> = { F: -1, C: 0, G: 1, D: 2, A: 3, E: 4, B: 5 };

/** `C#` a major key, `f` a minor one. */
function readKey(name: string): Key {
  const letter = name[0]!.toUpperCase();
  const mode: Mode = letter === name[0] ? "major" : "minor";
  const altered = name[1] === "#" ? 7 : name[1] === "b" ? -7 : 0;
  return { fifths: LETTERS[letter]! + altered - (mode === "minor" ? 3 : 0), mode };
}

/**
 * Reads an analysis of which bar 0, or bar 1 where that is the first, starts at tick 0. Of variants (`m3var1`) none is read. Slips of the
 * hand that the files have are mended: `viiio` and the name of a composer that runs on from the file before.
 */
export function readRomanText(text: string): RomanText {
  const lines = text.split(/\r\n|\r|\n/);
  const headed = (name: string) =>
    lines
      .find((line) => line.startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim() ?? "";
  let meter: Meter = { beats: 4, unit: 4 };
  let key: Key = { fifths: 0, mode: "major" };
  let bar: number | undefined;
  let barStart = 0;
  const labels: Omit<Labelled, "end">[] = [];
  for (const line of lines) {
    const signature = /^time signature:\s*(\S+)/i.exec(line);
    const bars = /^m(\d+)\s+(.*)$/.exec(line);
    if (bars) {
      const next = Number(bars[1]);
      if (bar !== undefined) barStart += (next - bar) * barTicks(meter);
      bar = next;
      let start = barStart;
      for (const word of bars[2]!.trim().split(/\s+/)) {
        const beat = /^b(\d+(?:\.\d+)?)$/.exec(word);
        const named = /^([A-Ga-g][#b]?):$/.exec(word);
        if (beat) start = barStart + Math.round((Number(beat[1]) - 1) * beatTicks(meter));
        else if (named) key = readKey(named[1]!);
        else if (!/^[|:]*$/.test(word)) {
          const plain = word.replace("viiio", "viio");
          labels.push({ start, key, numeral: readNumeral(plain, key.mode), text: word });
        }
      }
    } else if (signature) {
      // A bar that was begun has its old length.
      const next = parseMeter(signature[1]!) ?? meter;
      if (bar !== undefined) barStart += barTicks(meter) - barTicks(next);
      meter = next;
    }
  }
  const last = barStart + barTicks(meter);
  return {
    bwv: headed("BWV"),
    title: headed("Title"),
    labels: labels.map((label) => ({
      ...label,
      end: labels.find(({ start }) => start > label.start)?.start ?? last,
    })),
  };
}
