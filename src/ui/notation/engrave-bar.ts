import type {
  Accidental,
  Beam,
  ModifierContext,
  Stave,
  StaveNote,
  TickContext,
} from "vexflow/core";
import { drumIndex } from "../../domain/drums";
import { spell, type Key } from "../../domain/key";
import type { Note, NoteId } from "../../domain/score";
import type { Ticks } from "../../domain/units";
import { DRUM_PLACES } from "../../notation/drum-notation";
import type { Piece } from "../../notation/notation";
import type { NoteType } from "../../notation/note-values";
import { placeOnStaff } from "../../notation/place";
import { letterAt } from "../../notation/staff-step";
import type { Staff } from "../../notation/staves";
import type { WrittenBar, WrittenLayer } from "../../notation/writing";
import { SPACE, type SystemToEngrave } from "./engrave";
import type { Vex } from "./load-engraver";
import type { Pen } from "./pen";
import { spread } from "./spread";

/** A note head: a note that is tied has several. In units from the system's corner. */
export interface Head {
  readonly id: NoteId;
  readonly staff: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Where its stem ends, or a little over or under it where it has none. */
  readonly tip: { readonly x: number; readonly y: number };
  readonly isFirst: boolean;
  readonly element: SVGElement;
}

/** A piece and what it became. */
export interface Drawn {
  readonly note: StaveNote;
  readonly piece: Piece;
  readonly layer: WrittenLayer;
  readonly staff: number;
  readonly barStart: Ticks;
  readonly beam: Beam | undefined;
  readonly triplet: readonly StaveNote[] | undefined;
}

/** Where a bar stands in its system. */
export interface BarPlace {
  readonly lines: readonly Stave[];
  readonly left: number;
  readonly right: number;
  /** Ticks from the start of the score. */
  readonly start: Ticks;
  /** What its texts need. */
  readonly room: ReadonlyMap<Ticks, number>;
}

/** A bar that was drawn: taken over as it is where only others change. */
export interface DrawnBar {
  readonly written: readonly WrittenBar[];
  readonly room: ReadonlyMap<Ticks, number>;
  readonly group: SVGGElement;
  readonly drawn: readonly Drawn[];
  readonly heads: readonly Head[];
  readonly columns: readonly { readonly tick: Ticks; readonly x: number }[];
}

const DURATIONS: Readonly<Record<NoteType, string>> = {
  breve: "1/2",
  whole: "w",
  half: "h",
  quarter: "q",
  eighth: "8",
  "16th": "16",
  "32nd": "32",
  "64th": "64",
  "128th": "128",
};
const SIGNS: Readonly<Record<number, string>> = { [-2]: "bb", [-1]: "b", 0: "n", 1: "#", 2: "##" };
/** The lowest line as the library counts it, which is told of every staff as of a treble one. */
const TREBLE = 30;
const MIDDLE = 4;

/** Draws the notes of one bar in a group of their own. */
export function drawBar(
  vex: Vex,
  pen: Pen,
  of: SystemToEngrave,
  written: readonly WrittenBar[],
  at: BarPlace,
): DrawnBar {
  const columns: { tick: Ticks; x: number }[] = [];
  const heads: Head[] = [];
  const group = pen.context.openGroup("bar");
  // Beside the page while it grows: each sign would be looked at by the browser.
  group.remove();
  const drawn = placeBar(vex, of, written, at, columns);
  drawNotes(vex, pen, of, drawn, heads);
  pen.context.closeGroup();
  pen.context.svg.append(group);
  pen.groups.clear();
  return { written, room: at.room, group, drawn, heads, columns };
}

