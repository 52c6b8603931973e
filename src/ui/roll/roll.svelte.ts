import { toggled, type Selection } from "../../domain/commands";
import { barTicks } from "../../domain/meter";
import {
  byStart,
  endOf,
  rangeOf,
  scoreTicks,
  type Note,
  type NoteId,
  type Quantise,
  type Score,
  type TakeId,
  type VoiceId,
} from "../../domain/score";
import { newNotes } from "../../domain/take";
import { TICKS_PER_QUARTER, type Midi, type Ticks, type Velocity } from "../../domain/units";
import type { Session } from "../../session/session.svelte";
import { ChordTrack } from "./chord-track.svelte";
import { boxGesture } from "./box-gesture";
import {
  clampView,
  contentSize,
  fitPitches,
  fitView,
  reveal,
  showsPitches,
  tickToX,
  xToTick,
  yToPitch,
  zoomPitch,
  zoomTime,
  type Rect,
  type Viewport,
} from "./geometry";
import { editsBetween, type Gesture, type GridPoint } from "./gesture";
import { snapDown } from "./grid";
import { hitTest, MOUSE, type Hit, type Reach } from "./hit";
import { moveGesture } from "./move-gesture";
import { drawGesture, resizeEndGesture, resizeStartGesture } from "./resize-gesture";
import { selectionWords } from "./note-words";

export type Tool = "pen" | "select";

/** The place in the grid where keys write. */
export interface Cursor {
  readonly tick: Ticks;
  readonly pitch: Midi;
}

/** The take that is listened to, laid over the sketch. */
export interface Ghost {
  readonly score: Score;
  /** Notes that the sketch does not have. */
  readonly added: ReadonlySet<NoteId>;
  /** Notes of the sketch that the take does not have. */
  readonly replaced: readonly Note[];
}

/** What a press of the pointer goes with. */
export interface Press {
  readonly reach?: Reach;
  readonly shift?: boolean;
}

const NEW_VELOCITY: Velocity = 84;
const ZOOM_STEP = 1.3;

