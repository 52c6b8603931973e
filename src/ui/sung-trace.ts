import { isInKey, pitchName, pitchClassOf, tonic, type Key } from "../domain/key";
import type { Heard } from "../session/listening.svelte";
import { TRACE_SECONDS } from "../session/listening.svelte";
import { crisp, type Drawing } from "./roll/canvas";
import type { Colours, Ink } from "./roll/colours";

/** Pitches that the trace shows, in semitones as MIDI counts them. */
export interface TraceView {
  readonly low: number;
  readonly high: number;
}

/** The octave and a half about middle C, before anybody sings. */
export const FIRST_VIEW: TraceView = { low: 53, high: 71 };
/** Semitones: fewer make vibrato a storm, more a line a ripple. */
const LEAST = 14;
const MOST = 26;
const MARGIN = 2;

/** Goes on with a view as long as all that was heard lately is in it, and otherwise reaches out, or moves where that would be too far. */
export function viewOf({ low, high }: TraceView, { trace }: Heard): TraceView {
  const pitches = trace.flatMap(({ pitch }) => (pitch === undefined ? [] : [pitch]));
  if (pitches.length === 0) return { low, high };
  const least = Math.floor(Math.min(...pitches)) - MARGIN;
  const most = Math.ceil(Math.max(...pitches)) + MARGIN;
  if (least >= low && most <= high) return { low, high };
  const wide = { low: Math.min(low, least), high: Math.max(high, most) };
  if (wide.high - wide.low <= MOST) return wide;
  const spare = Math.max(0, Math.ceil((LEAST - (most - least)) / 2));
  return { low: least - spare, high: most + spare };
}

/** What was sung, from the left to now at the right: the notes that it became as bars, the voice itself as a line. */
export function traceDrawing(
  heard: Heard,
  view: TraceView,
  key: Key,
  colours: Colours,
  ink: Ink,
  font: string,
): Drawing {
  return (context, width, height) => {
    const names = 34;
    const now = heard.trace.at(-1)?.seconds ?? 0;
    const row = height / (view.high - view.low);
    const x = (seconds: number) => width - 10 - ((now - seconds) / TRACE_SECONDS) * (width - names);
    const y = (pitch: number) => (view.high - pitch) * row;

    context.font = `12px ${font}`;
    context.textBaseline = "middle";
    for (let pitch = Math.ceil(view.low); pitch <= view.high; pitch++) {
      if (!isInKey(pitch, key)) continue;
      const isTonic = pitchClassOf(pitch) === tonic(key);
      context.fillStyle = isTonic ? colours.barRule : colours.softRule;
      context.fillRect(names, crisp(y(pitch)) - 0.5, width - names, 1);
      const isFifth = pitchClassOf(pitch) === (tonic(key) + 7) % 12;
      const hasRoom = y(pitch) > 6 && y(pitch) < height - 6;
      if (!hasRoom || !(isTonic || isFifth)) continue;
      context.fillStyle = colours.faded;
      context.fillText(pitchName(pitch, key), 4, y(pitch));
    }

    context.save();
    context.beginPath();
    context.rect(names, 0, width - names, height);
    context.clip();
    const thick = Math.max(5, Math.min(9, row));
    context.fillStyle = ink.light;
    for (const { pitch, start, end } of heard.notes) {
      const left = x(start);
      context.beginPath();
      context.roundRect(left, y(pitch) - thick / 2, Math.max(2, x(end ?? now) - left), thick, 3);
      context.fill();
    }

    context.strokeStyle = colours.ink;
    context.lineWidth = 1.75;
    context.lineJoin = "round";
    context.beginPath();
    let isDrawing = false;
    for (const { seconds, pitch } of heard.trace) {
      if (pitch === undefined) {
        isDrawing = false;
        continue;
      }
      if (isDrawing) context.lineTo(x(seconds), y(pitch));
      else context.moveTo(x(seconds), y(pitch));
      isDrawing = true;
    }
    context.stroke();
    const last = heard.trace.at(-1);
    if (last?.pitch !== undefined) {
      context.fillStyle = ink.full;
      context.beginPath();
      context.arc(x(last.seconds), y(last.pitch), 4.5, 0, 2 * Math.PI);
      context.fill();
    }
    context.restore();
  };
}
