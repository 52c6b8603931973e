import {
  changeVelocity,
  lengthenNotes,
  moveInScale,
  moveNotes,
  removeNotes,
  toggleFermata,
  toggleLocks,
  type Command,
} from "../../domain/commands";
import { changeNote } from "../../domain/note";
import { quantiseNotes } from "../../domain/quantise";
import { barTicks } from "../../domain/meter";
import { scoreTicks, type VoiceId } from "../../domain/score";
import type { Ticks } from "../../domain/units";
import type { CommandName, KeyCommand } from "../keymap";
import { t } from "../messages/messages.svelte";
import { voiceName } from "../messages/names";
import { pitchWords } from "../messages/note-names";
import { cursorNote, nextNote, stepCursor } from "./cursor";
import { noteWords, placeWords } from "./note-words";
import type { Roll } from "./roll.svelte";

/** Something that a key, and mostly a button too, does in the piano roll. */
export interface RollCommand extends KeyCommand {
  readonly id: CommandName;
  readonly enabled: (roll: Roll) => boolean;
  readonly run: (roll: Roll) => void;
}

const VELOCITY_STEP = 8;

function onSelection(
  id: CommandName,
  keys: readonly string[],
  undoLabel: string,
  command: (roll: Roll) => Command,
): RollCommand {
  return {
    id,
    keys,
    enabled: (roll) => roll.session.sketch.can(command(roll)),
    run: (roll) => {
      const { sketch } = roll.session;
      sketch.run(undoLabel, command(roll));
      const [first] = sketch.selected;
      if (first) {
        roll.cursor = { tick: first.start, pitch: first.pitch };
        if (undoLabel === "Transpose" || undoLabel === "Change velocity") roll.audition(first);
        roll.length = first.duration;
      }
      roll.follow();
    },
  };
}

/** An arrow: moves the selection where there is one, else the cursor. */
function arrow(
  id: CommandName,
  keys: readonly string[],
  ticks: (roll: Roll) => Ticks,
  semitones: number,
): RollCommand {
  const undoLabel = semitones === 0 ? "Move" : "Transpose";
  const moving = onSelection(id, keys, undoLabel, (roll) => moveNotes(ticks(roll), semitones));
  return {
    ...moving,
    enabled: () => true,
    run: (roll) => {
      if (roll.session.sketch.selected.length > 0) moving.run(roll);
      else moveCursor(roll, ticks(roll), semitones);
    },
  };
}

function moveCursor(roll: Roll, ticks: Ticks, semitones: number): void {
  const { score } = roll.session.sketch;
  roll.cursor = stepCursor(roll.cursor, ticks, semitones, roll.grid, scoreTicks(score));
  roll.follow();
  sayCursor(roll);
}

function sayCursor(roll: Roll): void {
  const { score, activeVoice } = roll.session.sketch;
  const note = cursorNote(score.notes, roll.cursor, activeVoice?.id);
  roll.said = note
    ? noteWords(note, score)
    : t("sketch.roll.said.empty", {
        pitch: pitchWords(roll.cursor.pitch, score.key),
        place: placeWords(roll.cursor.tick, score.meter),
      });
}

const grid = (roll: Roll) => roll.grid;
const bar = (roll: Roll) => barTicks(roll.session.sketch.score.meter);
const hasSelection = (roll: Roll) => roll.session.sketch.selected.length > 0;

function selectNext(roll: Roll, direction: 1 | -1, extend: boolean): void {
  const { sketch } = roll.session;
  const note = nextNote(sketch.score.notes, sketch.selected, roll.cursor, direction);
  if (!note) return;
  sketch.select(extend ? [...sketch.selection, note.id] : [note.id]);
  sketch.activate(note.voice);
  roll.cursor = { tick: note.start, pitch: note.pitch };
  roll.length = note.duration;
  roll.audition(note);
  roll.follow();
}

/** Draws at the cursor and steps on, as in step entry; on a note of the active voice it selects that note. */
function drawAtCursor(roll: Roll): void {
  const { sketch } = roll.session;
  const there = cursorNote(sketch.score.notes, roll.cursor, sketch.activeVoice?.id);
  if (there) {
    sketch.select([there.id]);
    roll.audition(there);
    return;
  }
  const note = roll.draw(roll.cursor);
  if (!note) return;
  roll.audition(note);
  roll.said = t("sketch.roll.said.drew", { note: noteWords(note, sketch.score) });
  roll.cursor = { tick: note.start + note.duration, pitch: note.pitch };
  roll.follow();
}

