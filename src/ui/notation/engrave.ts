import type {
  Accidental,
  Beam,
  ModifierContext,
  StaveNote,
  SVGContext,
  TickContext,
} from "vexflow/core";
import { spell, type Key } from "../../domain/key";
import { drumIndex } from "../../domain/drums";
import type { Meter } from "../../domain/meter";
import type { Note, NoteId, Pigment, VoiceId } from "../../domain/score";
import { TICKS_PER_QUARTER, type Ticks } from "../../domain/units";
import type { Clef } from "../../notation/clef";
import { DRUM_PLACES } from "../../notation/drum-notation";
import type { Piece } from "../../notation/notation";
import type { NoteType } from "../../notation/note-values";
import { placeOnStaff } from "../../notation/place";
import { letterAt } from "../../notation/staff-step";
import type { Staff } from "../../notation/staves";
import type { System, TextRoom } from "../../notation/systems";
import type { WrittenBar, WrittenLayer } from "../../notation/writing";
import type { Vex } from "./load-engraver";

/** Units of the drawing between two lines of a staff. */
export const SPACE = 10;

/** All that a system is drawn from. */
export interface SystemToEngrave {
  readonly system: System;
  readonly staves: readonly Staff[];
  /** Its bars; of each the staves from the top. */
  readonly bars: readonly (readonly WrittenBar[])[];
  readonly bar: Ticks;
  readonly key: Key;
  readonly meter: Meter;
  readonly pigments: ReadonlyMap<VoiceId, Pigment>;
  readonly isLast: boolean;
  /** What the texts over and under its bars need. */
  readonly room: TextRoom;
  /** In units of the drawing. */
  readonly width: number;
}

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

/** A system that was drawn, and where everything in it lies. */
export interface Engraved {
  readonly svg: SVGSVGElement;
  readonly heads: readonly Head[];
  /** Places in time from left to right, with the end of the system. */
  readonly columns: readonly { readonly tick: Ticks; readonly x: number }[];
  /** Where its bars begin. */
  readonly start: number;
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

/** Draws one system. The library draws signs; where they stand is decided here, so that time and place are known both ways. */
export function engrave(vex: Vex, of: SystemToEngrave): Engraved {
  const pen = createPen(vex);
  const { system, staves, width } = of;
  const isFirst = system.firstBar === 0;
  const lines = staves.map((staff, i) => {
    const stave = new vex.Stave(0, system.tops[i]! * SPACE, width, {
      spaceAboveStaffLn: 0,
      leftBar: false,
      rightBar: false,
    });
    stave.setBegBarType(vex.BarlineType.NONE).setEndBarType(vex.BarlineType.NONE);
    stave.addClef(clefName(staff.clef), undefined, octaveMark(staff.clef));
    if (staff.clef.sign !== "percussion") stave.addKeySignature(signatureName(of.key));
    if (isFirst) stave.addTimeSignature(`${of.meter.beats}/${of.meter.unit}`);
    return stave.setContext(pen.context);
  });
  for (const stave of lines) stave.format();
  const start = Math.max(...lines.map((stave) => stave.getNoteStartX())) + (isFirst ? 6 : 2);
  for (const stave of lines) {
    stave.setNoteStartX(start);
    stave.drawWithStyle();
  }

  const total = system.widths.reduce((sum, spaces) => sum + spaces, 0);
  const scale = (width - start) / total;
  const heads: Head[] = [];
  const columns: { tick: Ticks; x: number }[] = [];
  const drawn: Drawn[] = [];
  let left = start;
  of.bars.forEach((bar, i) => {
    const right = left + system.widths[i]! * scale;
    const barStart = (system.firstBar + i) * of.bar;
    const room = of.room.get(system.firstBar + i) ?? new Map<Ticks, number>();
    drawn.push(...placeBar(vex, of, bar, { lines, left, right, barStart, room, columns }));
    left = right;
    drawBarLines(pen.context, of, left, i === of.bars.length - 1);
  });
  drawConnectors(vex, pen.context, lines, of);
  columns.push({ tick: (system.firstBar + of.bars.length) * of.bar, x: width });
  drawNotes(vex, pen, of, drawn, heads);
  drawTies(vex, pen, of, drawn);

  const { svg } = pen.context;
  svg.setAttribute("viewBox", `0 0 ${width} ${system.height * SPACE}`);
  svg.setAttribute("aria-hidden", "true");
  return { svg, heads, columns, start };
}

/** A piece and what it became. */
interface Drawn {
  readonly note: StaveNote;
  readonly piece: Piece;
  readonly layer: WrittenLayer;
  readonly staff: number;
  readonly barStart: Ticks;
  readonly beam: Beam | undefined;
  readonly triplet: readonly StaveNote[] | undefined;
}

interface Pen {
  readonly context: SVGContext;
  readonly groups: ReadonlyMap<string, SVGGElement>;
}

function createPen(vex: Vex): Pen {
  const groups = new Map<string, SVGGElement>();
  /** Remembers its groups by their ids, and does not copy its state deeply for each sign. */
  class Context extends vex.SVGContext {
    override openGroup(cls?: string, id?: string): SVGGElement {
      const group = super.openGroup(cls, id);
      group.removeAttribute("id");
      if (id !== undefined) groups.set(id, group);
      return group;
    }
    override save(): this {
      this.stateStack.push({ state: { ...this.state }, attributes: { ...this.attributes } });
      return this;
    }
    override restore(): this {
      const saved = this.stateStack.pop();
      if (saved) ({ state: this.state, attributes: this.attributes } = saved);
      return this;
    }
    override pointerRect(): this {
      return this;
    }
  }
  return { context: new Context(document.createElement("div")), groups };
}

/** Makes the notes of a bar and gives each its place. */
function placeBar(
  vex: Vex,
  of: SystemToEngrave,
  bar: readonly WrittenBar[],
  at: {
    readonly lines: readonly InstanceType<Vex["Stave"]>[];
    readonly left: number;
    readonly right: number;
    readonly barStart: Ticks;
    readonly room: ReadonlyMap<Ticks, number>;
    readonly columns: { tick: Ticks; x: number }[];
  },
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
        return [{ note, piece, layer, staff, barStart: at.barStart, beam, triplet }];
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
    at.columns.push({ tick: at.barStart + tick, x });
  });
  if (ticks[0] !== 0) at.columns.push({ tick: at.barStart, x: at.left + 12 });
  at.columns.sort((a, b) => a.tick - b.tick);
  for (const rest of centred)
    moveTo(rest.checkTickContext(), (at.left + at.right) / 2 - rest.getGlyphWidth() / 2);
  return drawn;
}

