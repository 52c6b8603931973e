import {
  addNotes,
  copiesOf,
  selectedNotes,
  selectionRange,
  type Command,
  type Selection,
} from "../domain/commands";
import { applyEdit, type Edit } from "../domain/edit";
import {
  createHistory,
  discard,
  record,
  redo,
  undo,
  type Change,
  type History,
} from "../domain/history";
import { barTicks } from "../domain/meter";
import {
  emptyScore,
  findVoice,
  type Note,
  type NoteId,
  type Score,
  type Voice,
  type VoiceId,
} from "../domain/score";
import { TICKS_PER_QUARTER, type Ticks } from "../domain/units";
import type { Ids } from "../domain/asking";
import { Shelved } from "./shelf";

/** How a step came about: with its group, what answers it may join it. */
export interface LastEdit {
  readonly label: string;
  readonly group: string;
}

/** The open sketch: its score with undo, and what the person has selected in it. */
export class Sketch {
  #history = $state.raw<History>(createHistory(emptyScore));
  #selection = $state.raw<Selection>(new Set());
  #activeVoice = $state.raw<VoiceId | undefined>(undefined);
  #clipboard = $state.raw<readonly Note[]>([]);
  #lastEdit = $state.raw<LastEdit | undefined>(undefined);
  #lastStep = $state.raw("");
  #edits = 0;
  readonly #shelf = new WeakMap<Change, Shelved>();
  /** For whoever writes notes and voices into this sketch, or into a new one. */
  readonly ids: Ids;

  /** What every edit has to leave as it is: gives back what of `after` may be, `before` itself for none of it. Undefined where all is free. */
  keeps: ((before: Score, after: Score) => Score) | undefined;

  /** The grid that drawing and moving snap to. */
  snap = $state.raw<Ticks>(TICKS_PER_QUARTER / 4);

  readonly score = $derived(this.#history.score);
  /** What "Undo" and "Redo" would take back or bring back; undefined when there is nothing. */
  readonly undoLabel = $derived(this.#history.done.at(-1)?.label);
  readonly redoLabel = $derived(this.#history.undone.at(-1)?.label);
  /** The edit that made the score what it is; undefined where undo, redo or opening did. */
  readonly lastEdit = $derived(this.#lastEdit);
  /** What made the score what it is: an edit's label, "Undo" or "Redo"; empty where opening did. */
  readonly lastStep = $derived(this.#lastStep);
  /** Selected notes that are still there. */
  readonly selected = $derived(selectedNotes(this.score, this.#selection));
  readonly selection: Selection = $derived(new Set(this.selected.map((note) => note.id)));
  readonly selectedRange = $derived(selectionRange(this.score, this.selection));
  /** The voice that drawing writes into. */
  readonly activeVoice: Voice | undefined = $derived(
    (this.#activeVoice && findVoice(this.score, this.#activeVoice)) ?? this.score.voices[0],
  );
  readonly canPaste = $derived(this.#clipboard.length > 0);

  constructor(ids: Ids) {
    this.ids = ids;
  }

  /** Puts another score on the desk: history and selection start anew. */
  open(score: Score): void {
    this.#lastEdit = undefined;
    this.#lastStep = "";
    this.#history = createHistory(score);
    this.#selection = new Set();
    this.#activeVoice = score.voices[0]?.id;
  }

  /**
   * The one way to change the score.
   * @param label the menu's text for it, as in "Undo Transpose"
   * @param group changes with the same group, one after another, are one step (a pointer drag)
   */
  dispatch(label: string, edits: readonly Edit[], group = `edit ${(this.#edits += 1)}`): void {
    const before = this.#history.score;
    const edited = edits.reduce(applyEdit, before);
    const score = edited === before ? before : (this.keeps?.(before, edited) ?? edited);
    if (score === before) return;
    this.#lastEdit = { label, group };
    this.#lastStep = label;
    const { done } = this.#history;
    const next = record(this.#history, score, label, group);
    this.#history = next.done === done ? next : { ...next, done: this.#put(next.done) };
  }

  /** The last step on the shelf, and what the one before it began with put away beside it. */
  #put(done: readonly Change[]): readonly Change[] {
    const last = done.at(-1)!;
    const shelved = new Shelved(last.before);
    const step: Change = {
      label: last.label,
      group: last.group,
      get before() {
        return shelved.score;
      },
    };
    const previous = done.at(-2);
    if (previous) this.#shelf.get(previous)?.putAway(shelved);
    this.#shelf.set(step, shelved);
    return [...done.slice(0, -1), step];
  }

  undo(): void {
    this.#goTo(undo(this.#history), "Undo");
  }

  redo(): void {
    this.#goTo(redo(this.#history), "Redo");
  }

  /** Takes back a drag that was broken off: the step of `group`, when it is the last. */
  discard(group: string): void {
    this.#goTo(discard(this.#history, group), "Undo");
  }

  #goTo(history: History, step: string): void {
    if (history === this.#history) return;
    this.#history = history;
    this.#lastEdit = undefined;
    this.#lastStep = step;
  }

  /** What `command` would do now; undefined greys its button. */
  can(command: Command): boolean {
    return command(this.score, this.selection) !== undefined;
  }

  /** Runs `command` on the selection; nothing happens where it does not apply. */
  run(label: string, command: Command, group?: string): void {
    const edits = command(this.score, this.selection);
    if (edits) this.dispatch(label, edits, group);
  }

  select(ids: Iterable<NoteId>): void {
    this.#selection = new Set(ids);
  }

  selectAll(): void {
    this.select(this.score.notes.map((note) => note.id));
  }

  activate(voice: VoiceId): void {
    this.#activeVoice = voice;
  }

  /** Copies of the selection right behind it, selected; from the next bar line on when the selection spans a bar or more. */
  duplicate(): void {
    const range = this.selectedRange;
    if (!range) return;
    const bar = barTicks(this.score.meter);
    const span = range.end - range.start;
    const offset = span >= bar ? Math.ceil(span / bar) * bar : span;
    this.#insert(
      "Duplicate",
      copiesOf(this.selected, offset, () => this.ids.note()),
    );
  }

  copy(): void {
    if (this.selected.length > 0) this.#clipboard = this.selected;
  }

  cut(): void {
    this.copy();
    this.dispatch("Cut", [{ type: "removeNotes", ids: this.selection }]);
  }

  /** Puts the copied notes so that the first starts at `at`; notes of voices that are gone go to the active one. */
  paste(at: Ticks): void {
    const first = Math.min(...this.#clipboard.map((note) => note.start));
    const fallback = this.activeVoice?.id;
    if (!Number.isFinite(first) || fallback === undefined) return;
    const notes = copiesOf(this.#clipboard, at - first, () => this.ids.note()).map((note) =>
      findVoice(this.score, note.voice) ? note : { ...note, voice: fallback },
    );
    this.#insert("Paste", notes);
  }

  /** Writes a new note of the person's own and returns its id. */
  draw(
    note: Pick<Note, "voice" | "pitch" | "start" | "duration" | "velocity">,
    group?: string,
  ): NoteId {
    const id = this.ids.note();
    this.dispatch("Draw", addNotes(this.score, [{ ...note, id, origin: { by: "you" } }]), group);
    return id;
  }

  #insert(label: string, notes: readonly Note[]): void {
    this.dispatch(label, addNotes(this.score, notes));
    this.select(notes.map((note) => note.id));
  }
}
