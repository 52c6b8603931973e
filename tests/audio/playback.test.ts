import fc from "fast-check";
import { expect, test } from "vitest";
import type { Tone } from "../../src/audio/ensemble";
import { Playback, type Course } from "../../src/audio/playback";
import type { Sound } from "../../src/audio/sound";
import type { Score } from "../../src/domain/score";
import { melody, note, score, voice } from "../support/score";

// At 125 a quarter note lasts 0.48 s: a tick is a millisecond.
const at125 = (s: Score): Score => ({ ...s, tempo: 125 });
const course = (s: Score, overrides: Partial<Course> = {}): Course => ({
  score: at125(s),
  loop: undefined,
  metronome: false,
  ...overrides,
});

/** Writes down what it is given to play instead of playing it. */
function createRecorder(clock: { currentTime: number }) {
  const sounds: { name: string; start: number; end: number; asked: number }[] = [];
  const record = (name: string, start: number, end: number): Sound => {
    const sound = { name, start, end, asked: clock.currentTime };
    sounds.push(sound);
    return {
      start,
      get end() {
        return sound.end;
      },
      endAt(at) {
        if (sound.end > clock.currentTime) sound.end = Math.max(at, Math.min(start, at));
      },
    };
  };
  return {
    play: (_: string, tone: Tone) => record(`${tone.pitch}`, tone.start, tone.end),
    click: (start: number, accented: boolean) =>
      record(accented ? "bar" : "beat", start, start + 0.05),
    /** What was heard, cancelled sounds left out: [what, from ms, to ms]. */
    heard: () =>
      sounds
        .filter((sound) => sound.end > sound.start)
        .map(({ name, start, end }) => [name, Math.round(start * 1000), Math.round(end * 1000)]),
    count: () => sounds.length,
  };
}

function createStage(c: Course, tick = 0) {
  const clock = { currentTime: 0 };
  const recorder = createRecorder(clock);
  const playback = new Playback(clock, recorder, c, tick, 0);
  return {
    recorder,
    playback,
    clock,
    /** Lets time pass in turns of 50 ms, as the player's clock does. */
    runTo: (seconds: number, lookahead = 0.3) => {
      for (;;) {
        playback.schedule(lookahead);
        if (clock.currentTime >= seconds) return;
        clock.currentTime = Math.min(seconds, clock.currentTime + 0.05);
      }
    },
  };
}

test("every note is scheduled once, before it is to sound", () => {
  const { recorder, runTo } = createStage(course(score(melody([60, 62, 64, 65]))));
  runTo(3);
  expect(recorder.heard()).toEqual([
    ["60", 0, 480],
    ["62", 480, 960],
    ["64", 960, 1440],
    ["65", 1440, 1920],
  ]);
});

test("a note that is drawn ahead of the playhead while playing is heard in its place", () => {
  const s = score(melody([60, 62]));
  const { recorder, playback, runTo } = createStage(course(s));
  runTo(0.4);
  const drawn = {
    ...s,
    notes: [...s.notes, note({ id: "new", start: 500, duration: 100, pitch: 72 })],
  };
  playback.change(course(drawn), 0.3);
  runTo(2);
  expect(recorder.heard()).toEqual([
    ["60", 0, 480],
    ["62", 480, 960],
    ["72", 500, 600],
  ]);
});

test("a note that is deleted while it sounds is let go, one that is deleted before never begins", () => {
  const s = score(melody([60, 62, 64]));
  const { recorder, playback, runTo } = createStage(course(s));
  runTo(0.3);
  playback.change(course({ ...s, notes: s.notes.slice(2) }), 0.3);
  runTo(2);
  expect(recorder.heard()).toEqual([
    ["60", 0, 320],
    ["64", 960, 1440],
  ]);
});

test("a note that is lengthened or shortened while it sounds goes on without beginning again", () => {
  const s = score([note({ pitch: 60 }), note({ id: "b", pitch: 67 })]);
  const { recorder, playback, runTo } = createStage(course(s));
  runTo(0.2);
  const changed = s.notes.map((n, i) => ({ ...n, duration: i === 0 ? 900 : 300 }));
  playback.change(course({ ...s, notes: changed }), 0.3);
  runTo(2);
  expect(recorder.heard()).toEqual([
    ["60", 0, 900],
    ["67", 0, 300],
  ]);
});

test("another score takes over at the same place: shared notes go on, the others change in the middle", () => {
  const shared = note({ id: "s", duration: 1920 });
  const a = score([shared, note({ id: "a", pitch: 64, duration: 960 })]);
  const b = score([
    { ...shared, id: note({ id: "t" }).id },
    note({ id: "b", pitch: 65, duration: 960 }),
  ]);
  const { recorder, playback, runTo } = createStage(course(a));
  runTo(0.48);
  playback.change(course(b), 0.3);
  runTo(3);
  expect(recorder.heard()).toEqual([
    ["60", 0, 1920],
    ["64", 0, 500],
    ["65", 500, 960],
  ]);
});

