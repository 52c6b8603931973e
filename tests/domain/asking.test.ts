import { describe, expect, test } from "vitest";
import { composeTake, keepTake, prepareAsk, type AskWish } from "../../src/domain/asking";
import { DEFAULT_SETTINGS, type Ask, type Draft } from "../../src/domain/ask";
import type { Chord } from "../../src/domain/chord";
import { parseChord } from "../../src/domain/chord-symbol";
import { withChord, withoutChord } from "../../src/domain/chord-track";
import type { NoteId, PlacedChord, Range, Score, TakeId, VoiceId } from "../../src/domain/score";
import { isEditedByHand, newChords, newNotes, type Take } from "../../src/domain/take";
import { withAccompanimentVoices } from "../../src/domain/voicing";
import { applyEdit } from "../../src/domain/edit";
import { moveNotes } from "../../src/domain/commands";
import { chordsOf } from "../support/arbitrary-score";
import { countingIds, melody, note, score, voice } from "../support/score";

const takeId = "take" as TakeId;
const bar = 1920;
const playedIds = countingIds("played");
const countingVoice = () => playedIds.voice();
const satb = ["soprano", "alto", "tenor", "bass"].map((name) => voice(name));

function wish(kind: AskWish["kind"], s: Score, more: Partial<AskWish> = {}): AskWish {
  return { kind, score: s, selection: new Set(), settings: DEFAULT_SETTINGS, seed: 1, ...more };
}
function asked(kind: AskWish["kind"], s: Score, more: Partial<AskWish> = {}): Ask {
  const ids = countingIds();
  const ask = prepareAsk(wish(kind, s, more), () => ids.voice());
  if (typeof ask === "string") throw new Error(ask);
  return ask;
}
function draftOf(ask: Ask, notes: Draft["notes"]): Draft {
  return { notes, model: { name: "test", version: "1" }, seed: ask.seed };
}
function take(ask: Ask, notes: Draft["notes"]): Score {
  const ids = countingIds("take");
  return composeTake(ask, draftOf(ask, notes), takeId, () => ids.note());
}
const draftNote = (voiceId: VoiceId, pitch: number, start: number, duration = 480) => ({
  voice: voiceId,
  pitch,
  start,
  duration,
  velocity: 80,
});

test("harmonising a lone melody adds three voices and writes only them", () => {
  const ask = asked("harmonise", score(melody([60, 62, 64, 65])));
  expect(ask.score.voices.map((v) => v.name)).toEqual(["soprano", "Alto", "Tenor", "Bass"]);
  expect(ask.voices).toEqual(ask.score.voices.slice(1).map((v) => v.id));
  expect(ask.range).toEqual({ start: 0, end: 4 * bar });
});

test("harmonising leaves a bass that a person wrote", () => {
  const s = score([...melody([72, 74]), ...melody([48, 50], "bass")], { voices: satb });
  expect(asked("harmonise", s).voices).toEqual(["alto", "tenor"]);
});

test("continuing starts behind the last bar that has notes", () => {
  const ask = asked("continue", score(melody([60, 62, 64, 65, 67]), { bars: 8 }));
  expect(ask.range).toEqual({ start: 2 * bar, end: 6 * bar });
});

test("rewriting goes where the selection is, and without one spares the melody", () => {
  const s = score([...melody([72, 74]), ...melody([48, 50], "bass")], { voices: satb });
  expect(asked("rewrite", s).voices).toEqual(["alto", "tenor", "bass"]);
  const selection = new Set([s.notes[1]!.id]);
  const ask = asked("rewrite", s, { selection });
  expect(ask.voices).toEqual(["soprano"]);
  expect(ask.range).toEqual({ start: 480, end: 960 });
});

test("an ask that cannot be put says why", () => {
  const ids = countingIds();
  const put = (w: AskWish) => prepareAsk(w, () => ids.voice());
  expect(put(wish("harmonise", score()))).toBe("noNotes");
  expect(put(wish("blend", score(melody([60]))))).toBe("nothingToBlend");
  const locked = score(melody([60]), { voices: [voice("soprano", { locked: true })] });
  expect(put(wish("vary", locked))).toBe("allLocked");
});

