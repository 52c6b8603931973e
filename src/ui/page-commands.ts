import { ASK_KINDS, type AskKind } from "../domain/ask";
import type { KeyCommand } from "./keymap";

/** What a key can do anywhere on the page, in the order of the list of keys. */
export const PAGE_COMMANDS = [
  { id: "play", label: "Play or stop", keys: ["space"] },
  { id: "record", label: "Record what you play, or stop", keys: ["shift+r"] },
  { id: "bed", label: "Show keys to play on, or put them away", keys: ["k", "shift+k"] },
  { id: "sing", label: "Listen to what you sing, or stop", keys: ["m"] },
  { id: "tap", label: "Tap the beat", keys: ["t"] },
  { id: "loop", label: "Loop on or off", keys: ["o"] },
  { id: "undo", label: "Undo", keys: ["mod+z"] },
  { id: "redo", label: "Redo", keys: ["mod+shift+z", "mod+y"] },
  { id: "harmonise", label: "Harmonise", keys: ["h"] },
  { id: "vary", label: "Vary", keys: ["v"] },
  { id: "continue", label: "Continue", keys: ["c"] },
  { id: "rewrite", label: "Rewrite", keys: ["w"] },
  { id: "blend", label: "Blend", keys: ["b"] },
  { id: "accompany", label: "Accompany", keys: ["a"] },
  { id: "groove", label: "Drums", keys: ["g"] },
  { id: "humanise", label: "Humanise", keys: ["u"] },
  { id: "cancel", label: "Stop the ask", keys: ["escape"] },
  { id: "original", label: "Listen to the original", keys: ["0"] },
  { id: "take1", label: "Listen to take 1", keys: ["1"] },
  { id: "take2", label: "Listen to take 2", keys: ["2"] },
  { id: "take3", label: "Listen to take 3", keys: ["3"] },
  { id: "take4", label: "Listen to take 4", keys: ["4"] },
  { id: "take5", label: "Listen to take 5", keys: ["5"] },
  { id: "take6", label: "Listen to take 6", keys: ["6"] },
  { id: "take7", label: "Listen to take 7", keys: ["7"] },
  { id: "take8", label: "Listen to take 8", keys: ["8"] },
  { id: "keep", label: "Keep the take you listen to", keys: ["enter"] },
  { id: "remix", label: "Remix the take you listen to", keys: ["r"] },
  { id: "openFile", label: "Open a file", keys: ["mod+o"] },
  { id: "save", label: "Save as an Antiphon file", keys: ["mod+s"] },
  { id: "keys", label: "Show the keys", keys: ["?"] },
] as const satisfies readonly KeyCommand[];

export type PageCommand = (typeof PAGE_COMMANDS)[number]["id"];

const PAGE_COMMAND_IDS: ReadonlySet<string> = new Set(PAGE_COMMANDS.map(({ id }) => id));

export function isPageCommand(id: string): id is PageCommand {
  return PAGE_COMMAND_IDS.has(id);
}

type Listening = "original" | `take${number}`;
/** What is neither an ask nor a take to listen to. */
export type PageAction = Exclude<PageCommand, AskKind | Listening>;

export function isAsk(command: PageCommand): command is AskKind {
  return ASK_KINDS.some((kind) => kind === command);
}

export function isListening(command: PageCommand): command is Extract<PageCommand, Listening> {
  return command === "original" || command.startsWith("take");
}

/** The take to listen to, counted from 1; 0 is the original. */
export function takeNumber(command: Extract<PageCommand, Listening>): number {
  return command === "original" ? 0 : Number(command.slice("take".length));
}
