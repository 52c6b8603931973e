import { describe, expect, test } from "vitest";
import type { Score } from "../../src/domain/score";
import { createStage } from "../ui/roll/stage";
import { score } from "../support/score";

const press = (pitch: number, velocity = 90) =>
  ({ type: "press", source: "keys", pitch, velocity }) as const;
const release = (pitch: number) => ({ type: "release", source: "keys", pitch }) as const;

function desk(on: Score = score([], { bars: 4 })) {
  const stage = createStage(on);
  return { ...stage, live: stage.session.live };
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
