import { isInKey, type Key } from "./key";
import type { Source } from "./performance";
import type { Midi, Seconds, Velocity } from "./units";

/** Where sung notes come from. Who sings hears them already, and a microphone would hear them again: they are not sounded. */
export const MICROPHONE: Source = "microphone";

/** What is heard at one moment. */
export interface PitchFrame {
  readonly seconds: Seconds;
  /** 0 when no pitch is heard. */
  readonly hertz: number;
  /** How periodic the sound is, in [0, 1]. */
  readonly clarity: number;
  /** Decibels below full scale, at most 0. */
  readonly level: number;
}

/**
 * A note that was sung. Each tells of a moment before the frame that made it sure; begins and ends take turns, in the order of time, and
 * between them a note may turn out to have had another pitch from its beginning.
 */
export type SungEvent =
  | {
      readonly type: "begin";
      readonly seconds: Seconds;
      /** In semitones as MIDI counts them, from the tuning of who sings: near a whole number, though not one. */
      readonly pitch: number;
      readonly velocity: Velocity;
    }
  | {
      readonly type: "amend";
      /** When the note began. */
      readonly seconds: Seconds;
      readonly pitch: number;
    }
  | { readonly type: "end"; readonly seconds: Seconds };

interface Heard {
  readonly seconds: Seconds;
  readonly level: number;
  /** In semitones as MIDI counts them, from A = 440 Hz; undefined when nobody sings. */
  readonly pitch: number | undefined;
}

interface SungNote {
  readonly start: Seconds;
  /** What was heard of its pitch since it is steady, oldest first; empty before. */
  readonly steady: readonly number[];
  /** The pitch that was told of it, from A = 440 Hz; undefined before its beginning was told. */
  readonly told: number | undefined;
  /** The last moment at which anything was sung. */
  readonly until: Seconds;
}

/** What is remembered of who sings. A value: each frame makes the next one. */
export interface Ear {
  readonly began: Seconds | undefined;
  /** Level of the room, in decibels. */
  readonly floor: number;
  /** Level of the notes so far, in decibels. */
  readonly loudness: number | undefined;
  /** Sum of where the notes lay between two semitones, as points of a circle; earlier notes count less. */
  readonly tuning: { readonly x: number; readonly y: number };
  /** The last frames, oldest first. */
  readonly trail: readonly Heard[];
  readonly note: SungNote | undefined;
}

/** Who sings is in tune until heard otherwise: as if a note and a half had been. */
export const FRESH_EAR: Ear = {
  began: undefined,
  floor: -60,
  loudness: undefined,
  tuning: { x: 1.5, y: 0 },
  trail: [],
  note: undefined,
};

/** From a bass's lowest hum to above the highest whistle, in hertz. */
const LOWEST = 60;
const HIGHEST = 3200;
/** Decibels above the room at which somebody may begin, and goes on. */
const ABOVE_FLOOR = 9;
const STILL_ABOVE_FLOOR = 6;
/** In this time the level of the room is learnt; later it rises by so many decibels a second, and falls as fast as it likes. */
const LEARNING: Seconds = 0.4;
const FLOOR_RISE = 4;
/** How clear a pitch begins a note, and how clear one that lies on the note goes on with it. */
const CLEAR = 0.82;
const STILL_CLEAR = 0.6;

const REMEMBERED: Seconds = 0.32;
/** A pitch that stays within `STEADY_SPREAD` semitones for so long is meant. */
const STEADY: Seconds = 0.055;
const STEADY_SPREAD = 0.5;
/** About a period of slow vibrato: over so long its mean is its middle. */
const VIBRATO: Seconds = 0.2;
/** Semitones off the note at which a pitch is another: less than a step, and more than vibrato of half a semitone reaches from its middle, or from its edge. */
const OTHER_FROM_MIDDLE = 0.7;
const OTHER_FROM_EDGE = 0.9;
/** A pitch this near to its semitone will not be taken for the next one. */
const SURE = 0.25;
/** Steps that a detector takes by mistake, in semitones, and how long they must last to be believed. */
const OVERTONES = [12, 19, 24];
const BELIEVED: Seconds = 0.12;
/** A gap in the voice that a note outlasts. */
const BRIDGE: Seconds = 0.07;
/** Shorter is no note; and what is a little longer is none either where the voice rises on from it by less than so many semitones. */
const SHORTEST: Seconds = 0.075;
const SHORTEST_UNDER: Seconds = 0.13;
const SCOOP = 3;
/** A pitch that has crept so far from what was told, in semitones, is another. */
const CREPT = 0.65;
/** Struck again on the same pitch: the level falls and rises by so many decibels, rising in so short a time. */
const DIP = 6;
const RISE: Seconds = 0.08;
/** A note begins where it is within so many decibels of its first loudness. */
const ONSET_DEPTH = 18;

