import type { Note, NoteId, Pigment, Score, VoiceId } from "../../domain/score";
import type { Ticks } from "../../domain/units";
import {
  commentsByNote,
  type Comment,
  type NoteMark,
  type TimedText,
} from "../../notation/annotation";
import type { Place } from "../../notation/place";
import { layOutSystems, roomOf, type System, type Texts } from "../../notation/systems";
import { writeScore, type Writing } from "../../notation/writing";
import { chordText } from "../chord-words";
import { language, t } from "../messages/messages.svelte";
import { noteWords } from "../roll/note-words";
import type { Rect } from "../roll/geometry";
import {
  engrave,
  isSameDrawing,
  isSameFrame,
  SPACE,
  type Engraved,
  type SystemToEngrave,
} from "./engrave";
import type { Head } from "./engrave-bar";
import { loadEngraver, type Vex } from "./load-engraver";

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

/** A system in sight, as it was drawn. */
export interface ShownSystem {
  readonly system: PlacedSystem;
  readonly engraved: Engraved;
}

export const MARGIN_PX = 20;
/** How far from a head a press still means it. */
export const REACH_PX = { mouse: 4, finger: 12 };
export type Pointing = keyof typeof REACH_PX;
/** Systems that were drawn and may be wanted again: several screens full. */
const KEPT = 48;

/** A score on staves, as wide as the page has room: laid out, engraved where it is in sight, and what is said about it there. */
export class Sheet {
  readonly #read: () => Score;
  /** Stand under the lowest staff: the figures first, then the numerals. */
  figures = $state.raw<readonly TimedText[]>([]);
  numerals = $state.raw<readonly TimedText[]>([]);
  marks = $state.raw<ReadonlyMap<NoteId, NoteMark>>(new Map());
  /** Each has a number, as in the list of them: by its place here, from 1. */
  comments = $state.raw<readonly Comment[]>([]);

  /** Who wrote it, as it stands under the title in print; empty for nobody to name. */
  credit = $state.raw("");

  vex = $state.raw<Vex | undefined>(undefined);
  /** The engraving library did not come. */
  failed = $state.raw(false);
  size = $state.raw({ width: 0, height: 0 });
  scrollTop = $state.raw(0);
  /** What was made of the score as it was before: most of it stays. */
  #written: Writing | undefined;
  #placed: readonly PlacedSystem[] = [];
  #seen: readonly ShownSystem[] = [];
  /** Notes in words, and what the words depend on besides the note. */
  #words = new WeakMap<Note, string>();
  #about: readonly unknown[] = [];
  #engraved: readonly Engraved[] = [];

