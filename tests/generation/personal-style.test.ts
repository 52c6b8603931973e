import { expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../src/domain/ask";
import { ownBars, toPlainKey, type PersonalModel } from "../../src/domain/personal";
import { createRandom } from "../../src/domain/random";
import type { Note, Score, TakeId } from "../../src/domain/score";
import { composerFor } from "../../src/generation/composers";
import { eventPitch, FIRST_PITCH } from "../../src/generation/melody";
import { LEARNING } from "../../src/generation/personal-net";
import { learnStyle, personalWindows } from "../../src/generation/personal-style";
import { varyMelodies } from "../../src/generation/variation";
import { pressed } from "../support/ask";
import { melody, note, score, voice } from "../support/score";
import { blankNetworks } from "./blank-networks";

const coder = await blankNetworks.melodyVae();
const pause = () => Promise.resolve();
const BAR = 1920;

/** Eight quarters a stretch, none like another. */
const tune = (bars: number, from = 60, voiceId = "soprano") =>
  melody(
    Array.from({ length: 4 * bars }, (_, i) => from + ((i * (3 + Math.floor(i / 8))) % 12)),
    voiceId,
  );
const pitchesOf = (events: Uint8Array) =>
  [...events].filter((event) => event >= FIRST_PITCH).map((event) => eventPitch(event, coder));

test("stretches of two bars begin on every bar line, and silent ones are left out", () => {
  const bars = score([...tune(2), ...tune(2).map((n) => ({ ...n, start: n.start + 6 * BAR }))], {
    bars: 8,
  });
  expect(personalWindows([score(tune(4))], coder)).toHaveLength(3);
  // Bars 1–2, 2–3, 6–7 and 7–8; twice the same counts once, and 3–4 to 5–6 are silent.
  expect(personalWindows([bars], coder)).toHaveLength(3);
});

test("a bar that the two of 3/4 leave room for does not have to be there", () => {
  const waltz = score(tune(3), { meter: { beats: 3, unit: 4 }, bars: 4 });
  expect(personalWindows([waltz], coder)).toHaveLength(3);
});

test("nothing is learnt where a model wrote, from drums, or from what plays the chords", () => {
  const by = { by: "model", take: "t" as TakeId, changed: true } as const;
  const theirs = tune(4).map((n) => (n.start >= 2 * BAR ? { ...n, origin: by } : n));
  expect(personalWindows([score(theirs)], coder)).toHaveLength(1);
  expect(ownBars(score(theirs))).toBe(2);
  const drums = score(tune(4), { voices: [voice("soprano", { instrument: "drums" })] });
  const chords = score(tune(4), {
    accompaniment: { upper: voice("soprano").id, bass: voice("bass").id },
  });
  for (const other of [drums, chords]) {
    expect(personalWindows([other], coder)).toEqual([]);
    expect(ownBars(other)).toBe(0);
  }
});

test("the same tune in any key and any octave is the same to learn from", () => {
  const plain = personalWindows([score(tune(4))], coder);
  const inD = score(tune(4, 62), { key: { fifths: 2, mode: "major" } });
  const low = score(tune(4, 38), { key: { fifths: 2, mode: "major" } });
  expect(personalWindows([inD], coder)).toEqual(plain);
  expect(personalWindows([low], coder)).toEqual(plain);
  expect(personalWindows([score(tune(4)), inD, low], coder)).toEqual(plain);
  for (const events of plain)
    for (const pitch of pitchesOf(events)) expect(Math.abs(pitch! - 69)).toBeLessThan(12);
});

test.each([
  [2, "major", -2],
  [-1, "minor", -5],
  [6, "major", -6],
  [0, "minor", 0],
] as const)("a key of %i fifths in %s lies %i semitones from the plain one", (fifths, mode, by) => {
  expect(toPlainKey({ fifths, mode })).toBe(by);
});

test("too little to learn from says how much is missing", async () => {
  const learning = (bars: number) =>
    learnStyle(bars === 0 ? [] : [score(tune(bars), { bars })], coder, 1, pause);
  await expect(learning(4)).rejects.toMatchObject({
    code: "tooLittle",
    message: expect.stringMatching(
      /only 3 different stretches.*takes 8.*about 5 bars more/,
    ) as string,
  });
  await expect(learning(0)).rejects.toMatchObject({
    message: expect.stringContaining("no two bars of your own") as string,
  });
});

async function learnt(): Promise<PersonalModel> {
  const style = await learnStyle([score(tune(12), { bars: 12 })], coder, 1, pause);
  return { ...style, name: "Mine", learntMs: 0, sketches: [] };
}

const named = { ...coder, model: { name: "blank", version: "1" } };

test("what is learnt says from how much, and for which network", async () => {
  const style = await learnt();
  expect(style.windows).toBe(11);
  expect(style.checkpoint.digest).toBe(named.digest);
  expect(style.net).toMatchObject({ latent: 32, hidden: LEARNING.hidden, code: LEARNING.code });
  expect(style.net.weights.every(Number.isFinite)).toBe(true);
});

const base: Score = score(melody([64, 64, 62, 64, 67, 67, 65, 64], "soprano"), {
  bars: 2,
  key: { fifths: 1, mode: "major" },
});
const vary = async (personal: number, model?: PersonalModel, seed = 3, on: Score = base) => {
  const [notes] = await varyMelodies(
    {
      score: on,
      voices: [on.voices[0]!.id],
      range: { start: 0, end: 2 * BAR },
      settings: { ...DEFAULT_SETTINGS, personal },
      ...(model ? { personal: model } : {}),
    },
    coder,
    [createRandom(seed)],
    pause,
  );
  return notes!;
};

test("like the tune, a style changes nothing; without a style, the slider changes nothing", async () => {
  const style = await learnt();
  const plain = await vary(0);
  expect(await vary(0, style)).toEqual(plain);
  expect(await vary(1)).toEqual(plain);
  expect(await vary(0.5, style)).not.toEqual(plain);
});

test("the same seed and style give the same variation, another seed another", async () => {
  const style = await learnt();
  expect(await vary(1, style)).toEqual(await vary(1, style));
  expect(await vary(1, style, 4)).not.toEqual(await vary(1, style));
});

test("a variation in a style stays in the key and about the register of the tune", async () => {
  const style = await learnt();
  const mean = (notes: readonly Pick<Note, "pitch">[]) =>
    notes.reduce((sum, { pitch }) => sum + pitch, 0) / notes.length;
  const low = { ...base, notes: base.notes.map((n) => ({ ...n, pitch: n.pitch - 24 })) };
  for (const on of [base, low])
    expect(Math.abs(mean(await vary(1, style, 3, on)) - mean(on.notes))).toBeLessThan(7);
});

test("a style of another network is refused in a sentence, unless it is not asked for", async () => {
  const style = await learnt();
  const foreign = { ...style, checkpoint: { name: "Other", version: "2", digest: "else" } };
  const ask = (personal: number) =>
    composerFor(pressed("vary", base, { personal }, { personal: foreign }), blankNetworks);
  await expect(ask(0.5)).rejects.toMatchObject({
    code: "otherModel",
    message: expect.stringContaining("Other 2") as string,
  });
  await expect(ask(0)).resolves.toBeDefined();
});

test("a note that is a person's stays out where it stands under a model's of the same voice", () => {
  const mixed = score([
    ...tune(2),
    note({ pitch: 80, start: 960, origin: { by: "model", take: "t" as TakeId, changed: false } }),
  ]);
  expect(personalWindows([mixed], coder)).toEqual([]);
});
