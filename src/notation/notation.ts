import { barTicks, type Meter } from "../domain/meter";
import type { Ticks } from "../domain/units";
import type { Chord } from "./layers";
import { metricLevels, splitPoints, tripletLevels } from "./metric-split";
import { findValue, nearestValue, type NoteType, type NoteValue } from "./note-values";
import { layOut, type Frame } from "./triplets";

/** One written note, chord or rest. Ticks from the start of its bar; together the pieces of a bar fill it exactly. */
export interface Piece {
  readonly start: Ticks;
  readonly end: Ticks;
  /** Undefined for a rest. */
  readonly chord: Chord | undefined;
  /** Undefined for a rest of the whole bar, and for a gap too short to show. */
  readonly value: NoteValue | undefined;
  /** Whether the note goes on from the piece before, or into the next one. */
  readonly tiedFrom: boolean;
  readonly tiedTo: boolean;
  readonly triplet: TripletPart | undefined;
}

/** A piece's place in a triplet. */
export interface TripletPart {
  /** Of which three are played in the time of two. */
  readonly type: NoteType;
  readonly first: boolean;
  readonly last: boolean;
}

interface Span {
  readonly start: Ticks;
  readonly end: Ticks;
  readonly chord: Chord | undefined;
}

/**
 * One bar of a layer in values that can be written, with rests where nothing sounds. Lengths stay what they are to the tick; a
 * note that no value fits is shown as the nearest.
 * @param layer all chords that sound in the bar, in order, without overlaps
 * @param barStart ticks from the start of the score
 */
export function notateBar(
  layer: readonly Chord[],
  barStart: Ticks,
  meter: Meter,
): readonly Piece[] {
  const bar = barTicks(meter);
  const spans = spansOf(layer, barStart, bar);
  const { frames, shown } = layOut(
    spans.map((span) => span.end),
    meter,
  );
  const levels = metricLevels(meter);
  const show = (tick: Ticks) => shown.get(tick) ?? tick;
  const cuts = (span: Span, frame: Frame) => {
    const start = Math.max(show(span.start), frame.start);
    const end = Math.min(show(span.end), frame.end);
    if (start >= end) return [];
    const { triplet } = frame;
    const origin = triplet ? frame.start : 0;
    const inner = splitPoints(start - origin, end - origin, {
      levels: triplet ? tripletLevels(frame.end - frame.start) : levels,
      scale: triplet ? 1.5 : 1,
      rest: !span.chord,
    });
    return [...inner.map((at) => at + origin), end];
  };
  const pieces = spans.flatMap((span): Piece[] => {
    if (span.end - span.start === bar && !span.chord) return [pieceOf(span, span, undefined)];
    const ends = frames.flatMap((frame) => cuts(span, frame).map((end) => ({ end, frame })));
    if (ends.length === 0)
      return [pieceOf(span, span, span.chord && nearestValue(span.end - span.start))];
    return ends.map(({ end, frame }, i) => {
      const from = ends[i - 1]?.end ?? show(span.start);
      const place = {
        start: i === 0 ? span.start : from,
        end: i === ends.length - 1 ? span.end : end,
      };
      const written = (end - from) * (frame.triplet ? 1.5 : 1);
      const value = findValue(written) ?? nearestValue(written);
      return pieceOf(span, place, value, frame.triplet ? { frame, from, end } : undefined);
    });
  });
  return pieces.map((piece) => withTies(piece, barStart));
}

/** Chords and the gaps between them, cut at the bar's ends. */
function spansOf(layer: readonly Chord[], barStart: Ticks, bar: Ticks): readonly Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const chord of layer) {
    const start = Math.max(0, chord.start - barStart);
    const end = Math.min(bar, chord.end - barStart);
    if (start > at) spans.push({ start: at, end: start, chord: undefined });
    spans.push({ start, end, chord });
    at = end;
  }
  if (at < bar) spans.push({ start: at, end: bar, chord: undefined });
  return spans;
}

function pieceOf(
  { chord }: Span,
  { start, end }: { readonly start: Ticks; readonly end: Ticks },
  value: NoteValue | undefined,
  inTriplet?: { readonly frame: Frame; readonly from: Ticks; readonly end: Ticks },
): Piece {
  const triplet = inTriplet && {
    type: tripletType(inTriplet.frame),
    first: inTriplet.from === inTriplet.frame.start,
    last: inTriplet.end === inTriplet.frame.end,
  };
  return { start, end, chord, value, triplet, tiedFrom: false, tiedTo: false };
}

function tripletType({ start, end }: Frame): NoteType {
  return findValue((end - start) / 2)!.type;
}

function withTies(piece: Piece, barStart: Ticks): Piece {
  const { chord, start, end } = piece;
  if (!chord) return piece;
  return {
    ...piece,
    tiedFrom: chord.start < barStart + start,
    tiedTo: chord.end > barStart + end,
  };
}
