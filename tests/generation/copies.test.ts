import { describe, expect, it } from "vitest";
import type { Draft } from "../../src/domain/ask";
import type { Note, NoteId, PlacedChord } from "../../src/domain/score";
import { answerEcho, prepareExchange } from "../../src/domain/duet";
import type { VoiceId } from "../../src/domain/score";
import { answer } from "../../src/generation/answer";
import { chordOfClass } from "../../src/generation/chord-classes";
import type { Composer } from "../../src/generation/composer";
import { comparisonOf, comparisonOfSketch, CopyCheck } from "../../src/generation/copies";
import type { Pieces } from "../../src/generation/pieces";
import { SHARES } from "../../src/originality/baseline";
import { indexOf } from "../../src/originality/search";
import { fingerprintsOf } from "../../src/originality/fingerprints";
import { indexDrums } from "../../src/originality/drum-search";
import { indexProgressions } from "../../src/originality/progression-search";
import { printIndexOf } from "../../src/originality/recognition";
import { madeUp, reserved, tune } from "../originality/pieces";
import { beat, madeUpRecordings, notesOfBars } from "../originality/beats";
import { changes, madeUpSheets } from "../originality/sheets";
import { pressed } from "../support/ask";
import { melody, score } from "../support/score";

const row = {
  stretches: 1000,
  scores: SHARES.map((_, i) => 30 + 2 * i),
  limits: SHARES.map((_, i) => 31 + 2 * i),
  limit: 39,
};
const rows = [
  { ...row, notes: 8 },
  { ...row, notes: 128 },
];
const pieces: Pieces = {
  index: indexOf(madeUp(60)),
  prints: printIndexOf(fingerprintsOf(reserved(20))),
  progressions: indexProgressions(madeUpSheets(60)),
  drums: indexDrums(madeUpRecordings(60)),
  baseline: {
    ...{ melody: rows, part: rows, setting: rows, prints: rows },
    ...{ chords: rows, drums: rows },
  },
};

const own = score(melody([60, 64, 67, 64, 62, 65, 69, 65, 60, 64, 67, 72, 71, 67, 65, 62]));
const ask = pressed("continue", own, { takes: 2, bars: 8 });

/** What a model would write that has learned tune `seed` by heart, or that makes up something. */
function draftOf(seed: number): Draft {
  const notes = tune(seed)
    .filter(([start]) => start < ask.range.end - ask.range.start)
    .map(([start, duration, pitch]) => ({
      voice: ask.voices[0]!,
      pitch: pitch + 2,
      start: ask.range.start + start,
      duration,
      velocity: 80,
    }));
  return { notes, model: { name: "test", version: "1" }, seed };
}
const copied = draftOf(12);
const fresh = draftOf(4000);

describe("a draft before it is offered", () => {
  it("that copies is marked with the piece and the bars that it copies", async () => {
    const check = new CopyCheck(ask, "mark", Promise.resolve(pieces));
    const { echo } = await check.marked(copied);
    expect(echo).toMatchObject({ beyond: true, transposition: 2 });
    expect(echo!.piece.title).toBe("Tune 12");
    expect(echo!.bars[0]).toBe(ask.range.start / 1920 + 1);
    expect(await check.marked(fresh)).toBe(fresh);
  });

  it("is compared without the notes that stay as they were", () => {
    const { notes } = comparisonOf(pieces, ask, fresh);
    expect(notes).toBe(fresh.notes.length);
    const whole = comparisonOfSketch(pieces, own);
    expect([whole.notes, whole.pieces]).toEqual([own.notes.length, 80]);
  });

  it("that copies is refused while others may be drawn, and accepted in the end", async () => {
    const check = new CopyCheck(ask, "redraw", Promise.resolve(pieces));
    const answers: boolean[] = [];
    for (let i = 0; i < 6; i++) answers.push(await check.accepts(copied));
    expect(answers).toEqual([false, false, false, false, true, true]);
    expect(await check.accepts(fresh)).toBe(true);
  });

  it("that answers a phrase is marked where it goes, late or not, in the voice that plays it", async () => {
    const due = 20 * 1920;
    const [you] = own.voices;
    const exchange = prepareExchange({
      score: {
        ...own,
        notes: own.notes.map((note) => ({ ...note, start: note.start + 16 * 1920 })),
      },
      you: you!,
      partner: "partner" as VoiceId,
      due,
      bars: 8,
      endsOpen: false,
      held: [],
      settings: ask.settings,
      seed: 1,
    });
    const shift = exchange.range.start - ask.range.start;
    const notes = copied.notes.map((note) => ({ ...note, start: note.start + shift }));
    const check = new CopyCheck(exchange, "mark", pieces);
    const { echo } = await check.marked({ ...copied, notes });
    const place = { partner: "partner" as VoiceId, start: due + 1920 };
    const moved = answerEcho(exchange, echo!, place);
    expect(moved.start).toBe(due + 1920);
    expect(moved.bars[0]).toBe(22);
    expect(moved.bars[1] - moved.bars[0]).toBe(echo!.bars[1] - echo!.bars[0]);
    expect(moved.lines.map(({ voice }) => voice)).toEqual(["partner"]);
  });

  it("is offered as it is where the pieces cannot be had", async () => {
    const check = new CopyCheck(ask, "redraw", Promise.resolve(undefined));
    expect(await check.accepts(copied)).toBe(true);
    expect(await check.marked(copied)).toBe(copied);
  });
});

