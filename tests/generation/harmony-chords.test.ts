import { describe, expect, test } from "vitest";
import { pitchClassOf } from "../../src/domain/key";
import { melody, placedChord, score } from "../support/score";
import { pressed } from "../support/ask";
import { answer } from "../../src/generation/answer";
import { composerFor } from "../../src/generation/composers";
import { blankNetworks } from "./blank-networks";

/** What a network that knows nothing writes under C E G C, so that all there is to hear is the chords' doing. */
async function harmonised(chords: Parameters<typeof score>[1]) {
  const base = score(melody([72, 76, 79, 72]), { bars: 1, ...chords });
  const ask = pressed("harmonise", base, { takes: 1, rules: "off" }, { seed: 5 });
  const [draft] = await answer(ask, await composerFor(ask, blankNetworks), {
    pause: () => Promise.resolve(),
    onDrafts: () => undefined,
    onProgress: () => undefined,
  });
  return { ask, notes: draft!.notes };
}

describe("Harmonise under chords that stand", () => {
  const chord = placedChord(0, "Am/C");
  const inChord = (notes: readonly { readonly pitch: number }[]) =>
    notes.filter(({ pitch }) => [9, 0, 4].includes(pitchClassOf(pitch))).length / notes.length;

  test("writes their tones far more often than without them", async () => {
    const under = await harmonised({ chords: [chord] });
    const free = await harmonised({});
    expect(inChord(under.notes)).toBeGreaterThan(0.8);
    expect(inChord(free.notes)).toBeLessThan(0.5);
  });

  test("gives the lowest voice the bass that the symbol names", async () => {
    const { ask, notes } = await harmonised({ chords: [chord] });
    const lowest = ask.voices.at(-1);
    const bass = notes.filter(({ voice }) => voice === lowest);
    const named = bass.filter(({ pitch }) => pitchClassOf(pitch) === 0);
    expect(named.length / bass.length).toBeGreaterThan(0.6);
  });
});
