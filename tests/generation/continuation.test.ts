import { expect, test } from "vitest";
import { harmony, pitchClassesOf, type Chord } from "../../src/domain/chord";
import { DEFAULT_SETTINGS } from "../../src/domain/ask";
import { createRandom } from "../../src/domain/random";
import type { PlacedChord, VoiceId } from "../../src/domain/score";
import { continueMelody } from "../../src/generation/continuation";
import type { MelodyNet } from "../../src/generation/melody-net";
import { melody, score } from "../support/score";
import { blankNetworks } from "./blank-networks";
import { mean } from "./measures";

const BAR = 1920;
const TUNE = [60, 62, 64, 65, 67, 65, 64, 62];
const A_FLAT = harmony(8, "major");
const D_SEVENTH = harmony(2, "dominant");

function placed(chord: Chord, bar: number): PlacedChord {
  return { start: bar * BAR, chord, origin: { by: "you" }, locked: false, playing: undefined };
}

/** Four bars behind two bars of a tune. */
async function goOn(chords: readonly PlacedChord[], net: MelodyNet) {
  const base = score(melody(TUNE), { bars: 6, chords });
  const ask = {
    kind: "continue" as const,
    score: base,
    voices: ["soprano" as VoiceId],
    range: { start: 2 * BAR, end: 6 * BAR },
    settings: { ...DEFAULT_SETTINGS, surprise: 0 },
  };
  const voice = ask.voices[0]!;
  const [notes] = await continueMelody(ask, voice, net, [createRandom(5)], () => Promise.resolve());
  return notes!;
}

/** The melody network of `blankNetworks`, and the chords that its runs were told. */
async function listening() {
  const net = await blankNetworks.melodyRnn();
  const told: number[][] = [];
  const start: MelodyNet["start"] = (chords = new Int16Array()) => {
    told.push([...chords]);
    return net.start(chords);
  };
  return { net: { ...net, start }, told };
}

test("a continuation leans to the tones of the chords that stand in it", async () => {
  const { net } = await listening();
  const onChord = (notes: readonly { pitch: number; start: number }[]) =>
    mean(
      notes.map(({ pitch, start }) => {
        const chord = start < 4 * BAR ? A_FLAT : D_SEVENTH;
        return pitchClassesOf(chord).includes(pitch % 12) ? 1 : 0;
      }),
    );
  const free = await goOn([], net);
  const bound = await goOn([placed(A_FLAT, 2), placed(D_SEVENTH, 4)], net);
  expect(onChord(bound)).toBeGreaterThan(onChord(free) + 0.2);
});

test("the network is told the chord of every step, none before the first", async () => {
  const { net, told } = await listening();
  await goOn([placed(A_FLAT, 1), placed(D_SEVENTH, 4)], net);
  const bars = Array.from({ length: 6 }, (_, bar) => told[0]![bar * 16 + 7]);
  expect(bars).toEqual([144, 96, 96, 96, 26, 26]);
  expect(told[0]).toHaveLength(6 * 16);
});

test("chords that stand only before the continuation say nothing of it", async () => {
  const { net, told } = await listening();
  const bound = await goOn([placed(A_FLAT, 0), placed(D_SEVENTH, 1)], net);
  expect(told).toEqual([[]]);
  expect(bound).toEqual(await goOn([], net));
});