/** Makes the notes of a bar and gives each its place. */
function placeBar(
  vex: Vex,
  of: SystemToEngrave,
  bar: readonly WrittenBar[],
  at: BarPlace,
  columns: { tick: Ticks; x: number }[],
): readonly Drawn[] {
  const contexts = new Map<Ticks, TickContext>();
  const centred: StaveNote[] = [];
  const columnAt = (tick: Ticks) => {
    const context = contexts.get(tick) ?? new vex.TickContext();
    contexts.set(tick, context);
    return context;
  };
  const drawn = bar.flatMap(({ layers, accidentals }, staff): Drawn[] => {
    const shared = new Map<Ticks, ModifierContext>();
    return layers.flatMap((layer): Drawn[] => {
      const shown = layer.pieces.map((piece) => {
        const isAlone = layers.every((other) => other === layer || restsWith(other, piece));
        if (!piece.chord && !isWritten(piece, layer, layers, isAlone, of.bar)) return undefined;
        const signs = accidentals.get(piece);
        const note = noteOf(vex, of, piece, layer, staff, signs, isAlone);
        note.setStave(at.lines[staff]!);
        if (!piece.chord && piece.end - piece.start === of.bar) {
          const column = new vex.TickContext();
          column.addTickable(note);
          note.addToModifierContext(new vex.ModifierContext());
          column.preFormat();
          centred.push(note);
          return note;
        }
        columnAt(piece.start).addTickable(note);
        const together = shared.get(piece.start) ?? new vex.ModifierContext();
        shared.set(piece.start, together);
        note.addToModifierContext(together);
        return note;
      });
      const beams = beamsFor(vex, layer, shown);
      const triplets = tripletsFor(layer, shown);
      return layer.pieces.flatMap((piece, i) => {
        const note = shown[i];
        if (!note) return [];
        const beam = beams.get(i);
        const triplet = triplets.get(i);
        return [{ note, piece, layer, staff, barStart: at.start, beam, triplet }];
      });
    });
  });
  const ticks = [...new Set([...contexts.keys(), ...at.room.keys()])].toSorted((a, b) => a - b);
  const measured = ticks.map((tick) => {
    const words = (at.room.get(tick) ?? 0) * SPACE;
    const metrics = contexts.get(tick)?.preFormat().getMetrics();
    if (!metrics) return { left: 0, right: 0, words };
    return { left: metrics.totalLeftPx, right: metrics.notePx + metrics.totalRightPx, words };
  });
  const xs = spread(ticks, measured, of.bar, at.right - at.left);
  ticks.forEach((tick, i) => {
    const context = contexts.get(tick);
    const x = at.left + xs[i]!;
    if (context) moveTo(context, x);
    columns.push({ tick: at.start + tick, x });
  });
  if (ticks[0] !== 0) columns.push({ tick: at.start, x: at.left + 12 });
  columns.sort((a, b) => a.tick - b.tick);
  for (const rest of centred)
    moveTo(rest.checkTickContext(), (at.left + at.right) / 2 - rest.getGlyphWidth() / 2);
  return drawn;
}

function moveTo(context: TickContext, x: number): void {
  context.setX(0);
  const base = context.getTickables()[0]!.getAbsoluteX();
  context.setX(x - base);
}

/** A rest stands once for all layers that have the same, and not where it is too short to show. */
function isWritten(
  piece: Piece,
  layer: WrittenLayer,
  layers: readonly WrittenLayer[],
  isAlone: boolean,
  bar: Ticks,
): boolean {
  if (!layer.showsRests || (isAlone && layer !== layers[0])) return false;
  return piece.value !== undefined || piece.end - piece.start === bar;
}

/** Whether a layer is silent just as long, or has nothing to say of its silences. */
function restsWith({ pieces, showsRests }: WrittenLayer, { start, end }: Piece): boolean {
  if (!showsRests)
    return pieces.every(({ chord, ...at }) => !chord || at.end <= start || at.start >= end);
  return pieces.some((other) => !other.chord && other.start === start && other.end === end);
}

function noteOf(
  vex: Vex,
  of: SystemToEngrave,
  piece: Piece,
  { stems }: WrittenLayer,
  staff: number,
  signs: ReadonlySet<number> | undefined,
  isAlone: boolean,
): StaveNote {
  const lines = of.staves[staff]!;
  const direction = stems === undefined ? undefined : stems === "up" ? 1 : -1;
  const { type, dots } = piece.value ?? { type: "whole", dots: 0 };
  if (!piece.chord) {
    const place = isAlone || direction === undefined ? MIDDLE : MIDDLE + 4 * direction;
    // The library hangs a whole rest from the line above the one that it is told.
    const rest = new vex.StaveNote({
      keys: [keyName(type === "whole" ? place + 2 : place)],
      duration: `${DURATIONS[type]}r`,
      dots,
    });
    if (dots > 0) vex.Dot.buildAndAttach([rest], { all: true });
    return rest;
  }
  const members = membersOf(piece, lines, of.key);
  const note = new vex.StaveNote({
    keys: members.map(({ note: { pitch }, place }) => keyName(place) + headOf(lines, pitch)),
    duration: DURATIONS[type],
    dots,
    ...(direction === undefined ? { autoStem: true } : { stemDirection: direction }),
  });
  members.forEach(({ note: { pitch } }, i) => {
    if (!signs?.has(pitch)) return;
    note.addModifier(accidental(vex, spell(pitch, of.key).alteration), i);
  });
  if (dots > 0) vex.Dot.buildAndAttach([note], { all: true });
  if (!piece.tiedTo && piece.chord.notes.some(({ fermata }) => fermata)) {
    const below = direction === -1;
    note.addModifier(
      new vex.Articulation(below ? "a@u" : "a@a").setPosition(
        below ? vex.Modifier.Position.BELOW : vex.Modifier.Position.ABOVE,
      ),
      0,
    );
  }
  return note;
}

function accidental(vex: Vex, alteration: number): Accidental {
  return new vex.Accidental(SIGNS[alteration]!);
}

