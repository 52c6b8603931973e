import type { Stave, SVGContext } from "vexflow/core";
import type { Key } from "../../domain/key";
import type { Meter } from "../../domain/meter";
import type { Pigment, VoiceId } from "../../domain/score";
import type { Ticks } from "../../domain/units";
import type { Clef } from "../../notation/clef";
import type { Staff } from "../../notation/staves";
import type { System, TextRoom } from "../../notation/systems";
import type { WrittenBar } from "../../notation/writing";
import { drawBar, type DrawnBar, type Head } from "./engrave-bar";
import { drawTies } from "./engrave-ties";
import type { Vex } from "./load-engraver";
import { createPen, type Pen } from "./pen";

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

/** A system that was drawn, and where everything in it lies. */
export interface Engraved {
  readonly of: SystemToEngrave;
  readonly svg: SVGSVGElement;
  readonly heads: readonly Head[];
  /** Places in time from left to right, with the end of the system. */
  readonly columns: readonly { readonly tick: Ticks; readonly x: number }[];
  readonly frame: Frame;
  readonly bars: readonly DrawnBar[];
  readonly ties: SVGGElement;
}

/** What stands whatever the notes are: staves, clefs, bar lines. */
interface Frame {
  readonly pen: Pen;
  readonly lines: readonly Stave[];
  /** Where its bars begin, and where each of them ends. */
  readonly start: number;
  readonly ends: readonly number[];
}

/**
 * Draws one system. The library draws signs; where they stand is decided here, so that time and place are known both ways.
 * @param from the same system as it was drawn with other notes: what stayed the same is taken over, and `from` is used up
 */
export function engrave(vex: Vex, of: SystemToEngrave, from?: Engraved): Engraved {
  const taken = from && isSameFrame(from.of, of) ? from : undefined;
  const frame = taken?.frame ?? drawFrame(vex, of);
  const { pen, lines, ends } = frame;
  const { firstBar } = of.system;
  taken?.ties.remove();
  const bars = of.bars.map((written, i) => {
    const room = of.room.get(firstBar + i) ?? NO_ROOM;
    const there = taken?.bars[i];
    if (there?.written === written && isSameRoom(there.room, room)) return there;
    there?.group.remove();
    const start = (firstBar + i) * of.bar;
    const left = ends[i - 1] ?? frame.start;
    return drawBar(vex, pen, of, written, { lines, left, right: ends[i]!, start, room });
  });
  const ties = drawTies(
    vex,
    pen,
    of,
    bars.flatMap(({ drawn }) => drawn),
  );
  const end = { tick: (firstBar + bars.length) * of.bar, x: of.width };
  return {
    of,
    svg: pen.context.svg,
    heads: bars.flatMap(({ heads }) => heads),
    columns: [...bars.flatMap(({ columns }) => columns), end],
    frame,
    bars,
    ties,
  };
}

const NO_ROOM: ReadonlyMap<Ticks, number> = new Map();

/** Whether all but the notes of two drawings is the same. */
export function isSameFrame(a: SystemToEngrave, b: SystemToEngrave): boolean {
  return (
    a.system.firstBar === b.system.firstBar &&
    a.bars.length === b.bars.length &&
    a.width === b.width &&
    a.isLast === b.isLast &&
    isAlike(a.staves, b.staves) &&
    isAlike(a.system.widths, b.system.widths) &&
    isAlike(a.system.tops, b.system.tops) &&
    a.system.height === b.system.height &&
    isAlike([...a.pigments].flat(), [...b.pigments].flat()) &&
    a.key.fifths === b.key.fifths &&
    a.meter.beats === b.meter.beats &&
    a.meter.unit === b.meter.unit
  );
}

/** Whether a drawing of one is a drawing of the other. Bars that stayed the same are the same reference. */
export function isSameDrawing(a: SystemToEngrave, b: SystemToEngrave): boolean {
  const { firstBar } = a.system;
  return (
    isSameFrame(a, b) &&
    isAlike(a.bars, b.bars) &&
    a.bars.every((_, i) =>
      isSameRoom(a.room.get(firstBar + i) ?? NO_ROOM, b.room.get(firstBar + i) ?? NO_ROOM),
    )
  );
}

function isSameRoom(a: ReadonlyMap<Ticks, number>, b: ReadonlyMap<Ticks, number>): boolean {
  return isAlike([...a].flat(), [...b].flat());
}

function isAlike<Value>(a: readonly Value[], b: readonly Value[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

function drawFrame(vex: Vex, of: SystemToEngrave): Frame {
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
  let right = start;
  const ends = system.widths.map((spaces) => (right += (spaces * (width - start)) / total));
  ends.forEach((x, i) => {
    drawBarLines(pen.context, of, x, i === ends.length - 1);
  });
  drawConnectors(vex, pen.context, lines, of);
  const { svg } = pen.context;
  svg.setAttribute("viewBox", `0 0 ${width} ${system.height * SPACE}`);
  svg.setAttribute("aria-hidden", "true");
  return { pen, lines, start, ends };
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
