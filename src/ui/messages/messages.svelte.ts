import i18next from "i18next";
import { english } from "./en";

/** Those of the page, each by its own name. The first is what the others fall back on. */
export const LANGUAGES = { en: "English", es: "Español", fr: "Français", de: "Deutsch" } as const;
export type Language = keyof typeof LANGUAGES;

type Messages = { readonly [name: string]: string | Messages };
/** Plural forms are one message: "takes_one" and "takes_other" are asked for as "takes". */
type Stem<Name extends string> = Name extends `${infer Stem}_${"one" | "many" | "other"}`
  ? Stem
  : Name;
type Keys<Part> = {
  [Name in keyof Part & string]: Part[Name] extends string
    ? Stem<Name>
    : `${Name}.${Keys<Part[Name]>}`;
}[keyof Part & string];
/** @example "asks.labels.harmonise" */
export type MessageKey = Keys<typeof english>;

const i18n = i18next.createInstance();
void i18n.init({
  lng: "en",
  fallbackLng: "en",
  resources: { en: { translation: english } },
  // Everything is there already, or is brought by `setLanguage`.
  initAsync: false,
  interpolation: { escapeValue: false },
});

let current = $state.raw<Language>("en");

/**
 * A message in the language of the page. Read in a component it follows the language.
 * @param values what stands in its braces; `count` chooses the plural form
 * @example t("asks.ready", { count: 3 }) // => "3 takes ready"
 */
export function t(key: MessageKey, values: Readonly<Record<string, string | number>> = {}): string {
  return i18n.t(key, { ...values, lng: current });
}

const MARK = "\u0000";

/** A message before and behind one of its holes, where what stands there is marked up. */
export function around(key: MessageKey, hole: string): readonly [before: string, behind: string] {
  const [before = "", behind = ""] = t(key, { [hole]: MARK }).split(MARK);
  return [before, behind];
}

/** The language of the page. */
export function language(): Language {
  return current;
}

/** The language as `Intl` takes it. English is British: no comma before the last of a list, the day before the month. */
export function locale(): string {
  return current === "en" ? "en-GB" : current;
}

/** The files of the others, fetched when they are wanted. */
const files = import.meta.glob<Messages>("./{es,fr,de}/*.json", { import: "default" });

async function fetched(wanted: Language): Promise<Messages> {
  const parts = Object.entries(files).flatMap(([path, load]) => {
    const [, language, name] = /^\.\/(\w+)\/(\w+)\.json$/.exec(path)!;
    return language === wanted ? [load().then((part) => [name!, part] as const)] : [];
  });
  return Object.fromEntries(await Promise.all(parts));
}

let wanted: Language = "en";

/** Fetches a language if need be and shows the page in it; of several asked for at once, in the last. */
export async function setLanguage(to: Language): Promise<void> {
  wanted = to;
  if (!i18n.hasResourceBundle(to, "translation"))
    i18n.addResourceBundle(to, "translation", await fetched(to));
  if (to === wanted) current = to;
}

/** The first of `tags` that the page has, as a browser lists them: "de-AT" is German. */
export function languageOf(tags: readonly string[]): Language {
  const known = tags.map((tag) => tag.toLowerCase().split("-")[0]!);
  return known.find((tag): tag is Language => tag in LANGUAGES) ?? "en";
}

/** What the person's choice comes to. @param choice a language's tag, or "system" for what the browser lists */
export function languageFor(choice: string): Language {
  return languageOf(choice === "system" ? navigator.languages : [choice]);
}

/**
 * One of `Intl`'s formats in the language of the page. Made once a language: making one takes as long as using it a hundred times.
 * @param make called once for each `tag` and `places`
 */
export function inLocale<Format>(
  make: (tag: string, places: number) => Format,
): (places?: number) => Format {
  const made = new Map<string, Format>();
  return (places = 0) => {
    const tag = locale();
    const key = `${tag} ${places}`;
    const format = made.get(key) ?? make(tag, places);
    made.set(key, format);
    return format;
  };
}

const lists = inLocale((tag) => new Intl.ListFormat(tag, { type: "conjunction" }));

/** @example listed(["alto", "tenor", "bass"]) // => "alto, tenor and bass" */
export function listed(words: readonly string[]): string {
  return lists().format(words);
}