/** Semitones as MIDI counts them. @param hertz above 0 */
export function pitchOf(hertz: number): number {
  return 69 + 12 * Math.log2(hertz / 440);
}

/** How far who sings lies above A = 440 Hz, in semitones, in (-0.5, 0.5]. */
export function tuningOf({ tuning: { x, y } }: Ear): number {
  return Math.atan2(y, x) / (2 * Math.PI);
}

/** The nearest pitch to sing, or to have sung, of all or of those of a key. @param pitch in semitones, whole or not */
export function nearestPitch(pitch: number, key?: Key): Midi {
  const nearest = Math.round(pitch);
  if (!key || isInKey(nearest, key)) return clampPitch(nearest);
  // No two neighbours are both foreign to a key.
  return clampPitch(pitch < nearest ? nearest - 1 : nearest + 1);
}

function clampPitch(pitch: number): Midi {
  return Math.min(127, Math.max(0, pitch));
}

/** Takes in the next frame, and tells which notes it made sure. Breath, glides and vibrato are none. */
export function hear(ear: Ear, frame: PitchFrame): { ear: Ear; events: readonly SungEvent[] } {
  const { note } = ear;
  const heard = { seconds: frame.seconds, level: frame.level, pitch: voicedPitch(ear, frame) };
  const from = frame.seconds - REMEMBERED;
  const now: Ear = {
    ...ear,
    began: ear.began ?? frame.seconds,
    floor: floorAfter(ear, heard),
    trail: [...ear.trail.filter(({ seconds }) => seconds > from), heard],
  };
  if (!note) return { ear: { ...now, note: beginning(now) }, events: [] };
  if (heard.pitch === undefined)
    return heard.seconds - note.until > BRIDGE ? finish(now, note.until) : { ear: now, events: [] };
  const again = struckAgain(now, note);
  if (again) return finish(now, again.end, { start: again.start, steady: [] });
  const other = otherPitch(now, note);
  const isOnTheWay = other && isScooped(note, other);
  if (other && !isOnTheWay && (note.told !== undefined || isLongEnough(note, other.start)))
    return finish(now, other.start, other);
  const steady = other?.steady ?? steadyAfter(now, note);
  const after = { ...now, note: { ...note, steady, until: heard.seconds } };
  return note.told === undefined ? decide(after) : reconsider(after, isOnTheWay ?? false);
}

/** Ends what is sung, as when nobody listens any more. */
export function hush(ear: Ear): { ear: Ear; events: readonly SungEvent[] } {
  return ear.note ? finish(ear, ear.note.until) : { ear, events: [] };
}

function voicedPitch({ floor, note }: Ear, frame: PitchFrame): number | undefined {
  const { hertz, clarity, level } = frame;
  if (hertz < LOWEST || hertz > HIGHEST) return undefined;
  if (level < floor + (note ? STILL_ABOVE_FLOOR : ABOVE_FLOOR)) return undefined;
  const pitch = pitchOf(hertz);
  const goesOn =
    note !== undefined &&
    note.steady.length > 0 &&
    Math.abs(pitch - middleOf(note)) < OTHER_FROM_MIDDLE;
  return clarity >= (goesOn ? STILL_CLEAR : CLEAR) ? pitch : undefined;
}

function floorAfter({ began, floor, trail }: Ear, { seconds, level, pitch }: Heard): number {
  const elapsed = seconds - (trail.at(-1)?.seconds ?? seconds);
  const follow = floor + (level - floor) * Math.min(1, elapsed / 0.05);
  if (level < floor) return follow;
  if (pitch !== undefined) return floor;
  return seconds - (began ?? seconds) < LEARNING ? follow : floor + FLOOR_RISE * elapsed;
}

/** A note whose pitch has just become steady, from where it was struck. */
function beginning(ear: Ear): SungNote | undefined {
  const steady = steadyPitches(ear, STEADY);
  if (!steady) return undefined;
  const last = ear.trail.at(-1)!;
  return { start: onset(ear.trail), steady, told: undefined, until: last.seconds };
}

