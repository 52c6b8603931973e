import { describe, expect, test } from "vitest";
import { MicrophoneError } from "../../src/input/microphone";
import { score } from "../support/score";
import { createStage } from "../ui/roll/stage";

const bar = 1920;

/** A desk on which a millisecond of the clock is a tick of the score, with a microphone. */
async function desk() {
  const stage = createStage(score([], { bars: 4 }));
  const { live, listening, recorder, sketch } = stage.session;
  stage.player.tickAt = (ms) => ms;
  await listening.start();
  const written = () =>
    sketch.score.notes.map(({ pitch, start, duration }) => [pitch, start, duration]);
  return { ...stage, live, recorder, sketch, listening, written };
}

describe("singing", () => {
  test("plays like a keyboard, and is not sounded: who sings hears it already", async () => {
    const { live, player, microphone, listening } = await desk();
    microphone.sing(undefined, 0.5);
    microphone.sing(64, 0.8);
    expect(live.ringing.map(({ pitch, source }) => [pitch, source])).toEqual([[64, "microphone"]]);
    expect(player.pressed.size).toBe(0);
    expect(listening.pitch).toBeCloseTo(64, 3);
    microphone.sing(undefined, 1);
    expect(live.ringing).toEqual([]);
  });

  test("becomes the nearest note of the key, or just the nearest", async () => {
    const { live, microphone, listening } = await desk();
    microphone.sing(undefined, 0.5);
    microphone.sing(61.1, 0.8);
    expect(live.ringing.map(({ pitch }) => pitch)).toEqual([62]);
    microphone.sing(undefined, 1);
    listening.snaps = false;
    microphone.sing(61.1, 1.3);
    expect(live.ringing.map(({ pitch }) => pitch)).toEqual([61]);
  });

  test("is recorded where it was sung, not where it was told", async () => {
    const { recorder, player, microphone, written } = await desk();
    recorder.toggle();
    expect(player.countIn).toBe(bar);
    const zeroMs = 250;
    microphone.sing(undefined, 0.5, zeroMs);
    microphone.sing(67, 1, zeroMs);
    microphone.sing(64, 1.5, zeroMs);
    microphone.sing(undefined, 2, zeroMs);
    player.at = bar;
    recorder.toggle();
    const [first, second, ...rest] = written();
    expect(rest).toEqual([]);
    const near = (a: number, b: number) => Math.abs(a - b) <= 10;
    expect([first![0], near(first![1]!, 750), near(first![2]!, 500)]).toEqual([67, true, true]);
    expect([second![0], near(second![1]!, 1250), near(second![2]!, 500)]).toEqual([64, true, true]);
  });

  test("that creeps up to its note is recorded as that note alone", async () => {
    const { recorder, player, microphone, written } = await desk();
    recorder.toggle();
    microphone.sing(undefined, 0.5);
    for (let t = 0.5; t < 0.7; t += 0.01) microphone.sing(63 + (t - 0.5) * 5, t + 0.01);
    microphone.sing(64, 1.2);
    microphone.sing(undefined, 1.5);
    player.at = bar;
    recorder.toggle();
    expect(written().map(([pitch]) => pitch)).toEqual([64]);
  });
});

describe("the microphone", () => {
  test("is free again when listening ends, and what was sung has ended", async () => {
    const { live, microphone, listening } = await desk();
    microphone.sing(undefined, 0.5);
    microphone.sing(64, 0.8);
    listening.stop();
    expect([microphone.open, listening.state, live.ringing.length]).toEqual([0, "off", 0]);
    microphone.sing(65, 1.5);
    expect([live.ringing.length, listening.heard.trace.length]).toEqual([0, 0]);
  });

  test("that is refused is said in a sentence, and asked for again at the next press", async () => {
    const { microphone, listening } = await desk();
    listening.stop();
    microphone.refusal = new MicrophoneError("refused", "The browser did not allow it.");
    await listening.start();
    expect([listening.state, listening.problem]).toEqual(["off", "The browser did not allow it."]);
    microphone.refusal = undefined;
    await listening.start();
    expect([listening.state, listening.problem]).toEqual(["on", undefined]);
  });

  test("that is pulled out while somebody sings ends the note, and what was recorded stays", async () => {
    const { live, recorder, player, microphone, listening, written } = await desk();
    recorder.toggle();
    microphone.sing(undefined, 0.5);
    microphone.sing(64, 1);
    microphone.pull();
    expect([live.ringing.length, listening.state]).toEqual([0, "off"]);
    expect(listening.problem).toBe("The microphone is gone.");
    expect(recorder.isRecording).toBe(true);
    player.at = bar;
    recorder.toggle();
    expect(written().map(([pitch]) => pitch)).toEqual([64]);
  });

  test("that is allowed only after somebody changed their mind is let go at once", async () => {
    const { microphone, listening } = await desk();
    listening.stop();
    let allow: () => void = () => undefined;
    microphone.answer = new Promise((resolve) => (allow = resolve));
    const asked = listening.start();
    expect(listening.state).toBe("opening");
    listening.toggle();
    allow();
    await asked;
    expect([microphone.open, listening.state]).toEqual([0, "off"]);
  });
});
