import { flushSync } from "svelte";
import { expect, onTestFinished, test } from "vitest";
import { score, melody } from "../support/score";
import { createStage } from "../ui/roll/stage";
import { ASK_KINDS } from "../../src/domain/ask";
import { isAllowed, type Helper } from "../../src/exercises/work";
import { Follow } from "../../src/session/follow.svelte";
import { Responses, type ResponsesPorts } from "../../src/session/responses.svelte";
import { Sketch } from "../../src/session/sketch.svelte";
import { FakeGenerator } from "../support/generator";
import { countingIds } from "../support/score";

const TUNE = score(melody([72, 74, 76, 77]), { bars: 8 });

/** A desk on which an exercise with this help lies. */
function desk(help: Parameters<typeof isAllowed>[0]) {
  const ids = countingIds();
  const generator = new FakeGenerator();
  const sketch = new Sketch(ids);
  sketch.open(TUNE);
  const styled: boolean[] = [];
  const ports: ResponsesPorts = {
    generator,
    ids,
    nowMs: () => 0,
    newSeed: () => 7,
    allows: (helper: Helper) => isAllowed(help, helper),
    style: () => {
      styled.push(true);
      return undefined;
    },
  };
  const responses = new Responses(sketch, ports);
  return { sketch, responses, generator, ports, styled };
}

test("no ask reaches a model where an exercise allows none", async () => {
  const { responses, generator } = desk("hints");
  for (const kind of ASK_KINDS) await responses.ask(kind);
  expect(generator.asks).toEqual([]);
  const free = desk("anything");
  void free.responses.ask("harmonise");
  expect(free.generator.asks).toHaveLength(1);
});

test("Follow does not answer where an exercise allows takes alone, and does where it allows anything", () => {
  for (const help of ["suggestion", "anything"] as const) {
    const { sketch, responses, generator, ports } = desk(help);
    responses.settings = { ...responses.settings, follow: true };
    const follow = new Follow(sketch, responses, ports);
    onTestFinished(
      $effect.root(() => {
        $effect(() => {
          follow.changed();
        });
      }),
    );
    flushSync();
    const [first] = sketch.score.notes;
    sketch.dispatch("Move", [{ type: "updateNotes", notes: [{ ...first!, pitch: 71 }] }]);
    flushSync();
    expect(follow.isOn).toBe(help === "anything");
    expect(generator.asks.length > 0).toBe(help === "anything");
  }
});

test("a learnt style is not asked for where an exercise allows takes alone", () => {
  for (const help of ["suggestion", "anything"] as const) {
    const { responses, styled } = desk(help);
    responses.settings = { ...responses.settings, personal: 1 };
    void responses.ask(help === "anything" ? "vary" : "rewrite");
    expect(styled.length > 0).toBe(help === "anything");
  }
});

test.each(["answer", "trade", "shadow"] as const)(
  "a partner that plays along, %s, keeps silent where an exercise allows none",
  async (partner) => {
    for (const isFree of [true, false]) {
      const { player, hands, session, generator } = createStage(
        score([], { bars: 4 }),
        {},
        { allows: () => isFree },
      );
      const { duet, live, recorder } = session;
      player.tickAt = (ms) => ms;
      duet.partner = partner;
      recorder.toggle();
      live.touch({ type: "press", source: "keys", pitch: 60, velocity: 90 }, 0);
      player.at = 480;
      live.touch({ type: "release", source: "keys", pitch: 60 }, 480);
      player.at = 1500;
      hands.look();
      hands.turn();
      await Promise.resolve();
      expect(generator.asks.length > 0).toBe(isFree);
      recorder.toggle();
    }
  },
);