test("a take holds the base exactly, plus what the model wrote, marked as the model's", () => {
  const base = score(melody([60, 62, 64, 65]));
  const ask = asked("harmonise", base);
  const alto = ask.voices[0]!;
  const made = take(ask, [draftNote(alto, 55, 0)]);
  expect(made.notes.slice(0, 4)).toEqual(base.notes);
  expect(newNotes(base, made).map((n) => [n.pitch, n.origin])).toEqual([
    [55, { by: "model", take: takeId, changed: false }],
  ]);
});

test("a note that the model repeats stays yours", () => {
  const base = score(melody([60, 62]));
  const ask = asked("vary", base);
  const made = take(ask, [
    draftNote("soprano" as VoiceId, 60, 0),
    draftNote("soprano" as VoiceId, 65, 480),
  ]);
  expect(made.notes.map((n) => [n.id, n.origin.by])).toEqual([
    ["soprano-0", "you"],
    ["take-note1", "model"],
  ]);
});

test("a model's note in a locked stretch is not written, and what is locked stays", () => {
  const base = score(melody([60, 62, 64, 65]), {
    locks: [{ voice: "soprano" as VoiceId, start: 0, end: 960 }],
  });
  const ask = asked("vary", base);
  const made = take(ask, [
    draftNote("soprano" as VoiceId, 70, 480),
    draftNote("soprano" as VoiceId, 71, 960),
  ]);
  expect(made.notes.map((n) => n.pitch).toSorted()).toEqual([60, 62, 71]);
});

test("a note that reaches into the asked range is cut at its edge, not lost", () => {
  const long = note({ id: "long", start: 0, duration: 1920 });
  const inner = note({ id: "inner", start: 480, duration: 480, pitch: 64 });
  const base = score([long, inner]);
  const made = take(asked("rewrite", base, { selection: new Set(["inner" as NoteId]) }), [
    draftNote("soprano" as VoiceId, 67, 480),
  ]);
  expect(
    made.notes.map((n) => [n.pitch, n.start, n.duration]).toSorted((a, b) => a[1]! - b[1]!),
  ).toEqual([
    [60, 0, 480],
    [67, 480, 480],
    [60, 960, 960],
  ]);
});

test("a fermata goes with the later part of a note that is cut, and stays on one that the model repeats", () => {
  const long = note({ id: "long", duration: 1920, fermata: true });
  const held = note({ id: "held", start: 480, pitch: 64, fermata: true });
  const ask = asked("rewrite", score([long, held]), { selection: new Set([held.id]) });
  const made = take(ask, [draftNote("soprano" as VoiceId, 64, 480)]);
  expect(made.notes.map((n) => [n.pitch, n.start, n.fermata === true]).toSorted()).toEqual([
    [60, 0, false],
    [60, 960, true],
    [64, 480, true],
  ]);
});

test("a fermata goes to the last note that a model writes where its own note was", () => {
  const base = score([
    note({ id: "a" }),
    note({ id: "b", start: 480, duration: 1440, fermata: true }),
  ]);
  const ask = asked("vary", base);
  const made = take(ask, [
    draftNote("soprano" as VoiceId, 62, 0),
    draftNote("soprano" as VoiceId, 64, 480),
    draftNote("soprano" as VoiceId, 65, 960),
  ]);
  expect(made.notes.map((n) => [n.pitch, n.fermata === true])).toEqual([
    [62, false],
    [64, false],
    [65, true],
  ]);
});

test("keeping a take of a sketch that was edited meanwhile keeps both", () => {
  const base = score(melody([60, 62, 64, 65]));
  const ask = asked("harmonise", base);
  const made = take(ask, [draftNote(ask.voices[0]!, 55, 0)]);
  expect(keepTake(base, base, made)).toBe(made);
  const edited = applyEdit(applyEdit(base, { type: "setTempo", tempo: 60 }), {
    type: "addNotes",
    notes: [note({ id: "new", start: 1920, pitch: 72 })],
  });
  const kept = keepTake(edited, base, made);
  expect(kept.tempo).toBe(60);
  expect(kept.voices).toHaveLength(4);
  expect(kept.notes.map((n) => n.pitch)).toEqual([60, 62, 64, 65, 72, 55]);
});

