import { audibleVoices, type Instrument, type Score, type VoiceId } from "../domain/score";
import type { Midi, Seconds, Velocity } from "../domain/units";
import { CHARACTERS } from "./instruments";
import { createLimiter } from "./limiter";
import { nearestZone, NOMINAL_LEVEL, type SampleLibrary } from "./sample-library";
import { startSound, type Sound } from "./sound";
import { Gain, type BaseContext } from "./tone";

/** One note for an instrument to play, in seconds of the audio clock. */
export interface Tone {
  readonly instrument: Instrument;
  readonly pitch: Midi;
  readonly velocity: Velocity;
  readonly start: Seconds;
  readonly end: Seconds;
}

/** The players and the mixing desk: a channel for each voice, one for auditions and the metronome, and a limiter at the end. */
export interface Ensemble {
  /** Takes on the volumes, mutes and solos of the score's voices: heard at once, without a click. */
  setVoices(score: Score): void;
  /** Plays in a voice's channel; by a plain synthesiser while the instrument's recordings are not there. */
  play(voice: VoiceId, tone: Tone): Sound;
  /** Plays outside the voices: no mute or solo holds it back. @param volume linear gain in [0, 1] */
  audition(tone: Tone, volume: number): Sound;
  click(start: Seconds, accented: boolean): Sound;
  dispose(): void;
}

/** More notes at once in one voice, and the oldest is let go. */
const MAX_POLYPHONY = 24;
const RAMP: Seconds = 0.015;
/** Four voices in mezzo forte then come to about 20 dB below full scale, and as loud as can be just touch the limiter. */
const MASTER_GAIN = 1.2;
const CLICK_LEVEL = 0.25;

interface Channel {
  readonly gain: Gain;
  sounds: Sound[];
}

/**
 * @param context where to play; its destination is where everything goes
 * @param limited false: the limiter is left out, for output that is to be added to more before it is limited
 */
export function createEnsemble(
  context: BaseContext,
  library: SampleLibrary,
  limited = true,
): Ensemble {
  const raw = context.rawContext as unknown as BaseAudioContext;
  const master = new Gain({ context, gain: MASTER_GAIN });
  const limiter = limited ? createLimiter(context) : undefined;
  if (limiter) master.connect(limiter.input);
  else master.connect(raw.destination);
  const channels = new Map<VoiceId, Channel>();
  const extra = new Gain({ context }).connect(master);
  const wave = warmWave(raw);

  function channelOf(voice: VoiceId): Channel {
    const known = channels.get(voice);
    if (known) return known;
    const channel: Channel = { gain: new Gain({ context, gain: 0 }).connect(master), sounds: [] };
    channels.set(voice, channel);
    return channel;
  }

  function sound(tone: Tone, output: Gain, volume = 1): Sound {
    const { fadeIn, release, trim, sustained } = CHARACTERS[tone.instrument];
    const level = volume * trim * velocityGain(tone.velocity);
    const zone = nearestZone(library.find(tone.instrument) ?? [], tone.pitch);
    const into = inputOf(output);
    if (!zone) {
      const source = new OscillatorNode(raw, { frequency: frequencyOf(tone.pitch) });
      source.setPeriodicWave(wave);
      const envelope = { level, fadeIn: 0.0005, release, decay: sustained ? undefined : 0.6 };
      const begin = (at: Seconds) => source.start(at);
      return startSound(raw, source, into, envelope, begin, tone.start, tone.end);
    }
    const playbackRate = 2 ** ((tone.pitch - zone.pitch) / 12);
    const source = new AudioBufferSourceNode(raw, { buffer: zone.buffer, playbackRate });
    if (zone.loop) {
      source.loop = true;
      source.loopStart = zone.loop.start;
      source.loopEnd = zone.loop.end;
    }
    const envelope = { level: level * zone.gain, fadeIn, release };
    const begin = (at: Seconds, lead: Seconds) =>
      source.start(at, Math.max(0, zone.attack - lead * playbackRate));
    return startSound(raw, source, into, envelope, begin, tone.start, tone.end);
  }

  return {
    setVoices(score) {
      const audible = audibleVoices(score);
      const present = new Map(score.voices.map((voice) => [voice.id, voice]));
      for (const voice of score.voices) {
        const isNew = !channels.has(voice.id);
        const { gain } = channelOf(voice.id).gain;
        const volume = audible.has(voice.id) ? voice.volume : 0;
        if (isNew) gain.value = volume;
        else gain.rampTo(volume, RAMP);
      }
      for (const [id, channel] of channels) {
        if (present.has(id) || channel.sounds.some((s) => isHeard(s, raw.currentTime))) continue;
        channel.gain.dispose();
        channels.delete(id);
      }
    },
    play(voice, tone) {
      const channel = channelOf(voice);
      channel.sounds = channel.sounds.filter((s) => isHeard(s, raw.currentTime));
      const held = channel.sounds.filter((s) => s.start <= tone.start && tone.start < s.end);
      if (held.length >= MAX_POLYPHONY) oldest(held)?.endAt(tone.start);
      const started = sound(tone, channel.gain);
      channel.sounds.push(started);
      return started;
    },
    audition: (tone, volume) => sound(tone, extra, volume),
    click(start, accented) {
      const source = new OscillatorNode(raw, { frequency: accented ? 1760 : 1175 });
      const level = accented ? CLICK_LEVEL : CLICK_LEVEL * 0.7;
      const envelope = { level, fadeIn: 0.0005, release: 0.004, decay: 0.012 };
      const begin = (at: Seconds) => source.start(at);
      return startSound(raw, source, inputOf(extra), envelope, begin, start, start + 0.05);
    },
    dispose() {
      for (const channel of channels.values()) channel.gain.dispose();
      channels.clear();
      extra.dispose();
      master.dispose();
      limiter?.dispose();
    },
  };
}

/** Full at 127, 6 dB less at 80, 18 dB less at 32. @returns linear gain in (0, 1] */
export function velocityGain(velocity: Velocity): number {
  return (velocity / 127) ** 1.5;
}

function frequencyOf(pitch: Midi): number {
  return 440 * 2 ** ((pitch - 69) / 12);
}

function isHeard(sound: Sound, now: Seconds): boolean {
  return sound.end + 1 > now;
}

function oldest(sounds: readonly Sound[]): Sound | undefined {
  return sounds.toSorted((a, b) => a.start - b.start)[0];
}

function inputOf(gain: Gain): AudioNode {
  return gain.input;
}

/** A wave whose partials fall off softly, at the level that recordings are normalised to. */
function warmWave(context: BaseAudioContext): PeriodicWave {
  const partials = Array.from({ length: 12 }, (_, i) => (i === 0 ? 0 : i ** -1.6));
  const rms = Math.sqrt(partials.reduce((sum, a) => sum + a * a, 0) / 2);
  return context.createPeriodicWave(
    new Float32Array(partials.length),
    new Float32Array(partials.map((a) => (a * NOMINAL_LEVEL) / rms)),
    { disableNormalization: true },
  );
}
