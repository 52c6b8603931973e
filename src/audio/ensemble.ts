import { DRUMS, drumIndex } from "../domain/drums";
import {
  audibleVoices,
  type Instrument,
  type Score,
  type Voice,
  type VoiceId,
} from "../domain/score";
import type { Midi, Seconds, Velocity } from "../domain/units";
import { DRUM_CHARACTERS } from "./drum-kit";
import { CHARACTERS } from "./instruments";
import { createDesk, createOpenDesk } from "./desk";
import { listenToBothSides, SILENCE, type Levels, type StereoEar } from "./meter";
import { NOMINAL_LEVEL } from "./recording";
import { nearestZone, type SampleLibrary } from "./sample-library";
import { ringing, startSound, type Sound } from "./sound";
import { createStrip, type Strip } from "./strip";
import { Gain, type BaseContext } from "./tone";

/** One note for an instrument to play, in seconds of the audio clock. */
export interface Tone {
  readonly instrument: Instrument;
  readonly pitch: Midi;
  readonly velocity: Velocity;
  readonly start: Seconds;
  readonly end: Seconds;
}

/** The players and the mixing desk: a channel for each voice, one for the metronome, a room for all, and a limiter at the end. */
export interface Ensemble {
  /** Takes on the score's volume, and the volumes, places, shares of the room, mutes and solos of its voices: heard at once, without a click. */
  setVoices(score: Score): void;
  /** Plays in a voice's channel; by a plain synthesiser while the instrument's recordings are not there. */
  play(voice: VoiceId, tone: Tone): Sound;
  /** Plays in a voice's channel what no mute or solo holds back. */
  audition(voice: Voice, tone: Tone): Sound;
  /** Lets go what a closing hi-hat stops at `at`: what an open one of the voice rings. */
  closeHiHat(voice: VoiceId, at: Seconds): void;
  click(start: Seconds, accented: boolean): Sound;
  /** Begins or ends to measure how loud everything is. */
  meter(on: boolean): void;
  /** How loud it is now: nothing while it is not measured. */
  levels(): Levels;
  dispose(): void;
}

/** More notes at once in one voice, and the oldest is let go. */
const MAX_POLYPHONY = 24;
const CLICK_LEVEL = 0.25;

/** What rings of a hi-hat until one of the others is struck. */
const HI_HATS: ReadonlySet<string> = new Set(["Closed hi-hat", "Open hi-hat"]);
/** How a stroke that is stopped dies away: by hand or by the other cymbal, the time constant. */
const STOPPED: Seconds = 0.012;

interface Channel {
  readonly strip: Strip;
  sounds: Sound[];
  /** Strokes on the hi-hat, those to come included. */
  hiHats: Sound[];
}

/**
 * @param context where to play; its destination is where everything goes
 * @param open whether it is rendered to be added to more: see `createOpenDesk`
 */
