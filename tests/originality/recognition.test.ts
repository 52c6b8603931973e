import { describe, expect, it } from "vitest";
import { corpusOf, type LineNote } from "../../src/originality/corpus";
import {
  decodeFingerprints,
  encodeFingerprints,
  fingerprintsOf,
  PRINTS,
  printsOf,
} from "../../src/originality/fingerprints";
import { lineOf } from "../../src/originality/query";
import { printIndexOf, recognise } from "../../src/originality/recognition";
import { COLLECTIONS, pieceOf, reserved, tune } from "./pieces";

const fingerprints = fingerprintsOf(reserved(60));
const index = printIndexOf(fingerprints);
const line = (notes: readonly LineNote[]) =>
  lineOf(
    notes.map(([start, , pitch]) => ({ start, pitch })),
    480,
  );

describe("fingerprints", () => {
  it("are the same in any key and tempo", () => {
    const [own, other] = [tune(8003), tune(8003, 64, 65)];
    const slower = other.map(([start, duration, pitch]): LineNote => [
      2 * start,
      2 * duration,
      pitch,
    ]);
    expect(printsOf(line(slower))).toEqual(printsOf(line(own)));
  });

  it("say three bits a note, and far more ways of going on than there are prints share each", () => {
    const ways = new Map<number, Set<string>>();
    for (let seed = 0; seed < 60; seed++) {
      const notes = tune(seed);
      const prints = printsOf(line(notes));
      for (let i = 2; i < notes.length; i++) {
        const [a, b, c] = [notes[i - 2]!, notes[i - 1]!, notes[i]!];
        const ratio = Math.round(2 * Math.log2((c[0] - b[0]) / (b[0] - a[0])));
        const known = ways.get(prints[i]!) ?? new Set();
        ways.set(prints[i]!, known.add(`${b[2] - a[2]} ${c[2] - b[2]} ${ratio}`));
      }
    }
    expect(ways.size).toBe(PRINTS);
    expect(Math.min(...[...ways.values()].map(({ size }) => size))).toBeGreaterThan(20);
  });

  it("come back from their file, with the bars that notes are in", () => {
    const upbeat: readonly LineNote[] = [
      [0, 480, 67],
      ...tune(9, 20).map(([s, d, p]) => [s + 480, d, p] as const),
    ];
    const piece = {
      ...pieceOf("Tune 9", upbeat),
      lines: [{ part: "melody" as const, notes: upbeat, bars: [0, 480, 2400, 4320, 6240] }],
    };
    const some = fingerprintsOf(
      corpusOf([piece, pieceOf("Tune 8", tune(8), tune(7))], COLLECTIONS),
    );
    expect(some.bars[0]).toBe(0);
    expect(some.bars[1]).toBe(1);
    expect(decodeFingerprints(encodeFingerprints(some))).toEqual(some);
  });

  it("are refused where the file is something else", () => {
    expect(() => decodeFingerprints(new Uint8Array([0, 0, 0, 0]))).toThrow("6 columns, not 0");
  });
});

describe("a line", () => {
  const host = tune(31, 24);
  const quoted = tune(8017)
    .filter(([start]) => start >= 2 * 1920 && start < 6 * 1920)
    .map(([start, duration, pitch]): LineNote => [start, duration, pitch + 4]);
  const planted = [...host.map(([s, d, p]) => [s - 8000, d, p] as const), ...quoted];

  it("is known by a stretch that goes on as one of a piece does, note by note", () => {
    const [found] = recognise(index, line(planted));
    const piece = fingerprints.pieces[fingerprints.pieceOf[found!.line]!]!;
    expect(piece.title).toBe("Tune 8017");
    expect(found!.ours).toEqual([host.length, planted.length - 1]);
    const [first, last] = found!.theirs.map((note) => fingerprints.bars[note]);
    expect([first, last]).toEqual([3, 6]);
    expect(found!.same).toHaveLength(quoted.length);
  });

  it("is known with a few notes changed, which are told from the others", () => {
    const changed = quoted.map(([s, d, p], i): LineNote => [s, d, i === 9 ? p + 1 : p]);
    const [found] = recognise(index, line(changed));
    expect(fingerprints.pieces[fingerprints.pieceOf[found!.line]!]!.title).toBe("Tune 8017");
    expect(found!.score).toBeLessThan(recognise(index, line(quoted))[0]!.score);
    expect(found!.same.length).toBeLessThan(quoted.length);
    expect(found!.same).not.toContain(9);
  });

  it("that is too short, or has nothing in common, is like no piece", () => {
    expect(recognise(index, line(quoted.slice(0, 4)))).toEqual([]);
    expect(recognise(index, line([]))).toEqual([]);
  });
});