test("an edit made after asking wins over the take that is kept later", () => {
  const base = score(melody([60, 62]));
  const ask = asked("vary", base);
  const made = take(ask, [
    draftNote("soprano" as VoiceId, 67, 0),
    draftNote("soprano" as VoiceId, 69, 480),
  ]);
  const edited = moveNotes(0, 5)(base, new Set([base.notes[0]!.id]))!.reduce(applyEdit, base);
  expect(keepTake(edited, base, made).notes.map((n) => n.pitch)).toEqual([65, 69]);
});

test("where a take stands back for an edit, what it would have replaced is not lost", () => {
  const base = score([note({ id: "a", start: 0 }), note({ id: "b", start: 960, pitch: 62 })]);
  const ask = asked("vary", base);
  const voice = "soprano" as VoiceId;
  const made = take(ask, [draftNote(voice, 60, 40), draftNote(voice, 62, 960)]);
  // The second note was brought forward since, over the end of the first as the take has it.
  const [first, second] = base.notes;
  const edited = { ...base, notes: [first!, { ...second!, start: 500, duration: 940 }] };
  const { notes } = keepTake(edited, base, made);
  expect(notes.map(({ pitch, start }) => [pitch, start])).toEqual([
    [62, 500],
    [60, 0],
  ]);
});

test("a take says when its notes were edited by hand afterwards", () => {
  const base = score(melody([60, 62]));
  const ask = asked("vary", base);
  const made = take(ask, [
    draftNote("soprano" as VoiceId, 67, 0),
    draftNote("soprano" as VoiceId, 69, 480),
  ]);
  const t: Take = {
    id: takeId,
    parent: undefined,
    name: "",
    score: made,
    making: undefined,
    createdMs: 0,
  };
  expect(isEditedByHand(t, made)).toBe(false);
  const edited = moveNotes(0, 1)(made, new Set([made.notes[0]!.id]))!.reduce(applyEdit, made);
  expect(isEditedByHand(t, edited)).toBe(true);
});

