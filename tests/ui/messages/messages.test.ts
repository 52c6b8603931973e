import { afterEach, expect, it } from "vitest";
import {
  language,
  languageOf,
  listed,
  setLanguage,
  t,
} from "../../../src/ui/messages/messages.svelte";

afterEach(() => setLanguage("en"));

it("says a message in the language of the page", async () => {
  expect(t("common.close")).toBe("Close");
  await setLanguage("de");
  expect(language()).toBe("de");
  expect(t("common.close")).toBe("Schließen");
});

it("takes the first language of the browser that it has", () => {
  expect(languageOf(["pt-BR", "fr-CA", "de"])).toBe("fr");
  expect(languageOf(["pt"])).toBe("en");
});

it("lists words as the language does", async () => {
  expect(listed(["alto", "tenor", "bass"])).toBe("alto, tenor and bass");
  await setLanguage("de");
  expect(listed(["Alt", "Tenor", "Bass"])).toBe("Alt, Tenor und Bass");
});
