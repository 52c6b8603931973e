import { describe, expect, it } from "vitest";
import type { Note, NoteId, Score } from "../../src/domain/score";
import { emptyScore, type VoiceId } from "../../src/domain/score";
import { withDrums } from "../../src/domain/voicing";
import { drumsIn } from "../../src/originality/drum-echoes";
import { indexDrums, searchDrums, type AskedDrums } from "../../src/originality/drum-search";
import { decodeRecordings, encodeRecordings, KIT } from "../../src/originality/drums";
import { beat, madeUpRecordings, notesOfBars } from "./beats";

const index = indexDrums(madeUpRecordings(100));
const titleOf = (recording: number) => index.recordings.recordings[recording]!.title;
const asked = (bars: readonly (readonly number[])[]): AskedDrums => ({
  steps: 16,
  strokes: Uint16Array.from(bars.flat()),
});
const KIT_VOICE = "kit" as VoiceId;

describe("drums", () => {
  it("are found bar by bar, between others", () => {
    const bars = [...beat(9001, 2), ...beat(17, 8).slice(3, 6), ...beat(9002, 2)];
    const [best] = searchDrums(index, asked(bars));
    expect(titleOf(best!.recording)).toBe("Beat 17");
    expect(best!.ours).toEqual([2, 4]);
    expect(best!.theirs).toEqual([17 * 8 + 3, 17 * 8 + 5]);
  });

  it("are found with a stroke put in, which counts against them", () => {
    const plain = beat(17, 8).slice(3, 6);
    const changed = plain.map((bar, i) => (i === 1 ? bar.with(8, bar[8]! | 0x0100) : bar));
    const [best] = searchDrums(index, asked(changed));
    expect(titleOf(best!.recording)).toBe("Beat 17");
    expect(best!.score).toBeLessThan(searchDrums(index, asked(plain))[0]!.score);
  });

  it("that are alike in one bar alone are no pattern", () => {
    const bars = [...beat(9001, 1), beat(17, 8)[3]!, ...beat(9002, 1)];
    expect(
      searchDrums(index, asked(bars)).map(({ recording }) => titleOf(recording)),
    ).not.toContain("Beat 17");
  });

  it("say less where they go on as before", () => {
    const [bar] = beat(9003, 1);
    const recordings = madeUpRecordings(60);
    const strokes = recordings.strokes.slice();
    for (let i = 0; i < 8; i++) strokes.set(bar!, (8 * 5 + i) * KIT);
    const steady = indexDrums({ ...recordings, strokes });
    const two = searchDrums(steady, asked([bar!, bar!]))[0]!.score;
    const four = searchDrums(steady, asked([bar!, bar!, bar!, bar!]))[0]!.score;
    const fresh = searchDrums(steady, asked(beat(3, 4)))[0]!.score;
    expect(four).toBeGreaterThan(two);
    expect(four).toBeLessThan(fresh);
  });

  it("of another metre, or left out, are not found", () => {
    const bars = beat(17, 8).slice(3, 6);
    expect(searchDrums(index, { ...asked(bars), steps: 12 })).toEqual([]);
    const found = searchDrums(index, asked(bars), (recording) => titleOf(recording) === "Beat 17");
    expect(found.map(({ recording }) => titleOf(recording))).not.toContain("Beat 17");
  });
});

describe("the drums of a score", () => {
  const scoreOf = (meter: Score["meter"]): Score => ({
    ...withDrums({ ...emptyScore, meter, bars: 8 }, KIT_VOICE),
    notes: notesOfBars(beat(17, 2)).map((stroke, i): Note => ({
      ...stroke,
      start: stroke.start + 1920 + (i % 3) - 1,
      id: `n${i}` as NoteId,
      voice: KIT_VOICE,
      velocity: 80,
      origin: { by: "you" },
    })),
  });

  it("are the strokes of each bar from the first that is played, on the nearest sixteenth", () => {
    const [drums] = drumsIn(scoreOf({ beats: 4, unit: 4 }));
    expect([...drums!.strokes]).toEqual(beat(17, 2).flat());
    expect(drums!.from).toBe(16);
  });

  it("are counted in the bars of the recordings, or not at all", () => {
    const steps = (beats: number, unit: 4 | 8) => drumsIn(scoreOf({ beats, unit }))[0]?.steps;
    expect([steps(2, 4), steps(3, 4), steps(6, 8), steps(12, 8)]).toEqual([16, 12, 12, 12]);
    expect(steps(5, 4)).toBeUndefined();
  });
});

describe("recordings as a file", () => {
  it("come back as they were", () => {
    const all = madeUpRecordings(9);
    expect(decodeRecordings(encodeRecordings(all))).toEqual(all);
  });

  it("of another kind are refused", () => {
    expect(() => decodeRecordings(Uint8Array.of(0, 0, 0, 0))).toThrow(RangeError);
  });
});