test("a repeated note is struck again after a change made while the first one sounds", () => {
  const s = score(melody([60, 60, 60]));
  const { recorder, playback, runTo } = createStage(course(s));
  runTo(0.3);
  playback.change(course({ ...s, title: "renamed" }), 0.3);
  runTo(2);
  expect(recorder.heard()).toEqual([
    ["60", 0, 480],
    ["60", 480, 960],
    ["60", 960, 1440],
  ]);
});

test("a change of tempo keeps the place and moves what is to come, the end of the sounding note as well", () => {
  const s = score(melody([60, 62]));
  const { recorder, playback, clock, runTo } = createStage(course(s));
  runTo(0.22);
  const before = playback.positionAt(clock.currentTime + 0.02);
  const slower = { ...course(s), score: { ...s, tempo: 62.5 } };
  playback.change(slower, 0.3);
  expect(playback.positionAt(clock.currentTime + 0.02)).toBeCloseTo(before, 6);
  runTo(3);
  // 240 ticks were heard by 0.24 s; the other 240 of the note take twice as long.
  expect(recorder.heard()).toEqual([
    ["60", 0, 720],
    ["62", 720, 1680],
  ]);
});

test("seeking lets go of everything and plays on from there, notes in their middle included", () => {
  const s = score([
    note({ duration: 480 }),
    note({ id: "b", start: 960, duration: 960, pitch: 64 }),
  ]);
  const { recorder, playback, runTo } = createStage(course(s));
  runTo(0.2);
  playback.change(course(s), 0.3, 1440);
  runTo(2);
  expect(recorder.heard()).toEqual([
    ["60", 0, 220],
    ["64", 220, 700],
  ]);
});

test("silence lets go of every note that sounds and of every one that was to come", () => {
  const s = score([...melody([60, 62, 64]), note({ id: "pedal", pitch: 36, duration: 1920 })]);
  const { recorder, playback, runTo } = createStage(course(s, { metronome: true }));
  runTo(0.3, 3);
  playback.silence();
  expect(recorder.heard().filter(([, , end]) => Number(end) > 300)).toEqual([]);
  runTo(3);
  expect(recorder.heard().filter(([, , end]) => Number(end) > 300)).toEqual([]);
});

test("a note that another instrument is to play begins again with it", () => {
  const s = score([note({ duration: 960 })]);
  const { recorder, playback, runTo } = createStage(course(s));
  runTo(0.3);
  playback.change(course({ ...s, voices: [voice("soprano", { instrument: "flute" })] }), 0.3);
  runTo(2);
  expect(recorder.heard()).toEqual([
    ["60", 0, 320],
    ["60", 320, 960],
  ]);
});

test("the metronome can be switched while playing, and stays on the beat", () => {
  const s = score([]);
  const { recorder, playback, runTo } = createStage(course(s, { metronome: true }));
  runTo(0.3);
  playback.change(course(s), 0.3);
  runTo(1.2);
  playback.change(course(s, { metronome: true }), 0.3);
  runTo(2);
  expect(recorder.heard().map(([name, start]) => [name, start])).toEqual([
    ["bar", 0],
    ["beat", 1440],
    ["bar", 1920],
  ]);
});

test("a page that is held up starts late notes in the rest of their time, and drops those that are over", () => {
  const { recorder, clock, playback } = createStage(course(score(melody([60, 62, 64]))));
  clock.currentTime = 0.7;
  playback.schedule(0.3);
  expect(recorder.heard()).toEqual([
    ["62", 480, 960],
    ["64", 960, 1440],
  ]);
});

test("the score is over when its last bar has been heard, not when it has been scheduled", () => {
  const { playback, runTo } = createStage(course(score(melody([60]), { bars: 1 })));
  runTo(1.9);
  expect(playback.isOver(1.9)).toBe(false);
  expect(playback.isOver(1.92)).toBe(true);
});

test("changes at any moments lose no note and strike none twice", () => {
  const s = score(melody([60, 62, 64, 65, 67, 69, 71, 72]));
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 40 }), (pauses) => {
      const { recorder, playback, clock, runTo } = createStage(course(s));
      runTo(0);
      for (const pause of pauses) {
        runTo(clock.currentTime + pause / 1000);
        playback.change(course({ ...s, title: `changed at ${clock.currentTime}` }), 0.3);
      }
      runTo(4);
      expect(recorder.heard()).toEqual(
        s.notes.map((n) => [`${n.pitch}`, n.start, n.start + n.duration]),
      );
    }),
  );
});

test("when an instrument comes, what is on its way is not begun again", () => {
  const { recorder, playback, runTo } = createStage(course(score(melody([60, 62, 64, 65]))));
  runTo(0.25);
  // The second note is scheduled already, and a MIDI device may have it.
  expect(recorder.count()).toBe(2);
  playback.fill(0.3);
  expect(recorder.count()).toBe(2);
  runTo(3);
  expect(recorder.heard()).toEqual([
    ["60", 0, 480],
    ["62", 480, 960],
    ["64", 960, 1440],
    ["65", 1440, 1920],
  ]);
  expect(recorder.count()).toBe(4);
});
