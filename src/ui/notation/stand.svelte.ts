import { growToHold, selectedNotes, toggled, type Selection } from "../../domain/commands";
import { changeNote } from "../../domain/note";
import type { Note, NoteId, Pigment, Score, VoiceId } from "../../domain/score";
import type { Ticks } from "../../domain/units";
import type { NoteMark, TimedText } from "../../notation/annotation";
import { carried, pitchAtPlace, placeOnStaff, type Place } from "../../notation/place";
import { layOutSystems, type System, type Texts } from "../../notation/systems";
import { writeScore } from "../../notation/writing";
import { chordText } from "../chord-words";
import { applied, editsBetween, TREMBLE_PX } from "../roll/gesture";
import { snapNearest } from "../roll/grid";
import type { Roll } from "../roll/roll.svelte";
import { engrave, SPACE, type Engraved, type Head } from "./engrave";
import type { Vex } from "./load-engraver";

/** A place on the sheet, in the music. */
export interface SheetPoint {
  readonly x: number;
  readonly y: number;
  readonly system: number;
  readonly staff: number;
  readonly place: Place;
  /** Not rounded. */
  readonly tick: Ticks;
}

/** A system on the sheet, in CSS pixels. */
export interface PlacedSystem extends System {
  readonly index: number;
  readonly top: number;
  readonly tall: number;
  readonly range: { readonly start: Ticks; readonly end: Ticks };
}

export const MARGIN_PX = 20;
/** Systems that were drawn and may be wanted again: several screens full. */
const KEPT = 48;
const REACH_PX = { mouse: 4, finger: 12 };

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

/** The music stand: the sketch on staves, what is said about it there, and the drag in hand. It shares tool, grid and cursor with the roll. */
export class Stand {
  readonly roll: Roll;
  /** Stand under the lowest staff: the figures first, then the numerals. */
  figures = $state.raw<readonly TimedText[]>([]);
  numerals = $state.raw<readonly TimedText[]>([]);
  marks = $state.raw<ReadonlyMap<NoteId, NoteMark>>(new Map());

  vex = $state.raw<Vex | undefined>(undefined);
  size = $state.raw({ width: 0, height: 0 });
  scrollTop = $state.raw(0);
  dragging = $state.raw(false);
  #drag: Drag | undefined;
  #drags = 0;
  readonly #engraved = new Map<string, Engraved>();

  get isShown(): boolean {
    return this.roll.session.preferences.staff;
  }
  set isShown(isShown: boolean) {
    this.roll.session.preferences.staff = isShown;
  }

  /** CSS pixels for a unit of the drawing. */
  readonly scale = $derived(this.size.width < 600 ? 0.78 : 0.9);
  readonly score: Score = $derived.by(
    () => this.roll.ghost?.score ?? this.roll.session.sketch.score,
  );
  readonly writing = $derived(writeScore(this.score));
  readonly texts: Texts = $derived.by(() => ({
    chords: this.score.chords.map(({ start, chord }) => ({
      start,
      text: chordText(chord, this.score.key),
    })),
    figures: this.figures,
    numerals: this.numerals,
  }));
  readonly width = $derived(Math.max(200, this.size.width - 2 * MARGIN_PX) / this.scale);
  readonly systems: readonly PlacedSystem[] = $derived.by(() => {
    const { bar } = this.writing;
    let top = 8;
    return layOutSystems(this.writing, this.score, this.texts, this.width / SPACE).map(
      (system, index) => {
        const tall = system.height * SPACE * this.scale;
        const start = system.firstBar * bar;
        const range = { start, end: start + system.widths.length * bar };
        const placed = { ...system, index, top, tall, range };
        top += tall;
        return placed;
      },
    );
  });
  readonly tall = $derived((this.systems.at(-1)?.top ?? 0) + (this.systems.at(-1)?.tall ?? 0) + 40);
  /** Those in sight, and what is a little beyond. */
  readonly visible = $derived(
    this.systems.filter(
      ({ top, tall }) =>
        top + tall > this.scrollTop - 40 && top < this.scrollTop + this.size.height + 40,
    ),
  );

