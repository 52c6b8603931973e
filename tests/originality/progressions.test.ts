import { describe, expect, it } from "vitest";
import { CHORD_QUALITIES, harmony, NO_CHORD } from "../../src/domain/chord";
import type { PlacedChord, Score } from "../../src/domain/score";
import { emptyScore } from "../../src/domain/score";
import { SHARES } from "../../src/originality/baseline";
import { chordEchoes, progressionsIn } from "../../src/originality/progression-echoes";
import {
  indexProgressions,
  judgeProgressions,
  searchProgressions,
} from "../../src/originality/progression-search";
import {
  barOfSheet,
  decodeProgressions,
  encodeProgressions,
  progressionOf,
  progressionsOf,
  type ChordEvent,
} from "../../src/originality/progressions";
import { COLLECTIONS } from "./pieces";
import { changes, madeUpSheets, sheetOf } from "./sheets";

const index = indexProgressions(madeUpSheets(200));
const titleOf = (sheet: number) => index.progressions.sheets[sheet]!.title;
const rows = [8, 64].map((notes) => ({
  notes,
  stretches: 500,
  scores: SHARES.map((_, i) => 36 + 2 * i),
  limits: SHARES.map((_, i) => 37 + 2 * i),
}));

/** Twelve chords of song 17 after four of a song that is in no collection. */
function quoting(change: (chord: ChordEvent, i: number) => ChordEvent) {
  const own = changes(9001, 4);
  const from = own.at(-1)![0] + own.at(-1)![1];
  const quoted = changes(17).slice(6, 18);
  return progressionOf([
    ...own,
    ...quoted.map(([start, ...rest], i) => change([from + start - quoted[0]![0], ...rest], i)),
  ]);
}

describe("a progression", () => {
  it("is found in another key", () => {
    const [best] = searchProgressions(
      index,
      quoting(([start, duration, root, quality]) => [start, duration, (root + 5) % 12, quality]),
    );
    expect(titleOf(best!.sheet)).toBe("Song 17");
    expect(best!.transposition).toBe(5);
    expect(best!.pairs.filter(([i]) => i >= 4).map(([i, j]) => j - i)).toEqual(
      Array.from({ length: 12 }, () => index.progressions.first[17]! + 2),
    );
  });

  it("is found in chords half as long, in which as much counts", () => {
    const plain = searchProgressions(
      index,
      quoting((chord) => chord),
    )[0]!;
    const [best] = searchProgressions(
      index,
      quoting(([start, duration, ...rest]) => [start / 2, duration / 2, ...rest]),
    );
    expect(titleOf(best!.sheet)).toBe("Song 17");
    expect(best!.stretch).toBe(0.5);
    expect(best!.score).toBeGreaterThan(0.9 * plain.score);
  });

  it("is found with one chord another, and with one put in", () => {
    const plain = searchProgressions(
      index,
      quoting((chord) => chord),
    )[0]!;
    const changed = quoting(([start, duration, root, quality], i) => [
      ...([start, duration, i === 5 ? (root + 1) % 12 : root, quality] as const),
    ]);
    const [altered] = searchProgressions(index, changed);
    expect(titleOf(altered!.sheet)).toBe("Song 17");
    expect(altered!.score).toBeLessThan(plain.score);
    const whole = quoting((chord) => chord);
    const withOne = Array.from(whole.root, (root, i): ChordEvent => [
      ...([whole.start[i]!, whole.duration[i]!, root, whole.quality[i]!] as const),
    ]);
    const [start, duration, root] = withOne[10]!;
    withOne.splice(11, 0, [start + duration, 240, (root + 6) % 12, 7]);
    const [passed] = searchProgressions(index, progressionOf(withOne));
    expect(titleOf(passed!.sheet)).toBe("Song 17");
    expect(
      passed!.pairs.some(([i, j], k, all) => k > 0 && i - j !== all[k - 1]![0] - all[k - 1]![1]),
    ).toBe(true);
  });

  it("is not looked for in what is left out", () => {
    const found = searchProgressions(
      index,
      quoting((chord) => chord),
      (sheet) => titleOf(sheet) === "Song 17",
    );
    expect(found.map(({ sheet }) => titleOf(sheet))).not.toContain("Song 17");
  });

  it("says the less, the oftener it has been said in the same sheet", () => {
    const vamp = Array.from({ length: 24 }, (_, i): ChordEvent => [
      ...([960 * i, 960, [0, 9, 2, 7][i % 4]!, [0, 4, 4, 2][i % 4]!] as const),
    ]);
    const songs = [...Array.from({ length: 30 }, (_, i) => sheetOf(i)), sheetOf(99, vamp)];
    const { bits, progressions } = indexProgressions(progressionsOf(songs, COLLECTIONS));
    const sum = (from: number) =>
      [0, 1, 2, 3].reduce((all, i) => all + bits.root[progressions.first[30]! + from + i]!, 0);
    expect(sum(8)).toBeLessThan(0.3 * sum(4));
  });
});

