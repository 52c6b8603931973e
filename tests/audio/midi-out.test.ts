import { beforeEach, describe, expect, test } from "vitest";
import { MidiOut } from "../../src/audio/midi-out";
import type { MidiPort } from "../../src/domain/midi";
import type { VoiceId } from "../../src/domain/score";
import { score, voice } from "../support/score";

/** Messages as the device got them: bytes, and when in milliseconds. */
let sent: [number[], number][];
const port: MidiPort = {
  id: "1",
  name: "Test device",
  send: (bytes, atMs) => sent.push([[...bytes], Math.round(atMs)]),
};
const soprano = "soprano" as VoiceId;
const kit = "kit" as VoiceId;

function device(options: { clock?: boolean } = {}) {
  const out = new MidiOut((seconds) => 1000 * seconds);
  out.use({ port, clock: options.clock ?? false, isAlone: false });
  out.setVoices(
    score([], {
      voices: [voice("kit", { instrument: "drums" }), voice("soprano"), voice("alto")],
    }),
  );
  sent = [];
  return out;
}
const note = (pitch: number, start: number, end: number) => ({ pitch, velocity: 90, start, end });

beforeEach(() => {
  sent = [];
});

describe("notes", () => {
  test("go out shortly before their time, each voice on its channel, drums on the tenth", () => {
    const out = device();
    out.play(soprano, note(60, 1, 2));
    out.play(kit, note(36, 1.5, 1.6));
    out.flush(0.9, 120);
    expect(sent).toEqual([]);
    out.flush(1.55, 120);
    expect(sent).toEqual([
      [[0x90, 60, 90], 1000],
      [[0x99, 36, 90], 1500],
    ]);
    out.flush(3, 120);
    expect(sent.slice(2)).toEqual([
      [[0x80, 60, 64], 2000],
      [[0x89, 36, 64], 1600],
    ]);
  });

  test("taken back before they began never sound; let go sooner they end sooner", () => {
    const out = device();
    out.play(soprano, note(60, 1, 2))!.endAt(1);
    const held = out.play(soprano, note(62, 1, 2))!;
    out.flush(1.1, 120);
    held.endAt(1.3);
    out.flush(3, 120);
    expect(sent).toEqual([
      [[0x90, 62, 90], 1000],
      [[0x80, 62, 64], 1300],
    ]);
  });

  test("on one key end before the next begins", () => {
    const out = device();
    out.play(soprano, note(60, 1, 3));
    out.play(soprano, note(60, 2, 3));
    out.flush(4, 120);
    expect(sent.map(([[status]]) => status)).toEqual([0x90, 0x80, 0x90, 0x80]);
    expect(sent[1]![1]).toBe(2000);
  });

  test("never hang: silence, another device and a device's going end all that sounds", () => {
    const out = device();
    out.play(soprano, note(60, 1, 9));
    out.flush(1.5, 120);
    sent = [];
    out.silence();
    expect(sent.map(([bytes]) => bytes)).toEqual([
      [0x80, 60, 64],
      [0xb0, 123, 0],
    ]);
    out.play(soprano, note(64, 2, 9));
    out.flush(2.5, 120);
    sent = [];
    out.use(undefined);
    expect(sent.map(([bytes]) => bytes)[0]).toEqual([0x80, 64, 64]);
    expect(out.play(soprano, note(60, 1, 2))).toBeUndefined();
  });

  test("muted voices are silent on the device too; a mix is told as controllers, once", () => {
    const out = device();
    const voices = [voice("soprano", { volume: 0.5, pan: -1 }), voice("alto", { muted: true })];
    out.setVoices(score([], { voices }));
    out.setVoices(score([], { voices }));
    expect(sent.map(([bytes]) => bytes)).toEqual([
      [0xb0, 7, 64],
      [0xb0, 10, 0],
      [0xb1, 7, 0],
    ]);
  });
});

describe("the clock", () => {
  test("starts, gives 24 pulses a quarter note at their times, and stops", () => {
    const out = device({ clock: true });
    out.startClock(1, 0, 120);
    out.flush(1.499, 120);
    expect(sent[0]).toEqual([[0xfa], 1000]);
    const pulses = sent.filter(([[status]]) => status === 0xf8);
    expect(pulses).toHaveLength(24);
    expect(pulses.map(([, ms]) => ms).slice(0, 3)).toEqual([1000, 1021, 1042]);
    sent = [];
    out.stopClock();
    expect(sent.map(([bytes]) => bytes)).toEqual([[0xfc]]);
    out.flush(9, 120);
    expect(sent).toHaveLength(1);
  });

  test("goes on from another place with its position in sixteenths", () => {
    const out = device({ clock: true });
    out.startClock(1, 1920 * 10, 120);
    expect(sent.map(([bytes]) => bytes)).toEqual([[0xf2, 160 & 0x7f, 160 >> 7], [0xfb]]);
  });

  test("follows the tempo, and is silent where it is not wanted", () => {
    const out = device({ clock: true });
    out.startClock(0, 0, 120);
    out.flush(0.5, 120);
    sent = [];
    out.flush(1.5, 60);
    expect(sent).toHaveLength(24);
    const none = device();
    none.startClock(0, 0, 120);
    none.flush(2, 120);
    expect(sent).toEqual([]);
  });
});
