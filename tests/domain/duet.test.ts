import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../src/domain/ask";
import {
  answerDue,
  answerStart,
  composeAnswer,
  partnerVoice,
  prepareExchange,
  prepareShadow,
  shadowPitch,
  type OwnTurn,
} from "../../src/domain/duet";
import type { NoteId, TakeId, VoiceId } from "../../src/domain/score";
import { prepareAsk } from "../../src/domain/asking";
import { followingVoices } from "../../src/domain/follow";
import { melody, note, score, voice } from "../support/score";

const bar = 1920;
const meter = { beats: 4, unit: 4 } as const;
const turn = (changes: Partial<OwnTurn>): OwnTurn => ({
  from: 0,
  now: 0,
  lead: 480,
  hasPlayed: true,
  silentSince: 0,
  ...changes,
});

describe("when an answer is due", () => {
  const answered = (changes: Partial<OwnTurn>) => answerDue("answer", 2, meter, turn(changes));
  const traded = (changes: Partial<OwnTurn>) => answerDue("trade", 2, meter, turn(changes));

  test("after a beat of rest, with the next bar, asked for just in time", () => {
    expect(answered({ now: bar - 481, silentSince: 960 })).toBeUndefined();
    expect(answered({ now: bar - 480, silentSince: 960 })).toBe(bar);
    // Less than a beat before the bar line: the phrase may go on.
    expect(answered({ now: bar - 100, silentSince: bar - 400 })).toBeUndefined();
    expect(answered({ now: 2 * bar - 400, silentSince: bar - 400 })).toBe(2 * bar);
  });

  test("never while a note is held, nor when nothing was played", () => {
    expect(answered({ now: bar - 10, silentSince: undefined })).toBeUndefined();
    expect(answered({ now: bar - 10, hasPlayed: false })).toBeUndefined();
    expect(traded({ now: 2 * bar - 10, hasPlayed: false })).toBeUndefined();
  });

  test("traded turns are over when their bars are, whatever is held", () => {
    expect(traded({ now: bar, silentSince: undefined })).toBeUndefined();
    expect(traded({ now: 2 * bar - 400, silentSince: undefined })).toBe(2 * bar);
    expect(traded({ from: 4 * bar, now: 6 * bar - 400 })).toBe(6 * bar);
    expect(traded({ from: 4 * bar, now: 6 * bar + 10, lead: 100 })).toBeUndefined();
  });

  test("one that comes too late waits for the next bar it can begin with", () => {
    expect(answerStart(2 * bar, 2 * bar - 50, meter)).toBe(2 * bar);
    expect(answerStart(2 * bar, 2 * bar, meter)).toBe(2 * bar);
    expect(answerStart(2 * bar, 2 * bar + 1, meter)).toBe(3 * bar);
    expect(answerStart(2 * bar, 4 * bar + 5, meter)).toBe(5 * bar);
  });
});