/** The stretch that a lock is for: that of the selection in its voices, else the loop in the active voice. */
function lockTarget(roll: Roll) {
  const { sketch, playback } = roll.session;
  if (sketch.selectedRange)
    return {
      voices: [...new Set(sketch.selected.map((note) => note.voice))],
      range: sketch.selectedRange,
    };
  return playback.loop && sketch.activeVoice
    ? { voices: [sketch.activeVoice.id], range: playback.loop }
    : undefined;
}

/** Whether an exercise locked any of what would be locked or opened, so that nothing may change it. */
export function isLockHeld(roll: Roll): boolean {
  const target = lockTarget(roll);
  return target !== undefined && roll.session.exercise.holdsStretchOf(target.voices, target.range);
}

function toggleLock(roll: Roll): void {
  const { sketch } = roll.session;
  const target = lockTarget(roll);
  if (!target || isLockHeld(roll)) return;
  const edits = toggleLocks(sketch.score, target.voices, target.range);
  const before = sketch.score.locks.length;
  sketch.dispatch("Lock", edits);
  roll.said = t(
    sketch.score.locks.length < before
      ? "sketch.roll.said.unlocked"
      : "sketch.roll.said.lockChanged",
  );
}

function activateBeside(roll: Roll, direction: 1 | -1): void {
  const { sketch } = roll.session;
  const { voices } = sketch.score;
  const at = voices.findIndex((voice) => voice.id === sketch.activeVoice?.id);
  const next = voices[at + direction];
  if (!next) return;
  sketch.activate(next.id);
  roll.said = t("sketch.voices.isActive", { name: voiceName(next.name) });
}

/** Gives the selection to `voice`. */
export function moveToVoice(voice: VoiceId): Command {
  return (score, selection) => {
    const notes = score.notes.filter((note) => selection.has(note.id) && note.voice !== voice);
    if (notes.length === 0) return undefined;
    return [{ type: "updateNotes", notes: notes.map((note) => changeNote(note, { voice })) }];
  };
}

function loopSelection(roll: Roll): void {
  const { sketch, playback } = roll.session;
  const range = sketch.selectedRange;
  if (range) playback.setLoop(range);
}

function escape(roll: Roll): void {
  if (!roll.cancel()) roll.session.sketch.select([]);
}