/** Where the unbroken sound at the end of the trail begins. */
function onset(trail: readonly Heard[]): Seconds {
  const loudest = Math.max(...trail.slice(-12).map(({ level }) => level));
  let first = trail.at(-1)!;
  for (const heard of trail.toReversed()) {
    if (heard.pitch === undefined || heard.level < loudest - ONSET_DEPTH) break;
    first = heard;
  }
  return first.seconds;
}

/** The pitches of the last `duration`, when nearly all of it is sung and they lie close together. */
function steadyPitches({ trail }: Ear, duration: Seconds): readonly number[] | undefined {
  const last = trail.at(-1)!;
  const recent = trail.filter(({ seconds }) => seconds > last.seconds - duration);
  const oldest = recent[0]!.seconds;
  const pitches = recent.flatMap(({ pitch }) => (pitch === undefined ? [] : [pitch]));
  const isFull = trail[0]!.seconds <= last.seconds - duration && oldest < last.seconds;
  const isSung = pitches.length >= 0.85 * recent.length;
  return isFull && isSung && spread(pitches) < STEADY_SPREAD ? pitches : undefined;
}

/** The end and the new start, where the level has dipped within the note. */
function struckAgain(
  { trail }: Ear,
  note: SungNote,
): { readonly end: Seconds; readonly start: Seconds } | undefined {
  const within = trail.filter(({ seconds }) => seconds >= note.start);
  const now = within.at(-1);
  if (!now) return undefined;
  const levels = within.map(({ level }) => level);
  const lowest = levels.lastIndexOf(Math.min(...levels));
  const dip = within[lowest]!;
  const before = Math.max(...levels.slice(0, lowest));
  if (now.seconds - dip.seconds > RISE || now.level - dip.level < DIP || before - dip.level < DIP)
    return undefined;
  const end = within.slice(0, lowest).findLast(({ level }) => level > dip.level + DIP / 2)!;
  const start = within.slice(lowest).find(({ level }) => level > dip.level + DIP / 2)!;
  return { end: end.seconds, start: start.seconds };
}

/** A pitch that is steady and not the note's, and when the voice crossed over to it. */
function otherPitch(
  ear: Ear,
  note: SungNote,
): { readonly steady: readonly number[]; readonly start: Seconds } | undefined {
  if (note.steady.length === 0) return undefined;
  const middle = middleOf(note);
  const isOther = (steady: readonly number[]) =>
    Math.abs(median(steady) - middle) > otherAfter(ear, note);
  const steady = steadyPitches(ear, STEADY);
  if (!steady || !isOther(steady)) return undefined;
  const step = Math.abs(median(steady) - middle);
  if (OVERTONES.some((overtone) => Math.abs(step - overtone) < OTHER_FROM_MIDDLE)) {
    const longer = steadyPitches(ear, BELIEVED);
    if (!longer || !isOther(longer)) return undefined;
  }
  const halfway = (median(steady) + middle) / 2;
  const start = crossing(ear.trail, halfway, median(steady) > middle);
  return { steady, start: Math.max(note.start, start) };
}

/** When the voice last came over `pitch`, upwards or downwards; the oldest moment that is remembered where it had before. */
function crossing(trail: readonly Heard[], pitch: number, upwards: boolean): Seconds {
  const before = trail.findLast(
    (heard) => heard.pitch !== undefined && heard.pitch > pitch !== upwards,
  );
  return (before ?? trail[0]!).seconds;
}

/** Of a note that has lasted a vibrato the middle is known; before, its pitch may lie at the edge. */
function otherAfter({ trail }: Ear, { start }: SungNote): number {
  return trail.at(-1)!.seconds - start > VIBRATO ? OTHER_FROM_MIDDLE : OTHER_FROM_EDGE;
}

function steadyAfter(ear: Ear, note: SungNote): readonly number[] {
  if (note.steady.length === 0) return steadyPitches(ear, STEADY) ?? [];
  const { pitch } = ear.trail.at(-1)!;
  if (pitch === undefined || Math.abs(pitch - middleOf(note)) >= otherAfter(ear, note))
    return note.steady;
  return [...note.steady, pitch].slice(-framesIn(ear, VIBRATO));
}