describe("chords in takes", () => {
  const chord = (symbol: string): Chord => {
    const read = parseChord(symbol);
    if (!read.ok) throw new Error(symbol);
    return read.value;
  };
  const placed = (start: number, symbol: string, more: Partial<PlacedChord> = {}): PlacedChord => ({
    start,
    chord: chord(symbol),
    origin: { by: "you" },
    locked: false,
    playing: undefined,
    ...more,
  });
  const answered = (base: Score, range: Range, ...symbols: readonly [number, string][]): Score => {
    const ask: Ask = { ...asked("vary", base), range };
    const chords = symbols.map(([start, symbol]) => ({
      start,
      chord: chord(symbol),
      playing: undefined,
    }));
    const ids = countingIds("take");
    return composeTake(ask, { ...draftOf(ask, []), chords }, takeId, () => ids.note());
  };
  const whole = { start: 0, end: 4 * bar };

  test("proposed chords are the machine's; one that stands there already stays yours", () => {
    const base = score(melody([60, 62]), { chords: [placed(0, "C"), placed(bar, "F")] });
    const made = answered(base, whole, [0, "C"], [bar, "Dm"], [2 * bar, "G7"]);
    expect(chordsOf(made)).toEqual(["0 C", "1920 Dm", "3840 G7"]);
    expect(made.chords.map(({ origin }) => origin.by)).toEqual(["you", "model", "model"]);
    expect(newChords(base, made).map(({ start }) => start)).toEqual([bar, 2 * bar]);
  });

  test("outside the asked range chords are what they were, and the one in force at its end goes on", () => {
    const base = score(melody([60, 62]), { chords: [placed(0, "C"), placed(3 * bar, "F")] });
    const made = answered(base, { start: bar, end: 2 * bar }, [bar, "G7"]);
    expect(chordsOf(made)).toEqual(["0 C", "1920 G7", "3840 C", "5760 F"]);
  });

  test("an answer without chords leaves them alone", () => {
    const base = score(melody([60, 62]), { chords: [placed(0, "C")] });
    expect(take(asked("vary", base), []).chords).toBe(base.chords);
  });

  test("chords written or changed after asking win over the take that is kept later", () => {
    const base = score(melody([60, 62]), { chords: [placed(0, "C"), placed(bar, "F")] });
    const made = answered(base, whole, [0, "Am"], [bar, "Dm"], [2 * bar, "G7"]);
    const chords = withChord(
      { ...base, chords: withChord(base, 0, chord("Em")) },
      3 * bar,
      chord("C"),
    );
    expect(chordsOf(keepTake({ ...base, chords }, base, made))).toEqual([
      "0 Em",
      "1920 Dm",
      "3840 G7",
      "5760 C",
    ]);
  });

  test("a take says when its chords were edited by hand afterwards", () => {
    const base = score(melody([60, 62]));
    const made = answered(base, whole, [0, "Am"], [bar, "Dm"]);
    const kept: Take = {
      id: takeId,
      parent: undefined,
      name: "",
      score: made,
      making: undefined,
      createdMs: 0,
    };
    expect(isEditedByHand(kept, made)).toBe(false);
    expect(isEditedByHand(kept, { ...made, chords: withChord(made, 0, chord("C")) })).toBe(true);
    expect(isEditedByHand(kept, { ...made, chords: withoutChord(made, 0) })).toBe(true);
  });
});

test("voices that play chords are no part of a harmony, and new parts come before them", () => {
  const played = withAccompanimentVoices(score(melody([60, 62])), () => countingVoice());
  expect(played.voices.map(({ name }) => name)).toEqual([
    "soprano",
    "Accompaniment",
    "Accompaniment bass",
  ]);
  expect(withAccompanimentVoices(played, () => countingVoice())).toBe(played);
  const ask = asked("harmonise", played);
  expect(ask.score.voices.map(({ name }) => name)).toEqual([
    "soprano",
    "Alto",
    "Tenor",
    "Bass",
    "Accompaniment",
    "Accompaniment bass",
  ]);
  expect(ask.voices).toEqual(ask.score.voices.slice(1, 4).map(({ id }) => id));
});

test("accompanying writes over the selection to the beat, into voices that are made where none are", () => {
  const base = score(melody([60, 62, 64, 65]));
  const whole = asked("accompany", base);
  expect(whole.range).toEqual({ start: 0, end: 4 * bar });
  expect(whole.voices).toEqual(whole.score.voices.slice(1).map(({ id }) => id));
  const off = score([...base.notes, note({ id: "off", start: 2000, duration: 500 })]);
  const part = asked("accompany", off, { selection: new Set(["off" as NoteId]) });
  expect(part.range).toEqual({ start: 1920, end: 2880 });
});

test("symbols alone take no new voices, and those that played fall silent", () => {
  const settings = { ...DEFAULT_SETTINGS, pattern: "silent" } as const;
  const base = score(melody([60, 62]));
  expect(asked("accompany", base, { settings })).toMatchObject({ score: base, voices: [] });
  const played = withAccompanimentVoices(base, () => countingVoice());
  expect(asked("accompany", played, { settings }).voices).toHaveLength(2);
});

test("the voices that play chords are no melody, and neither continued nor rewritten", () => {
  const played = withAccompanimentVoices(score(melody([48, 50])), () => countingVoice());
  const [, upper] = played.voices;
  const s = { ...played, notes: [...played.notes, note({ voice: upper!.id, pitch: 90 })] };
  expect(asked("continue", s).voices).toEqual(["soprano"]);
  expect(asked("rewrite", s).voices).toEqual(["soprano"]);
  expect(asked("vary", s).voices).toEqual(["soprano"]);
});