describe("what is found", () => {
  it("is beyond the baseline where it is more than people share", () => {
    const marked = judgeProgressions(index, rows, [quoting((chord) => chord)]);
    expect(titleOf(marked[0]!.sheet)).toBe("Song 17");
    expect(marked[0]!.beyond).toBe(true);
    const own = judgeProgressions(index, rows, [progressionOf(changes(9002, 12))]);
    expect(own.filter(({ beyond }) => beyond)).toEqual([]);
  });

  it("is an echo with the bars and the chords of both sides", () => {
    const song = changes(17);
    const quoted = song.slice(6, 18);
    const chords = quoted.map(([start, , root, quality]) => ({
      chord: harmony((root + 2) % 12, CHORD_QUALITIES[quality]!.name),
      start: 1920 + start - quoted[0]![0],
    }));
    const score = scoreOf(chords);
    const [echo] = chordEchoes(index, rows, progressionsIn(score), score.meter, classOf);
    expect(echo).toMatchObject({ transposition: 2, matched: 12, of: 12, beyond: true, lines: [] });
    expect(echo!.piece.title).toBe("Song 17");
    expect(echo!.bars[0]).toBe(2);
    expect(echo!.theirBars[0]).toBe(Math.floor(quoted[0]![0] / 1920) + 1);
    const { ours, theirs } = echo!.chords!;
    expect(ours.map(({ chord }) => chord)).toEqual(chords.map(({ chord }) => chord));
    expect(theirs.map(({ chord }) => chord.root)).toEqual(quoted.map(([, , root]) => root));
    for (const [i, { same }] of ours.entries()) expect(same).toBe(i);
  });
});

describe("the chords of a score", () => {
  const C = harmony(0, "major");
  const F = harmony(5, "major");
  const G = harmony(7, "dominant");

  it("last until the next other one, also where none is said", () => {
    const score = scoreOf([
      { chord: NO_CHORD, start: 0 },
      { chord: C, start: 960 },
      { chord: C, start: 1920 },
      { chord: NO_CHORD, start: 2880 },
      { chord: G, start: 3840 },
    ]);
    expect(progressionsIn(score)).toEqual([
      [
        { chord: C, start: 960, duration: 2880 },
        { chord: G, start: 3840, duration: 16 * 1920 - 3840 },
      ],
    ]);
  });

  it("are parted by what does not count", () => {
    const score = scoreOf([
      { chord: C, start: 0 },
      { chord: F, start: 960 },
      { chord: G, start: 1920 },
    ]);
    const runs = progressionsIn(score, ({ chord }) => chord !== F);
    expect(runs.map((run) => run.map(({ start, duration }) => [start, duration]))).toEqual([
      [[0, 960]],
      [[1920, 15 * 1920]],
    ]);
  });
});

describe("progressions as a file", () => {
  it("come back as they were", () => {
    const all = madeUpSheets(12);
    const sheets = all.sheets.map((sheet, i) =>
      i % 2 ? { ...sheet, upbeat: true, year: 1920 + i } : sheet,
    );
    const known = { ...all, sheets };
    expect(decodeProgressions(encodeProgressions(known))).toEqual(known);
  });

  it("of another kind are refused", () => {
    expect(() => decodeProgressions(Uint8Array.of(0, 0, 0, 0))).toThrow(RangeError);
  });

  it("count their bars from 1, and an upbeat is 0", () => {
    const sheet = sheetOf(1);
    expect([0, 1919, 1920].map((tick) => barOfSheet(sheet, tick))).toEqual([1, 1, 2]);
    expect(barOfSheet({ ...sheet, upbeat: true }, 1919)).toBe(0);
  });
});

const classOf = ({ root, quality }: { root: number; quality: string }) =>
  root * 12 + CHORD_QUALITIES.findIndex(({ name }) => name === quality);

function scoreOf(chords: readonly Pick<PlacedChord, "chord" | "start">[]): Score {
  return {
    ...emptyScore,
    bars: 16,
    chords: chords.map((placed) => ({
      ...placed,
      origin: { by: "you" },
      locked: false,
      playing: undefined,
    })),
  };
}
