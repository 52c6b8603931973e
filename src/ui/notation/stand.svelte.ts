import { growToHold, selectedNotes, toggled, type Selection } from "../../domain/commands";
import { beatTicks } from "../../domain/meter";
import { changeNote } from "../../domain/note";
import type { Note, Score, VoiceId } from "../../domain/score";
import { TICKS_PER_QUARTER, type Ticks } from "../../domain/units";
import { carried, pitchAtPlace, placeOnStaff, type Place } from "../../notation/place";
import { applied, editsBetween, TREMBLE_PX } from "../roll/gesture";
import { snapNearest } from "../roll/grid";
import type { Roll } from "../roll/roll.svelte";
import { altered, lasting, type Accidental } from "./accidental";
import { Picking, type SheetHand, type SheetPress } from "./picking.svelte";
import { Sheet, type SheetPoint } from "./sheet.svelte";

interface Drag {
  readonly label: "Move" | "Draw";
  readonly group: string;
  readonly base: Score;
  readonly selection: Selection;
  readonly grabbed: Note;
  readonly from: SheetPoint;
  readonly before: Selection;
  made: Score;
}

/** The music stand: the sketch on a sheet, and the drag in hand. It shares tool, grid and cursor with the roll. */
export class Stand implements SheetHand {
  readonly roll: Roll;
  readonly sheet = new Sheet(() => this.roll.ghost?.score ?? this.roll.session.sketch.score);
  readonly picking = new Picking(
    this.sheet,
    () => this.roll.session.sketch.selection,
    (ids) => this.roll.session.sketch.select(ids),
  );
  /** The value that the pen writes. */
  #value = $state.raw<Ticks>(TICKS_PER_QUARTER);
  #holding = $state.raw(false);
  /** The note in hand was given with the exercise and stays where it is. */
  refuses = $state.raw(false);
  #drag: Drag | undefined;
  #drags = 0;

  get isShown(): boolean {
    return this.roll.session.preferences.staff;
  }
  set isShown(isShown: boolean) {
    this.roll.session.preferences.staff = isShown;
  }

  constructor(roll: Roll) {
    this.roll = roll;
  }

  /** How long the selected notes are, or the next one; undefined where they differ. */
  readonly value: Ticks | undefined = $derived.by(() => {
    const { selected } = this.roll.session.sketch;
    const [first] = selected;
    if (!first) return this.#value;
    return selected.every(({ duration }) => duration === first.duration)
      ? first.duration
      : undefined;
  });

  /** Gives the selected notes this value, and the notes that are written next. */
  setValue(value: Ticks): void {
    const { sketch } = this.roll.session;
    this.#value = value;
    // What is written on a grid coarser than itself would be as long as that.
    if (sketch.selected.length === 0) sketch.snap = Math.min(sketch.snap, value);
    sketch.run("Resize", lasting(value));
  }

  /** Sharpens or flattens the selected notes, or gives them what the signature says; drums have no accidentals. */
  alter(to: Accidental): void {
    const { sketch } = this.roll.session;
    sketch.run("Transpose", altered(to));
    const [first] = sketch.selected;
    if (!first) return;
    this.roll.cursor = { tick: first.start, pitch: first.pitch };
    this.roll.audition(first);
  }

  get canAlter(): boolean {
    return this.roll.session.sketch.can(altered("natural"));
  }

  get dragging(): boolean {
    return this.#holding || this.picking.dragging;
  }

