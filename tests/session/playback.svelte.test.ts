import { expect, test } from "vitest";
import { Playback } from "../../src/session/playback.svelte";
import { SilentPlayer } from "../ui/roll/silent-player";

test("Play shows Stop, and Stop goes back to where playing began", () => {
  const player = new SilentPlayer();
  const playback = new Playback(player);
  playback.seek(960);
  playback.toggle();
  expect(playback.playing).toBe(true);
  player.at = 1440;
  expect(playback.position()).toBe(1440);
  playback.toggle();
  expect(playback.playing).toBe(false);
  expect(playback.position()).toBe(960);
});

test("sound that does not come is said, until it does", async () => {
  const player = new SilentPlayer();
  const { play } = player;
  const playback = new Playback(player);
  player.play = () => Promise.reject(new Error("nothing is plugged in"));
  await playback.play();
  expect(playback.problem).toBe("nothing is plugged in");
  player.play = play;
  await playback.play();
  expect(playback.problem).toBeUndefined();
});

test("sound that was taken away is said in one sentence, until it is back or playing is over", async () => {
  const player = new SilentPlayer();
  const playback = new Playback(player);
  await playback.play();
  player.interrupt();
  expect(playback.problem).toMatch(/^Something took the sound away/);
  expect(playback.playing).toBe(true);
  player.resume();
  expect(playback.problem).toBeUndefined();
  player.interrupt();
  playback.stop();
  expect(playback.problem).toBeUndefined();
});
