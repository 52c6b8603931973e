import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/domain/random";
import { corpusOf, type LineNote } from "../../src/originality/corpus";
import { findIn } from "../../src/originality/finding";
import { lineOf } from "../../src/originality/query";
import { indexOf, search } from "../../src/originality/search";
import { COLLECTIONS, madeUp, pieceOf, tune } from "./pieces";

const index = indexOf(madeUp(300));

const lineFrom = (notes: readonly LineNote[]) =>
  lineOf(
    notes.map(([start, , pitch]) => ({ start, pitch })),
    480,
  );
const titleOf = (line: number) => index.corpus.pieces[index.corpus.pieceOf[line]!]!.title;

/** Twenty notes of tune 17, after twenty of a tune that is in no collection. */
function quoting(change: (note: LineNote, i: number) => LineNote) {
  const quoted = tune(17).slice(10, 34).map(change);
  const before = tune(9001, 20);
  const [start, duration] = before.at(-1)!;
  const from = start + duration - quoted[0]![0];
  return lineFrom([
    ...before,
    ...quoted.map(([at, ticks, pitch]): LineNote => [from + at, ticks, pitch]),
  ]);
}

describe("what is searched for", () => {
  it("is found in another key", () => {
    const [best] = search(
      index,
      quoting(([start, duration, pitch]) => [start, duration, pitch + 5]),
    );
    expect(titleOf(best!.line)).toBe("Tune 17");
    expect(best!.transposition).toBe(5);
    expect(best!.pairs.filter(([i]) => i >= 20)).toHaveLength(24);
  });

  it("is found in notes twice as long", () => {
    const [best] = search(
      index,
      quoting(([start, duration, pitch]) => [2 * start, 2 * duration, pitch]),
    );
    expect(titleOf(best!.line)).toBe("Tune 17");
    expect(best!.stretch).toBe(2);
  });

  it("is found with every fifth note changed", () => {
    const [best] = search(
      index,
      quoting(([start, duration, pitch], i) => [start, duration, i % 5 === 3 ? pitch + 3 : pitch]),
    );
    expect(titleOf(best!.line)).toBe("Tune 17");
  });

  it("is found in another rhythm", () => {
    const random = createRandom(4);
    let at = 0;
    const [best] = search(
      index,
      quoting(([, , pitch]) => {
        const start = at;
        const duration = random() < 0.5 ? 240 : 480;
        at += duration;
        return [start, duration, pitch];
      }),
    );
    expect(titleOf(best!.line)).toBe("Tune 17");
  });

  it("is found with ornaments between its notes", () => {
    const plain = tune(17).slice(10, 40);
    const ornamented = plain.flatMap(([start, duration, pitch], i): readonly LineNote[] =>
      i % 4 === 1 && duration >= 240
        ? [
            [start, duration / 2, pitch],
            [start + duration / 2, duration / 4, pitch + 2],
            [start + (3 * duration) / 4, duration / 4, pitch],
          ]
        : [[start, duration, pitch]],
    );
    const [best] = search(index, lineFrom(ornamented));
    expect(titleOf(best!.line)).toBe("Tune 17");
  });

  it("is not looked for in what is left out", () => {
    const line = quoting((note) => note);
    const found = search(index, line, { without: (l) => titleOf(l) === "Tune 17" });
    expect(found.map((one) => titleOf(one.line))).not.toContain("Tune 17");
    expect(found[0]!.score).toBeLessThan(search(index, line)[0]!.score);
  });

  it("of fewer notes than a seed has is found nowhere", () => {
    expect(search(index, lineFrom(tune(17, 3)))).toEqual([]);
    expect(search(index, lineFrom([]))).toEqual([]);
  });
});

describe("voices that go along with one piece", () => {
  const setting = pieceOf("Setting 1", tune(501), tune(502, 64, 48), tune(503, 64, 36));
  const settings = indexOf(
    corpusOf(
      [...Array.from({ length: 40 }, (_, i) => pieceOf(`Tune ${i}`, tune(i))), setting],
      COLLECTIONS,
    ),
  );
  const part = (seed: number, tonic: number) =>
    lineFrom(
      tune(seed, 64, tonic)
        .filter(([start]) => start >= 3840 && start < 11520)
        .map(([start, duration, pitch]) => [start, duration, pitch + 2]),
    );

  it("are one finding, in which all of them count", () => {
    const lines = [part(501, 60), part(502, 48), part(503, 36)];
    const [found] = findIn(settings, lines);
    expect(settings.corpus.pieces[found!.piece]!.title).toBe("Setting 1");
    expect(found!.lines.map(({ ours }) => ours).toSorted()).toEqual([0, 1, 2]);
    expect(found!.score).toBeGreaterThan(2 * findIn(settings, [lines[0]!])[0]!.score);
  });
});

describe("what a note says", () => {
  it("is the less, the more often it follows the one before", () => {
    const common = Array.from({ length: 40 }, (_, i): LineNote => [240 * i, 240, 60 + (i % 2)]);
    const rare = common.map(([start, duration, pitch], i): LineNote => [
      start,
      duration,
      i === 20 ? 75 : pitch,
    ]);
    const { bits } = indexOf(
      corpusOf(
        [...Array.from({ length: 9 }, () => pieceOf("C 1", common)), pieceOf("R 2", rare)],
        COLLECTIONS,
      ),
    );
    const at = 9 * 40 + 20;
    expect(bits.pitch[at]!).toBeGreaterThan(4 * bits.pitch[at - 5]!);
  });
});