/** Notes of a chord from the lowest line, as the library wants them. */
export function membersOf(
  { chord }: Piece,
  staff: Staff,
  key: Key,
): readonly { readonly note: Note; readonly place: number }[] {
  return (chord?.notes ?? [])
    .map((note) => ({ note, place: placeOnStaff(note.pitch, staff, key) }))
    .toSorted((a, b) => a.place - b.place);
}

function keyName(place: number): string {
  const { letter, octave } = letterAt(place + TREBLE);
  return `${letter.toLowerCase()}/${octave}`;
}

function headOf(staff: Staff, pitch: number): string {
  if (staff.clef.sign !== "percussion") return "";
  const { head } = DRUM_PLACES[drumIndex(pitch)]!;
  return head === "normal" ? "" : head === "x" ? "/x2" : "/cx";
}

function beamsFor(
  vex: Vex,
  { beams, stems }: WrittenLayer,
  notes: readonly (StaveNote | undefined)[],
): ReadonlyMap<number, Beam> {
  const result = new Map<number, Beam>();
  let group: number[] = [];
  beams.forEach(([outer], i) => {
    if (outer === undefined) return;
    group.push(i);
    if (outer !== "end") return;
    const members = group.flatMap((at) => notes[at] ?? []);
    const beam = new vex.Beam(members, stems === undefined);
    for (const at of group) result.set(at, beam);
    group = [];
  });
  return result;
}

function tripletsFor(
  { pieces }: WrittenLayer,
  notes: readonly (StaveNote | undefined)[],
): ReadonlyMap<number, readonly StaveNote[]> {
  const result = new Map<number, readonly StaveNote[]>();
  let first: number | undefined;
  pieces.forEach(({ triplet }, i) => {
    if (triplet?.first) first = i;
    if (!triplet?.last || first === undefined) return;
    result.set(
      i,
      notes.slice(first, i + 1).flatMap((note) => note ?? []),
    );
    first = undefined;
  });
  return result;
}

function drawNotes(
  vex: Vex,
  { context, groups }: Pen,
  of: SystemToEngrave,
  drawn: readonly Drawn[],
  heads: Head[],
): void {
  const beams = new Set<Beam>();
  for (const { note, piece, layer, beam } of drawn) {
    note.setContext(context);
    note.drawWithStyle();
    const group = groups.get(note.getAttribute("id") as string);
    const pigment = of.pigments.get(layer.voice) ?? "vermilion";
    group?.style.setProperty("--pigment", `var(--${pigment})`);
    if (!piece.chord) group?.classList.add("rest");
    if (beam && !beams.has(beam)) beams.add(beam);
  }
  for (const beam of beams) {
    beam.setContext(context).drawWithStyle();
    const [first] = beam.getNotes();
    const of = drawn.find(({ note }) => note === first);
    const group = groups.get(beam.getAttribute("id") as string);
    const stavenote = of && groups.get(of.note.getAttribute("id") as string);
    group?.style.setProperty("--pigment", stavenote?.style.getPropertyValue("--pigment") ?? "");
  }
  // Stems under beams have their length only now.
  for (const { note, piece, layer, staff } of drawn) {
    const pigment = of.pigments.get(layer.voice) ?? "vermilion";
    membersOf(piece, of.staves[staff]!, of.key).forEach(({ note: { id, origin } }, i) => {
      const head = note.noteHeads[i]!;
      const element = groups.get(head.getAttribute("id") as string);
      if (!element) return;
      element.dataset["note"] = id;
      element.dataset["by"] = origin.by === "model" && origin.changed ? "both" : origin.by;
      element.dataset["pigment"] = pigment;
      const box = { x: head.getAbsoluteX(), y: head.getY(), width: head.getWidth() };
      const tip = tipOf(note, layer, box);
      heads.push({ ...box, id, staff, tip, element, isFirst: !piece.tiedFrom });
    });
  }
  for (const { triplet, layer, piece, beam } of drawn) {
    if (!triplet || triplet.length === 0) continue;
    const isBeamed = beam !== undefined && triplet.length === beam.getNotes().length;
    const isUp =
      layer.stems === undefined ? triplet[0]!.getStemDirection() === 1 : layer.stems === "up";
    const tuplet = new vex.Tuplet([...triplet], {
      numNotes: 3,
      notesOccupied: 2,
      bracketed: !isBeamed,
      ratioed: false,
      location: isUp || !piece.chord ? 1 : -1,
    });
    tuplet.setContext(context).drawWithStyle();
  }
}

function tipOf(note: StaveNote, { stems }: WrittenLayer, head: Pick<Head, "x" | "y" | "width">) {
  if (note.hasStem()) return { x: note.getStemX(), y: note.getStemExtents()["topY"] };
  return { x: head.x + head.width / 2, y: head.y + (stems === "down" ? SPACE : -SPACE) };
}
