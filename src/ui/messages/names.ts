import { english } from "./en";
import { language, t, type MessageKey } from "./messages.svelte";

/**
 * What the program itself names stands in sketches, files and the store in English, whatever language it was named in, and is shown in
 * the language of the page. What a person typed is left alone.
 */
type Names = Readonly<Record<string, string>>;

const HOLE = /\{\{(\w+)\}\}/g;

/** The message that `text` is in English, with what stands in its holes. */
function recognised(
  names: Names,
  text: string,
): { readonly key: string; readonly values: Record<string, string> } | undefined {
  for (const [key, message] of Object.entries(names)) {
    if (message === text) return { key, values: {} };
    if (!message.includes("{{")) continue;
    const holes = [...message.matchAll(HOLE)].map(([, hole]) => hole!);
    const pattern = message
      .split(HOLE)
      .map((part, i) => (i % 2 === 1 ? "(.+)" : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")));
    const found = new RegExp(`^${pattern.join("")}$`, "s").exec(text);
    if (found)
      return { key, values: Object.fromEntries(holes.map((hole, i) => [hole, found[i + 1]!])) };
  }
  return undefined;
}

function shown(
  prefix: string,
  names: Names,
  text: string,
  inner: (value: string) => string = (value) => value,
): string {
  if (language() === "en") return text;
  const found = recognised(names, text);
  if (!found) return text;
  const values: Record<string, string> = {};
  for (const [hole, value] of Object.entries(found.values)) values[hole] = inner(value);
  return t(`${prefix}.${found.key}` as MessageKey, values);
}

/** @example voiceName("Soprano") // => in German "Sopran" */
export function voiceName(name: string): string {
  return shown("sketch.voiceNames", english.sketch.voiceNames, name);
}

/** A voice in the midst of a sentence. @example voiceInside("Soprano") // => "soprano", in German "Sopran" */
export function voiceInside(name: string): string {
  return inside(voiceName(name));
}

/** A word that begins with a capital where it stands alone, in the midst of a sentence. German keeps those of its nouns. */
export function inside(word: string): string {
  return language() === "de" ? word : word.toLocaleLowerCase(language());
}

/** @example takeName("Take 2: Harmony") // => in German "Version 2: Harmonie" */
export function takeName(name: string): string {
  return shown("asks.takeNames", english.asks.takeNames, name, (part) =>
    shown("asks.takeNouns", english.asks.takeNouns, part),
  );
}

/** What "Undo" says it takes back. @example undoName("Keep Take 2: Harmony") */
export function undoName(label: string): string {
  return shown("sketch.undo", english.sketch.undo, label, takeName);
}

/** A sentence of what the page works with (the sound, the store, the microphone), which knows no language but English. */
export function told(sentence: string): string {
  return shown("files.told", english.files.told, sentence, voiceName);
}

/** What a file is that holds no notes. @example "a PNG image" */
export function typeName(type: string): string {
  return shown("files.types", english.files.types, type);
}

/** Where a tune of Antiphon's comes from. */
export function sourceName(source: string): string {
  return shown("files.sources", english.files.sources, source);
}

/** The title of a sketch: a tune that Antiphon has may be known by another name. */
export function titleName(title: string): string {
  return shown("files.titles", english.files.titles, title);
}
