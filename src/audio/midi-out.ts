import { DRUM_CHANNEL, plainChannel, type MidiSending } from "../domain/midi";
import { audibleVoices, type Score, type VoiceId } from "../domain/score";
import {
  TICKS_PER_QUARTER,
  ticksToSeconds,
  type Bpm,
  type Midi,
  type Seconds,
  type Ticks,
  type Velocity,
} from "../domain/units";
import type { Sound } from "./sound";

// MIDI 1.0.
const NOTE_OFF = 0x80;
const NOTE_ON = 0x90;
const CONTROL = 0xb0;
const VOLUME = 7;
const PAN = 10;
const ALL_NOTES_OFF = 123;
const POSITION = 0xf2;
const PULSE = 0xf8;
const START = 0xfa;
const CONTINUE = 0xfb;
const STOP = 0xfc;
const PULSE_TICKS: Ticks = TICKS_PER_QUARTER / 24;
/** Song position counts sixteenths, in 14 bits. */
const PLACE_TICKS: Ticks = TICKS_PER_QUARTER / 4;
const LAST_PLACE = 2 ** 14 - 1;

interface Playing {
  readonly channel: number;
  readonly pitch: Midi;
  readonly velocity: Velocity;
  readonly start: Seconds;
  end: Seconds;
  isOn: boolean;
}

/**
 * Plays voices on a MIDI device, each on a channel of its own, drums on the tenth. A message cannot be taken back once it is sent, and so each
 * waits until shortly before its time. Every note that is begun is ended.
 */
export class MidiOut {
  /** Milliseconds of `performance.now()` at which a moment of the audio clock is heard. */
  readonly #toMs: (seconds: Seconds) => number;
  #sending: MidiSending | undefined;
  #channels: ReadonlyMap<VoiceId, number> = new Map();
  /** What stands on each controller, by channel and number. */
  readonly #controls = new Map<string, number>();
  #playing: readonly Playing[] = [];
  /** When the next pulse of the clock is due; undefined while it stands. */
  #pulse: Seconds | undefined;

  constructor(toMs: (seconds: Seconds) => number) {
    this.#toMs = toMs;
  }

  /** Whether the page itself is to be silent. */
  get isAlone(): boolean {
    return this.#sending?.isAlone ?? false;
  }

  /** Plays on another device from now on, or on none. */
  use(sending: MidiSending | undefined): void {
    if (sending?.port !== this.#sending?.port) {
      this.silence();
      this.stopClock();
      this.#controls.clear();
    } else if (!sending?.clock) this.stopClock();
    this.#sending = sending;
  }

  /** Takes on which voices are heard, how loud and where. */
  setVoices(score: Score): void {
    const audible = audibleVoices(score);
    let index = 0;
    this.#channels = new Map(
      score.voices.map(({ id, instrument }) => [
        id,
        instrument === "drums" ? DRUM_CHANNEL : plainChannel(index++),
      ]),
    );
    for (const { id, volume, pan = 0 } of score.voices) {
      const channel = this.#channels.get(id)!;
      this.#control(channel, VOLUME, audible.has(id) ? volume * 127 : 0);
      this.#control(channel, PAN, 64 + pan * (pan < 0 ? 64 : 63));
    }
  }

  /** A note; undefined while no device is chosen. */
  play(
    voice: VoiceId,
    note: {
      readonly pitch: Midi;
      readonly velocity: Velocity;
      readonly start: Seconds;
      readonly end: Seconds;
    },
  ): Sound | undefined {
    const channel = this.#channels.get(voice);
    if (!this.#sending || channel === undefined) return undefined;
    const { pitch, velocity, start, end } = note;
    const playing: Playing = { channel, pitch, velocity, start, end, isOn: false };
    this.#playing = [...this.#playing, playing];
    return {
      start,
      get end() {
        return playing.end;
      },
      endAt(wanted) {
        playing.end = wanted;
      },
    };
  }

  /** Time begins to run. @param tick of the score that is heard at `seconds` */
  startClock(seconds: Seconds, tick: Ticks, bpm: Bpm): void {
    this.stopClock();
    if (!this.#sending?.clock) return;
    const place = Math.min(LAST_PLACE, Math.floor(tick / PLACE_TICKS));
    if (place === 0) this.#send([START], seconds);
    else {
      this.#send([POSITION, place & 0x7f, place >> 7], seconds);
      this.#send([CONTINUE], seconds);
    }
    const next = Math.ceil(tick / PULSE_TICKS) * PULSE_TICKS;
    this.#pulse = seconds + ticksToSeconds(next - tick, bpm);
  }

  stopClock(): void {
    if (this.#pulse === undefined) return;
    this.#pulse = undefined;
    this.#sending?.port.send([STOP], performance.now());
  }

  /** Sends what is due before `until`, of the audio clock. @param bpm as it is now */
  flush(until: Seconds, bpm: Bpm): void {
    for (const note of this.#playing.toSorted((a, b) => a.start - b.start))
      if (!note.isOn && note.end > note.start && note.start < until) this.#begin(note);
    for (const note of this.#playing) if (note.isOn && note.end < until) this.#end(note, note.end);
    // What was taken back before it began never sounds.
    this.#playing = this.#playing.filter(
      ({ isOn, start, end }) => isOn || (end > start && start >= until),
    );
    while (this.#pulse !== undefined && this.#pulse < until) {
      this.#send([PULSE], this.#pulse);
      this.#pulse += ticksToSeconds(PULSE_TICKS, bpm);
    }
  }

  /** Ends what sounds and forgets what is to come. */
  silence(): void {
    const now = performance.now();
    const channels = new Set(this.#playing.map(({ channel }) => channel));
    for (const { isOn, channel, pitch } of this.#playing)
      if (isOn) this.#sending?.port.send([NOTE_OFF | channel, pitch, 64], now);
    for (const channel of channels)
      this.#sending?.port.send([CONTROL | channel, ALL_NOTES_OFF, 0], now);
    this.#playing = [];
  }

  #begin(note: Playing): void {
    const { channel, pitch, velocity, start } = note;
    // One key of a channel sounds once: what sounds on it is ended before.
    for (const other of this.#playing)
      if (other.isOn && other.channel === channel && other.pitch === pitch)
        this.#end(other, Math.min(other.end, start));
    this.#send([NOTE_ON | channel, pitch, velocity], start);
    note.isOn = true;
  }

  #end(note: Playing, at: Seconds): void {
    this.#send([NOTE_OFF | note.channel, note.pitch, 64], Math.max(at, note.start));
    note.isOn = false;
    // Over for good.
    note.end = note.start;
  }

  #control(channel: number, number: number, value: number): void {
    const rounded = Math.round(value);
    const key = `${channel} ${number}`;
    if (!this.#sending || this.#controls.get(key) === rounded) return;
    this.#controls.set(key, rounded);
    this.#sending.port.send([CONTROL | channel, number, rounded], performance.now());
  }

  #send(bytes: readonly number[], at: Seconds): void {
    this.#sending?.port.send(bytes, this.#toMs(at));
  }
}
