import { afterEach, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "../../../src/domain/ask";
import { setLanguage } from "../../../src/ui/messages/messages.svelte";
import {
  takeName,
  titleName,
  told,
  undoName,
  voiceInside,
  voiceName,
} from "../../../src/ui/messages/names";
import { percent, seconds } from "../../../src/ui/messages/numbers";
import { describeProblem, describeWarning } from "../../../src/ui/problems";
import { askWords, dayWords } from "../../../src/ui/words";
import { pressed } from "../../support/ask";
import { melody, score, voice } from "../../support/score";

afterEach(() => setLanguage("en"));

it("what the program named is shown in the language of the page", async () => {
  await setLanguage("de");
  expect(voiceName("Soprano")).toBe("Sopran");
  expect(voiceName("Voice 7")).toBe("Stimme 7");
  expect(takeName("Take 2: Harmony")).toBe("Take 2: Harmonie");
  expect(undoName("Keep Take 2: Harmony")).toBe("Take 2: Harmonie behalten");
  expect(titleName("Untitled")).toBe("Ohne Titel");
  expect(told("Soprano is locked: unlock it, or choose another voice to record into.")).toBe(
    "Sopran ist gesperrt: freigeben oder in eine andere Stimme aufnehmen.",
  );
});

it("what a person typed is left alone", async () => {
  await setLanguage("fr");
  for (const typed of ["Soprano II", "Ma voix", "Take me home", "soprano (2)", ""]) {
    expect(voiceName(typed)).toBe(typed);
    expect(takeName(typed)).toBe(typed);
    expect(titleName(typed)).toBe(typed);
  }
});

it("in English everything is as it was named", () => {
  expect(takeName("Take 2: Harmony")).toBe("Take 2: Harmony");
  expect(voiceInside("Soprano")).toBe("soprano");
});

it("in a sentence German keeps its capitals, the others do not", async () => {
  await setLanguage("de");
  expect(voiceInside("Soprano")).toBe("Sopran");
  await setLanguage("es");
  expect(voiceInside("Soprano")).toBe("soprano");
});

it("an ask is told in the order of each language", async () => {
  const base = score(melody([60, 62, 64, 65]), { voices: [voice("soprano", { name: "Soprano" })] });
  const ask = pressed("harmonise", base, DEFAULT_SETTINGS);
  expect(askWords(ask)).toBe("Harmonise: alto, tenor and bass, as a chorale; soprano stays");
  await setLanguage("de");
  expect(askWords(ask)).toBe("Harmonisieren: Alt, Tenor und Bass, als Choral; Sopran bleibt");
  await setLanguage("es");
  expect(askWords(ask)).toBe("Armonizar: contralto, tenor y bajo, como coral; soprano se queda");
  await setLanguage("fr");
  expect(askWords(ask)).toBe(
    "Harmoniser\u202f: alto, ténor et basse, en choral\u202f; soprano reste",
  );
});

it("numbers and days are written as the language writes them", async () => {
  const problem = { kind: "tooManyNotes", notes: 123456, limit: 50000 } as const;
  expect(describeProblem(problem, "a.mid")).toContain("123,456 notes");
  expect([seconds(0.84), percent(0.35)]).toEqual(["0.8", "35 %"]);
  await setLanguage("de");
  expect(describeProblem(problem, "a.mid")).toContain("„a.mid“ hat 123.456 Noten");
  expect([seconds(0.84), percent(0.35)]).toEqual(["0,8", "35\u202f%"]);
  expect(dayWords(Date.UTC(2026, 10, 25, 12))).toBe("25. Nov. 2026");
  await setLanguage("fr");
  expect(seconds(0.84)).toBe("0,8");
  expect(describeProblem(problem, "a.mid")).toContain("«\u202fa.mid\u202f»");
});

it("what is counted takes the form of its number", async () => {
  const warning = (count: number) => describeWarning({ kind: "graceNotesSkipped", count, bar: 3 });
  await setLanguage("es");
  expect(warning(1)).toBe("Se omitió 1 nota de adorno, en el compás 3.");
  expect(warning(4)).toBe("Se omitieron 4 notas de adorno, la primera en el compás 3.");
});
