import { toggled, type Selection } from "../../domain/commands";
import type { NoteId } from "../../domain/score";
import { TREMBLE_PX } from "../roll/gesture";
import type { Rect } from "../roll/geometry";
import type { Pointing, Sheet } from "./sheet.svelte";

/** What goes with a press on the sheet. */
export interface SheetPress {
  readonly shift?: boolean;
  readonly by?: Pointing;
}

/** What the pointers on a sheet do there, in CSS pixels from its corner. */
export interface SheetHand {
  readonly dragging: boolean;
  /** Whether a finger that comes down there takes hold, instead of scrolling. */
  holds(x: number, y: number): boolean;
  press(x: number, y: number, press: SheetPress): void;
  /** A finger has come to rest there. */
  rest(x: number, y: number): void;
  drag(x: number, y: number): void;
  release(): void;
  /** Breaks the drag off; false where there was none. */
  cancel(): boolean;
  /** The other button of a mouse. */
  second?(x: number, y: number): void;
}

/** Choosing notes of a sheet by clicks and by a box drawn around them. */
export class Picking implements SheetHand {
  /** The box in hand. */
  box = $state.raw<Rect | undefined>(undefined);
  #from:
    | { readonly x: number; readonly y: number; readonly before: Selection; readonly adds: boolean }
    | undefined;
  readonly #sheet: Sheet;
  readonly #read: () => Selection;
  readonly #select: (ids: ReadonlySet<NoteId>) => void;

  constructor(sheet: Sheet, read: () => Selection, select: (ids: ReadonlySet<NoteId>) => void) {
    this.#sheet = sheet;
    this.#read = read;
    this.#select = select;
  }

  get dragging(): boolean {
    return this.#from !== undefined;
  }

  holds(): boolean {
    return false;
  }

  /** Selects the note that lies there, with Shift beside the others; else a box begins. */
  press(x: number, y: number, { shift, by }: SheetPress = {}): void {
    const hit = this.#sheet.hit(x, y, by);
    if (hit) this.#select(shift ? toggled(this.#read(), hit.id) : new Set([hit.id]));
    else this.begin(x, y, shift);
  }

  rest(x: number, y: number): void {
    this.begin(x, y, true);
  }

  /** @param adds whether what is selected stays so */
  begin(x: number, y: number, adds = false): void {
    const before = this.#read();
    this.#from = { x, y, before, adds };
    if (!adds && before.size > 0) this.#select(new Set());
  }

  drag(x: number, y: number): void {
    const from = this.#from;
    if (!from) return;
    const box = boxBetween(from, { x, y });
    if (!this.box && Math.max(box.width, box.height) < TREMBLE_PX) return;
    this.box = box;
    this.#select(new Set([...(from.adds ? from.before : []), ...this.#sheet.notesIn(box)]));
  }

  release(): void {
    this.#from = undefined;
    this.box = undefined;
  }

  cancel(): boolean {
    const from = this.#from;
    this.release();
    if (from) this.#select(from.before);
    return from !== undefined;
  }
}

function boxBetween(
  a: { readonly x: number; readonly y: number },
  b: { readonly x: number; readonly y: number },
): Rect {
  return {
    x: Math.min(a.x, b.x),
    y: Math.min(a.y, b.y),
    width: Math.abs(a.x - b.x),
    height: Math.abs(a.y - b.y),
  };
}