  /** A finger holds what is selected. */
  holds(x: number, y: number): boolean {
    const hit = this.sheet.hit(x, y, "finger", this.#voice);
    return hit !== undefined && this.roll.session.sketch.selection.has(hit.id);
  }

  /** A finger that rests takes hold of a note, or draws a box. */
  rest(x: number, y: number): void {
    if (this.sheet.hit(x, y, "finger", this.#voice)) this.press(x, y, { by: "finger" });
    else this.picking.begin(x, y, true);
  }

  /** Takes the note away. */
  second(x: number, y: number): void {
    const hit = this.sheet.hit(x, y, "mouse", this.#voice);
    if (hit) this.roll.erase(hit);
  }

  get #voice(): VoiceId | undefined {
    return this.roll.session.sketch.activeVoice?.id;
  }

  /** Selects and takes hold of a note. On an empty place the pen writes one; a box begins where it does not. */
  press(x: number, y: number, { shift = false, by = "mouse" }: SheetPress = {}): void {
    const { roll } = this;
    const { sketch, responses } = roll.session;
    this.release();
    if (roll.ghost) responses.audition(undefined);
    const before = sketch.selection;
    const hit = this.sheet.hit(x, y, by, this.#voice);
    const group = `staff drag ${(this.#drags += 1)}`;
    if (hit) {
      if (shift) {
        sketch.select(toggled(before, hit.id));
        return;
      }
      if (!before.has(hit.id)) sketch.select([hit.id]);
      sketch.activate(hit.voice);
      roll.length = hit.duration;
      roll.cursor = { tick: hit.start, pitch: hit.pitch };
      roll.audition(hit);
      this.#hold("Move", group, hit, x, y, before);
      return;
    }
    const point = this.sheet.point(x, y);
    const staff = point && this.sheet.writing.staves[point.staff];
    if (!point || !staff) return;
    const [first] = staff.voices;
    if (first && !staff.voices.some(({ id }) => id === sketch.activeVoice?.id))
      sketch.activate(first.id);
    const cursor = {
      tick: this.#placeFor(point),
      pitch: pitchAtPlace(point.place, staff, this.sheet.score.key),
    };
    roll.cursor = cursor;
    if (shift || roll.tool !== "pen") {
      this.picking.begin(x, y, shift);
      return;
    }
    sketch.select([]);
    roll.length = this.#value;
    const note = roll.draw(cursor, group);
    if (!note) return;
    sketch.select([note.id]);
    roll.audition(note);
    this.#hold("Draw", group, note, x, y, before);
  }

  /**
   * Where what the pen writes begins, as in engraving programs: where something on the system begins already, a rest among it, or on the nearest
   * multiple of its own value; at most a beat away, so that a half may stand on any beat.
   */
  #placeFor({ tick, system }: SheetPoint): Ticks {
    const { meter } = this.sheet.score;
    const isDotted = (4 * TICKS_PER_QUARTER) % this.#value !== 0;
    const plain = isDotted ? this.#value / 3 : this.#value;
    const placed = this.sheet.systems[system];
    const columns = (placed && this.sheet.engraved(placed)?.columns) ?? [];
    const end = placed?.range.end ?? Infinity;
    return [
      snapNearest(tick, Math.min(plain, beatTicks(meter))),
      ...columns.map((column) => column.tick).filter((place) => place < end),
    ].reduce((best, place) => (Math.abs(place - tick) < Math.abs(best - tick) ? place : best));
  }

  #hold(
    label: Drag["label"],
    group: string,
    grabbed: Note,
    x: number,
    y: number,
    before: Selection,
  ): void {
    const { sketch } = this.roll.session;
    const staff = this.#staffOf(grabbed);
    const point = this.sheet.point(x, y, staff);
    if (!point) return;
    // From where it stands, so that a hand which is a little off does not move it.
    const from = { ...point, place: this.#placeOf(grabbed) };
    const { score, selection } = sketch;
    this.#drag = { label, group, base: score, selection, grabbed, from, before, made: score };
    this.#holding = true;
  }

  /** Carries what is held along the lines and spaces, and along the grid. */
  drag(x: number, y: number): void {
    this.picking.drag(x, y);
    const held = this.#drag;
    const point = held && this.sheet.point(x, y, held.from.staff);
    if (!held || !point) return;
    const { roll } = this;
    const { sketch } = roll.session;
    const score = this.#carried(held, point);
    const inHand = (of: Score) => of.notes.find(({ id }) => id === held.grabbed.id);
    const last = inHand(sketch.score);
    sketch.dispatch(held.label, editsBetween(held.made, score), held.group);
    held.made = score;
    // What became of it, which is not what was wanted where an exercise holds it.
    const heard = inHand(sketch.score);
    const wanted = inHand(score);
    this.refuses = heard?.pitch !== wanted?.pitch || heard?.start !== wanted?.start;
    if (!heard) return;
    roll.cursor = { tick: heard.start, pitch: heard.pitch };
    if (heard.pitch !== last?.pitch) roll.audition(heard);
  }

  #carried({ base, selection, grabbed, from }: Drag, point: SheetPoint): Score {
    const { key } = base;
    const still = Math.abs(point.x - from.x) < TREMBLE_PX && point.system === from.system;
    const notes = selectedNotes(base, selection);
    const start = snapNearest(grabbed.start + point.tick - from.tick, this.roll.grid);
    const earliest = Math.min(...notes.map((note) => note.start));
    const ticks = Math.max(-earliest, still ? 0 : start - grabbed.start);
    const steps = Math.abs(point.y - from.y) < TREMBLE_PX ? 0 : point.place - from.place;
    const moved = notes.map((note) => {
      const lines = this.sheet.writing.staves[this.#staffOf(note)];
      const pitch = lines ? carried(note.pitch, steps, lines, key) : note.pitch;
      return changeNote(note, { pitch, start: note.start + ticks });
    });
    if (moved.every((note, i) => note === notes[i])) return base;
    const update = { type: "updateNotes", notes: moved } as const;
    // What an exercise holds where it is needs no more bars.
    const wanted = applied(base, [update]);
    const kept = this.roll.session.sketch.keeps?.(base, wanted) ?? wanted;
    const free = kept.notes.filter((note) => moved.includes(note));
    return applied(base, [update, ...growToHold(base, free)]);
  }

  release(): void {
    this.picking.release();
    const held = this.#drag;
    this.#drag = undefined;
    this.#holding = false;
    this.refuses = false;
    // Dragged out and back again: nothing happened, so there is nothing to undo.
    if (held?.label === "Move" && held.made.notes.every((note, i) => note === held.base.notes[i]))
      this.roll.session.sketch.discard(held.group);
  }

  /** Breaks the drag off: the score and the selection are as they were before it. */
  cancel(): boolean {
    if (this.picking.cancel()) return true;
    const held = this.#drag;
    if (!held) return false;
    this.#drag = undefined;
    this.#holding = false;
    this.refuses = false;
    const { sketch } = this.roll.session;
    sketch.discard(held.group);
    sketch.select(held.before);
    return true;
  }

  #staffOf(note: Note): number {
    return this.sheet.writing.staves.findIndex(({ voices }) =>
      voices.some(({ id }) => id === note.voice),
    );
  }

  #placeOf(note: Note): Place {
    const staff = this.sheet.writing.staves[this.#staffOf(note)];
    return staff ? placeOnStaff(note.pitch, staff, this.sheet.score.key) : 0;
  }
}