  constructor(roll: Roll) {
    this.roll = roll;
  }

  /** Draws a system, or finds it as it was drawn before. Undefined until the library is here. */
  engraved(system: PlacedSystem): Engraved | undefined {
    if (!this.vex) return undefined;
    const of = this.#toEngrave(system);
    const key = JSON.stringify([
      system.firstBar,
      system.widths,
      system.tops,
      system.height,
      of.staves,
      of.key,
      of.meter,
      of.isLast,
      of.width,
      [...of.pigments],
      of.bars.map((staves) => staves.map(({ layers }) => layers)),
    ]);
    const found = this.#engraved.get(key) ?? engrave(this.vex, of);
    this.#engraved.delete(key);
    this.#engraved.set(key, found);
    const [oldest] = this.#engraved.keys();
    if (this.#engraved.size > KEPT && oldest !== undefined) this.#engraved.delete(oldest);
    return found;
  }

  #toEngrave(system: PlacedSystem) {
    const { staves, bars, bar } = this.writing;
    const to = system.firstBar + system.widths.length;
    return {
      system,
      staves,
      bars: bars.slice(system.firstBar, to),
      bar,
      key: this.score.key,
      meter: this.score.meter,
      pigments: new Map<VoiceId, Pigment>(
        this.score.voices.map(({ id, pigment }) => [id, pigment]),
      ),
      isLast: to === bars.length,
      width: this.width,
    };
  }

  systemAt(tick: Ticks): PlacedSystem | undefined {
    return this.systems.findLast(({ range }) => range.start <= tick) ?? this.systems[0];
  }

  /** Where a moment lies on the sheet, in CSS pixels from its corner. */
  xOf(tick: Ticks, system: PlacedSystem): number {
    const columns = this.engraved(system)?.columns ?? [];
    const at = Math.max(
      0,
      columns.findLastIndex((column) => column.tick <= tick),
    );
    const [from, to] = [columns[at], columns[at + 1]];
    if (!from) return MARGIN_PX;
    const share = to ? (tick - from.tick) / (to.tick - from.tick) : 0;
    return MARGIN_PX + (from.x + share * ((to?.x ?? from.x) - from.x)) * this.scale;
  }

  /** @param staff where the hand already is on one; else the nearest */
  point(x: number, y: number, staff?: number): SheetPoint | undefined {
    const system = this.systems.findLast(({ top }) => top <= y) ?? this.systems[0];
    const columns = system && this.engraved(system)?.columns;
    if (!system || !columns) return undefined;
    // Aimed with the middle of a head.
    const across = (x - MARGIN_PX) / this.scale - 6;
    const down = (y - system.top) / this.scale;
    const nearest =
      staff ??
      system.tops
        .map((top, i) => ({ i, away: Math.abs(down - (top + 2) * SPACE) }))
        .reduce((best, other) => (other.away < best.away ? other : best)).i;
    const place = Math.round(8 - (down - system.tops[nearest]! * SPACE) / (SPACE / 2));
    const at = Math.max(
      0,
      columns.findLastIndex((column) => column.x <= across),
    );
    const [from, to] = [columns[at]!, columns[at + 1]];
    const share = to ? Math.max(0, (across - from.x) / (to.x - from.x)) : 0;
    const tick = from.tick + share * ((to?.tick ?? from.tick) - from.tick);
    return { x, y, system: system.index, staff: nearest, place, tick };
  }

  hit(x: number, y: number, by: keyof typeof REACH_PX = "mouse"): Note | undefined {
    const system = this.systems.findLast(({ top }) => top <= y);
    const engraved = system && this.engraved(system);
    if (!engraved) return undefined;
    const across = (x - MARGIN_PX) / this.scale;
    const down = (y - system.top) / this.scale;
    const { sketch } = this.roll.session;
    const voiceOf = new Map(this.score.notes.map((note) => [note.id, note.voice]));
    const away = (head: Head) =>
      Math.max(
        Math.abs(across - head.x - head.width / 2) - head.width / 2,
        Math.abs(down - head.y) - SPACE / 2,
      ) - (voiceOf.get(head.id) === sketch.activeVoice?.id ? 0.5 : 0);
    const [nearest] = engraved.heads.toSorted((a, b) => away(a) - away(b));
    if (!nearest || away(nearest) * this.scale > REACH_PX[by]) return undefined;
    return this.score.notes.find(({ id }) => id === nearest.id);
  }