describe("chords before they are offered", () => {
  const wish = pressed("accompany", own, { takes: 1, pattern: "silent" });
  /** What a model would write that has learned song `seed` by heart. */
  const chordsOf = (seed: number): Draft => ({
    notes: [],
    chords: changes(seed)
      .filter(([start]) => start < wish.range.end)
      .map(([start, , root, quality]) => ({
        start,
        chord: chordOfClass(((root + 3) % 12) * 12 + quality),
        playing: undefined,
      })),
    model: { name: "test", version: "1" },
    seed,
  });

  it("are marked with the song whose succession they copy, in whatever key", async () => {
    const check = new CopyCheck(wish, "mark", Promise.resolve(pieces));
    const { echo } = await check.marked(chordsOf(12));
    expect(echo).toMatchObject({ beyond: true, transposition: 3, lines: [] });
    expect(echo!.piece.title).toBe("Song 12");
    expect(await check.marked(chordsOf(4000))).not.toHaveProperty("echo");
  });

  it("are compared without those that a person wrote, which stand", () => {
    const { chords } = chordsOf(12);
    const standing = chords!.map((placed): PlacedChord => ({
      ...placed,
      playing: undefined,
      origin: { by: "you" },
      locked: false,
    }));
    const ask = { ...wish, score: { ...wish.score, chords: standing } };
    expect(comparisonOf(pieces, ask, chordsOf(12)).echoes).toEqual([]);
    expect(comparisonOfSketch(pieces, ask.score).echoes[0]!.piece.title).toBe("Song 12");
  });
});

describe("drums before they are offered", () => {
  const wish = pressed("groove", own, { takes: 1 });
  const kit = wish.voices[0]!;
  /** What a model would play that has learned recording `seed` by heart, harder. */
  const drumsOf = (seed: number): Draft => ({
    notes: notesOfBars(beat(seed, 4)).map((stroke) => ({ ...stroke, voice: kit, velocity: 100 })),
    model: { name: "test", version: "1" },
    seed,
  });

  it("are marked with the recording whose strokes they copy, with the bars on both sides", async () => {
    const check = new CopyCheck(wish, "mark", Promise.resolve(pieces));
    const { echo } = await check.marked(drumsOf(12));
    expect(echo).toMatchObject({ beyond: true, bars: [1, 4], theirBars: [1, 4] });
    expect(echo!.piece.title).toBe("Beat 12");
    expect(echo!.matched).toBe(echo!.of);
    expect(await check.marked(drumsOf(4000))).not.toHaveProperty("echo");
  });

  it("are compared without strokes that a person had there already", () => {
    const { notes } = drumsOf(12);
    const standing = notes.map((stroke, i): Note => ({
      ...stroke,
      velocity: 60,
      id: `stroke ${i}` as NoteId,
      origin: { by: "you" },
    }));
    const ask = { ...wish, score: { ...wish.score, notes: [...wish.score.notes, ...standing] } };
    expect(comparisonOf(pieces, ask, drumsOf(12)).echoes).toEqual([]);
    expect(comparisonOfSketch(pieces, ask.score).echoes[0]!.piece.title).toBe("Beat 12");
  });
});

describe("an ask", () => {
  /** Writes the copied tune first, and something else each time after. */
  function composer(): Composer {
    let count = 0;
    return {
      model: copied.model,
      abreast: false,
      compose: (tries) =>
        Promise.resolve(tries.map(() => draftOf(count++ === 0 ? 12 : 4000 + count).notes)),
    };
  }
  const offered = async (rule: "mark" | "redraw") => {
    const check = new CopyCheck(ask, rule, Promise.resolve(pieces));
    return answer(ask, composer(), {
      pause: () => Promise.resolve(),
      onDrafts: () => undefined,
      onProgress: () => undefined,
      isAcceptable: (draft) => check.accepts(draft),
      mark: (draft) => check.marked(draft),
    });
  };

  it("offers a copy with its mark, or another take in its place", async () => {
    const marked = await offered("mark");
    expect(marked.map(({ echo }) => echo?.piece.title)).toEqual(["Tune 12", undefined]);
    const redrawn = await offered("redraw");
    expect(redrawn.map(({ echo }) => echo)).toEqual([undefined, undefined]);
  });
});
