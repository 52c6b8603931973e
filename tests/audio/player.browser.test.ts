import { afterEach, expect, test, vi } from "vitest";
import { createPlayer, type Player, type PlayerEvent } from "../../src/audio/player";
import {
  AudioError,
  createSampleLibrary,
  type SampleLibrary,
} from "../../src/audio/sample-library";
import { scoreTicks } from "../../src/domain/score";
import { melody, note, score, voice } from "../support/score";
import { peak } from "./hearing";

const open: Player[] = [];
afterEach(() => {
  for (const player of open.splice(0)) player.dispose();
});

const never: SampleLibrary = { find: () => undefined, load: () => new Promise(() => undefined) };

/** A player whose output is listened to on its way out. */
function listenTo(library: SampleLibrary = never) {
  let audio: AudioContext | undefined;
  let ear: AnalyserNode | undefined;
  class Tapped extends AudioContext {
    override get destination(): AudioDestinationNode {
      if (!ear) {
        ear = new AnalyserNode(this, { fftSize: 2048 });
        ear.connect(super.destination);
      }
      return ear as AudioNode as AudioDestinationNode;
    }
  }
  const player = createPlayer({ library, openAudio: () => (audio = new Tapped()) });
  open.push(player);
  const events: PlayerEvent[] = [];
  player.subscribe((event) => events.push(event));
  const samples = new Float32Array(2048);
  return {
    player,
    events,
    names: () => events.map((event) => event.type),
    /** The loudest sample of the last 40 ms or so. */
    level: () => {
      ear?.getFloatTimeDomainData(samples);
      return peak(samples);
    },
    audio: () => audio,
  };
}

const LONG = score([note({ duration: 1920 * 8, velocity: 110 })], { bars: 8 });
/** A bar of 0.4 s. */
const SHORT = score(melody([60, 62]), { bars: 1, tempo: 300, meter: { beats: 2, unit: 4 } });

test("something is heard while the recordings are not there yet", async () => {
  const { player, level, names } = listenTo(never);
  player.setScore(LONG);
  await player.play(0);
  await expect.poll(level).toBeGreaterThan(0.02);
  expect(names()).toEqual(["instrumentLoading", "started"]);
});

test("sound that does not start is given up, and said", async () => {
  class Unplugged extends AudioContext {
    override get state(): AudioContextState {
      return "suspended";
    }
    override resume(): Promise<void> {
      return new Promise(() => undefined);
    }
  }
  const player = createPlayer({
    library: never,
    openAudio: () => new Unplugged(),
    startLimit: 0.01,
  });
  open.push(player);
  player.setScore(LONG);
  await expect(player.play(0)).rejects.toThrow(/connected/);
  expect(player.state).toBe("stopped");
});

test("the recordings take over when they have come", async () => {
  const { player, names, level } = listenTo(createSampleLibrary());
  player.setScore(LONG);
  await player.play(0);
  await expect.poll(names).toContain("instrumentLoaded");
  await expect.poll(level).toBeGreaterThan(0.02);
});

test.each(["stop", "pause", "dispose"] as const)("%s leaves no note sounding", async (way) => {
  const { player, level, audio } = listenTo();
  player.setScore(LONG);
  await player.play(0);
  await expect.poll(level).toBeGreaterThan(0.02);
  player[way]();
  if (way === "dispose") await expect.poll(() => audio()?.state).toBe("closed");
  else await expect.poll(level).toBeLessThan(1e-4);
  expect(player.state).toBe("stopped");
});

test("leaving the page stops the sound", async () => {
  const { player, level } = listenTo();
  player.setScore(LONG);
  await player.play(0);
  await expect.poll(level).toBeGreaterThan(0.02);
  window.dispatchEvent(new PageTransitionEvent("pagehide"));
  expect(player.state).toBe("stopped");
  await expect.poll(level).toBeLessThan(1e-4);
});

test("the position runs from where playing began; pausing keeps it, stopping takes it back", async () => {
  const { player } = listenTo();
  player.setScore(LONG);
  await player.play(960);
  expect(player.position()).toBeGreaterThanOrEqual(960);
  await expect.poll(() => player.position()).toBeGreaterThan(1000);
  player.pause();
  const paused = player.position();
  expect(paused).toBeGreaterThan(1000);
  expect(player.position()).toBe(paused);
  await player.play(paused);
  player.stop();
  expect(player.position()).toBe(paused);
  player.seek(480);
  expect(player.position()).toBe(480);
});

