import { scoreTicks, type Score } from "../domain/score";
import { ticksToSeconds, type Seconds } from "../domain/units";
import { createEnsemble } from "./ensemble";
import type { SampleLibrary } from "./sample-library";
import { passFrom, plan } from "./scheduler";
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

/**
 * The whole score as sound, in two channels, with its voices' instruments, volumes, mutes and solos as the player has them.
 * A note at tick t begins `lead` + t's seconds after the start of the buffer.
 * @throws AudioError when recordings cannot be loaded
 */
export async function renderOffline(score: Score, options: RenderOptions): Promise<AudioBuffer> {
  const { library, sampleRate = 44100, lead = 0, tail = 2 } = options;
  if (options.recordings !== false)
    await Promise.all([...new Set(score.voices.map((v) => v.instrument))].map(library.load));
  const seconds = lead + ticksToSeconds(scoreTicks(score), score.tempo) + tail;
  const raw = new OfflineAudioContext(2, Math.ceil(seconds * sampleRate), sampleRate);
  const context = new OfflineContext(raw);
  const ensemble = createEnsemble(context, options.recordings === false ? silent : library);
  ensemble.setVoices(score);
  const instruments = new Map(score.voices.map((voice) => [voice.id, voice.instrument]));
  const { notes, clicks } = plan(
    [passFrom(0, lead, score, undefined)],
    0,
    Infinity,
    score,
    undefined,
  );
  for (const { note, start, end } of notes) {
    const instrument = instruments.get(note.voice);
    if (!instrument) continue;
    const { pitch, velocity } = note;
    ensemble.play(note.voice, { instrument, pitch, velocity, start, end });
  }
  if (options.metronome === true)
    for (const { start, accented } of clicks) ensemble.click(start, accented);
  const rendered = await raw.startRendering();
  ensemble.dispose();
  return rendered;
}

const silent: SampleLibrary = {
  find: () => undefined,
  load: () => Promise.resolve([]),
};
