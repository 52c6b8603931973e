import { ASK_KINDS, type AskKind } from "../domain/ask";
import type { KeyCommand } from "./keymap";

/** What a key can do anywhere on the page, in the order of the list of keys. */
export const PAGE_COMMANDS = [
  { id: "play", keys: ["space"] },
  { id: "record", keys: ["shift+r"] },
  { id: "bed", keys: ["k", "shift+k"] },
  { id: "sing", keys: ["m"] },
  { id: "tap", keys: ["t"] },
  { id: "loop", keys: ["o"] },
  { id: "undo", keys: ["mod+z"] },
  { id: "redo", keys: ["mod+shift+z", "mod+y"] },
  { id: "harmonise", keys: ["h"] },
  { id: "vary", keys: ["v"] },
  { id: "continue", keys: ["c"] },
  { id: "rewrite", keys: ["w"] },
  { id: "blend", keys: ["b"] },
  { id: "accompany", keys: ["a"] },
  { id: "groove", keys: ["g"] },
  { id: "humanise", keys: ["u"] },
  { id: "cancel", keys: ["escape"] },
  { id: "original", keys: ["0"] },
  { id: "take1", keys: ["1"] },
  { id: "take2", keys: ["2"] },
  { id: "take3", keys: ["3"] },
  { id: "take4", keys: ["4"] },
  { id: "take5", keys: ["5"] },
  { id: "take6", keys: ["6"] },
  { id: "take7", keys: ["7"] },
  { id: "take8", keys: ["8"] },
  { id: "keep", keys: ["enter"] },
  { id: "remix", keys: ["r"] },
  { id: "onlyMine", keys: ["y"] },
  { id: "openFile", keys: ["mod+o"] },
  { id: "save", keys: ["mod+s"] },
  { id: "keys", keys: ["?"] },
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