describe("an exchange", () => {
  const you = voice("soprano");
  const partner = voice("answer", { name: "Answer" });
  const wish = {
    you,
    partner: partner.id,
    bars: 2,
    endsOpen: true,
    held: [],
    settings: DEFAULT_SETTINGS,
    seed: 7,
  };

  test("asks how the line goes on that both played, of which it remembers eight bars", () => {
    const notes = [
      note({ id: "old", start: 0, duration: bar }),
      note({ id: "across", start: 2 * bar - 480, duration: 960, pitch: 62 }),
      note({ id: "answer", voice: "answer", start: 8 * bar, duration: 480, pitch: 64 }),
      note({ id: "last", start: 9 * bar, duration: 2 * bar, pitch: 65 }),
    ];
    const ask = prepareExchange({
      ...wish,
      score: score(notes, { voices: [you, partner], bars: 12 }),
      due: 10 * bar,
    });
    expect(ask.range).toEqual({ start: 8 * bar, end: 10 * bar });
    expect(ask.score.bars).toBe(8);
    expect(
      ask.score.notes.map(({ voice, pitch, start, duration }) => [voice, pitch, start, duration]),
    ).toEqual([
      ["soprano", 62, 0, 480],
      ["soprano", 64, 6 * bar, 480],
      ["soprano", 65, 7 * bar, bar],
    ]);
  });

  test("counts in what is held, and takes the chords along", () => {
    const ask = prepareExchange({
      ...wish,
      score: score([], { voices: [you, partner], bars: 4 }),
      due: bar,
      held: [{ pitch: 67, velocity: 90, start: 960.4, end: 1700 }],
    });
    expect(ask.score.notes).toMatchObject([{ pitch: 67, start: 960, duration: 740 }]);
  });

  test("lands in the voice of the machine, where it can begin, and touches nothing else", () => {
    const sketch = score(melody([60, 62, 64, 65]), { voices: [you, partner], bars: 1 });
    const ask = prepareExchange({ ...wish, score: sketch, due: bar });
    const model = { name: "m", version: "1" };
    const notes = [{ voice: you.id, pitch: 67, start: bar, duration: 480, velocity: 80 }];
    const take = composeAnswer(
      ask,
      { notes, model, seed: 7 },
      { score: sketch, partner: partner.id, start: 2 * bar },
      "take" as TakeId,
      () => "new" as NoteId,
    );
    expect(take.notes.slice(0, 4)).toEqual(sketch.notes);
    expect(take.notes.slice(4)).toMatchObject([
      { voice: "answer", pitch: 67, start: 2 * bar, origin: { by: "model", take: "take" } },
    ]);
    expect(take.bars).toBe(3);
  });

  test("has a voice of its own, which sounds unlike yours, and keeps it", () => {
    const alone = score([], { voices: [you] });
    const first = partnerVoice(alone, you, "answer", () => "new" as VoiceId);
    expect(first).toMatchObject({ isNew: true, voice: { id: "new", name: "Answer" } });
    expect(first.voice.instrument).not.toBe(you.instrument);
    const both = { ...alone, voices: [you, first.voice] };
    expect(partnerVoice(both, you, "trade", () => "x" as VoiceId)).toEqual({
      voice: first.voice,
      isNew: false,
    });
    // What is locked, or what you play in, is not written into.
    const locked = { ...alone, voices: [you, { ...first.voice, locked: true }] };
    expect(partnerVoice(locked, you, "answer", () => "x" as VoiceId).isNew).toBe(true);
    expect(partnerVoice(both, first.voice, "answer", () => "x" as VoiceId).isNew).toBe(true);
  });
});

describe("a shadow", () => {
  const you = voice("soprano");
  const shadow = voice("shadow", { name: "Shadow" });

  test("is asked for the beat of the note just struck, in the light of two bars", () => {
    const notes = [note({ id: "a", start: bar, duration: bar }), note({ id: "b", start: 0 })];
    const struck = { pitch: 67, velocity: 90, tick: 3 * bar + 470 };
    const ask = prepareShadow({
      score: score(notes, { voices: [you, shadow], bars: 8 }),
      you,
      shadow,
      struck,
      settings: DEFAULT_SETTINGS,
      seed: 1,
    });
    expect(ask.voices).toEqual([shadow.id]);
    expect(ask.range).toEqual({ start: 2 * bar + 480, end: 2 * bar + 960 });
    expect(ask.score.notes.map(({ pitch, start, duration }) => [pitch, start, duration])).toEqual([
      [60, 0, bar],
      [67, 2 * bar + 480, 480],
    ]);
    const model = { name: "m", version: "1" };
    const at = (start: number) => ({
      notes: [{ voice: shadow.id, pitch: 59, start, duration: 480, velocity: 80 }],
      model,
      seed: 1,
    });
    expect(shadowPitch(ask, at(2 * bar + 240))).toBe(59);
    expect(shadowPitch(ask, at(2 * bar + 600))).toBeUndefined();
  });
});

describe("what the machine played along", () => {
  const voices = [voice("soprano"), voice("answer", { name: "Answer" })];
  const by = { by: "model", take: "t" as TakeId, changed: false } as const;
  const sketch = score(
    [...melody([60, 62, 64, 65]), note({ id: "x", voice: "answer", start: bar, origin: by })],
    { voices, bars: 2 },
  );
  let count = 0;
  const newId = () => `new ${(count += 1)}` as VoiceId;

  test("stands when harmony is asked for, or follows", () => {
    const ask = prepareAsk(
      {
        kind: "harmonise",
        score: sketch,
        selection: new Set(),
        settings: DEFAULT_SETTINGS,
        seed: 1,
      },
      newId,
    );
    expect(typeof ask === "object" && ask.voices).not.toContain("answer");
    expect(followingVoices(sketch, undefined)).toEqual([]);
  });
});
