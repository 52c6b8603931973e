import type { Ask, DraftNote } from "../domain/ask";
import { DRUMS } from "../domain/drums";
import type { Random } from "../domain/random";
import { isLocked, isNoteLocked, notesOfVoice, overlaps, rangeOf } from "../domain/score";
import { TICKS_PER_STEP, type Steps } from "../domain/units";
import { sigmoid } from "./activations";
import type { Pause } from "./composer";
import { fillBars, grooveBars, heardBars, heardTap, windowsOf } from "./groove-grid";
import {
  HEARD,
  PLAYED,
  type GrooveControls,
  type GrooveNet,
  type GrooveStep,
  type GrooveTask,
} from "./groove-net";
import { drawNormal, temperatureOf } from "./sampling";

const KIT = DRUMS.length;
/** Of the standard deviations that velocities and offsets were found to have: all of it, drawn for each stroke alone, sounds careless. */
const LOOSENESS = 0.5;

/**
 * Nats by which a rhythm, or drums that stand, draw strokes to where they have some and away from where they have none, if nothing is to be different: the
 * point alone follows a rhythm half of the time.
 */
const PULL = { rhythm: 3.5, drums: 7 };
/** The drums that strike a rhythm; hi-hats and ride keep the time. */
const STRIKING: readonly boolean[] = DRUMS.map(({ pitch }) => ![42, 46, 51].includes(pitch));

/**
 * Drums for the asked bars, a draft for each stream of numbers. Two bars are played from one point of the network's: the first two
 * from nothing and all others as more of that beat; or each two from the rhythm that is tapped in them, and where none is, as more of
 * the beat that came of it; or each two from the drums that stand there. The less is to be different, the closer a rhythm or the drums
 * that stand are followed.
 */
export async function writeGroove(
  ask: Ask,
  net: GrooveNet,
  randoms: readonly Random[],
  pause: Pause,
): Promise<readonly (readonly DraftNote[])[]> {
  const { score, settings } = ask;
  const voice = ask.voices[0]!;
  const { meter, bar, place } = grooveBars(score.meter);
  const windows = windowsOf(ask.range, bar);
  const end = windows.at(-1)?.[1] ?? 0;
  const fills = settings.fills ? fillBars(score, Math.ceil(end / bar)) : new Set<number>();
  const style = settings.beatStyle === "any" ? undefined : settings.beatStyle;
  const temperature = temperatureOf(settings.surprise);
  const source = sourceOf(ask, net, randoms.length, windows);
  const drafts: DraftNote[][] = randoms.map(() => []);
  let previous: readonly Float32Array[] = randoms.map(() => new Float32Array(PLAYED));
  for (const [i, [from, to]] of windows.entries()) {
    const { points, task, pull } = source.points(i);
    const run = net.start(points);
    const heard = randoms.map(() => new Float32Array((to - from) * HEARD));
    for (let step = from; step < to; step++) {
      const controls: GrooveControls = {
        style,
        busyness: settings.busyness,
        fill: fills.has(Math.floor(step / bar)),
        bpm: score.tempo,
        place: place(step),
        meter,
        task,
      };
      previous = run.advance(previous, controls).map((said, lane) => {
        const pulled = pull?.subarray((step - from) * KIT, (step - from + 1) * KIT);
        const hits = drawHits(said, net, temperature, randoms[lane]!, pulled);
        return played(said, hits, net, randoms[lane]!);
      });
      previous.forEach((values, lane) => {
        heard[lane]!.set(values, (step - from) * HEARD);
        drafts[lane]!.push(...strokes(values, step, ask, voice));
      });
    }
    source.played(i, heard);
    await pause((i + 1) / windows.length);
  }
  return drafts.map((notes) => notes.filter(isOpenTo(ask)).map(letRing));
}

/** Up to the next stroke on the same drum. */
function letRing(note: DraftNote, _: number, notes: readonly DraftNote[]): DraftNote {
  const next = notes.find(({ pitch, start }) => pitch === note.pitch && start > note.start);
  const most = next ? next.start - note.start : note.duration;
  return note.duration <= most ? note : { ...note, duration: most };
}

/** Whether a note stays out of locked stretches and locked notes, which stay whole. */
export function isOpenTo({ score }: Ask): (note: DraftNote) => boolean {
  const locked = score.notes.filter((note) => isNoteLocked(score, note));
  return (note) =>
    !isLocked(score, note.voice, rangeOf(note)) &&
    !locked.some((other) => other.voice === note.voice && overlaps(rangeOf(other), rangeOf(note)));
}

/** What a window is played from. */
interface Heard {
  readonly points: readonly Float32Array[];
  readonly task: GrooveTask;
  /** `[steps * 9]` nats that are added to the logits. */
  readonly pull?: Float32Array;
}