function moveTo(context: TickContext, x: number): void {
  context.setX(0);
  const base = context.getTickables()[0]!.getAbsoluteX();
  context.setX(x - base);
}

/** A column of a bar: what its signs take, and what the words under it take up to the next words. */
interface Size {
  readonly left: number;
  readonly right: number;
  readonly words: number;
}

/** Where the columns of a bar stand: each as far apart as its time asks, and never closer than its signs and words allow. */
function spread(
  ticks: readonly Ticks[],
  sizes: readonly Size[],
  bar: Ticks,
  width: number,
): readonly number[] {
  const first = (sizes[0]?.left ?? 0) + 12;
  const room = width - first;
  const wanted = ticks.map(
    (tick, i) => (((ticks[i + 1] ?? bar) - tick) / TICKS_PER_QUARTER) ** 0.5,
  );
  const signs = sizes.map(({ right }, i) => right + (sizes[i + 1]?.left ?? 4) + 4);
  const even = stretched(wanted, signs, room);
  const words = widened(
    stretchedBy(wanted, signs, even),
    sizes.map(({ words }) => words),
  );
  const least = signs.map((sign, i) => Math.max(sign, words[i]!));
  const gaps = stretchedBy(wanted, least, stretched(wanted, least, room));
  const squeeze = Math.min(1, room / Math.max(1, sum(gaps)));
  let x = first;
  return gaps.map((gap) => {
    const here = x;
    x += gap * squeeze;
    return here;
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function stretchedBy(wanted: readonly number[], least: readonly number[], stretch: number) {
  return wanted.map((want, i) => Math.max(least[i]!, want * stretch));
}

/** How far what is wanted is stretched to fill `room`. */
function stretched(wanted: readonly number[], least: readonly number[], room: number): number {
  let low = 0;
  let high = 4 * Math.max(1, room);
  for (let i = 0; i < 24; i++) {
    const middle = (low + high) / 2;
    if (sum(stretchedBy(wanted, least, middle)) > room) high = middle;
    else low = middle;
  }
  return low;
}

/** What each gap must have at least for the words that begin there to end before the next words: 0 where they do anyway. */
function widened(gaps: readonly number[], words: readonly number[]): readonly number[] {
  const least = gaps.map(() => 0);
  words.forEach((wide, from) => {
    if (wide === 0) return;
    const next = words.findIndex((other, i) => i > from && other > 0);
    const to = next < 0 ? gaps.length : next;
    const has = sum(gaps.slice(from, to));
    if (has >= wide) return;
    for (let i = from; i < to; i++) least[i] = (gaps[i]! * wide) / has;
  });
  return least;
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
function membersOf(
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

/** Ties within the system, and half ties where a note comes from the row before or goes on in the next. */
function drawTies(vex: Vex, { context }: Pen, of: SystemToEngrave, drawn: readonly Drawn[]): void {
  const from = new Map<NoteId, { readonly note: StaveNote; readonly index: number }>();
  const tie = (
    ends: ConstructorParameters<Vex["StaveTie"]>[0],
    { layer, note }: Pick<Drawn, "layer" | "note">,
    isUpper: boolean,
  ) => {
    const bend =
      layer.stems === undefined
        ? note.noteHeads.length > 1 && isUpper
          ? -1
          : note.noteHeads.length > 1
            ? 1
            : note.getStemDirection()
        : layer.stems === "up"
          ? -1
          : 1;
    new vex.StaveTie(ends).setDirection(bend).setContext(context).drawWithStyle();
  };
  const ordered = drawn.toSorted((a, b) => a.barStart + a.piece.start - b.barStart - b.piece.start);
  for (const one of ordered) {
    const members = membersOf(one.piece, of.staves[one.staff]!, of.key);
    members.forEach(({ note: { id } }, index) => {
      const isUpper = index >= members.length / 2;
      if (one.piece.tiedFrom) {
        const before = from.get(id);
        tie(
          {
            firstNote: before?.note ?? null,
            lastNote: one.note,
            firstIndexes: [before?.index ?? index],
            lastIndexes: [index],
          },
          one,
          isUpper,
        );
      }
      from.delete(id);
      if (one.piece.tiedTo) from.set(id, { note: one.note, index });
    });
  }
  for (const { note, index } of from.values()) {
    const one = drawn.find((other) => other.note === note)!;
    tie(
      { firstNote: note, lastNote: null, firstIndexes: [index], lastIndexes: [index] },
      one,
      index >= note.noteHeads.length / 2,
    );
  }
}

/** Bar lines run through the staves of a group. */
function drawBarLines(context: SVGContext, of: SystemToEngrave, x: number, ends: boolean): void {
  const { staves, system } = of;
  const group = context.openGroup("bars");
  staves.forEach(({ group: kind }, i) => {
    const top = system.tops[i]! * SPACE;
    const below = staves[i + 1]?.group === kind && isJoined(staves, kind);
    const bottom = below ? system.tops[i + 1]! * SPACE : top + 4 * SPACE;
    if (ends && of.isLast) {
      context.fillRect(x - 4, top, 4, bottom - top + 1);
      context.fillRect(x - 8, top, 1.2, bottom - top + 1);
    } else context.fillRect(x - 1.2, top, 1.2, bottom - top + 1);
  });
  context.closeGroup();
  group.setAttribute("class", "bars");
}

/** Many parts, each on a staff of its own, are bracketed, and their bar lines leave room for the voices between. */
function isJoined(staves: readonly Staff[], kind: Staff["group"]): boolean {
  return staves.filter(({ group }) => group === kind).length === 2;
}

function drawConnectors(
  vex: Vex,
  context: SVGContext,
  lines: readonly InstanceType<Vex["Stave"]>[],
  { staves }: SystemToEngrave,
): void {
  const [first] = lines;
  const last = lines.at(-1);
  if (!first || !last || lines.length < 2) return;
  const connect = (
    top: typeof first,
    bottom: typeof first,
    type: "singleLeft" | "brace" | "bracket",
  ) => new vex.StaveConnector(top, bottom).setType(type).setContext(context).drawWithStyle();
  connect(first, last, "singleLeft");
  for (const kind of ["parts", "accompaniment"] as const) {
    const from = staves.findIndex(({ group }) => group === kind);
    const to = staves.findLastIndex(({ group }) => group === kind);
    if (to > from) connect(lines[from]!, lines[to]!, isJoined(staves, kind) ? "brace" : "bracket");
  }
}

function clefName({ sign }: Clef): string {
  return sign === "G" ? "treble" : sign === "F" ? "bass" : "percussion";
}

function octaveMark({ octaves }: Clef): string | undefined {
  if (octaves === 0) return undefined;
  return octaves > 0 ? "8va" : "8vb";
}

const MAJORS = ["Cb", "Gb", "Db", "Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#"];

function signatureName({ fifths }: Key): string {
  return MAJORS[fifths + 7]!;
}
