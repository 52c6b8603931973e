import { expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../src/domain/ask";
import { chosenWords, learntWords, likeWords, sourceWords } from "../../src/ui/style-words";
import { makingWords } from "../../src/ui/words";
import { style } from "../support/personal";

test("a take says how far it went towards which style, and nothing where it did not", () => {
  const making = {
    kind: "vary",
    model: { name: "vae", version: "1" },
    seed: 7,
    settings: { ...DEFAULT_SETTINGS, personal: 0.6 },
    voices: [],
    range: { start: 0, end: 960 },
    ask: "a",
  } as const;
  const plain = "vae 1 · seed 7 · different 35 % · surprising 30 %";
  expect(makingWords(making)).toBe(plain);
  const { name, learntMs, windows } = style();
  expect(makingWords({ ...making, personal: { name, learntMs, windows } })).toBe(
    `${plain} · like you 60 % (My style, 25 Nov 2026, 143 stretches)`,
  );
});

test("what a style was learnt from is named, or counted where it is much", () => {
  expect(learntWords(style())).toBe("143 stretches of two bars, from Jig and Reel, on 25 Nov 2026");
  const many = ["Jig", "Jig", "Reel", "Air", "Polka", "Waltz", "Slide"];
  expect(learntWords(style({ sketches: many }))).toBe(
    "143 stretches of two bars, from Jig, Reel, Air and 3 other sketches, on 25 Nov 2026",
  );
  expect(learntWords(style({ sketches: [] }))).toBe("143 stretches of two bars on 25 Nov 2026");
});

test("what there is to learn from is said in bars", () => {
  const source = { id: "a", title: "A", bars: 12, isTune: false };
  const none = { ...source, bars: 0 };
  expect([sourceWords(source), sourceWords(none)]).toEqual(["12 bars", "nothing of yours"]);
  expect(chosenWords([source, none], 12)).toBe("12 bars to learn from.");
  expect(chosenWords([source, none], 0)).toBe("Tick a sketch to learn from.");
  expect(chosenWords([none], 0)).toContain("No sketch has a line of yours yet");
});

test("like the tune is not worth a word", () => {
  expect([likeWords(0), likeWords(0.25)]).toEqual(["", "like you 25 %"]);
});