/** The piano roll's own state: what is on view, the tool, the cursor and the drag in hand. None of it is in the history. */
export class Roll {
  readonly session: Session;
  #view = $state.raw<Viewport>({
    scrollX: 0,
    scrollY: 0,
    pxPerTick: 0.06,
    rowHeight: 16,
    width: 0,
    height: 0,
  });
  #fitted: string | undefined;
  #drag:
    | {
        readonly gesture: Gesture;
        readonly group: string;
        readonly from: GridPoint;
        readonly before: Selection;
        /** What it has made of the score that it began with. */
        made: Score;
      }
    | undefined;
  #drags = 0;
  #following = false;
  /** Where the view was when the playhead was last looked at. */
  #followedX: number | undefined;
  #heardPitch: Midi | undefined;

  tool = $state.raw<Tool>("pen");
  cursor = $state.raw<Cursor>({ tick: 0, pitch: 67 });
  box = $state.raw<Rect | undefined>(undefined);
  hover = $state.raw<Hit | undefined>(undefined);
  dragging = $state.raw(false);
  showVelocities = $state.raw(true);
  mixerIsOpen = $state.raw(false);
  /** Whether the grid has the keyboard, so that its cursor shows. */
  focused = $state.raw(false);
  /** How far, and with what swing, notes are drawn to the grid. */
  pull = $state.raw<Omit<Quantise, "grid">>({ strength: 1, swing: 0 });
  /** Length of the next note that a key or a click draws. */
  length = $state.raw<Ticks>(TICKS_PER_QUARTER);
  /** Notes that sound now. */
  playing = $state.raw<ReadonlySet<NoteId>>(new Set());
  /** What was done or found last, for the live line. */
  said = $state.raw("");
  /** What the live line says. A selection of one is said whole; the notes of a box as they are counted. */
  readonly spoken: string = $derived.by(() => {
    const { selected, score } = this.session.sketch;
    return selected.length > 0 ? selectionWords(selected, score) : this.said;
  });

  readonly chords = new ChordTrack(this);
  readonly view = $derived(this.#view);
  readonly grid: Ticks = $derived.by(() => this.session.sketch.snap);
  /** Ticks that can be scrolled to: the sketch and a bar to grow into. */
  readonly reach: Ticks = $derived.by(() => {
    const { score } = this.session.sketch;
    return Math.max(scoreTicks(score), ...this.#shown.notes.map(endOf)) + barTicks(score.meter);
  });
  readonly content = $derived(contentSize(this.#view, this.reach));
  readonly ghost: Ghost | undefined = $derived.by(() => {
    const take = this.session.responses.auditioned?.score;
    const { score } = this.session.sketch;
    if (!take || take === score) return undefined;
    return {
      score: take,
      added: new Set(newNotes(score, take).map((note) => note.id)),
      replaced: newNotes(take, score),
    };
  });
  get #shown(): Score {
    return this.ghost?.score ?? this.session.sketch.score;
  }

  constructor(session: Session) {
    this.session = session;
  }

  /** The grid has this size now; a sketch that was not shown yet is fitted into it. */
  resize(width: number, height: number): void {
    if (width <= 0 || height <= 0) return;
    this.#view = clampView({ ...this.#view, width, height }, this.reach);
  }

  /** Fits the open sketch unless that was done for `sketch` before. */
  open(sketch: string): void {
    if (this.#fitted === sketch || this.#view.width === 0) return;
    this.#fitted = sketch;
    this.fit();
  }

  fit(): void {
    const { score } = this.session.sketch;
    this.#view = fitView(this.#view, score.notes, score.meter, score.bars, this.reach);
    const first = score.notes.toSorted((a, b) => a.start - b.start)[0];
    this.cursor = { tick: 0, pitch: first?.pitch ?? 67 };
  }

  /** Brings all pitches of what is shown into sight: of the take that is listened to, else of the sketch. */
  showPitches(): void {
    const { notes } = this.#shown;
    if (notes.length > 0 && !showsPitches(this.#view, notes))
      this.#view = fitPitches(this.#view, notes, this.reach, 7);
  }

  /** Brings what was kept of a take into sight: all pitches, and its first note. */
  showKept(take: TakeId): void {
    this.showWritten(
      this.session.sketch.score.notes.filter(
        ({ origin }) => origin.by === "model" && origin.take === take,
      ),
    );
  }

  /** Brings notes that were just written into sight. */
  showWritten(notes: readonly Note[]): void {
    this.showPitches();
    const [first] = notes.toSorted(byStart);
    if (first) this.#view = reveal(this.#view, rangeOf(first), first.pitch, this.reach);
  }

  /** Brings a place in time into sight, whatever the pitches. */
  revealTick(tick: Ticks): void {
    const range = { start: tick, end: tick + this.grid };
    const middle = yToPitch(this.#view, this.#view.height / 2);
    this.#view = reveal(this.#view, range, middle, this.reach);
  }

  scrollTo(scrollX: number, scrollY: number): void {
    const { scrollX: x, scrollY: y } = this.#view;
    if (Math.abs(scrollX - x) < 1 && Math.abs(scrollY - y) < 1) return;
    this.#view = { ...this.#view, scrollX, scrollY };
  }

  scrollBy(dx: number, dy: number): void {
    const { scrollX, scrollY } = this.#view;
    this.#view = clampView(
      { ...this.#view, scrollX: scrollX + dx, scrollY: scrollY + dy },
      this.reach,
    );
  }

  /** @param anchorX what stays in place; the middle of the grid when not given */
  zoomTime(factor: number, anchorX = this.#view.width / 2): void {
    this.#view = zoomTime(this.#view, factor, anchorX, this.reach);
  }

  zoomPitch(factor: number, anchorY = this.#view.height / 2): void {
    this.#view = zoomPitch(this.#view, factor, anchorY, this.reach);
  }

  /** One step of the zoom buttons and keys; positive comes nearer. */
  zoomStep(direction: 1 | -1, along: "time" | "pitch"): void {
    if (along === "time") this.zoomTime(ZOOM_STEP ** direction);
    else this.zoomPitch(ZOOM_STEP ** direction);
  }

  /** Scrolls so that the cursor or the selection is in sight. */
  follow(): void {
    const { selected, selectedRange } = this.session.sketch;
    const [first] = selected;
    this.#view =
      first && selectedRange
        ? reveal(this.#view, selectedRange, first.pitch, this.reach)
        : reveal(
            this.#view,
            { start: this.cursor.tick, end: this.cursor.tick + this.grid },
            this.cursor.pitch,
            this.reach,
          );
  }

  /** The playhead starts to move: the view goes with it. */
  followPlayhead(): void {
    this.#following = true;
    this.#followedX = undefined;
  }

  /** Turns the page when the playhead walks off it; someone who scrolled away from it stays where they are. */
  turnPage(position: Ticks): void {
    const { width, scrollX } = this.#view;
    const x = tickToX(this.#view, position);
    const isShown = x >= 0 && x <= width;
    if (scrollX !== this.#followedX) this.#following ||= isShown;
    if (scrollX !== this.#followedX && !isShown && this.#followedX !== undefined)
      this.#following = false;
    if (this.#following && !isShown && !this.dragging) this.scrollBy(x - width * 0.08, 0);
    this.#followedX = this.#view.scrollX;
  }

  point(x: number, y: number): GridPoint {
    return { x, y, tick: Math.max(0, xToTick(this.#view, x)), pitch: yToPitch(this.#view, y) };
  }

  hit(x: number, y: number, reach: Reach = MOUSE): Hit | undefined {
    const { score, activeVoice, selection } = this.session.sketch;
    return hitTest(this.#view, score.notes, x, y, {
      reach,
      activeVoice: activeVoice?.id,
      selection,
    });
  }

  /** Begins a drag, or selects: what the press does depends on what lies there and on the tool. */
  press(point: GridPoint, press: Press = {}): void {
    this.#abandon();
    const { sketch, responses } = this.session;
    if (this.ghost) responses.audition(undefined);
    const hit = this.hit(point.x, point.y, press.reach);
    const before = sketch.selection;
    const group = `drag ${(this.#drags += 1)}`;
    this.#heardPitch = undefined;
    let gesture: Gesture;
    if (hit) {
      const { note } = hit;
      if (press.shift) {
        sketch.select(toggled(before, note.id));
        return;
      }
      if (!before.has(note.id)) sketch.select([note.id]);
      sketch.activate(note.voice);
      this.length = note.duration;
      this.cursor = { tick: note.start, pitch: note.pitch };
      const begin =
        hit.part === "body"
          ? moveGesture
          : hit.part === "end"
            ? resizeEndGesture
            : resizeStartGesture;
      gesture = begin(sketch.score, sketch.selection, note, point, this.grid);
      this.#hear(note);
    } else if (this.tool === "pen" && !press.shift) {
      const note = this.draw({ tick: snapDown(point.tick, this.grid), pitch: point.pitch }, group);
      if (!note) return;
      sketch.select([note.id]);
      gesture = drawGesture(sketch.score, note, point, this.grid);
      this.#hear(note);
    } else {
      if (!press.shift) sketch.select([]);
      this.cursor = { tick: snapDown(point.tick, this.grid), pitch: point.pitch };
      gesture = boxGesture(sketch.score, this.#view, point, press.shift ? before : new Set());
    }
    this.#drag = { gesture, group, from: point, before, made: sketch.score };
    this.dragging = true;
  }

  /** Begins a box at once, whatever the tool: a long press does it. */
  pressBox(point: GridPoint): void {
    this.#abandon();
    const { score, selection: before } = this.session.sketch;
    const gesture = boxGesture(score, this.#view, point, before);
    const group = `drag ${(this.#drags += 1)}`;
    this.#drag = { gesture, group, from: point, before, made: score };
    this.dragging = true;
  }

  /** @param free without snapping */
  drag(point: GridPoint, free = false): void {
    if (!this.#drag) return;
    const { gesture, group, made } = this.#drag;
    const { sketch } = this.session;
    const step = gesture.to(point, free);
    this.#drag.made = step.score;
    sketch.dispatch(gesture.label, editsBetween(made, step.score), group);
    if (step.selection) sketch.select(step.selection);
    this.box = step.box;
    if (step.heard) {
      this.#hear(step.heard);
      this.cursor = { tick: step.heard.start, pitch: step.heard.pitch };
      if (gesture.label === "Draw") this.length = step.heard.duration;
    }
  }

  release(): void {
    const drag = this.#drag;
    this.#end();
    if (!drag) return;
    const { sketch } = this.session;
    // Voices that follow came in meanwhile.
    if (sketch.score.voices.length > drag.made.voices.length) this.showPitches();
    // Dragged out and back again: nothing happened, so there is nothing to undo.
    if (
      drag.gesture.label !== "Draw" &&
      drag.gesture.to(drag.from, false).score.notes === drag.made.notes
    )
      sketch.discard(drag.group);
  }

  /** Breaks the drag off: the score and the selection are as they were before it. */
  cancel(): boolean {
    const drag = this.#drag;
    if (!drag) return false;
    this.#end();
    this.session.sketch.discard(drag.group);
    this.session.sketch.select(drag.before);
    return true;
  }

  /** Writes a note of the active voice at `cursor`; undefined when there is no voice to write in. */
  draw(cursor: Cursor, group?: string): Note | undefined {
    const { sketch } = this.session;
    const voice: VoiceId | undefined = sketch.activeVoice?.id;
    if (voice === undefined) return undefined;
    const id = sketch.draw(
      {
        voice,
        pitch: cursor.pitch,
        start: cursor.tick,
        duration: Math.max(this.grid, this.length),
        velocity: NEW_VELOCITY,
      },
      group,
    );
    this.cursor = cursor;
    return sketch.score.notes.find((note) => note.id === id);
  }

  erase(note: Note): void {
    this.session.sketch.dispatch("Delete", [{ type: "removeNotes", ids: new Set([note.id]) }]);
    this.hover = undefined;
  }

  /** Sounds a note once a pitch, so that a drag along one row is not a drum roll. */
  #hear(note: Note): void {
    if (note.pitch === this.#heardPitch) return;
    this.#heardPitch = note.pitch;
    this.audition(note);
  }

  audition(note: Pick<Note, "pitch" | "velocity" | "voice">): void {
    const voice = this.session.sketch.score.voices.find((v) => v.id === note.voice);
    if (voice) this.session.playback.audition(note.pitch, note.velocity, voice);
  }

  #end(): void {
    this.#drag = undefined;
    this.dragging = false;
    this.box = undefined;
  }

  #abandon(): void {
    if (this.#drag) this.release();
  }
}
