import { describe, expect, it } from "vitest";
import type { Note, NoteId, Score, VoiceId } from "../../src/domain/score";
import { echo as echoShape } from "../../src/formats/echo-shape";
import { emptyScore } from "../../src/domain/score";
import { newVoice } from "../../src/domain/voicing";
import { SHARES, type Baseline } from "../../src/originality/baseline";
import type { LineNote } from "../../src/originality/corpus";
import { compare, type Known } from "../../src/originality/echoes";
import { fingerprintsOf } from "../../src/originality/fingerprints";
import { queryOf } from "../../src/originality/query";
import { printIndexOf } from "../../src/originality/recognition";
import { indexOf } from "../../src/originality/search";
import { madeUp, reserved, tune } from "./pieces";

const index = indexOf(madeUp(120));
const rows = [
  {
    notes: 10,
    stretches: 1000,
    scores: SHARES.map((_, i) => 30 + 2 * i),
    limits: SHARES.map((_, i) => 31 + 2 * i),
    limit: 39,
  },
  {
    notes: 100,
    stretches: 1000,
    scores: SHARES.map((_, i) => 45 + 2 * i),
    limits: SHARES.map((_, i) => 46 + 2 * i),
    limit: 54,
  },
];
const printRows = rows.map((row) => ({
  ...row,
  scores: SHARES.map((_, i) => 15 + i),
  limits: SHARES.map((_, i) => 15.5 + i),
}));
const baseline: Baseline = { melody: rows, part: rows, setting: rows, prints: printRows };
const known: Known = { index, prints: printIndexOf(fingerprintsOf(reserved(40))), baseline };

const VOICE = "v" as VoiceId;
function scoreOf(
  notes: readonly LineNote[],
  by: (i: number) => Note["origin"] = () => ({ by: "you" }),
): Score {
  return {
    ...emptyScore,
    bars: 16,
    voices: [newVoice(emptyScore, VOICE, "Melody")],
    notes: notes.map(([start, duration, pitch], i): Note => ({
      id: `n${i}` as NoteId,
      voice: VOICE,
      pitch,
      start,
      duration,
      velocity: 80,
      origin: by(i),
    })),
  };
}

/** Bars 3 to 6 of tune 7, a fifth higher, from bar 2 of the sketch on. */
const quoted = tune(7)
  .filter(([start]) => start >= 2 * 1920 && start < 6 * 1920)
  .map(([start, duration, pitch]): LineNote => [start - 1920, duration, pitch + 7]);

describe("an echo", () => {
  const score = scoreOf(quoted);
  const { echoes, notes, voices, pieces } = compare(known, queryOf(score), score.meter);

  it("names the piece and the bars on both sides", () => {
    expect(echoes[0]).toMatchObject({ bars: [2, 5], theirBars: [3, 6], transposition: 7 });
    expect(echoes[0]!.piece.title).toBe("Tune 7");
    expect(echoes[0]!.beyond).toBe(true);
  });

  it("counts the notes that are the same, and tells which goes with which", () => {
    const [echo] = echoes;
    expect([echo!.matched, echo!.of]).toEqual([quoted.length, quoted.length]);
    const { ours, theirs } = echo!.lines[0]!;
    ours.forEach(({ pitch, start, same }) => {
      expect(theirs[same!]).toMatchObject({ pitch: pitch - 7, start });
    });
  });

  it("says what was looked at", () => {
    expect({ notes, voices, pieces }).toEqual({ notes: quoted.length, voices: 1, pieces: 160 });
  });

  it("of one stretch is one, with the titles of the others", () => {
    const leads = echoes.map(({ start, lines }) => [start, lines[0]!.ours.length]);
    expect(new Set(leads.map(String)).size).toBe(leads.length);
  });
});

describe("an echo of a piece of which there is only a fingerprint", () => {
  const copied = tune(8011)
    .filter(([start]) => start >= 1920 && start < 5 * 1920)
    .map(([start, duration, pitch]): LineNote => [start, duration, pitch - 3]);
  const score = scoreOf(copied);
  const [echo] = compare(known, queryOf(score), score.meter).echoes;

  it("names it and the bars on both sides, and has no notes of it", () => {
    expect(echo).toMatchObject({
      isNamedOnly: true,
      beyond: true,
      bars: [2, 5],
      theirBars: [2, 5],
    });
    expect(echo!.piece.title).toBe("Tune 8011");
    expect(echo!.lines[0]!.theirs).toEqual([]);
    expect([echo!.matched, echo!.of]).toEqual([copied.length, copied.length]);
  });

  it("comes back from a file with its take", () => {
    expect(echoShape(JSON.parse(JSON.stringify(echo)), "echo")).toEqual(echo);
  });
});

describe("a query", () => {
  it("is of the notes that count alone", () => {
    const score = scoreOf(quoted, (i) => (i < 8 ? { by: "you" } : { by: "file", file: "f" }));
    const [line] = queryOf(score, ({ origin }) => origin.by === "you");
    expect(line!.notes).toHaveLength(8);
  });

  it("has of notes that begin together the highest, and no drums", () => {
    const chord: readonly LineNote[] = [
      [0, 480, 60],
      [0, 480, 67],
      [480, 480, 62],
    ];
    const score = scoreOf(chord);
    expect(queryOf(score)[0]!.notes.map(({ pitch }) => pitch)).toEqual([67, 62]);
    const voices = score.voices.map((voice) => ({ ...voice, instrument: "drums" as const }));
    expect(queryOf({ ...score, voices })).toEqual([]);
  });
});