test("the position never runs back while playing, nor ahead of the audio clock", async () => {
  const { player, audio } = listenTo();
  player.setScore({ ...LONG, tempo: 60 });
  await player.play(0);
  const began = audio()!.currentTime;
  const seen: number[] = [];
  await expect
    .poll(
      () => {
        seen.push(player.position());
        expect(seen.at(-1)! / 480).toBeLessThanOrEqual(audio()!.currentTime - began + 0.001);
        return seen.at(-1)!;
      },
      { interval: 4 },
    )
    .toBeGreaterThan(200);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
});

test("the end of the score is told, and the position goes back to the start", async () => {
  const { player, names, events } = listenTo();
  player.setScore(SHORT);
  await player.play(0);
  await expect.poll(names).toContain("stopped");
  expect(events.at(-1)).toEqual({ type: "stopped", ended: true, at: scoreTicks(SHORT) });
  expect([player.state, player.position()]).toEqual(["stopped", 0]);
});

test("a loop goes round until it is stopped, telling each time", async () => {
  const { player, names } = listenTo();
  player.setScore(SHORT);
  player.setLoop({ start: 0, end: 480 });
  await player.play(0);
  await expect.poll(() => names().filter((name) => name === "looped").length).toBeGreaterThan(2);
  expect(player.state).toBe("playing");
});

test("muting, soloing and volume are heard while a note sounds", async () => {
  const { player, level } = listenTo();
  const withVoice = (overrides: Parameters<typeof voice>[1]) => ({
    ...LONG,
    voices: [voice("soprano", { instrument: "organ", ...overrides }), voice("other")],
  });
  player.setScore(withVoice({}));
  await player.play(0);
  await expect.poll(level).toBeGreaterThan(0.02);
  player.setScore(withVoice({ muted: true }));
  await expect.poll(level).toBe(0);
  player.setScore(withVoice({}));
  await expect.poll(level).toBeGreaterThan(0.02);
  player.setScore({ ...withVoice({}), voices: [voice("soprano"), voice("other", { solo: true })] });
  await expect.poll(level).toBe(0);
  player.setScore(withVoice({ volume: 1 }));
  await expect.poll(level).toBeGreaterThan(0.02);
});

test("an instrument that cannot be loaded is told, the synthesiser plays on, and Play tries again", async () => {
  let tries = 0;
  const failing: SampleLibrary = {
    find: () => undefined,
    load: () => Promise.reject(new AudioError("sampleMissing", `try ${++tries}`)),
  };
  const { player, level, names, events } = listenTo(failing);
  player.setScore(LONG);
  await player.play(0);
  await expect.poll(names).toContain("instrumentFailed");
  await expect.poll(level).toBeGreaterThan(0.02);
  player.setScore({ ...LONG, title: "changed" });
  expect(tries).toBe(1);
  await player.play(0);
  await expect.poll(() => tries).toBe(2);
  expect(events.findLast((event) => event.type === "instrumentFailed")).toMatchObject({
    instrument: "piano",
    error: { code: "sampleMissing" },
  });
});

test("an audition is heard whatever is muted, and is soon over", async () => {
  const { player, level } = listenTo();
  player.setScore(score([], { voices: [voice("soprano", { muted: true })] }));
  player.audition(72, 100, voice("soprano", { muted: true, instrument: "flute" }));
  await expect.poll(level).toBeGreaterThan(0.02);
  await expect.poll(level).toBeLessThan(1e-4);
  expect(player.state).toBe("stopped");
});

test("stopping while the page still waits for its sound leaves it stopped", async () => {
  const { player, names } = listenTo();
  player.setScore(LONG);
  const playing = player.play(0);
  player.stop();
  await playing;
  expect(player.state).toBe("stopped");
  expect(names()).toEqual(["instrumentLoading", "started", "stopped"]);
});

test("a browser without audio output is told apart", async () => {
  const player = createPlayer({
    library: never,
    openAudio: () => {
      throw new DOMException("none", "NotSupportedError");
    },
  });
  open.push(player);
  await expect(player.play(0)).rejects.toMatchObject({ code: "noAudio" });
  expect(player.state).toBe("stopped");
});