interface Source {
  points(window: number): Heard;
  /** Tells what was played. @param heard `[steps * HEARD]` for each lane */
  played(window: number, heard: readonly Float32Array[]): void;
}

function sourceOf(
  { score, voices, settings, rhythm = [] }: Ask,
  net: GrooveNet,
  lanes: number,
  windows: readonly (readonly [Steps, Steps])[],
): Source {
  const alike = (point: Float32Array) => Array.from({ length: lanes }, () => point);
  const encoded = (heard: Float32Array) => alike(net.encode([heard])[0]!);
  let beat: readonly Float32Array[] | undefined;
  const likeness = 1 - settings.difference;
  if (settings.beatSource === "drums") {
    const notes = notesOfVoice(score, voices[0]!);
    const standing = windows.map(([from, to]) => heardBars(notes, from, to));
    const isPlayed = (heard: Float32Array) => heard.some((value) => value !== 0);
    const first = standing.find(isPlayed);
    const strength = PULL.drums * likeness;
    return {
      points: (i) => {
        const own = standing[i]!;
        if (isPlayed(own))
          return {
            points: encoded(own),
            task: "bars",
            pull: pulling(own, (step, drum) => (own[step + drum] === 1 ? strength : -strength)),
          };
        return first
          ? { points: encoded(first), task: "beat" }
          : { points: alike(net.origin), task: "nothing" };
      },
      played: () => undefined,
    };
  }
  const strength = PULL.rhythm * likeness;
  const taps = windows.map(([from, to]) =>
    settings.beatSource === "rhythm" ? heardTap(rhythm, from, to) : undefined,
  );
  return {
    points: (i) => {
      const tap = taps[i];
      if (tap)
        return {
          points: encoded(tap),
          task: "tap",
          pull: pulling(tap, (step, drum) => {
            if (!STRIKING[drum]) return 0;
            return tap[step + PLAYED] === 1 ? strength : -strength;
          }),
        };
      return beat ? { points: beat, task: "beat" } : { points: alike(net.origin), task: "nothing" };
    },
    played: (i, heard) => {
      if (taps[i] || !beat) beat = net.encode(heard);
    },
  };
}

/** `[steps * 9]`. @param nats of a drum at a step that begins at `at` in `heard` */
function pulling(heard: Float32Array, nats: (at: number, drum: number) => number): Float32Array {
  return Float32Array.from({ length: (heard.length / HEARD) * KIT }, (_, i) =>
    nats(Math.floor(i / KIT) * HEARD, i % KIT),
  );
}

/** Each drum after those before it in `DRUMS`, by which its chance is moved. */
function drawHits(
  { logits }: GrooveStep,
  { links }: GrooveNet,
  temperature: number,
  random: Random,
  pull?: Float32Array,
): Uint8Array {
  const hits = new Uint8Array(KIT);
  for (let drum = 0; drum < KIT; drum++) {
    let logit = logits[drum]!;
    for (let other = 0; other < drum; other++) logit += hits[other]! * links[other * KIT + drum]!;
    hits[drum] = random() < sigmoid(logit / temperature + (pull?.[drum] ?? 0)) ? 1 : 0;
  }
  return hits;
}

/** `[PLAYED]`: the hits with velocities and offsets drawn about what the network expects. */
export function played(
  { velocities, offsets }: GrooveStep,
  hits: Uint8Array,
  { spreads }: GrooveNet,
  random: Random,
): Float32Array {
  const values = new Float32Array(PLAYED);
  const about = (mean: number, spread: number, low: number, high: number) =>
    Math.min(high, Math.max(low, mean + LOOSENESS * spread * drawNormal(random)));
  for (let drum = 0; drum < KIT; drum++) {
    if (hits[drum] !== 1) continue;
    values[drum] = 1;
    values[KIT + drum] = about(velocities[drum]!, spreads.velocity[drum]!, 1 / 127, 1);
    values[2 * KIT + drum] = about(offsets[drum]!, spreads.offset[drum]!, -0.49, 0.49);
  }
  return values;
}

function strokes(
  values: Float32Array,
  step: Steps,
  { range }: Ask,
  voice: DraftNote["voice"],
): readonly DraftNote[] {
  return DRUMS.flatMap(({ pitch }, drum): readonly DraftNote[] => {
    if (values[drum] !== 1) return [];
    const late = Math.round(values[2 * KIT + drum]! * TICKS_PER_STEP);
    const start = Math.max(range.start, step * TICKS_PER_STEP + late);
    const duration = Math.min(TICKS_PER_STEP, range.end - start);
    const velocity = Math.max(1, Math.round(values[KIT + drum]! * 127));
    return [{ voice, pitch, start, duration, velocity }];
  });
}
