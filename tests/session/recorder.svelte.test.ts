import { flushSync } from "svelte";
import { describe, expect, test } from "vitest";
import type { Score, VoiceId } from "../../src/domain/score";
import { isIn } from "../../src/domain/take";
import { parseProject, writeProject } from "../../src/formats/project";
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
  const { live, recorder, sketch } = session;
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
  return { ...stage, live, recorder, sketch, hands, play, written };
}

describe("recording", () => {
  test("writes what was played as it was played, yours, as one step", () => {
    const { recorder, sketch, play, player, written } = desk();
    recorder.toggle();
    expect(player.countIn).toBe(bar);
    expect(recorder.isRecording).toBe(true);
    play(60, 13, 470);
    play(64, 501, 960);
    recorder.toggle();
    expect(recorder.isRecording).toBe(false);
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
    const { recorder, hands, play, written } = desk();
    hands.latencyMs = 20;
    recorder.toggle();
    play(60, 500, 980);
    recorder.toggle();
    expect(written()).toEqual([[60, 480, 480]]);
  });

  test("what is still held when it stops ends there", () => {
    const { live, recorder, player, written } = desk();
    recorder.toggle();
    live.touch(press(60), 480);
    player.at = 1200;
    player.stop();
    expect(written()).toEqual([[60, 480, 720]]);
  });

  test("adds to what is there, or takes its place", () => {
    const there = () => desk(score(melody([72, 74, 76, 77]), { bars: 4 }));
    const added = there();
    added.recorder.toggle();
    added.play(60, 480, 960);
    added.recorder.toggle();
    expect(added.written()).toHaveLength(5);
    const replaced = there();
    replaced.recorder.mode = "replace";
    replaced.recorder.toggle();
    replaced.play(60, 480, 960);
    replaced.recorder.toggle();
    // Up to where it stopped.
    expect(replaced.written()).toEqual([
      [76, 960, 480],
      [77, 1440, 480],
      [60, 480, 480],
    ]);
  });

  test("that hears nothing takes nothing away", () => {
    const { recorder, player, written } = desk(score(melody([72, 74]), { bars: 4 }));
    recorder.mode = "replace";
    recorder.toggle();
    player.at = 4 * bar;
    recorder.toggle();
    expect(written()).toHaveLength(2);
  });

  test("spares what is locked, and says so", () => {
    const soprano = "soprano" as VoiceId;
    const locks = [{ voice: soprano, start: 0, end: 480 }];
    const { recorder, play, written } = desk(score([note({ id: "a" })], { bars: 4, locks }));
    recorder.mode = "replace";
    recorder.toggle();
    play(64, 0, 470);
    play(65, 480, 960);
    recorder.toggle();
    expect(written()).toEqual([
      [60, 0, 480],
      [65, 480, 480],
    ]);
    expect(recorder.problem).toContain("locked");
  });

  test("into a locked voice does not begin", () => {
    const soprano = voice("soprano", { locked: true });
    const { recorder, player } = desk(score([], { voices: [soprano] }));
    recorder.toggle();
    expect(recorder.isRecording).toBe(false);
    expect(player.state).toBe("stopped");
    expect(recorder.problem).toMatch(/is locked: unlock it/);
  });

  test("each round of a loop is a step of its own, and a held key goes on into the next", () => {
    const { live, recorder, sketch, session, player, play, written } = desk();
    session.playback.setLoop({ start: 0, end: bar });
    recorder.toggle();
    play(60, 0, 480);
    live.touch(press(62), 1440);
    player.at = bar;
    player.goRound();
    live.touch(release(62), 240);
    play(64, 480, 960);
    recorder.toggle();
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
    const { recorder, sketch, player, hands, play, written } = desk(score([], { bars: 2 }));
    recorder.toggle();
    player.at = bar / 2;
    hands.turn();
    flushSync();
    expect(sketch.score.bars).toBe(4);
    play(60, 2 * bar, 2 * bar + 480);
    hands.turn();
    expect(sketch.score.bars).toBe(6);
    recorder.toggle();
    expect(written()).toEqual([[60, 2 * bar, 480]]);
    expect(sketch.score.bars).toBe(3);
    sketch.undo();
    expect(sketch.score.bars).toBe(2);
  });

  test("stands in the sketch as soon as a key is let go", () => {
    const { play, recorder, written } = desk();
    recorder.toggle();
    play(60, 0, 480);
    expect(written()).toEqual([[60, 0, 480]]);
    play(60, 480, 600);
    expect(written()).toEqual([
      [60, 0, 480],
      [60, 480, 120],
    ]);
  });

  test("leaves the notes of before as they are, so that scores have them in common", () => {
    const { play, recorder, sketch } = desk();
    recorder.toggle();
    play(60, 0, 480);
    const [first] = sketch.score.notes;
    play(60, 600, 720);
    play(62, 720, 960);
    expect(sketch.score.notes[0]).toBe(first);
  });

  test("what is struck just before the loop begins anew is meant for its beginning", () => {
    const { live, recorder, session, player, written } = desk();
    session.playback.setLoop({ start: 0, end: bar });
    recorder.toggle();
    live.touch(press(60), bar - 20);
    player.at = bar;
    player.goRound();
    live.touch(release(60), 460);
    expect(written()).toEqual([[60, 0, 460]]);
  });

  test("a stroke of the next round may come before the player tells of it", () => {
    const { live, recorder, session, player, sketch, play, written } = desk();
    session.playback.setLoop({ start: 0, end: bar });
    recorder.toggle();
    play(60, 960, 1440);
    live.touch(press(62), 10);
    player.at = 20;
    player.goRound();
    live.touch(release(62), 480);
    expect(written()).toEqual([
      [60, 960, 480],
      [62, 10, 470],
    ]);
    sketch.undo();
    expect(written()).toEqual([[60, 960, 480]]);
  });
});

