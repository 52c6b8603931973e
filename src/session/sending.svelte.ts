import type { MidiPort } from "../domain/midi";
import type { Live } from "./live.svelte";
import type { Playback } from "./playback.svelte";

/** Which MIDI device is played on, if any, and how. */
export class Sending {
  readonly #playback: Playback;
  #ports = $state.raw<readonly MidiPort[]>([]);
  #port = $state.raw<MidiPort | undefined>(undefined);
  #clock = $state.raw(false);
  #isAlone = $state.raw(false);
  #problem = $state.raw<string | undefined>(undefined);

  /** The devices that can be played; none before anybody asked for MIDI. */
  readonly ports = $derived(this.#ports);
  readonly port = $derived(this.#port);
  readonly clock = $derived(this.#clock);
  readonly isAlone = $derived(this.#isAlone);
  readonly problem = $derived(this.#problem);

  constructor(playback: Playback, live: Live) {
    this.#playback = playback;
    live.onOutputs = (ports) => {
      this.#present(ports);
    };
  }

  /** Plays on the device of this id from now on; on none when there is no such device. */
  choose(id: string | undefined): void {
    this.#port = this.#ports.find((port) => port.id === id);
    this.#problem = undefined;
    this.#tell();
  }

  /** @param clock whether it is told the time @param isAlone whether it alone sounds */
  set({ clock = this.#clock, isAlone = this.#isAlone }): void {
    this.#clock = clock;
    this.#isAlone = isAlone;
    this.#tell();
  }

  #present(ports: readonly MidiPort[]): void {
    this.#ports = ports;
    const gone = this.#port;
    if (!gone || ports.includes(gone)) return;
    this.#port = undefined;
    this.#tell();
    this.#problem = `${gone.name} was unplugged: the sound is here again. Plug it in and choose it again to play on it.`;
  }

  #tell(): void {
    const port = this.#port;
    this.#playback.setMidiOut(port && { port, clock: this.#clock, isAlone: this.#isAlone });
  }
}
