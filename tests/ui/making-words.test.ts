import { expect, test } from "vitest";
import { DEFAULT_SETTINGS, type AskSettings } from "../../src/domain/ask";
import { melodyWords, settingsWords } from "../../src/ui/words";

const said = (settings: Partial<AskSettings>) =>
  settingsWords({ ...DEFAULT_SETTINGS, ...settings });

test("what a melody was steered by is said of its take, and nothing where it was not", () => {
  expect(said({})).toBe("different 35 % · surprising 30 %");
  expect(said({ density: 0.4, leaps: -1 })).toBe(
    "different 35 % · surprising 30 % · denser 40 % · smoother 100 %",
  );
});

test("how melodies are steered is said in one breath", () => {
  expect(melodyWords({ ...DEFAULT_SETTINGS, register: -0.25, density: -0.1 })).toBe(
    "sparser 10 %, lower 25 %",
  );
  expect(melodyWords(DEFAULT_SETTINGS)).toBe("");
});