  /** Selects and takes hold of a note; on an empty place the pen writes one. */
  press(x: number, y: number, options: { shift?: boolean; by?: keyof typeof REACH_PX } = {}): void {
    const { roll } = this;
    const { sketch, responses } = roll.session;
    this.release();
    if (roll.ghost) responses.audition(undefined);
    const before = sketch.selection;
    const hit = this.hit(x, y, options.by);
    const group = `staff drag ${(this.#drags += 1)}`;
    if (hit) {
      if (options.shift) {
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
    const point = this.point(x, y);
    const staff = point && this.writing.staves[point.staff];
    if (!point || !staff) return;
    const [first] = staff.voices;
    if (first && !staff.voices.some(({ id }) => id === sketch.activeVoice?.id))
      sketch.activate(first.id);
    const cursor = {
      tick: snapNearest(point.tick, roll.grid),
      pitch: pitchAtPlace(point.place, staff, this.score.key),
    };
    roll.cursor = cursor;
    if (options.shift) return;
    sketch.select([]);
    if (roll.tool !== "pen") return;
    roll.length = roll.grid;
    const note = roll.draw(cursor, group);
    if (!note) return;
    sketch.select([note.id]);
    roll.audition(note);
    this.#hold("Draw", group, note, x, y, before);
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
    const point = this.point(x, y, staff);
    if (!point) return;
    // From where it stands, so that a hand which is a little off does not move it.
    const from = { ...point, place: this.#placeOf(grabbed) };
    const { score, selection } = sketch;
    this.#drag = { label, group, base: score, selection, grabbed, from, before, made: score };
    this.dragging = true;
  }

  /** Carries what is held along the lines and spaces, and along the grid. */
  drag(x: number, y: number): void {
    const held = this.#drag;
    const point = held && this.point(x, y, held.from.staff);
    if (!held || !point) return;
    const { roll } = this;
    const { sketch } = roll.session;
    const score = this.#carried(held, point);
    const heard = score.notes.find(({ id }) => id === held.grabbed.id);
    const last = held.made.notes.find(({ id }) => id === held.grabbed.id);
    sketch.dispatch(held.label, editsBetween(held.made, score), held.group);
    held.made = score;
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
      const lines = this.writing.staves[this.#staffOf(note)];
      const pitch = lines ? carried(note.pitch, steps, lines, key) : note.pitch;
      return changeNote(note, { pitch, start: note.start + ticks });
    });
    if (moved.every((note, i) => note === notes[i])) return base;
    return applied(base, [{ type: "updateNotes", notes: moved }, ...growToHold(base, moved)]);
  }

  release(): void {
    const held = this.#drag;
    this.#drag = undefined;
    this.dragging = false;
    // Dragged out and back again: nothing happened, so there is nothing to undo.
    if (held?.label === "Move" && held.made.notes.every((note, i) => note === held.base.notes[i]))
      this.roll.session.sketch.discard(held.group);
  }

  /** Breaks the drag off: the score and the selection are as they were before it. */
  cancel(): boolean {
    const held = this.#drag;
    if (!held) return false;
    this.#drag = undefined;
    this.dragging = false;
    const { sketch } = this.roll.session;
    sketch.discard(held.group);
    sketch.select(held.before);
    return true;
  }

  #staffOf(note: Note): number {
    return this.writing.staves.findIndex(({ voices }) =>
      voices.some(({ id }) => id === note.voice),
    );
  }

  #placeOf(note: Note): Place {
    const staff = this.writing.staves[this.#staffOf(note)];
    return staff ? placeOnStaff(note.pitch, staff, this.score.key) : 0;
  }
}
