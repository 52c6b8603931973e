import type { Selection } from "../../domain/commands";
import { isMachine } from "../../domain/own-part";
import {
  audibleVoices,
  isLocked,
  rangeOf,
  type Note,
  type NoteId,
  type Score,
  type Voice,
  type VoiceId,
} from "../../domain/score";
import type { Colours, Ink } from "./colours";
import { noteRect, visibleNotes, type Rect, type Viewport } from "./geometry";
import { paintFermata } from "./paint-fermata";
import type { Ghost } from "./roll.svelte";

/** Whether a note of the sketch is not heard. */
export function silentIn(score: Score, onlyMine: boolean): (note: Note) => boolean {
  const audible = audibleVoices(score);
  return (note) => !audible.has(note.voice) || (onlyMine && isMachine(note));
}

/** What the notes are painted from. */
export interface NotesScene {
  readonly score: Score;
  readonly ghost: Ghost | undefined;
  readonly selection: Selection;
  readonly activeVoice: VoiceId | undefined;
  /** Notes that sound now. */
  readonly playing: ReadonlySet<NoteId>;
  readonly showMakers: boolean;
  /** Whether what models wrote into the sketch keeps silent. */
  readonly onlyMine: boolean;
}

/** Fainter voices first, the active one on top; the selected above all. */
export function paintNotes(
  context: CanvasRenderingContext2D,
  view: Viewport,
  scene: NotesScene,
  colours: Colours,
): void {
  const { ghost, selection, activeVoice } = scene;
  const shown = ghost?.score ?? scene.score;
  const voices = new Map(shown.voices.map((voice) => [voice.id, voice]));
  const isSilent = silentIn(shown, scene.onlyMine && !ghost);
  const layer = (note: Note) =>
    (selection.has(note.id) ? 2 : 0) + (note.voice === activeVoice ? 1 : 0);
  const notes = visibleNotes(view, shown.notes).toSorted((a, b) => layer(a) - layer(b));
  for (const note of notes) {
    const voice = voices.get(note.voice);
    if (!voice) continue;
    const rect = inset(noteRect(view, note));
    const ink = colours.inks[voice.pigment];
    if (ghost && !ghost.added.has(note.id)) {
      fill(context, rect, scene.playing.has(note.id) ? ink.light : ink.faint);
      continue;
    }
    paintNote(context, rect, note, ink, colours, {
      playing: scene.playing.has(note.id),
      quiet: !ghost && note.voice !== activeVoice,
      silent: isSilent(note),
      showMakers: scene.showMakers,
    });
    if (isLocked(shown, note.voice, rangeOf(note)))
      paintLock(context, rect, voice, shown, note, colours);
    if (!ghost && selection.has(note.id)) ring(context, rect, colours);
  }
  if (ghost) paintReplaced(context, view, ghost, voices, colours);
  for (const note of notes) {
    if (!note.fermata) continue;
    const isQuiet = ghost ? !ghost.added.has(note.id) : note.voice !== activeVoice;
    const sign = isQuiet ? colours.faded : colours.ink;
    paintFermata(context, inset(noteRect(view, note)), view.rowHeight, sign, colours.surface);
  }
}

interface Looks {
  readonly playing: boolean;
  readonly quiet: boolean;
  readonly silent: boolean;
  readonly showMakers: boolean;
}

/** Who made it is told by the fill: solid yours, light with an ink outline the machine's, both along the diagonal when you changed it. */
function paintNote(
  context: CanvasRenderingContext2D,
  rect: Rect,
  note: Note,
  ink: Ink,
  colours: Colours,
  looks: Looks,
): void {
  const full = looks.playing ? ink.lifted : looks.quiet ? ink.quiet : ink.full;
  const light = looks.playing ? ink.lifted : looks.quiet ? ink.quietLight : ink.light;
  const byModel = looks.showMakers && note.origin.by === "model";
  if (looks.silent) {
    fill(context, rect, ink.faint);
    outline(context, rect, full);
    return;
  }
  fill(context, rect, byModel ? light : full);
  if (note.origin.by === "model" && looks.showMakers) {
    if (note.origin.changed) {
      context.save();
      trace(context, rect);
      context.clip();
      context.fillStyle = full;
      context.beginPath();
      const lean = Math.min(rect.width, rect.height * 2) / 2;
      const middle = rect.x + rect.width / 2;
      context.moveTo(rect.x, rect.y);
      context.lineTo(middle + lean, rect.y);
      context.lineTo(middle - lean, rect.y + rect.height);
      context.lineTo(rect.x, rect.y + rect.height);
      context.fill();
      context.restore();
    }
    outline(context, rect, looks.quiet ? colours.faded : colours.ink);
  }
  if (note.origin.by === "file" && looks.showMakers && rect.width > 7) {
    // A file's note is solid with a pale margin at its head, like a page bound in.
    context.fillStyle = light;
    context.fillRect(rect.x + 2, rect.y + 2, 2, Math.max(1, rect.height - 4));
  }
  if (looks.playing) outline(context, rect, full);
}