export function createEnsemble(
  context: BaseContext,
  library: SampleLibrary,
  open = false,
): Ensemble {
  const raw = context.rawContext as unknown as BaseAudioContext;
  const desk = open ? createOpenDesk(context) : createDesk(context);
  const channels = new Map<VoiceId, Channel>();
  const extra = new Gain({ context });
  extra.connect(desk.input);
  let wave: PeriodicWave | undefined;
  let ear: StereoEar | undefined;

  function channelOf(voice: VoiceId): Channel {
    const known = channels.get(voice);
    if (known) return known;
    const strip = createStrip(context, desk.input, desk.roomInput);
    if (ear) strip.meter(true);
    const channel: Channel = { strip, sounds: [], hiHats: [] };
    channels.set(voice, channel);
    return channel;
  }

  function sound(tone: Tone, into: AudioNode): Sound {
    const { fadeIn, release, trim, sustained } = CHARACTERS[tone.instrument];
    const level = trim * velocityGain(tone.velocity);
    const zone = nearestZone(library.find(tone.instrument) ?? [], tone.pitch);
    if (!zone) {
      const source = new OscillatorNode(raw, { frequency: frequencyOf(tone.pitch) });
      source.setPeriodicWave((wave ??= warmWave(raw)));
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

  /** A stroke, which rings for as long as its piece does, or until the hi-hat closes. */
  function stroke({ pitch, velocity, start }: Tone, channel: Channel, into: AudioNode): Sound {
    const index = drumIndex(pitch);
    const piece = DRUMS[index]!;
    const { seconds, level, dull, bright } = DRUM_CHARACTERS[piece.name];
    const buffer = library.find("drums")?.[index]?.buffer;
    const frequency = dull * (bright / dull) ** (velocity / 127);
    const colour = new BiquadFilterNode(raw, { type: "lowpass", frequency, Q: 0 });
    colour.connect(into);
    const source = buffer
      ? new AudioBufferSourceNode(raw, { buffer })
      : new OscillatorNode(raw, {
          frequency: frequencyOf(pitch),
          periodicWave: (wave ??= warmWave(raw)),
        });
    const envelope = {
      level: level * velocityGain(velocity),
      fadeIn: 0,
      release: STOPPED,
      decay: buffer ? undefined : 0.05,
    };
    const struck = startSound(
      raw,
      source,
      colour,
      envelope,
      (at) => source.start(at),
      start,
      start + seconds,
    );
    if (HI_HATS.has(piece.name)) {
      closeHiHat(channel, start);
      const next = channel.hiHats.filter((other) => other.start > start).map((hat) => hat.start);
      if (next.length > 0) struck.endAt(Math.min(...next));
      channel.hiHats.push(struck);
    }
    return ringing(struck);
  }

  function closeHiHat(channel: Channel, at: Seconds) {
    channel.hiHats = channel.hiHats.filter((hat) => isHeard(hat, raw.currentTime));
    for (const hat of channel.hiHats) if (hat.start < at && at < hat.end) hat.endAt(at);
  }

  function start(tone: Tone, channel: Channel, into: AudioNode): Sound {
    return tone.instrument === "drums" ? stroke(tone, channel, into) : sound(tone, into);
  }

  return {
    setVoices(score) {
      desk.setVolume(score.volume ?? 1);
      const audible = audibleVoices(score);
      const present = new Set(score.voices.map((voice) => voice.id));
      for (const voice of score.voices) channelOf(voice.id).strip.set(voice, audible.has(voice.id));
      for (const [id, channel] of channels) {
        if (present.has(id) || channel.sounds.some((s) => isHeard(s, raw.currentTime))) continue;
        channel.strip.dispose();
        channels.delete(id);
      }
    },
    play(voice, tone) {
      const channel = channelOf(voice);
      channel.sounds = channel.sounds.filter((s) => isHeard(s, raw.currentTime));
      const held = channel.sounds.filter((s) => s.start <= tone.start && tone.start < s.end);
      if (held.length >= MAX_POLYPHONY) oldest(held)?.endAt(tone.start);
      const started = start(tone, channel, channel.strip.input);
      channel.sounds.push(started);
      return started;
    },
    audition(voice, tone) {
      const isNew = !channels.has(voice.id);
      const channel = channelOf(voice.id);
      if (isNew) channel.strip.set(voice, true);
      channel.sounds = channel.sounds.filter((s) => isHeard(s, raw.currentTime));
      const started = start(tone, channel, channel.strip.live);
      channel.sounds.push(started);
      return started;
    },
    closeHiHat(voice, at) {
      closeHiHat(channelOf(voice), at);
    },
    meter(on) {
      if (on === (ear !== undefined)) return;
      ear?.dispose();
      ear = on ? listenToBothSides(raw, desk.output) : undefined;
      for (const { strip } of channels.values()) strip.meter(on);
    },
    levels() {
      const voices = new Map(
        [...channels].map(([id, { strip }]) => [id, strip.level() ?? SILENCE]),
      );
      return { master: ear?.level() ?? SILENCE, voices };
    },
    click(start, accented) {
      const source = new OscillatorNode(raw, { frequency: accented ? 1760 : 1175 });
      const level = accented ? CLICK_LEVEL : CLICK_LEVEL * 0.7;
      const envelope = { level, fadeIn: 0.0005, release: 0.004, decay: 0.012 };
      const begin = (at: Seconds) => source.start(at);
      return startSound(raw, source, extra.input, envelope, begin, start, start + 0.05);
    },
    dispose() {
      for (const channel of channels.values()) channel.strip.dispose();
      channels.clear();
      ear?.dispose();
      extra.dispose();
      desk.dispose();
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
