/** Channel 10 as people count them: General MIDI's drums. */
export const DRUM_CHANNEL = 9;

/** Channels in turn, from 0, the drums' left out. @param index of a voice that is no drum kit */
export function plainChannel(index: number): number {
  const channel = index % 15;
  return channel < DRUM_CHANNEL ? channel : channel + 1;
}

/** A MIDI device that can be played. */
export interface MidiPort {
  readonly id: string;
  readonly name: string;
  /** @param atMs when, of `performance.now()`; at once when that is over */
  send(bytes: readonly number[], atMs: number): void;
}

/** How a device is played. */
export interface MidiSending {
  readonly port: MidiPort;
  /** Whether it is told the time: start, stop, place, and 24 pulses a quarter note. */
  readonly clock: boolean;
  /** Whether it alone sounds, and the page is silent. */
  readonly isAlone: boolean;
}
