import { describe, expect, test } from "vitest";
import { createStage } from "../ui/roll/stage";
import { score, voice } from "../support/score";

const bar = 1920;

/** Somebody plays with the machine, on a clock whose milliseconds are ticks; a beat of 480 ticks lasts half a second. */
function duo(partner: "answer" | "trade" | "shadow", bars: 1 | 2 = 1) {
  const stage = createStage(score([], { bars: 4 }));
  const { player, hands, session, generator } = stage;
  const { duet, live, recorder, responses, sketch } = session;
  player.tickAt = (ms) => ms;
  duet.partner = partner;
  duet.bars = bars;
  const touch = (type: "press" | "release", pitch: number, tick: number) => {
    player.at = tick;
    live.touch(
      type === "press"
        ? { type, source: "keys", pitch, velocity: 90 }
        : { type, source: "keys", pitch },
      tick,
    );
  };
  const play = (pitch: number, from: number, to: number) => {
    touch("press", pitch, from);
    touch("release", pitch, to);
  };
  /** The playhead comes to `tick`, and the machine looks. */
  const goTo = async (tick: number) => {
    player.at = tick;
    hands.look();
    hands.turn();
    await Promise.resolve();
  };
  const answer = async (...pitches: readonly number[]) => {
    const asked = generator.asks.at(-1)!;
    asked.draft(...pitches);
    asked.finish();
    await new Promise((resolve) => setTimeout(resolve));
  };
  const inVoice = (name: string) => {
    const id = sketch.score.voices.find((voice) => voice.name === name)?.id;
    return sketch.score.notes
      .filter(({ voice }) => voice === id)
      .map(({ pitch, start, duration }) => [pitch, start, duration]);
  };
  recorder.toggle();
  // The one that nobody hears, so that the model is there.
  expect(generator.asks).toHaveLength(1);
  return { ...stage, duet, live, recorder, responses, sketch, touch, play, goTo, answer, inVoice };
}