/** All that keys do in the piano roll, in the order of the list of keys. Each key can be changed. */
export const ROLL_COMMANDS: readonly RollCommand[] = [
  arrow("left", ["arrowleft"], (roll) => 0 - grid(roll), 0),
  arrow("right", ["arrowright"], grid, 0),
  arrow("up", ["arrowup"], () => 0, 1),
  arrow("down", ["arrowdown"], () => 0, -1),
  arrow("barLeft", ["mod+arrowleft"], (roll) => 0 - bar(roll), 0),
  arrow("barRight", ["mod+arrowright"], bar, 0),
  arrow("octaveUp", ["shift+arrowup"], () => 0, 12),
  arrow("octaveDown", ["shift+arrowdown"], () => 0, -12),
  onSelection("scaleUp", ["alt+arrowup"], "Transpose", () => moveInScale(1)),
  onSelection("scaleDown", ["alt+arrowdown"], "Transpose", () => moveInScale(-1)),
  onSelection("longer", ["shift+arrowright"], "Resize", (roll) =>
    lengthenNotes(roll.grid, roll.grid),
  ),
  onSelection("shorter", ["shift+arrowleft"], "Resize", (roll) =>
    lengthenNotes(0 - roll.grid, roll.grid),
  ),
  {
    id: "draw",
    keys: ["enter"],
    enabled: (roll) => roll.ghost === undefined,
    run: drawAtCursor,
  },
  {
    id: "nextNote",
    keys: ["alt+arrowright", "."],
    enabled: () => true,
    run: (roll) => selectNext(roll, 1, false),
  },
  {
    id: "previousNote",
    keys: ["alt+arrowleft", ","],
    enabled: () => true,
    run: (roll) => selectNext(roll, -1, false),
  },
  {
    id: "addNextNote",
    keys: ["alt+shift+arrowright"],
    enabled: () => true,
    run: (roll) => selectNext(roll, 1, true),
  },
  {
    id: "addPreviousNote",
    keys: ["alt+shift+arrowleft"],
    enabled: () => true,
    run: (roll) => selectNext(roll, -1, true),
  },
  {
    id: "selectAll",
    keys: ["mod+a"],
    enabled: () => true,
    run: (roll) => roll.session.sketch.selectAll(),
  },
  {
    id: "deselect",
    keys: ["escape"],
    enabled: (roll) => roll.dragging || hasSelection(roll),
    run: escape,
  },
  onSelection("delete", ["delete", "backspace"], "Delete", () => removeNotes),
  {
    id: "duplicate",
    keys: ["mod+d"],
    enabled: hasSelection,
    run: (roll) => {
      roll.session.sketch.duplicate();
      roll.follow();
    },
  },
  {
    id: "cut",
    keys: ["mod+x"],
    enabled: hasSelection,
    run: (roll) => roll.session.sketch.cut(),
  },
  {
    id: "copy",
    keys: ["mod+c"],
    enabled: hasSelection,
    run: (roll) => {
      roll.session.sketch.copy();
      roll.said = t("sketch.roll.said.copied");
    },
  },
  {
    id: "paste",
    keys: ["mod+v"],
    enabled: (roll) => roll.session.sketch.canPaste,
    run: (roll) => {
      roll.session.sketch.paste(roll.cursor.tick);
      roll.follow();
    },
  },
  onSelection("quantise", ["q"], "Quantise", (roll) =>
    quantiseNotes({ grid: roll.grid, ...roll.pull }),
  ),
  onSelection("louder", ["]"], "Change velocity", () => changeVelocity(VELOCITY_STEP)),
  onSelection("softer", ["["], "Change velocity", () => changeVelocity(-VELOCITY_STEP)),
  onSelection("fermata", ["shift+f"], "Fermata", () => toggleFermata),
  {
    id: "lock",
    keys: ["l"],
    enabled: (roll) => lockTarget(roll) !== undefined && !isLockHeld(roll),
    run: toggleLock,
  },
  {
    id: "loopSelection",
    keys: ["shift+l"],
    enabled: hasSelection,
    run: loopSelection,
  },
  {
    id: "seekToCursor",
    keys: ["shift+enter"],
    enabled: () => true,
    run: (roll) => roll.session.playback.seek(roll.cursor.tick),
  },
  {
    id: "voiceAbove",
    keys: ["pageup"],
    enabled: () => true,
    run: (roll) => activateBeside(roll, -1),
  },
  {
    id: "voiceBelow",
    keys: ["pagedown"],
    enabled: () => true,
    run: (roll) => activateBeside(roll, 1),
  },
  {
    id: "toVoice",
    keys: ["shift+v"],
    enabled: ({ session: { sketch } }) =>
      sketch.activeVoice !== undefined && sketch.can(moveToVoice(sketch.activeVoice.id)),
    run: ({ session: { sketch } }) => {
      if (sketch.activeVoice) sketch.run("Change voice", moveToVoice(sketch.activeVoice.id));
    },
  },
  {
    id: "start",
    keys: ["home"],
    enabled: () => true,
    run: (roll) => moveCursor(roll, -Infinity, 0),
  },
  {
    id: "end",
    keys: ["end"],
    enabled: () => true,
    run: (roll) => moveCursor(roll, Infinity, 0),
  },
  {
    id: "pen",
    keys: ["p"],
    enabled: () => true,
    run: (roll) => {
      roll.tool = roll.tool === "pen" ? "select" : "pen";
      roll.said = t(roll.tool === "pen" ? "sketch.roll.said.pen" : "sketch.roll.said.select");
    },
  },
  {
    id: "mixer",
    keys: ["x", "shift+x"],
    enabled: () => true,
    run: (roll) => {
      roll.mixerIsOpen = !roll.mixerIsOpen;
    },
  },
  {
    id: "zoomIn",
    keys: ["+", "="],
    enabled: () => true,
    run: (roll) => roll.zoomStep(1, "time"),
  },
  {
    id: "zoomOut",
    keys: ["-"],
    enabled: () => true,
    run: (roll) => roll.zoomStep(-1, "time"),
  },
  {
    id: "taller",
    keys: ["alt++", "alt+="],
    enabled: () => true,
    run: (roll) => roll.zoomStep(1, "pitch"),
  },
  {
    id: "flatter",
    keys: ["alt+-"],
    enabled: () => true,
    run: (roll) => roll.zoomStep(-1, "pitch"),
  },
  { id: "fit", keys: ["f"], enabled: () => true, run: (r) => r.fit() },
];

/** The command of this id. */
export function rollCommand(id: string): RollCommand {
  const command = ROLL_COMMANDS.find((c) => c.id === id);
  if (!command) throw new RangeError(`no roll command "${id}"`);
  return command;
}
