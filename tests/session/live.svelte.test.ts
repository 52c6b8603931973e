import { flushSync } from "svelte";
import { describe, expect, test } from "vitest";
import type { Score, VoiceId } from "../../src/domain/score";
import { createStage } from "../ui/roll/stage";
import { melody, note, score, voice } from "../support/score";

const bar = 1920;
const press = (pitch: number, velocity = 90) =>
  ({ type: "press", source: "keys", pitch, velocity }) as const;
const release = (pitch: number) => ({ type: "release", source: "keys", pitch }) as const;

/** A desk on which a millisecond of the clock is a tick of the score. */
function desk(on: Score = score([], { bars: 4 })) {
  const stage = createStage(on);
  const { player, hands, session } = stage;
  const { live, sketch } = session;
  player.tickAt = (ms) => ms;
  /** Presses and lets go at these ticks. */
  const play = (pitch: number, from: number, to: number) => {
    player.at = from;
    live.touch(press(pitch), from);
    player.at = to;
    live.touch(release(pitch), to);
  };
  const written = () =>
    sketch.score.notes.map(({ pitch, start, duration }) => [pitch, start, duration]);
  return { ...stage, live, sketch, hands, play, written };
}

describe("playing", () => {
  test("is heard at once in the active voice, and as long as the key is held", () => {
    const { live, player } = desk();
    live.touch(press(64));
    expect([...player.pressed.values()]).toEqual([64]);
    expect(live.ringing.map(({ pitch }) => pitch)).toEqual([64]);
    live.touch(release(64));
    expect(player.pressed.size).toBe(0);
  });

  test("leaves nothing ringing when a device is pulled out, or the letters no longer play", async () => {
    const { live, player, hands } = desk();
    await live.connect();
    hands.play!({ type: "press", source: "midi 1", pitch: 60, velocity: 80 }, 0);
    live.setKeysPlay(true);
    hands.type!({ type: "press", source: "computer keys", pitch: 62, velocity: 80 }, 0);
    expect(player.pressed.size).toBe(2);
    hands.play!({ type: "letGo", source: "midi 1" }, 0);
    expect([...player.pressed.values()]).toEqual([62]);
    live.setKeysPlay(false);
    expect(player.pressed.size).toBe(0);
  });

  test("ends when somebody presses Stop, and not when the music comes to its end by itself", () => {
    const { live, player } = desk();
    player.state = "playing";
    live.touch(press(60));
    player.end();
    expect(player.pressed.size).toBe(1);
    player.stop();
    expect(player.pressed.size).toBe(0);
  });

  test("shows the names of the devices as they come and go", async () => {
    const { live, hands } = desk();
    expect(live.devices).toBeUndefined();
    await live.connect();
    expect(live.devices).toEqual([]);
    hands.plug!(["Small piano"]);
    expect(live.devices).toEqual(["Small piano"]);
  });

  test("without a browser that hears MIDI goes on, and says why it does not", async () => {
    const { live, hands, player } = desk();
    hands.refusal = new Error("This browser does not let pages hear MIDI devices.");
    await live.connect();
    expect(live.problem).toContain("does not let pages hear");
    live.touch(press(60));
    expect(player.pressed.size).toBe(1);
  });
});

describe("recording", () => {
  test("writes what was played as it was played, yours, as one step", () => {
    const { live, sketch, play, player, written } = desk();
    live.record();
    expect(player.countIn).toBe(bar);
    expect(live.isRecording).toBe(true);
    play(60, 13, 470);
    play(64, 501, 960);
    live.record();
    expect(live.isRecording).toBe(false);
    expect(written()).toEqual([
      [60, 13, 457],
      [64, 501, 459],
    ]);
    expect(sketch.score.notes.every(({ origin }) => origin.by === "you")).toBe(true);
    expect(sketch.undoLabel).toBe("Record");
    sketch.undo();
    expect(sketch.score.notes).toEqual([]);
  });

  test("takes off what the way from the key to the page costs", () => {
    const { live, play, written } = desk();
    live.latencyMs = 20;
    live.record();
    play(60, 500, 980);
    live.record();
    expect(written()).toEqual([[60, 480, 480]]);
  });

  test("what is still held when it stops ends there", () => {
    const { live, player, written } = desk();
    live.record();
    live.touch(press(60), 480);
    player.at = 1200;
    player.stop();
    expect(written()).toEqual([[60, 480, 720]]);
  });

  test("adds to what is there, or takes its place", () => {
    const there = () => desk(score(melody([72, 74, 76, 77]), { bars: 4 }));
    const added = there();
    added.live.record();
    added.play(60, 480, 960);
    added.live.record();
    expect(added.written()).toHaveLength(5);
    const replaced = there();
    replaced.live.mode = "replace";
    replaced.live.record();
    replaced.play(60, 480, 960);
    replaced.live.record();
    // Up to where it stopped.
    expect(replaced.written()).toEqual([
      [76, 960, 480],
      [77, 1440, 480],
      [60, 480, 480],
    ]);
  });

  test("that hears nothing takes nothing away", () => {
    const { live, player, written } = desk(score(melody([72, 74]), { bars: 4 }));
    live.mode = "replace";
    live.record();
    player.at = 4 * bar;
    live.record();
    expect(written()).toHaveLength(2);
  });

  test("spares what is locked, and says so", () => {
    const soprano = "soprano" as VoiceId;
    const locks = [{ voice: soprano, start: 0, end: 480 }];
    const { live, play, written } = desk(score([note({ id: "a" })], { bars: 4, locks }));
    live.mode = "replace";
    live.record();
    play(64, 0, 470);
    play(65, 480, 960);
    live.record();
    expect(written()).toEqual([
      [60, 0, 480],
      [65, 480, 480],
    ]);
    expect(live.problem).toContain("locked");
  });

  test("into a locked voice does not begin", () => {
    const soprano = voice("soprano", { locked: true });
    const { live, player } = desk(score([], { voices: [soprano] }));
    live.record();
    expect(live.isRecording).toBe(false);
    expect(player.state).toBe("stopped");
    expect(live.problem).toMatch(/is locked: unlock it/);
  });

  test("each round of a loop is a step of its own, and a held key goes on into the next", () => {
    const { live, sketch, session, player, play, written } = desk();
    session.playback.setLoop({ start: 0, end: bar });
    live.record();
    play(60, 0, 480);
    live.touch(press(62), 1440);
    player.at = bar;
    player.goRound();
    live.touch(release(62), 240);
    play(64, 480, 960);
    live.record();
    expect(written()).toEqual([
      [60, 0, 480],
      [62, 1440, 480],
      [62, 0, 240],
      [64, 480, 480],
    ]);
    sketch.undo();
    expect(written()).toEqual([
      [60, 0, 480],
      [62, 1440, 480],
    ]);
  });

  test("makes the sketch longer as it goes, and leaves no more bars than it needs", () => {
    const { live, sketch, player, hands, play, written } = desk(score([], { bars: 2 }));
    live.record();
    player.at = bar / 2;
    hands.turn();
    flushSync();
    expect(sketch.score.bars).toBe(4);
    play(60, 2 * bar, 2 * bar + 480);
    hands.turn();
    expect(sketch.score.bars).toBe(6);
    live.record();
    expect(written()).toEqual([[60, 2 * bar, 480]]);
    expect(sketch.score.bars).toBe(3);
    sketch.undo();
    expect(sketch.score.bars).toBe(2);
  });
});
