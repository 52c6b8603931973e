import type { Session } from "../session/session.svelte";
import { combination, keymap } from "./keymap";
import { isPageCommand, PAGE_COMMANDS } from "./page-commands";
import type { Page } from "./page.svelte";

const FIELDS =
  "input:not([type=range],[type=checkbox],[type=file]), textarea, select, [contenteditable]";
/** What has its own use for these keys while it is reached by keyboard. */
const PRESSABLE = "button, a, summary, label, [role=button]";
const VALUES = "input[type=range], [role=slider], [role=spinbutton]";
const PRESSING = new Set(["space", "enter"]);

/** Runs the page's commands by their keys: never while typing in a field, in a dialog, or twice while a key is held. */
export function keyHandler(session: Session, page: Page): (event: KeyboardEvent) => void {
  const map = $derived(keymap(PAGE_COMMANDS, session.preferences.keys));
  return (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const keys = combination(event);
    const command = keys === undefined ? undefined : map.get(keys);
    if (keys === undefined || command === undefined || !isPageCommand(command)) return;
    const target = event.target instanceof Element ? event.target : undefined;
    const isPlain = !keys.includes("mod+");
    if (target?.closest("dialog[open]")) return;
    if (target?.closest(FIELDS) && (isPlain || command === "undo" || command === "redo")) return;
    // A button that was clicked leaves Space to the music; one reached with Tab is pressed by it.
    if (PRESSING.has(keys) && target?.closest(PRESSABLE) && target.matches(":focus-visible"))
      return;
    if (target?.closest(VALUES) && /^(arrow|home|end|page|\d)/.test(keys)) return;
    if (event.repeat && command !== "undo" && command !== "redo") {
      event.preventDefault();
      return;
    }
    event.preventDefault();
    page.run(command);
  };
}