describe("a take each round", () => {
  function looped() {
    const stage = desk(score([note({ id: "there", pitch: 72, start: 1440, duration: 480 })]));
    const { recorder, player, session } = stage;
    session.playback.setLoop({ start: 0, end: bar });
    recorder.mode = "takes";
    recorder.toggle();
    const goRound = () => {
      player.at = bar;
      player.goRound();
    };
    stage.play(60, 0, 480);
    goRound();
    stage.play(62, 0, 480);
    goRound();
    return stage;
  }
  const there = [72, 1440, 480];

  test("stands beside the sketch; the last in which something was played is in it", () => {
    const { recorder, written, session, sketch } = looped();
    expect(written()).toEqual([there]);
    recorder.toggle();
    expect(written()).toEqual([there, [62, 0, 480]]);
    const { shown } = session.responses;
    expect(shown.map(({ name }) => name)).toEqual(["Take 1: Played", "Take 2: Played"]);
    expect(shown.map((take) => isIn(take, sketch.score))).toEqual([false, true]);
    sketch.undo();
    expect(written()).toEqual([there]);
  });

  test("can be kept in the place of another, and is yours", () => {
    const { recorder, written, session, sketch } = looped();
    recorder.toggle();
    session.responses.keep(session.responses.shown[0]!.id);
    expect(written()).toEqual([there, [60, 0, 480]]);
    expect(sketch.score.notes.every(({ origin }) => origin.by === "you")).toBe(true);
  });

  test("goes into a file and comes back", () => {
    const { recorder, session, sketch } = looped();
    recorder.toggle();
    const { tree, settings } = session.responses;
    const read = parseProject(
      writeProject({
        id: "rounds",
        score: sketch.score,
        takes: tree,
        base: undefined,
        settings,
        credits: [],
        journal: [],
        createdMs: 0,
        changedMs: 0,
      }),
    );
    expect(read.ok && read.value.takes).toEqual(tree);
  });

  test("without a loop adds, as there are no rounds", () => {
    const { recorder, play, session, written } = desk();
    recorder.mode = "takes";
    recorder.toggle();
    play(60, 0, 480);
    recorder.toggle();
    expect(written()).toEqual([[60, 0, 480]]);
    expect(session.responses.tree).toEqual([]);
  });
});
