import { DRUMS, drumIndex } from "../domain/drums";
import {
  audibleVoices,
  scoreTicks,
  type Instrument,
  type Score,
  type VoiceId,
} from "../domain/score";
import { ticksToSeconds, type Seconds } from "../domain/units";
import { nextTurn } from "../turns";
import { calculate } from "./calculator";
import { OPEN_CHANNELS } from "./desk";
import { DRUM_CHARACTERS } from "./drum-kit";
import { createEnsemble } from "./ensemble";
import type { Part, Sides } from "./mixdown";
import type { SampleLibrary } from "./sample-library";
import { passFrom, plan, type PlannedClick, type PlannedNote } from "./scheduler";
import { OfflineContext } from "./tone";

/** How a render is made. */
export interface RenderOptions {
  readonly library: SampleLibrary;
  /** Frames a second. */
  readonly sampleRate?: number;
  /** Silence before the first beat. */
  readonly lead?: Seconds;
  /** Added behind the last bar for what still rings. */
  readonly tail?: Seconds;
  readonly metronome?: boolean;
  /** False: the plain synthesiser plays everything, and nothing is loaded. */
  readonly recordings?: boolean;
  /** Of all voices, this one alone, as loud as it is among them. */
  readonly only?: VoiceId | undefined;
  /** False: the limiter is left out, for sound that is to be added to more before it is limited. */
  readonly limited?: boolean;
}

/** The next piece of a render: as many frames of each side. */
export interface Stretch {
  readonly left: Float32Array<ArrayBuffer>;
  readonly right: Float32Array<ArrayBuffer>;
  /** How much of the whole is there with it, in (0, 1]. */
  readonly done: number;
}

const CHANNELS = 2;
/** Every note not yet over costs time in every frame, so a piece is rendered in stretches that are added up. */
const STRETCH: Seconds = 4;
/** How long the slowest release can be heard. */
const RELEASE: Seconds = 1;
/** Rendered before a stretch, for fade-ins that end on its first note. */
const FADE_IN: Seconds = 0.05;
/** What the page may do something with at a time. */
const PIECE: Seconds = 1;
/** How long the page may be held up at a time while notes are put in place. */
const SLICE_MS = 8;

/**
 * The whole score as sound, in two channels, with its voices' instruments, volumes, places, shares of the room, mutes and solos as the player has
 * them. A note at tick t begins `lead` and t's seconds after the start of the buffer.
 * @throws AudioError when recordings cannot be loaded
 */
export async function renderOffline(score: Score, options: RenderOptions): Promise<AudioBuffer> {
  const { sampleRate = 44100 } = options;
  const whole = new AudioBuffer({
    numberOfChannels: CHANNELS,
    length: framesOf(score, options),
    sampleRate,
  });
  let at = 0;
  for await (const { left, right } of renderStretches(score, options)) {
    whole.copyToChannel(left, 0, at);
    whole.copyToChannel(right, 1, at);
    at += left.length;
  }
  return whole;
}

/** `renderOffline` piece by piece, for renders too long to be kept as a whole, and to be broken off between two pieces. */
export async function* renderStretches(
  score: Score,
  options: RenderOptions,
): AsyncGenerator<Stretch> {
  const { sampleRate = 44100, lead = 0 } = options;
  const library = options.recordings === false ? NO_RECORDINGS : options.library;
  await Promise.all([...new Set(score.voices.map((v) => v.instrument))].map(library.load));
  const frames = framesOf(score, options);
  const pass = passFrom(0, lead, score, undefined);
  const { notes, clicks } = plan([pass], 0, Infinity, score, undefined);
  const audible = audibleVoices(score);
  const wanted = notes.filter(
    ({ note: { voice } }) =>
      audible.has(voice) && (options.only === undefined || voice === options.only),
  );
  const instruments = new Map(score.voices.map(({ id, instrument }) => [id, instrument]));
  const limited = options.limited !== false;
  let rest: Sides = [new Float32Array(), new Float32Array()];
  let written = 0;
  for (let from = 0; written < frames; from += STRETCH) {
    const isHere = ({ start }: { start: Seconds }) => start >= from && start < from + STRETCH;
    const origin = Math.max(0, from - FADE_IN);
    const rendered = await renderPart(score, instruments, library, sampleRate, origin, {
      notes: wanted.filter(isHere),
      clicks: options.metronome === true ? clicks.filter(isHere) : [],
      later: wanted.filter(({ start }) => start >= from + STRETCH),
    });
    // The next part begins with its first fade-in.
    const until = Math.min(frames, Math.round((from + STRETCH - FADE_IN) * sampleRate));
    const mixed = await calculate("mix", {
      sampleRate,
      rest,
      part: rendered && partOf(rendered, Math.round(origin * sampleRate) - written),
      frames: until - written,
      limited,
    });
    rest = mixed.rest;
    written = until;
    const [left, right] = mixed.sides;
    yield { left, right, done: written / frames };
  }
}

