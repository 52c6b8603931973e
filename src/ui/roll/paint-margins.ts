import type { Selection } from "../../domain/commands";
import { isInKey, pitchClassOf, tonic, type Key } from "../../domain/key";
import { barTicks, beatTicks } from "../../domain/meter";
import { scoreTicks, type Note, type Range, type Score, type VoiceId } from "../../domain/score";
import type { Midi } from "../../domain/units";
import { crisp } from "./canvas";
import type { Colours } from "./colours";
import {
  pitchToY,
  tickToX,
  visibleNotes,
  visiblePitches,
  visibleTicks,
  type Viewport,
} from "./geometry";
import { rulerStride } from "./grid";
import { pitchWords } from "../messages/note-names";
import { drumLabel } from "./note-words";
import { line } from "./paint-grid";

const BLACK_KEYS: ReadonlySet<number> = new Set([1, 3, 6, 8, 10]);

/** The ruler: numbered bars, ticks for beats, the loop as a band. */
export function paintRuler(
  context: CanvasRenderingContext2D,
  height: number,
  view: Viewport,
  score: Score,
  loop: Range | undefined,
  colours: Colours,
  font: string,
): void {
  if (loop) {
    const x = tickToX(view, loop.start);
    const width = (loop.end - loop.start) * view.pxPerTick;
    context.fillStyle = colours.press;
    context.fillRect(x, 0, width, height);
    context.fillStyle = colours.focus;
    context.fillRect(x, 0, width, 3);
    context.fillRect(x, 0, 2, height);
    context.fillRect(x + width - 2, 0, 2, height);
  }
  const bar = barTicks(score.meter);
  const beat = beatTicks(score.meter);
  const stride = rulerStride(score.meter, view.pxPerTick);
  const { start, end } = visibleTicks(view);
  context.font = `600 13px ${font}`;
  context.textBaseline = "middle";
  for (let i = Math.floor(start / bar); i * bar <= end && i < score.bars; i++) {
    const x = tickToX(view, i * bar);
    context.strokeStyle = colours.faded;
    line(context, crisp(x), i % stride === 0 ? height - 14 : height - 7, crisp(x), height);
    if (i % stride === 0) {
      context.fillStyle = colours.ink;
      context.fillText(String(i + 1), x + 5, height / 2 + 1);
    }
    if (beat * view.pxPerTick < 8) continue;
    context.strokeStyle = colours.barRule;
    for (let at = beat; at < bar; at += beat) {
      const beatX = crisp(tickToX(view, i * bar + at));
      line(context, beatX, height - 5, beatX, height);
    }
  }
  const finish = tickToX(view, scoreTicks(score));
  context.fillStyle = colours.faded;
  context.fillRect(finish - 1, height - 14, 2, 14);
}

/** The piano at the left margin: all white keys, black keys over them, tonics named (all of the key where rows are high). */
export function paintKeyboard(
  context: CanvasRenderingContext2D,
  width: number,
  view: Viewport,
  key: Key,
  lit: ReadonlySet<Midi>,
  colours: Colours,
  font: string,
): void {
  const { rowHeight } = view;
  const { low, high } = visiblePitches(view);
  context.fillStyle = colours.whiteKey;
  context.fillRect(0, 0, width, view.height);
  const blackWidth = Math.round(width * 0.46);
  context.lineWidth = 1;
  for (let pitch = low; pitch <= high; pitch++) {
    const y = pitchToY(view, pitch);
    const isBlack = BLACK_KEYS.has(pitchClassOf(pitch));
    if (lit.has(pitch) && !isBlack) {
      context.fillStyle = colours.press;
      context.fillRect(0, y, width, rowHeight);
    }
    if (isBlack) {
      context.fillStyle = lit.has(pitch) ? colours.faded : colours.blackKey;
      context.fillRect(0, y + 0.5, blackWidth, rowHeight - 1);
      context.strokeStyle = colours.rule;
      line(context, blackWidth, crisp(y + rowHeight / 2), width, crisp(y + rowHeight / 2));
    } else if ([0, 5].includes(pitchClassOf(pitch))) {
      context.strokeStyle = colours.rule;
      line(context, 0, crisp(y + rowHeight - 1), width, crisp(y + rowHeight - 1));
    }
  }
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (let pitch = low; pitch <= high; pitch++) {
    const isTonic = pitchClassOf(pitch) === tonic(key);
    if (!isTonic && (rowHeight < 13 || !isInKey(pitch, key))) continue;
    context.font = `${isTonic ? 650 : 400} ${Math.min(13, Math.max(10, rowHeight - 3))}px ${font}`;
    context.fillStyle = isTonic ? colours.ink : colours.faded;
    context.fillText(
      pitchWords(pitch, key),
      width - 5,
      pitchToY(view, pitch) + rowHeight / 2 + 0.5,
      // Names of syllables are drawn narrower rather than over a black key.
      width - 8 - (BLACK_KEYS.has(pitchClassOf(pitch)) ? blackWidth : 0),
    );
  }
  context.textAlign = "left";
}

