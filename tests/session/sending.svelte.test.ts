import { expect, test } from "vitest";
import type { MidiPort } from "../../src/domain/midi";
import { createStage } from "../ui/roll/stage";
import { score } from "../support/score";

const synth: MidiPort = { id: "2", name: "Old synth", send: () => undefined };

async function plugged() {
  const stage = createStage(score([]));
  await stage.session.live.connect();
  stage.hands.plug!([], [synth]);
  return { ...stage, sending: stage.session.sending };
}

test("a device that can be played is offered, chosen, and told how", async () => {
  const { sending, player } = await plugged();
  expect(sending.ports.map(({ name }) => name)).toEqual(["Old synth"]);
  expect(player.sending).toBeUndefined();
  sending.choose("2");
  sending.set({ clock: true });
  expect(player.sending).toEqual({ port: synth, clock: true, isAlone: false });
  sending.set({ isAlone: true });
  expect(player.sending).toEqual({ port: synth, clock: true, isAlone: true });
  sending.choose(undefined);
  expect(player.sending).toBeUndefined();
});

test("when it is pulled out the sound is here again, and a sentence says so", async () => {
  const { sending, player, hands } = await plugged();
  sending.choose("2");
  sending.set({ isAlone: true });
  hands.plug!([], []);
  expect(player.sending).toBeUndefined();
  expect(sending.problem).toContain("Old synth was unplugged");
});

test("what a MIDI device plays is not sent out again", async () => {
  const { session, player } = await plugged();
  const press = (source: string, pitch: number) => {
    session.live.touch({ type: "press", source, pitch, velocity: 80 });
  };
  press("midi 1", 60);
  press("computer keys", 62);
  expect(player.goingOut).toEqual([62]);
});
