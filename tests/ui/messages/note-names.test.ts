import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { C_MAJOR, KEYS, spell, type SpelledClass } from "../../../src/domain/key";
import { LANGUAGES, setLanguage, type Language } from "../../../src/ui/messages/messages.svelte";
import { keyWords, noteName, pitchWords, spokenNote } from "../../../src/ui/messages/note-names";

afterEach(() => setLanguage("en"));

const LETTERS = ["A", "B", "C", "D", "E", "F", "G"] as const;
const written: readonly SpelledClass[] = LETTERS.flatMap((letter) =>
  [-2, -1, 0, 1, 2].map((alteration) => ({ letter, alteration })),
);
const languages = Object.keys(LANGUAGES) as Language[];

describe.each(languages)("in %s", (language) => {
  it("no two notes have one name, neither printed nor said", async () => {
    await setLanguage(language);
    expect(new Set(written.map(noteName)).size).toBe(written.length);
    expect(new Set(written.map(spokenNote)).size).toBe(written.length);
  });

  it("a name is read back to the note that it was given", async () => {
    await setLanguage(language);
    const notes = new Map(written.map((note) => [noteName(note), note]));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 127 }), fc.constantFrom(...KEYS), (pitch, key) => {
        const { letter, alteration } = spell(pitch, key);
        const [, name] = /^(.*?)-?\d+$/.exec(pitchWords(pitch, key))!;
        expect(notes.get(name!)).toEqual({ letter, alteration });
      }),
    );
  });

  it("every pitch has one name of its own in a key, and every key one", async () => {
    await setLanguage(language);
    fc.assert(
      fc.property(fc.constantFrom(...KEYS), (key) => {
        const names = Array.from({ length: 128 }, (_, pitch) => pitchWords(pitch, key));
        expect(new Set(names).size).toBe(128);
      }),
    );
    expect(new Set(KEYS.map(keyWords)).size).toBe(KEYS.length);
  });
});

it("German has H and B, Fis and As, Dur and Moll", async () => {
  await setLanguage("de");
  const names = [-1, 0, 1].map((alteration) => noteName({ letter: "B", alteration }));
  expect(names).toEqual(["B", "H", "His"]);
  expect(noteName({ letter: "A", alteration: -1 })).toBe("As");
  expect(noteName({ letter: "F", alteration: 2 })).toBe("Fisis");
  expect(keyWords({ fifths: -3, mode: "major" })).toBe("Es-Dur");
  expect(keyWords({ fifths: 2, mode: "minor" })).toBe("h-Moll");
  expect(pitchWords(70, { fifths: -1, mode: "major" })).toBe("B4");
});

it("French and Spanish have do, re, mi; A of 440 Hz is La3 in French", async () => {
  await setLanguage("fr");
  expect(pitchWords(69, C_MAJOR)).toBe("La3");
  expect(spokenNote({ letter: "E", alteration: -1 })).toBe("Mi bémol");
  expect(keyWords({ fifths: 3, mode: "minor" })).toBe("Fa♯ mineur");
  await setLanguage("es");
  expect(pitchWords(69, C_MAJOR)).toBe("La4");
  expect(spokenNote({ letter: "G", alteration: 1 })).toBe("Sol sostenido");
  expect(keyWords({ fifths: 0, mode: "minor" })).toBe("La menor");
});
