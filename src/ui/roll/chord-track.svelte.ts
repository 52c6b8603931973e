import { chordEdits } from "../../domain/accompaniment/follow";
import type { Chord } from "../../domain/chord";
import { chordName, parseChord } from "../../domain/chord-symbol";
import { withChord, withChordLock, withMovedChord, withoutChord } from "../../domain/chord-track";
import { barTicks, beatTicks } from "../../domain/meter";
import { scoreTicks, type PlacedChord, type Score } from "../../domain/score";
import { newChords } from "../../domain/take";
import type { Ticks } from "../../domain/units";
import { chordText, placedChordWords, spokenChord } from "../chord-words";
import { snapNearest } from "./grid";
import { t } from "../messages/messages.svelte";
import { placeWords } from "./note-words";
import type { Roll } from "./roll.svelte";

export type Unit = "beat" | "bar";

/** The chord track's own state: whether it shows, its cursor, and the symbol in hand. */
export class ChordTrack {
  readonly #roll: Roll;
  #wanted = $state.raw<boolean | undefined>(undefined);
  #drag: { base: Score; from: Ticks; group: string } | undefined;
  #drags = 0;

  cursor = $state.raw<Ticks>(0);
  /** What is being typed at the cursor; undefined while nothing is. */
  text = $state.raw<string | undefined>(undefined);
  /** Whether the symbol was begun by a letter, which is to be gone on with. */
  begun = false;
  /** What was done or found last, for the live line. */
  said = $state.raw("");

  /** What is on view: of the take that is listened to, else of the sketch. */
  readonly score: Score = $derived.by(
    () => this.#roll.ghost?.score ?? this.#roll.session.sketch.score,
  );
  /** Chords of a take that the sketch does not have. */
  readonly added: ReadonlySet<PlacedChord> = $derived.by(
    () => new Set(newChords(this.#roll.session.sketch.score, this.score)),
  );
  /** A sketch without chords keeps the room, unless the track is asked for. */
  readonly isShown = $derived.by(() => this.#wanted ?? this.score.chords.length > 0);
  readonly atCursor = $derived.by(() =>
    this.score.chords.find(({ start }) => start === this.cursor),
  );
  readonly read = $derived(this.text === undefined ? undefined : parseChord(this.text));

  constructor(roll: Roll) {
    this.#roll = roll;
  }

  toggle(): void {
    this.#wanted = !this.isShown;
    this.text = undefined;
  }

  /** Goes a beat or a bar on or back, from wherever it is to the next line; false at either end of the sketch. */
  step(direction: 1 | -1, unit: Unit): boolean {
    const { meter } = this.score;
    const ticks = unit === "bar" ? barTicks(meter) : beatTicks(meter);
    const line = direction > 0 ? Math.floor(this.cursor / ticks) : Math.ceil(this.cursor / ticks);
    const to = (line + direction) * ticks;
    if (to < 0 || to >= scoreTicks(this.score)) return false;
    this.goTo(to);
    return true;
  }

  goTo(tick: Ticks): void {
    this.cursor = tick;
    this.#roll.revealTick(tick);
    this.said = this.atCursor
      ? placedChordWords(this.atCursor, this.score)
      : t("sketch.chords.said.none", { place: placeWords(tick, this.score.meter) });
  }

  /** Opens the field at the cursor. @param text what it begins with; the symbol that is there when not given */
  edit(text?: string): void {
    this.#endAudition();
    const { chord } = this.atCursor ?? {};
    this.begun = text !== undefined;
    this.text = text ?? (chord === undefined ? "" : chordName(chord, this.score.key));
  }

  cancel(): void {
    this.text = undefined;
  }

  /** Writes what was typed; nothing typed removes. False when it is no chord, which stays to be corrected. */
  commit(): boolean {
    if (this.text === undefined) return true;
    if (this.text.trim() === "") this.remove();
    else if (this.read?.ok) this.#write(this.read.value);
    else return false;
    this.text = undefined;
    return true;
  }

  remove(): void {
    const { atCursor, score } = this;
    if (!atCursor) return;
    this.#dispatch("Remove chord", withoutChord(score, this.cursor));
    this.said = t("sketch.chords.said.removed", {
      chord: spokenChord(atCursor.chord, score.key),
    });
  }

  /** Moves the chord at the cursor to the next beat or the one before. */
  move(direction: 1 | -1): void {
    const { cursor, score } = this;
    if (!this.atCursor || !this.step(direction, "beat")) return;
    this.#dispatch("Move chord", withMovedChord(score, cursor, this.cursor));
    this.goTo(this.cursor);
  }

  toggleLock(): void {
    if (!this.atCursor) return;
    this.#dispatch("Lock chord", withChordLock(this.score, this.cursor));
    this.said = placedChordWords(this.atCursor, this.score);
  }

  press(placed: PlacedChord): void {
    this.#endAudition();
    this.cursor = placed.start;
    const group = `chord ${(this.#drags += 1)}`;
    this.#drag = { base: this.#roll.session.sketch.score, from: placed.start, group };
  }

  /** Drags the pressed chord so that it begins near `tick`. */
  dragTo(tick: Ticks): void {
    if (!this.#drag) return;
    const { base, from, group } = this.#drag;
    const grid = Math.min(beatTicks(base.meter), this.#roll.grid);
    const last = scoreTicks(base) - grid;
    const to = Math.min(last, snapNearest(tick, grid));
    const { sketch } = this.#roll.session;
    if (to === this.cursor) return;
    this.cursor = to;
    // The chords as if moved from where they were; the rest as it is by now, for a harmony may have followed meanwhile.
    const edits = chordEdits(sketch.score, withMovedChord(base, from, to), () => sketch.ids.note());
    sketch.dispatch("Move chord", edits, group);
  }

  /** Ends the drag; dragged out and back again, there is nothing to undo. */
  release(): void {
    const { base, from, group } = this.#drag ?? {};
    this.#drag = undefined;
    const { sketch } = this.#roll.session;
    if (group === undefined || !base || sketch.score === base) return;
    if (this.cursor === from) sketch.discard(group);
  }

  /** Breaks the drag off. */
  abandon(): void {
    if (!this.#drag) return;
    this.#roll.session.sketch.discard(this.#drag.group);
    this.cursor = this.#drag.from;
    this.#drag = undefined;
  }

  #write(chord: Chord): void {
    const { key, meter } = this.score;
    this.#dispatch("Write chord", withChord(this.score, this.cursor, chord));
    this.said = `${chordText(chord, key)}, ${placeWords(this.cursor, meter)}`;
  }

  #dispatch(label: string, chords: readonly PlacedChord[]): void {
    this.#endAudition();
    const { sketch } = this.#roll.session;
    sketch.dispatch(
      label,
      chordEdits(sketch.score, chords, () => sketch.ids.note()),
    );
  }

  /** What is edited is the sketch. */
  #endAudition(): void {
    if (this.#roll.ghost) this.#roll.session.responses.audition(undefined);
  }
}
