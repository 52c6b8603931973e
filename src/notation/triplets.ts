import { beatTicks, barTicks, type Meter } from "../domain/meter";
import { TICKS_PER_QUARTER, type Ticks } from "../domain/units";

/** A stretch of a bar that is written as one triplet or plainly. Ticks from the bar's start. */
export interface Frame {
  readonly start: Ticks;
  readonly end: Ticks;
  readonly triplet: boolean;
}

/** How a bar of one layer is laid out. */
export interface Layout {
  /** They fill the bar; plain ones that touch are one. */
  readonly frames: readonly Frame[];
  /** Where an edge that lies on no grid is shown instead; others are shown where they are. */
  readonly shown: ReadonlyMap<Ticks, Ticks>;
}

/** The 128th, which is the finest of plain values. */
const FINEST: Ticks = 15;

/**
 * Finds the triplets of a bar: of half notes down to 32nds, by where its notes begin and end. A beat whose edges lie neither on
 * plain values nor on triplets is shown on the nearer of the two grids, a 32nd or a triplet of sixteenths.
 * @param edges starts and ends of notes, from the bar's start
 */
export function layOut(edges: readonly Ticks[], meter: Meter): Layout {
  const bar = barTicks(meter);
  const beat = beatTicks(meter);
  const unit = Math.min(TICKS_PER_QUARTER, 1920 / meter.unit);
  const compound = beat > 1920 / meter.unit;
  const shown = new Map<Ticks, Ticks>();
  const frames: Frame[] = [];
  for (let at = 0; at < bar; at = frames.at(-1)!.end) {
    const sizes = (compound ? [2, 1] : [4, 2, 1]).map((count) => count * unit);
    const fits = (span: Ticks) =>
      at + span <= bar && (!compound || (at % beat) + span <= beat) && isTriplet(at, span, edges);
    const span = sizes.find(fits);
    if (span !== undefined) frames.push({ start: at, end: at + span, triplet: true });
    else frames.push(...(divide(at, unit, edges) ?? snap(at, unit, edges, shown)));
  }
  return { frames: joined(frames), shown };
}

function inside(start: Ticks, span: Ticks, edges: readonly Ticks[]): readonly Ticks[] {
  return edges.filter((edge) => edge > start && edge < start + span).map((edge) => edge - start);
}

function isPlain(places: readonly Ticks[]): boolean {
  return places.every((place) => place % FINEST === 0);
}

function isTriplet(start: Ticks, span: Ticks, edges: readonly Ticks[]): boolean {
  const places = inside(start, span, edges);
  return !isPlain(places) && places.every((place) => place % (span / 3) === 0);
}

/** Frames of one unit and, where need be, of its halves; undefined when they do not do. */
function divide(start: Ticks, span: Ticks, edges: readonly Ticks[]): readonly Frame[] | undefined {
  const places = inside(start, span, edges);
  const whole = (triplet: boolean) => [{ start, end: start + span, triplet }];
  if (isPlain(places)) return whole(false);
  if (isTriplet(start, span, edges)) return whole(true);
  const half = span / 2;
  const first = half >= 8 * FINEST ? divide(start, half, edges) : undefined;
  const second = first && divide(start + half, half, edges);
  if (second) return [...first, ...second];
  return places.every((place) => place % (span / 12) === 0) ? whole(true) : undefined;
}

function snap(
  start: Ticks,
  span: Ticks,
  edges: readonly Ticks[],
  shown: Map<Ticks, Ticks>,
): readonly Frame[] {
  const places = inside(start, span, edges);
  const to = (grid: Ticks) => places.map((place) => Math.round(place / grid) * grid);
  const error = (snapped: readonly Ticks[]) =>
    snapped.reduce((sum, place, i) => sum + Math.abs(place - places[i]!), 0);
  const plain = to(span / 8);
  const tripled = to(span / 6);
  // Played notes are seldom meant as triplets, so these have to be clearly nearer.
  const triplet = !isPlain(tripled) && error(tripled) < 0.75 * error(plain);
  (triplet ? tripled : plain).forEach((place, i) => shown.set(start + places[i]!, start + place));
  return [{ start, end: start + span, triplet }];
}

function joined(frames: readonly Frame[]): readonly Frame[] {
  const result: Frame[] = [];
  for (const frame of frames) {
    const last = result.at(-1);
    if (last && !last.triplet && !frame.triplet) result.splice(-1, 1, { ...last, end: frame.end });
    else result.push(frame);
  }
  return result;
}
