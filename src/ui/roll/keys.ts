import { combination, keymap } from "../keymap";
import { ROLL_COMMANDS } from "./commands";
import type { Roll } from "./roll.svelte";

/** Runs the roll's commands for the keys that reach its grid; a key whose command does not apply goes on to the page. */
export function createKeyHandler(roll: Roll): (event: KeyboardEvent) => void {
  const map = keymap(ROLL_COMMANDS, roll.session.preferences.keys);
  return (event) => {
    const keys = combination(event);
    const id = keys === undefined ? undefined : map.get(keys);
    const command = ROLL_COMMANDS.find((c) => c.id === id);
    if (!command?.enabled(roll)) return;
    event.preventDefault();
    event.stopPropagation();
    command.run(roll);
  };
}
