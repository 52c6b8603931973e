import { DRUMS } from "../domain/drums";
import type { Instrument } from "../domain/score";
import type { Midi, Seconds } from "../domain/units";
import { calculate } from "./calculator";
import { CHARACTERS, samplesFor } from "./instruments";
import type { SustainLoop } from "./sample";

/** A recording ready to be played, and the pitch it was made at. */
export interface Zone {
  readonly pitch: Midi;
  readonly buffer: AudioBuffer;
  /** From the start of `buffer` to the attack. */
  readonly attack: Seconds;
  /** Linear gain that brings it to the level all recordings share. */
  readonly gain: number;
  /** What is repeated while a note is held; undefined where the sound dies away by itself. */
  readonly loop: SustainLoop | undefined;
}

export type AudioErrorCode = "sampleMissing" | "sampleUnreadable" | "noAudio";

/** Sound cannot be had from the outside world. */
export class AudioError extends Error {
  override readonly name = "AudioError";
  readonly code: AudioErrorCode;
  constructor(code: AudioErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The recordings of the instruments, and the strokes of the drum kit by their place in `DRUMS`, loaded when first asked for and kept. */
export interface SampleLibrary {
  /** What is there already; undefined until `load` has resolved. */
  readonly find: (instrument: Instrument) => readonly Zone[] | undefined;
  /** Loads once, however often it is called; a failure is forgotten, so that the next call tries again. @throws AudioError */
  readonly load: (instrument: Instrument) => Promise<readonly Zone[]>;
}

/** What the recordings come in; another rate would only resample them twice. */
const SAMPLE_RATE = 44100;

/** @param fetchBytes how a file is got; rejects when it cannot be */
export function createSampleLibrary(
  fetchBytes: (url: string) => Promise<ArrayBuffer> = fetchSample,
): SampleLibrary {
  const loading = new Map<Instrument, Promise<readonly Zone[]>>();
  const loaded = new Map<Instrument, readonly Zone[]>();

  async function loadZones(instrument: Instrument): Promise<readonly Zone[]> {
    const zones = instrument === "drums" ? await drumZones() : await recordedZones(instrument);
    loaded.set(instrument, zones);
    return zones;
  }

  async function recordedZones(instrument: Instrument): Promise<readonly Zone[]> {
    const decoder = new OfflineAudioContext(1, 1, SAMPLE_RATE);
    return Promise.all(
      samplesFor(instrument).map(async ({ pitch, url }) =>
        makeZone(pitch, await decode(decoder, await fetchBytes(url), url), instrument),
      ),
    );
  }

  return {
    find: (instrument) => loaded.get(instrument),
    load(instrument) {
      const known = loading.get(instrument);
      if (known) return known;
      const zones = loadZones(instrument);
      loading.set(instrument, zones);
      zones.catch(() => loading.delete(instrument));
      return zones;
    },
  };
}

/** The recording nearest in pitch. */
export function nearestZone(zones: readonly Zone[], pitch: Midi): Zone | undefined {
  let nearest: Zone | undefined;
  for (const zone of zones)
    if (!nearest || Math.abs(zone.pitch - pitch) < Math.abs(nearest.pitch - pitch)) nearest = zone;
  return nearest;
}

async function drumZones(): Promise<readonly Zone[]> {
  return Promise.all(
    DRUMS.map(async ({ pitch, name }) => {
      const samples = await calculate("stroke", name, SAMPLE_RATE);
      return {
        pitch,
        buffer: bufferOf(samples, SAMPLE_RATE),
        attack: 0,
        gain: 1,
        loop: undefined,
      };
    }),
  );
}

async function makeZone(
  pitch: Midi,
  recording: AudioBuffer,
  instrument: Instrument,
): Promise<Zone> {
  const { sampleRate } = recording;
  const samples = recording.getChannelData(0);
  const { sustained } = CHARACTERS[instrument];
  const { attack, gain, held } = await calculate("recording", samples, sampleRate, sustained);
  const buffer = held ? bufferOf(held.samples, sampleRate) : recording;
  return { pitch, buffer, attack, gain, loop: held?.loop };
}

function bufferOf(samples: Float32Array<ArrayBuffer>, sampleRate: number): AudioBuffer {
  const buffer = new AudioBuffer({ length: samples.length, numberOfChannels: 1, sampleRate });
  buffer.copyToChannel(samples, 0);
  return buffer;
}

async function decode(
  decoder: BaseAudioContext,
  bytes: ArrayBuffer,
  url: string,
): Promise<AudioBuffer> {
  try {
    return await decoder.decodeAudioData(bytes);
  } catch (cause) {
    throw new AudioError("sampleUnreadable", `cannot decode ${url}`, { cause });
  }
}

async function fetchSample(url: string): Promise<ArrayBuffer> {
  try {
    const response = await fetch(url);
    if (!response.ok) throw new AudioError("sampleMissing", `${url}: status ${response.status}`);
    return await response.arrayBuffer();
  } catch (cause) {
    if (cause instanceof AudioError) throw cause;
    throw new AudioError("sampleMissing", `cannot fetch ${url}`, { cause });
  }
}
