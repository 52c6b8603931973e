import type { Ask, DraftNote } from "../domain/ask";
import { replaceableNotes } from "../domain/asking";
import { drumIndex, DRUMS } from "../domain/drums";
import type { Random } from "../domain/random";
import { endOf, isDrums, notesOfVoice, type Note, type NoteId } from "../domain/score";
import { ticksToSteps, TICKS_PER_STEP, type Steps, type Ticks } from "../domain/units";
import type { Pause } from "./composer";
import { isOpenTo, played } from "./groove";
import { grooveBars, windowsOf } from "./groove-grid";
import { HEARD, PLAYED, type GrooveControls, type GrooveNet } from "./groove-net";

const KIT = DRUMS.length;
/** The drum that notes of other instruments are taken for: of all nine it is played the most like a line. */
const LINE = 2;
/** A 64th: no longer note becomes shorter. */
const SHORTEST: Ticks = 30;

/**
 * The asked notes with a drummer's timing and accents, a draft for each stream of numbers: their onsets are the pattern of hits, on the
 * pieces that drums play, and on the closed hi-hat for all else. A note moves by at most half a sixteenth, notes that are struck together
 * together; a voice is as loud as it was in the mean. What was legato stays so. At strength 0 nothing changes.
 */
export async function humanise(
  ask: Ask,
  net: GrooveNet,
  randoms: readonly Random[],
  pause: Pause,
): Promise<readonly (readonly DraftNote[])[]> {
  const { score, range, settings } = ask;
  const notes = replaceableNotes(ask).filter(
    (note) => note.start >= range.start && endOf(note) <= range.end,
  );
  const drumOf = ({ voice, pitch }: Note) => (isDrums(score, voice) ? drumIndex(pitch) : LINE);
  const { meter, bar, place } = grooveBars(score.meter);
  const windows = windowsOf(range, bar);
  const first = windows[0]?.[0] ?? 0;
  // The last notes may be nearest to the step behind the last bar.
  const steps = (windows.at(-1)?.[1] ?? 0) - first + 1;
  const hits = Array.from({ length: steps }, () => new Uint8Array(KIT));
  for (const note of notes) hits[ticksToSteps(note.start) - first]![drumOf(note)] = 1;
  const said = randoms.map(() => new Float32Array(steps * PLAYED));
  let previous: readonly Float32Array[] = randoms.map(() => new Float32Array(PLAYED));
  for (const [i, [from, to]] of windows.entries()) {
    const own = hits.slice(from - first, to - first);
    const run = net.start(randoms.map(() => net.encode([heardHits(own)])[0]!));
    const count = own.reduce((sum, step) => sum + step.reduce((a, b) => a + b, 0), 0);
    const isLast = i === windows.length - 1;
    for (let step = from; step < to + (isLast ? 1 : 0); step++) {
      const controls: GrooveControls = {
        style: settings.beatStyle === "any" ? undefined : settings.beatStyle,
        busyness: net.busynessOf(count / (to - from)),
        fill: false,
        bpm: score.tempo,
        place: place(step),
        meter,
        task: "hits",
      };
      const here = hits[step - first]!;
      previous = run
        .advance(previous, controls)
        .map((one, lane) => played(one, here, net, randoms[lane]!));
      previous.forEach((values, lane) => said[lane]!.set(values, (step - first) * PLAYED));
    }
    await pause((i + 1) / windows.length);
  }
  return said.map((values) => {
    const at = (note: Note) => (ticksToSteps(note.start) - first) * PLAYED + drumOf(note);
    return inFeel(ask, notes, (note) => ({
      velocity: values[at(note) + KIT]!,
      offset: values[at(note) + 2 * KIT]!,
    }));
  });
}

/** How a drummer would have struck a note: velocity in [0, 1], offset in steps. */
type Stroke = (note: Note) => { readonly velocity: number; readonly offset: number };

function inFeel(ask: Ask, notes: readonly Note[], stroke: Stroke): readonly DraftNote[] {
  const { score, voices, range, settings } = ask;
  const { human } = settings;
  const isOpen = isOpenTo(ask);
  const starts = new Map<NoteId, Ticks>(
    notes.map((note) => {
      const late = Math.round(human * stroke(note).offset * TICKS_PER_STEP);
      const last = endOf(note) - Math.min(note.duration, SHORTEST);
      return [note.id, Math.min(last, Math.max(range.start, note.start + late))];
    }),
  );
  const startOf = (note: Note) => starts.get(note.id) ?? note.start;
  return voices.flatMap((voice) => {
    const own = notes.filter((note) => note.voice === voice);
    const mean = own.reduce((sum, note) => sum + stroke(note).velocity, 0) / own.length;
    const line = notesOfVoice(score, voice);
    const isKit = isDrums(score, voice);
    return own.flatMap((note): readonly DraftNote[] => {
      const start = startOf(note);
      const next = line.find((other) => other.start >= endOf(note));
      const end = isKit ? start + note.duration : newEnd(note, next, startOf);
      const accent = human * (stroke(note).velocity - mean) * 127;
      const velocity = Math.min(127, Math.max(1, Math.round(note.velocity + accent)));
      const least = Math.min(note.duration, SHORTEST);
      const duration = Math.min(range.end - start, Math.max(least, end - start));
      const moved = { voice, pitch: note.pitch, start, duration, velocity, of: note.id };
      return isOpen(moved) ? [moved] : [];
    });
  });
}

/** Up to the next note where it went up to it before, and never into it. */
function newEnd(note: Note, next: Note | undefined, startOf: (note: Note) => Ticks): Ticks {
  if (!next) return endOf(note);
  return next.start === endOf(note) ? startOf(next) : Math.min(endOf(note), startOf(next));
}

/** `[steps * HEARD]` of `[steps][9]` hits. */
function heardHits(hits: readonly Uint8Array[]): Float32Array {
  const heard = new Float32Array(hits.length * HEARD);
  hits.forEach((step: Uint8Array, i: Steps) => heard.set(step, i * HEARD));
  return heard;
}