/** A player whose sound the test can take away, and refuse to give back. */
async function fragile() {
  let audio: AudioContext | undefined;
  let gives = true;
  class Phone extends AudioContext {
    override resume(): Promise<void> {
      return gives
        ? super.resume()
        : Promise.reject(new DOMException("locked", "InvalidStateError"));
    }
  }
  const player = createPlayer({ library: never, openAudio: () => (audio = new Phone()) });
  open.push(player);
  const events: string[] = [];
  player.subscribe((event) => events.push(event.type));
  player.setScore(LONG);
  await player.play(0);
  return {
    player,
    state: () => audio?.state,
    told: () => events.filter((type) => type === "interrupted" || type === "resumed"),
    take: async (back: boolean) => {
      gives = back;
      await audio?.suspend();
    },
    give: () => (gives = true),
  };
}

test("sound that is taken away comes back by itself where it can, at the same place, with no word", async () => {
  const { player, state, told, take } = await fragile();
  await take(true);
  await expect.poll(state).toBe("running");
  expect(player.state).toBe("playing");
  const at = player.position();
  await expect.poll(() => player.position()).toBeGreaterThan(at);
  expect(at).toBeLessThan(1920);
  expect(told()).toEqual([]);
});

test.each([
  ["a touch", () => window.dispatchEvent(new PointerEvent("pointerup"))],
  ["a key", () => window.dispatchEvent(new KeyboardEvent("keydown", { key: "x" }))],
  ["coming back to the page", () => document.dispatchEvent(new Event("visibilitychange"))],
  ["another sound device", () => navigator.mediaDevices.dispatchEvent(new Event("devicechange"))],
])("sound that does not come back is told of once, and comes with %s", async (_, event) => {
  const { player, state, told, take, give } = await fragile();
  await take(false);
  await expect.poll(told).toEqual(["interrupted"]);
  event();
  await Promise.resolve();
  expect(told()).toEqual(["interrupted"]);
  expect(player.state).toBe("playing");
  give();
  event();
  await expect.poll(state).toBe("running");
  await expect.poll(told).toEqual(["interrupted", "resumed"]);
});

test("a page that is hidden tells nobody of a sound that a locked phone withholds, before it is seen again", async () => {
  const { told, take } = await fragile();
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  await take(false);
  document.dispatchEvent(new Event("visibilitychange"));
  await Promise.resolve();
  expect(told()).toEqual([]);
  hidden.mockReturnValue(false);
  document.dispatchEvent(new Event("visibilitychange"));
  await expect.poll(told).toEqual(["interrupted"]);
  hidden.mockRestore();
});

test("a page that is hidden has its notes ready for seconds, since its turns come seldom", async () => {
  const begun = vi.spyOn(AudioScheduledSourceNode.prototype, "start");
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(false);
  const { player, audio } = listenTo(never);
  player.setScore(score(melody(Array.from({ length: 32 }, () => 60)), { bars: 8 }));
  await player.play(0);
  const ahead = () =>
    Math.max(...begun.mock.calls.map(([when]) => when ?? 0)) - audio()!.currentTime;
  expect(ahead()).toBeLessThan(0.5);
  hidden.mockReturnValue(true);
  document.dispatchEvent(new Event("visibilitychange"));
  expect(ahead()).toBeGreaterThan(2.3);
  hidden.mockRestore();
  begun.mockRestore();
});

test("a page that is stopped wants no sound back", async () => {
  const { player, state, told, take, give } = await fragile();
  player.stop();
  await take(true);
  give();
  window.dispatchEvent(new PointerEvent("pointerup"));
  await Promise.resolve();
  expect(state()).toBe("suspended");
  expect(told()).toEqual([]);
});

test("levels are measured while somebody wants to know them, of each voice and of everything", async () => {
  const { player } = listenTo(never);
  player.setMetering(true);
  player.setScore({ ...LONG, voices: [voice("soprano"), voice("alto")] });
  await player.play(0);
  await expect.poll(() => player.levels().master.peak).toBeGreaterThan(0.02);
  const { voices, master } = player.levels();
  expect([...voices.keys()]).toEqual(["soprano", "alto"]);
  const [soprano, alto] = [...voices.values()];
  expect(soprano!.peak).toBeGreaterThan(0.02);
  expect(alto).toEqual({ rms: 0, peak: 0 });
  expect(master.rms).toBeLessThan(master.peak);
  player.setMetering(false);
  expect(player.levels().master).toEqual({ rms: 0, peak: 0 });
});
