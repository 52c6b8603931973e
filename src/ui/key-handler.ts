import type { Session } from "../session/session.svelte";
import { combination, keymap } from "./keymap";
import { isPageCommand, PAGE_COMMANDS } from "./page-commands";
import type { Page } from "./page.svelte";
import { ROLL_COMMANDS } from "./roll/commands";
import type { Roll } from "./roll/roll.svelte";

const FIELDS = "input:not([type=range], [type=checkbox], [type=file]), textarea, select";
/** Reached with Tab, these have a use of their own for the keys that press and move. */
const CONTROLS =
  "button, a, summary, label, input, select, [role=slider], [role=spinbutton], [role=option]";
const OWN_KEYS = /^(space|enter|escape|home|end|page|arrow|\d)/;
/** Held down, they go on; all others act once. */
const REPEATING = new Set(["undo", "redo"]);

/**
 * Runs the page's commands by their keys, then the piano roll's where the page has none. Never while typing in a field or in a
 * dialog; and a control that was reached by keyboard keeps its own keys, while one that was clicked leaves Space to the music.
 */
export function createKeyHandler(
  session: Session,
  page: Page,
  roll: Roll,
): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const keys = combination(event);
    const target = event.target instanceof Element ? event.target : undefined;
    if (keys === undefined || target?.closest("dialog[open]")) return;
    const typing = Boolean(target?.closest(FIELDS));
    const controlled = target?.closest(CONTROLS) && target.matches(":focus-visible");
    if (controlled && OWN_KEYS.test(keys)) return;

    const changed = session.preferences.keys;
    const command = keymap(PAGE_COMMANDS, changed).get(keys);
    if (command !== undefined && isPageCommand(command) && page.can(command)) {
      // A field has its own undo, and takes what is typed; files can be opened and saved from it.
      if (typing && (!keys.includes("mod+") || REPEATING.has(command))) return;
      event.preventDefault();
      if (!event.repeat || REPEATING.has(command)) page.run(command);
      return;
    }
    const inRoll = keymap(ROLL_COMMANDS, changed).get(keys);
    const rollCommand = ROLL_COMMANDS.find(({ id }) => id === inRoll);
    if (typing || keys === "enter" || !rollCommand?.enabled(roll)) return;
    event.preventDefault();
    rollCommand.run(roll);
  };
}