function paintLock(
  context: CanvasRenderingContext2D,
  rect: Rect,
  voice: Voice,
  score: Score,
  note: Note,
  colours: Colours,
): void {
  if (!voice.locked) {
    context.save();
    trace(context, rect);
    context.clip();
    context.strokeStyle = colours.surface;
    context.globalAlpha = 0.55;
    context.lineWidth = 1;
    for (const lock of score.locks) {
      if (lock.voice !== note.voice) continue;
      context.beginPath();
      for (let x = rect.x - rect.height; x < rect.x + rect.width; x += 5) {
        context.moveTo(x, rect.y + rect.height);
        context.lineTo(x + rect.height, rect.y);
      }
      context.stroke();
      break;
    }
    context.restore();
  }
  if (rect.width < 9) return;
  const size = Math.min(4.5, rect.height / 2 - 1);
  const x = rect.x + rect.width - size - 3.5;
  const y = rect.y + rect.height / 2;
  context.beginPath();
  context.moveTo(x, y - size);
  context.lineTo(x + size, y);
  context.lineTo(x, y + size);
  context.lineTo(x - size, y);
  context.closePath();
  context.fillStyle = colours.surface;
  context.fill();
  context.strokeStyle = colours.ink;
  context.lineWidth = 1;
  context.stroke();
}

/** What of the sketch the take would put away: thin outlines. */
function paintReplaced(
  context: CanvasRenderingContext2D,
  view: Viewport,
  ghost: Ghost,
  voices: ReadonlyMap<VoiceId, Voice>,
  colours: Colours,
): void {
  for (const note of visibleNotes(view, ghost.replaced)) {
    const voice = voices.get(note.voice);
    if (voice) outline(context, inset(noteRect(view, note)), colours.inks[voice.pigment].quiet);
  }
}

function ring(context: CanvasRenderingContext2D, rect: Rect, colours: Colours): void {
  context.lineWidth = 1.5;
  context.strokeStyle = colours.surface;
  trace(context, grown(rect, 0.75));
  context.stroke();
  context.lineWidth = 2;
  context.strokeStyle = colours.ink;
  trace(context, grown(rect, 2));
  context.stroke();
}

function fill(context: CanvasRenderingContext2D, rect: Rect, colour: string): void {
  context.fillStyle = colour;
  trace(context, rect);
  context.fill();
}

function outline(context: CanvasRenderingContext2D, rect: Rect, colour: string): void {
  context.lineWidth = 1.25;
  context.strokeStyle = colour;
  trace(context, grown(rect, -0.6));
  context.stroke();
}

function trace(context: CanvasRenderingContext2D, rect: Rect): void {
  context.beginPath();
  context.roundRect(rect.x, rect.y, rect.width, rect.height, Math.min(3, rect.width / 3));
}

function grown(rect: Rect, by: number): Rect {
  return {
    x: rect.x - by,
    y: rect.y - by,
    width: Math.max(1, rect.width + 2 * by),
    height: Math.max(1, rect.height + 2 * by),
  };
}

/** A hair of page between neighbours, so that repeated notes are told apart. */
function inset(rect: Rect): Rect {
  return {
    x: rect.x + 0.5,
    y: rect.y + 1,
    width: Math.max(3, rect.width - 1.5),
    height: Math.max(3, rect.height - 2),
  };
}
