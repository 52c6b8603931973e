import { findVoice, scoreTicks, type Score } from "../domain/score";
import { ticksToSeconds, type Seconds } from "../domain/units";
import { createEnsemble } from "./ensemble";
import { limit } from "./limiter";
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
}

const CHANNELS = 2;
/** Every note not yet over costs time in every frame, so a piece is rendered in stretches that are added up. */
const STRETCH: Seconds = 4;
/** How long the slowest release can be heard. */
const RELEASE: Seconds = 1;
/** Rendered before a stretch, for fade-ins that end on its first note. */
const FADE_IN: Seconds = 0.05;

/**
 * The whole score as sound, in two channels, with its voices' instruments, volumes, mutes and solos as the player has them.
 * A note at tick t begins `lead` and t's seconds after the start of the buffer.
 * @throws AudioError when recordings cannot be loaded
 */
export async function renderOffline(score: Score, options: RenderOptions): Promise<AudioBuffer> {
  const { sampleRate = 44100, lead = 0, tail = 2 } = options;
  const library = options.recordings === false ? NO_RECORDINGS : options.library;
  await Promise.all([...new Set(score.voices.map((v) => v.instrument))].map(library.load));
  const seconds = lead + ticksToSeconds(scoreTicks(score), score.tempo) + tail;
  const whole = new AudioBuffer({
    numberOfChannels: CHANNELS,
    length: Math.ceil(seconds * sampleRate),
    sampleRate,
  });
  const pass = passFrom(0, lead, score, undefined);
  const { notes, clicks } = plan([pass], 0, Infinity, score, undefined);
  for (let from = 0; from < seconds; from += STRETCH) {
    const isHere = ({ start }: { start: Seconds }) => start >= from && start < from + STRETCH;
    const origin = Math.max(0, from - FADE_IN);
    const part = await renderPart(score, library, sampleRate, origin, {
      notes: notes.filter(isHere),
      clicks: options.metronome === true ? clicks.filter(isHere) : [],
    });
    if (part) addTo(whole, part, Math.round(origin * sampleRate));
  }
  for (let c = 0; c < CHANNELS; c++) {
    const samples = whole.getChannelData(c);
    for (let i = 0; i < samples.length; i++) samples[i] = limit(samples[i]!);
  }
  return whole;
}

/** Notes and clicks alone, rendered from `origin` until all of it is over; undefined where there are none. */
async function renderPart(
  score: Score,
  library: SampleLibrary,
  sampleRate: number,
  origin: Seconds,
  { notes, clicks }: { notes: readonly PlannedNote[]; clicks: readonly PlannedClick[] },
): Promise<AudioBuffer | undefined> {
  if (notes.length === 0 && clicks.length === 0) return undefined;
  const end =
    Math.max(...[...notes.map((note) => note.end), ...clicks.map((click) => click.start)]) +
    RELEASE;
  const raw = new OfflineAudioContext(CHANNELS, Math.ceil((end - origin) * sampleRate), sampleRate);
  const ensemble = createEnsemble(new OfflineContext(raw), library, false);
  ensemble.setVoices(score);
  for (const planned of notes) {
    const { voice, pitch, velocity } = planned.note;
    const instrument = findVoice(score, voice)?.instrument;
    if (!instrument) continue;
    const [start, stop] = [planned.start - origin, planned.end - origin];
    ensemble.play(voice, { instrument, pitch, velocity, start, end: stop });
  }
  for (const { start, accented } of clicks) ensemble.click(start - origin, accented);
  const rendered = await raw.startRendering();
  ensemble.dispose();
  return rendered;
}

function addTo(whole: AudioBuffer, part: AudioBuffer, offset: number) {
  for (let c = 0; c < CHANNELS; c++) {
    const sum = whole.getChannelData(c);
    part.getChannelData(c).forEach((sample, i) => {
      if (offset + i < sum.length) sum[offset + i]! += sample;
    });
  }
}

const NO_RECORDINGS: SampleLibrary = {
  find: () => undefined,
  load: () => Promise.resolve([]),
};