function framesIn({ trail }: Ear, duration: Seconds): number {
  const { length } = trail;
  const hop = length > 1 ? (trail[length - 1]!.seconds - trail[0]!.seconds) / (length - 1) : 1;
  return Math.max(1, Math.round(duration / hop));
}

/** Tells of the note as soon as it is one, and it is sure which. */
function decide(ear: Ear): { ear: Ear; events: readonly SungEvent[] } {
  const { note, trail } = ear;
  const last = trail.at(-1)!;
  if (!note || !isLongEnough(note, last.seconds)) return { ear, events: [] };
  const pitch = middleOf(note) - tuningOf(ear);
  const isSure = Math.abs(pitch - Math.round(pitch)) < SURE;
  return isSure || last.seconds - note.start > VIBRATO ? tell(ear, note) : { ear, events: [] };
}

/** Whoever creeps to a pitch is on it in the end: the note is amended, or another begins where most of the way was gone. */
function reconsider(ear: Ear, isOnTheWay: boolean): { ear: Ear; events: readonly SungEvent[] } {
  const { note, trail } = ear;
  if (note?.told === undefined) return { ear, events: [] };
  const pitch = middleOf(note);
  const isKnown = isOnTheWay || note.steady.length >= framesIn(ear, VIBRATO);
  if (!isKnown || Math.abs(pitch - note.told) < CREPT) return { ear, events: [] };
  const halfway = (pitch + note.told) / 2;
  const start = crossing(trail, halfway, pitch > halfway);
  if (isOnTheWay || start - note.start < SHORTEST_UNDER)
    return {
      ear: { ...ear, note: { ...note, told: pitch } },
      events: [{ type: "amend", seconds: note.start, pitch: pitch - tuningOf(ear) }],
    };
  return finish(ear, start, { start, steady: note.steady });
}

function isLongEnough({ start, steady }: SungNote, end: Seconds): boolean {
  return steady.length > 0 && end - start >= SHORTEST;
}

/** Whether the voice only slid into `next` from below: the pitches on the way are none that were sung. */
function isScooped(note: SungNote, next: Pick<SungNote, "start" | "steady">): boolean {
  const rise = median(next.steady) - middleOf(note);
  return rise > 0 && rise < SCOOP && next.start - note.start < SHORTEST_UNDER;
}

function tell(ear: Ear, note: SungNote): { ear: Ear; events: readonly SungEvent[] } {
  const middle = middleOf(note);
  const levels = ear.trail
    .filter(({ seconds }) => seconds >= note.start && seconds <= note.start + 0.15)
    .map(({ level }) => level);
  const level = Math.max(...levels);
  const loudness = ear.loudness === undefined ? level : 0.8 * ear.loudness + 0.2 * level;
  const told = { ...ear, loudness, note: { ...note, told: middle } };
  // Two steps a decibel: what is as loud as usual has 80.
  const velocity = Math.round(Math.min(127, Math.max(20, 80 + 2 * (level - loudness))));
  const pitch = middle - tuningOf(told);
  return { ear: told, events: [{ type: "begin", seconds: note.start, pitch, velocity }] };
}

/** Ends the note, which is told of before if it still counts as one, and goes on with the next. */
function finish(
  ear: Ear,
  end: Seconds,
  next?: Pick<SungNote, "start" | "steady">,
): { ear: Ear; events: readonly SungEvent[] } {
  const { note, trail } = ear;
  const after = next && { ...next, told: undefined, until: trail.at(-1)!.seconds };
  if (!note || (note.told === undefined && !isLongEnough(note, end)))
    return { ear: { ...ear, note: after }, events: [] };
  const told = note.told === undefined ? tell(ear, note) : { ear, events: [] };
  const tuning = tunedBy(ear.tuning, middleOf(note));
  return {
    ear: { ...told.ear, tuning, note: after },
    events: [...told.events, { type: "end", seconds: Math.max(note.start, end) }],
  };
}

/** Where a note ends is where it was meant: how it began says less of the tuning. */
function tunedBy({ x, y }: Ear["tuning"], pitch: number): Ear["tuning"] {
  const turn = 2 * Math.PI * pitch;
  return { x: 0.9 * x + Math.cos(turn), y: 0.9 * y + Math.sin(turn) };
}

function middleOf({ steady }: SungNote): number {
  return steady.reduce((sum, pitch) => sum + pitch, 0) / steady.length;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function spread(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}
