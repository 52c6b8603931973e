import type { english } from "./messages/en";
import { t } from "./messages/messages.svelte";

/** What a key can do, by name; the messages have the words for the list of keys. */
export type CommandName = keyof (typeof english)["common"]["keys"]["commands"];

/** Something a key can do. Combinations are written "mod+shift+z"; `mod` is Ctrl, or Command on a Mac. */
export interface KeyCommand {
  readonly id: CommandName;
  readonly keys: readonly string[];
}

/** Which combination a person gave to a command, by its id; an empty one takes the command's keys away. */
export type ChangedKeys = Readonly<Record<string, string>>;

/** The part of a keyboard event that tells the combination. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const MODIFIERS = new Set(["Control", "Meta", "Alt", "AltGraph", "Shift"]);
const LATIN = /^[\x20-\x7e]$/;

/**
 * The combination of a key press; undefined for a modifier alone. A sign that takes Shift to type ("?") is itself; a letter
 * of another alphabet is the Latin one on the same key, so that the keys work in every layout.
 * @example combination({ key: "Z", ctrlKey: true, shiftKey: true, … }) // => "mod+shift+z"
 */
export function combination(press: KeyPress): string | undefined {
  if (MODIFIERS.has(press.key)) return undefined;
  const letter = /^Key([A-Z])$/.exec(press.code)?.[1];
  const key =
    press.key === " "
      ? "space"
      : (press.key.length === 1 && !LATIN.test(press.key) && letter
          ? letter
          : press.key
        ).toLowerCase();
  const isSign = key.length === 1 && !/[a-z]/.test(key);
  return [
    press.ctrlKey || press.metaKey ? "mod" : "",
    press.altKey ? "alt" : "",
    press.shiftKey && !isSign ? "shift" : "",
    key,
  ]
    .filter((part) => part !== "")
    .join("+");
}

/** Which command each combination calls. A changed key wins over another command's own. */
export function keymap(
  commands: readonly KeyCommand[],
  changed: ChangedKeys,
): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const command of commands)
    if (changed[command.id] === undefined)
      for (const keys of command.keys) if (!map.has(keys)) map.set(keys, command.id);
  for (const command of commands) {
    const keys = changed[command.id];
    if (keys !== undefined && keys !== "") map.set(keys, command.id);
  }
  return map;
}

/** The combinations that call a command, in the order of its own keys. */
export function keysOf(map: ReadonlyMap<string, string>, id: string): readonly string[] {
  return [...map].filter(([, command]) => command === id).map(([keys]) => keys);
}

/**
 * The changed keys after `keys` was given to `id`. A command that had them gets the next of its own keys, or none. Giving back a
 * command's own first key is no change.
 * @param keys empty to take the command's keys away
 */
export function rebind(
  commands: readonly KeyCommand[],
  changed: ChangedKeys,
  id: string,
  keys: string,
): ChangedKeys {
  const next: Record<string, string> = { ...changed };
  for (const command of commands) {
    const held = changed[command.id];
    if (command.id === id || keys === "") continue;
    if (held === keys) next[command.id] = "";
    else if (held === undefined && command.keys.includes(keys))
      next[command.id] = command.keys.find((own) => own !== keys) ?? "";
  }
  next[id] = keys;
  return Object.fromEntries(
    Object.entries(next).filter(
      ([other, given]) => commands.find((command) => command.id === other)?.keys[0] !== given,
    ),
  );
}

const ARROWS: Readonly<Record<string, string>> = {
  arrowleft: "←",
  arrowright: "→",
  arrowup: "↑",
  arrowdown: "↓",
};
/** Keys that have a word on them. */
const WORDS = [
  "space",
  "enter",
  "escape",
  "delete",
  "backspace",
  "tab",
  "home",
  "end",
  "pageup",
  "pagedown",
] as const;

/** @example showKeys("mod+shift+z", false) // => "Ctrl Shift Z", in German "Strg Umschalt Z" */
export function showKeys(keys: string, isMac: boolean): string {
  // The plus key itself is written last, behind a separator of its own.
  const parts = keys === "+" ? ["+"] : keys.replace(/\+\+$/, "+plus").split("+");
  return parts
    .map((part) => {
      if (part === "mod") return isMac ? "⌘" : t("common.keys.names.control");
      if (part === "alt") return isMac ? "⌥" : t("common.keys.names.alt");
      if (part === "shift") return isMac ? "⇧" : t("common.keys.names.shift");
      if (part === "plus") return "+";
      const word = WORDS.find((one) => one === part);
      return word ? t(`common.keys.names.${word}`) : (ARROWS[part] ?? part.toUpperCase());
    })
    .join(" ");
}
