import { expect, test } from "vitest";
import { createStage } from "../ui/roll/stage";
import { score } from "../support/score";

const press = (source: string) => ({ type: "press", source, pitch: 60, velocity: 80 }) as const;
const INTERVAL = 700;
const CLICKS = 20;

/** Strokes on `source`, so many milliseconds after each click from `first` on, and the clicks come to their end. */
function calibrated(late: (click: number) => number, source = "midi 1", first = 4) {
  const stage = createStage(score([]));
  const { session, hands } = stage;
  const { calibration, live } = session;
  calibration.start();
  for (let click = first; click < CLICKS; click++)
    live.touch(press(source), click * INTERVAL + late(click));
  hands.nowMs = 5 * INTERVAL + 10;
  hands.beat();
  const during = calibration.state;
  hands.nowMs = CLICKS * INTERVAL + 10;
  hands.beat();
  return { ...stage, calibration, during };
}

test("what comes late is measured, told, remembered, and taken off what is recorded", () => {
  const { calibration, during, session, player } = calibrated((click) => 40 + (click % 3));
  expect(during).toMatchObject({ phase: "listening", beat: 6, strokes: 16 });
  expect(calibration.state).toMatchObject({ phase: "done", hand: "midi" });
  expect(session.preferences.latencies).toEqual({ midi: 41 });
  expect(player.clicksStopped).toBe(true);
});

test("strokes at the first clicks find the beat and do not count", () => {
  const { calibration, session } = calibrated((click) => (click < 3 ? 300 : 20), "page 1", 0);
  expect(calibration.state).toMatchObject({ phase: "done", hand: "page" });
  expect(session.preferences.latencies).toEqual({ page: 20 });
});

test("who plays something else is told so, and nothing is changed", () => {
  const { calibration, session } = calibrated((click) => ((click * 263) % 700) - 350);
  expect(calibration.state.phase).toBe("unclear");
  expect(session.preferences.latencies).toEqual({});
});

test("ends when it is called off, without a trace", () => {
  const { session, player, hands } = createStage(score([]));
  session.calibration.start();
  session.calibration.cancel();
  expect(player.clicksStopped).toBe(true);
  hands.beat();
  expect(session.calibration.state).toEqual({ phase: "idle" });
});