describe("call and response", () => {
  test("answers in time, in a voice of its own, and hands back without a gap", async () => {
    const { duet, generator, recorder, responses, sketch, play, goTo, answer, inVoice } =
      duo("answer");
    expect(duet.turn?.by).toBe("you");
    play(60, 0, 480);
    play(64, 480, 940);
    await goTo(bar - 400);
    expect(generator.asks).toHaveLength(2);
    await answer(67, 72);
    expect(inVoice("Answer")).toEqual([
      [67, bar, 480],
      [72, bar + 480, 480],
    ]);
    expect(duet.turn).toEqual({ by: "machine", from: bar, end: 2 * bar });
    await goTo(2 * bar);
    expect(duet.turn).toEqual({ by: "you", from: 2 * bar });
    recorder.toggle();
    expect(duet.turn).toBeUndefined();
    // Every exchange is a take and a step.
    expect(responses.shown.map(({ name }) => name)).toEqual(["Take 1: Answer"]);
    expect(sketch.undoLabel).toBe("Record");
    sketch.undo();
    sketch.undo();
    expect(inVoice("Answer")).toEqual([]);
    expect(sketch.score.notes).toHaveLength(2);
  });

  test("a phrase that goes on is not answered", async () => {
    const { generator, duet, play, touch, goTo } = duo("answer");
    play(60, 0, 480);
    await goTo(bar - 400);
    expect(generator.asks).toHaveLength(2);
    touch("press", 62, bar - 300);
    expect(generator.asks[1]!.signal?.aborted).toBe(true);
    await goTo(bar + 100);
    expect(duet.turn?.by).toBe("you");
    expect(generator.asks).toHaveLength(2);
  });

  test("an answer that is late waits a bar rather than come in off the beat", async () => {
    const { duet, player, play, goTo, answer, inVoice } = duo("answer");
    play(60, 0, 480);
    await goTo(bar - 400);
    player.at = bar + 10;
    await answer(67);
    expect(inVoice("Answer")).toEqual([[67, 2 * bar, 480]]);
    expect(duet.turn).toEqual({ by: "machine", from: 2 * bar, end: 3 * bar });
    expect([duet.answers, duet.late]).toEqual([1, 1]);
  });

  test("hears what both played so far", async () => {
    const { generator, play, goTo, answer } = duo("answer");
    play(60, 0, 480);
    await goTo(bar - 400);
    await answer(67);
    await goTo(2 * bar);
    play(62, 2 * bar, 2 * bar + 480);
    await goTo(3 * bar - 200);
    const { ask } = generator.asks.at(-1)!;
    expect(ask.score.notes.map(({ pitch }) => pitch)).toEqual([60, 67, 62]);
    expect(ask.endsOpen).toBe(false);
    // What it copies is told where that takes no time; the first of all, which nobody hears, waits for the pieces.
    expect(ask.inTime).toBe(true);
    expect(generator.asks[0]!.ask.inTime).toBeUndefined();
  });

  test("turns are traded bar for bar, held notes and all", async () => {
    const { duet, generator, touch, goTo, answer } = duo("trade", 2);
    touch("press", 60, 480);
    await goTo(bar);
    expect(generator.asks).toHaveLength(1);
    await goTo(2 * bar - 400);
    expect(generator.asks).toHaveLength(2);
    expect(generator.asks[1]!.ask).toMatchObject({ endsOpen: true });
    expect(generator.asks[1]!.ask.score.notes).toHaveLength(1);
    await answer(67);
    expect(duet.turn).toEqual({ by: "machine", from: 2 * bar, end: 4 * bar });
    await goTo(4 * bar);
    await goTo(6 * bar - 200);
    expect(generator.asks).toHaveLength(3);
  });

  test("a model that fails says so in one sentence, and the recording goes on", async () => {
    const { duet, generator, recorder, play, goTo } = duo("answer");
    play(60, 0, 480);
    await goTo(bar - 400);
    generator.asks[1]!.fail(new Error("the worker died."));
    await new Promise((resolve) => setTimeout(resolve));
    expect(duet.problem).toBe(
      "No answer came: the worker died. What you play is recorded all the same.",
    );
    expect(recorder.isRecording).toBe(true);
    expect(duet.turn).toEqual({ by: "you", from: bar });
  });

  test("who drums plays alone, and is told so", () => {
    const { session, generator } = createStage(
      score([], { voices: [voice("kit", { instrument: "drums" })] }),
    );
    session.duet.partner = "answer";
    session.recorder.toggle();
    expect(session.recorder.isRecording).toBe(true);
    expect(session.duet.turn).toBeUndefined();
    expect(session.duet.problem).toContain("choose another voice than the drums");
    expect(generator.asks).toEqual([]);
  });

  test("a loop is left: turns go on", () => {
    const { session, recorder } = duo("trade");
    recorder.toggle();
    session.playback.setLoop({ start: 0, end: bar });
    recorder.toggle();
    expect(session.playback.loop).toBeUndefined();
  });
});

describe("a shadow", () => {
  test("sounds with the note that is held, and is written where that was", async () => {
    const { touch, player, answer, inVoice, recorder, responses } = duo("shadow");
    touch("press", 72, 10);
    await answer(64);
    expect([...player.pressed.values()]).toEqual([72, 64]);
    touch("release", 72, 490);
    expect(player.pressed.size).toBe(0);
    expect(inVoice("Shadow")).toEqual([[64, 10, 480]]);
    recorder.toggle();
    expect(responses.shown.map(({ name }) => name)).toEqual(["Take 1: Shadow"]);
  });

  test("that comes when the note is over does not sound", async () => {
    const { play, player, answer, inVoice } = duo("shadow");
    play(72, 10, 60);
    await answer(64);
    expect(player.pressed.size).toBe(0);
    expect(inVoice("Shadow")).toEqual([]);
  });
});