/** Drums at the left margin: the pieces of the kit, each in the row that is its own. */
export function paintKit(
  context: CanvasRenderingContext2D,
  width: number,
  view: Viewport,
  lit: ReadonlySet<Midi>,
  colours: Colours,
  font: string,
): void {
  const { rowHeight } = view;
  const { low, high } = visiblePitches(view);
  context.fillStyle = colours.surface;
  context.fillRect(0, 0, width, view.height);
  context.lineWidth = 1;
  context.textAlign = "right";
  context.textBaseline = "middle";
  const size = Math.min(13, Math.max(8, rowHeight - 0.5));
  const shown: (readonly [label: string, y: number])[] = [];
  for (let pitch = low; pitch <= high; pitch++) {
    const label = drumLabel(pitch);
    if (label === undefined) continue;
    const y = pitchToY(view, pitch);
    shown.push([label, y]);
    context.fillStyle = lit.has(pitch) ? colours.press : colours.whiteKey;
    context.fillRect(0, y, width, rowHeight);
    context.strokeStyle = colours.rule;
    line(context, 0, crisp(y), width, crisp(y));
    line(context, 0, crisp(y + rowHeight), width, crisp(y + rowHeight));
  }
  // Above all rows, for letters reach into the next one where rows are low.
  context.font = `${rowHeight < 14 ? 500 : 600} ${size}px ${font}`;
  context.fillStyle = colours.ink;
  for (const [label, y] of shown)
    context.fillText(label, width - 4, y + rowHeight / 2 + 0.5, width - 6);
  context.textAlign = "left";
}

/** What the velocities are painted from. */
export interface VelocitiesScene {
  readonly score: Score;
  readonly selection: Selection;
  readonly active: VoiceId | undefined;
  readonly isSilent: (note: Note) => boolean;
}

/** A stem a note, as high as it is loud; those of the active voice and the selection stand out, those that are not heard are faint. */
export function paintVelocities(
  context: CanvasRenderingContext2D,
  height: number,
  view: Viewport,
  { score, selection, active, isSilent }: VelocitiesScene,
  colours: Colours,
): void {
  context.fillStyle = colours.surface;
  context.fillRect(0, 0, view.width, height);
  context.strokeStyle = colours.softRule;
  for (const share of [0.25, 0.5, 0.75]) {
    const y = crisp(height * share);
    line(context, 0, y, view.width, y);
  }
  const pigments = new Map(score.voices.map((voice) => [voice.id, voice.pigment]));
  const rank = (voice: VoiceId, selected: boolean) =>
    (selected ? 2 : 0) + (voice === active ? 1 : 0);
  const notes = visibleNotes(view, score.notes).toSorted(
    (a, b) => rank(a.voice, selection.has(a.id)) - rank(b.voice, selection.has(b.id)),
  );
  for (const note of notes) {
    const pigment = pigments.get(note.voice);
    if (!pigment) continue;
    const selected = selection.has(note.id);
    const quiet = note.voice !== active && !selected;
    const x = Math.round(tickToX(view, note.start)) + 2;
    const y = height - (note.velocity / 127) * (height - 6);
    const { faint, quietLight, full } = colours.inks[pigment];
    context.fillStyle = isSilent(note) ? faint : quiet ? quietLight : full;
    context.fillRect(x - 1, y, 2, height - y);
    context.beginPath();
    context.arc(x, y, selected ? 4.5 : 3.5, 0, Math.PI * 2);
    context.fill();
    if (selected) {
      context.strokeStyle = colours.ink;
      context.lineWidth = 1.5;
      context.stroke();
      context.lineWidth = 1;
    }
  }
}