/** The same in pieces of a second, each in a turn of its own: for whoever has much to do with them. */
export async function* inPieces(
  stretches: AsyncIterable<Stretch>,
  sampleRate = 44100,
): AsyncGenerator<Stretch> {
  const length = Math.round(PIECE * sampleRate);
  let before = 0;
  for await (const { left, right, done } of stretches) {
    for (let at = 0; at < left.length; at += length) {
      const end = Math.min(left.length, at + length);
      const reached = before + ((done - before) * end) / left.length;
      yield { left: left.slice(at, end), right: right.slice(at, end), done: reached };
      await nextTurn();
    }
    before = done;
  }
}

function partOf(rendered: AudioBuffer, at: number): Part {
  const [left, right, room] = [0, 1, 2].map((channel) => rendered.getChannelData(channel));
  return { sides: [left!, right!], room: room!, at };
}

function framesOf(score: Score, { sampleRate = 44100, lead = 0, tail = 2 }: RenderOptions): number {
  return Math.ceil((lead + ticksToSeconds(scoreTicks(score), score.tempo) + tail) * sampleRate);
}

/** What is played from a place on, and what comes after it. */
interface PartNotes {
  readonly notes: readonly PlannedNote[];
  readonly clicks: readonly PlannedClick[];
  readonly later: readonly PlannedNote[];
}

/**
 * Notes and clicks alone, rendered from `origin` until all of it is over but the room, in the channels of an open desk; undefined where there are
 * none.
 */
async function renderPart(
  score: Score,
  instruments: ReadonlyMap<VoiceId, Instrument>,
  library: SampleLibrary,
  sampleRate: number,
  origin: Seconds,
  { notes, clicks, later }: PartNotes,
): Promise<AudioBuffer | undefined> {
  if (notes.length === 0 && clicks.length === 0) return undefined;
  const instrumentOf = ({ note }: PlannedNote) => instruments.get(note.voice);
  const ends = [
    ...notes.map((planned) => silentAfter(planned, instrumentOf(planned))),
    ...clicks.map((click) => click.start + RELEASE),
  ];
  const end = ends.reduce((last, seconds) => Math.max(last, seconds));
  const length = Math.ceil((end - origin) * sampleRate);
  const raw = new OfflineAudioContext(OPEN_CHANNELS, length, sampleRate);
  const ensemble = createEnsemble(new OfflineContext(raw), library, true);
  ensemble.setVoices(score);
  let sliceBegan = performance.now();
  for (const planned of notes) {
    const { voice, pitch, velocity } = planned.note;
    const instrument = instrumentOf(planned);
    if (!instrument) continue;
    const [start, stop] = [planned.start - origin, planned.end - origin];
    ensemble.play(voice, { instrument, pitch, velocity, start, end: stop });
    if (performance.now() - sliceBegan < SLICE_MS) continue;
    await nextTurn();
    sliceBegan = performance.now();
  }
  // A hi-hat that rings from here into what comes later is closed there.
  for (const planned of later)
    if (planned.start < end && instrumentOf(planned) === "drums" && isHiHat(planned))
      ensemble.closeHiHat(planned.note.voice, planned.start - origin);
  for (const { start, accented } of clicks) ensemble.click(start - origin, accented);
  await nextTurn();
  const rendered = await raw.startRendering();
  ensemble.dispose();
  return rendered;
}

function silentAfter({ note, start, end }: PlannedNote, instrument?: Instrument): Seconds {
  if (instrument !== "drums") return end + RELEASE;
  return start + DRUM_CHARACTERS[DRUMS[drumIndex(note.pitch)]!.name].seconds + RELEASE;
}

function isHiHat({ note }: PlannedNote): boolean {
  return DRUMS[drumIndex(note.pitch)]!.name.endsWith("hi-hat");
}

const NO_RECORDINGS: SampleLibrary = {
  find: () => undefined,
  load: () => Promise.resolve([]),
};