  /** CSS pixels for a unit of the drawing. */
  readonly scale = $derived(this.size.width < 600 ? 0.78 : 0.9);
  readonly score: Score = $derived.by(() => this.#read());
  readonly writing: Writing = $derived.by(
    () => (this.#written = writeScore(this.score, this.#written)),
  );
  readonly notes: ReadonlyMap<NoteId, Note> = $derived.by(
    () => new Map(this.score.notes.map((note) => [note.id, note])),
  );
  readonly commented = $derived.by(() => commentsByNote(this.comments, this.score));
  readonly texts: Texts = $derived.by(() => ({
    chords: this.score.chords.map(({ start, chord }) => ({
      start,
      text: chordText(chord, this.score.key),
    })),
    figures: this.figures,
    numerals: this.numerals,
  }));
  readonly #room = $derived(roomOf(this.texts, this.writing.bar));
  readonly width = $derived(Math.max(200, this.size.width - 2 * MARGIN_PX) / this.scale);
  readonly systems: readonly PlacedSystem[] = $derived.by(() => {
    const { bar } = this.writing;
    let top = 8;
    const laid = layOutSystems(this.writing, this.score, this.texts, this.width / SPACE);
    this.#placed = laid.map((system, index) => {
      const tall = system.height * SPACE * this.scale;
      const start = system.firstBar * bar;
      const range = { start, end: start + system.widths.length * bar };
      const placed = { ...system, index, top, tall, range };
      top += tall;
      return kept(this.#placed[index], placed);
    });
    return this.#placed;
  });
  readonly tall = $derived((this.systems.at(-1)?.top ?? 0) + (this.systems.at(-1)?.tall ?? 0) + 40);
  /** Those in sight, and what is a little beyond; none until the library is here and the page has a size. */
  readonly shown: readonly ShownSystem[] = $derived.by(() => {
    if (this.size.width === 0) return [];
    const inSight = this.systems.filter(
      ({ top, tall }) =>
        top + tall > this.scrollTop - 40 && top < this.scrollTop + this.size.height + 40,
    );
    this.#seen = inSight.flatMap((system) => {
      const engraved = this.engraved(system);
      if (!engraved) return [];
      const before = this.#seen.find((shown) => shown.engraved === engraved);
      return before?.system === system ? before : { system, engraved };
    });
    return this.#seen;
  });

  /** @param read the score to show, asked for whenever what it is read from has changed */
  constructor(read: () => Score) {
    this.#read = read;
  }

  /** Brings the library, or tries it again. */
  async load(): Promise<void> {
    this.failed = false;
    try {
      this.vex = await loadEngraver();
    } catch {
      this.failed = true;
    }
  }

  /** Draws a system, or finds it as it was drawn before. Undefined until the library is here. */
  engraved(system: PlacedSystem): Engraved | undefined {
    if (!this.vex) return undefined;
    const of = this.#toEngrave(system);
    const found = this.#engraved.find((drawn) => isSameDrawing(drawn.of, of));
    // What stood there before is drawn on, but not what is on the page of another width.
    const from = found ?? this.#engraved.find((drawn) => isSameFrame(drawn.of, of));
    const engraved = found ?? engrave(this.vex, of, from);
    // The one that was wanted longest ago goes first.
    this.#engraved = [engraved, ...this.#engraved.filter((other) => other !== from)].slice(0, KEPT);
    return engraved;
  }

  #toEngrave(system: PlacedSystem): SystemToEngrave {
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
      room: this.#room,
      width: this.width,
    };
  }

  /** The heads of a system in sight. */
  headsOf(system: PlacedSystem): readonly Head[] {
    return this.shown.find((shown) => shown.system === system)?.engraved.heads ?? [];
  }

  /** What a screen reader says of a note: what it is, and what is said about it. */
  wordsFor(note: Note): string {
    const mark = this.marks.get(note.id);
    const said = this.#wordsOf(note);
    const comments = (this.commented.get(note.id) ?? []).map((number) =>
      t("staff.sheet.comment", { number, text: this.comments[number - 1]!.text }),
    );
    return [said, ...(mark ? [mark.words] : []), ...comments].join(", ");
  }

  #wordsOf(note: Note): string {
    const { key, meter, voices, locks } = this.score;
    const about = [key, meter, voices, locks, language()];
    if (!isAlike(this.#about, about)) {
      this.#about = about;
      this.#words = new WeakMap();
    }
    const words = this.#words.get(note) ?? noteWords(note, this.score);
    this.#words.set(note, words);
    return words;
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

  /** How far the playhead goes down from the top of a system, in CSS pixels: past the staves, but not over what stands under them. */
  playheadTall({ tops }: PlacedSystem): number {
    return (tops.at(-1)! + 5.5) * SPACE * this.scale;
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

  /** The note whose head lies there. @param voice of two that are as near, the one of this voice */
  hit(x: number, y: number, by: Pointing = "mouse", voice?: VoiceId): Note | undefined {
    const system = this.systems.findLast(({ top }) => top <= y);
    const engraved = system && this.engraved(system);
    if (!engraved) return undefined;
    const across = (x - MARGIN_PX) / this.scale;
    const down = (y - system.top) / this.scale;
    const away = (head: Head) =>
      Math.max(
        Math.abs(across - head.x - head.width / 2) - head.width / 2,
        Math.abs(down - head.y) - SPACE / 2,
      ) - (voice !== undefined && this.notes.get(head.id)?.voice === voice ? 0.5 : 0);
    const [nearest] = engraved.heads.toSorted((a, b) => away(a) - away(b));
    if (!nearest || away(nearest) * this.scale > REACH_PX[by]) return undefined;
    return this.notes.get(nearest.id);
  }

  /** The notes whose heads a box touches, in CSS pixels on the sheet. */
  notesIn(box: Rect): ReadonlySet<NoteId> {
    const ids = new Set<NoteId>();
    for (const system of this.systems) {
      if (system.top > box.y + box.height || system.top + system.tall < box.y) continue;
      for (const head of this.engraved(system)?.heads ?? []) {
        const x = MARGIN_PX + head.x * this.scale;
        const y = system.top + (head.y - SPACE / 2) * this.scale;
        const isTouched =
          x <= box.x + box.width &&
          x + head.width * this.scale >= box.x &&
          y <= box.y + box.height &&
          y + SPACE * this.scale >= box.y;
        if (isTouched) ids.add(head.id);
      }
    }
    return ids;
  }
}

function kept(before: PlacedSystem | undefined, now: PlacedSystem): PlacedSystem {
  return before && JSON.stringify(before) === JSON.stringify(now) ? before : now;
}

function isAlike<Value>(a: readonly Value[], b: readonly Value[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
