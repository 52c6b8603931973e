import type { Output } from "webmidi";
import type { MidiPort } from "../domain/midi";
import type { OnTouch, Touch } from "../domain/performance";

/** Why no MIDI device can be played. */
export class MidiError extends Error {
  readonly code: "unsupported" | "refused";

  constructor(code: MidiError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What is plugged in. */
export interface Devices {
  /** Names of those that play. */
  readonly inputs: readonly string[];
  readonly outputs: readonly MidiPort[];
}

/** All MIDI devices there are, whenever they are plugged in. */
export interface MidiInput {
  /**
   * Asks the browser for its devices; it may ask the person.
   * @param onTouch what is played on any of them; a device that goes lets go of its notes
   * @param onDevices those that play and those that can be played, now and whenever they change
   * @throws MidiError
   */
  connect(onTouch: OnTouch, onDevices: (devices: Devices) => void): Promise<void>;
}

export function createMidiInput(): MidiInput {
  return {
    async connect(onTouch, onDevices) {
      if (!("requestMIDIAccess" in navigator))
        throw new MidiError(
          "unsupported",
          "This browser does not let pages hear MIDI devices; Chrome, Edge and Firefox do. The keys on the page and the computer’s keys play too.",
        );
      const { WebMidi } = await import("webmidi");
      try {
        await WebMidi.enable();
      } catch (cause) {
        throw new MidiError(
          "refused",
          "The browser did not allow the page to hear MIDI devices. Allow it beside the address, then press Connect again.",
          { cause },
        );
      }
      // A device that comes back is the same object, which still has its listener.
      const heard = new WeakSet<object>();
      let present: readonly string[] = [];
      const hearAll = () => {
        const { inputs } = WebMidi;
        for (const input of inputs) {
          if (heard.has(input)) continue;
          heard.add(input);
          const source = sourceOf(input.id);
          input.addListener("midimessage", ({ message, timestamp }) => {
            const touch = touchOf(source, message.data);
            if (touch) onTouch(touch, timestamp);
          });
        }
        for (const id of present)
          if (!inputs.some((input) => input.id === id))
            onTouch({ type: "letGo", source: sourceOf(id) }, performance.now());
        present = inputs.map(({ id }) => id);
        onDevices({ inputs: inputs.map(({ name }) => name), outputs: portsOf(WebMidi.outputs) });
      };
      WebMidi.addListener("connected", hearAll);
      WebMidi.addListener("disconnected", hearAll);
      hearAll();
    },
  };
}

const ports = new WeakMap<Output, MidiPort>();

/** One port for each device, however often it is asked for. */
function portsOf(outputs: readonly Output[]): readonly MidiPort[] {
  return outputs.map((output) => {
    const port = ports.get(output) ?? {
      id: output.id,
      name: output.name,
      send: (bytes, atMs) => {
        output.send([...bytes], { time: atMs });
      },
    };
    ports.set(output, port);
    return port;
  });
}

function sourceOf(id: string): string {
  return `midi ${id}`;
}

const NOTE_OFF = 0x8;
const NOTE_ON = 0x9;
const CONTROL = 0xb;
const SUSTAIN = 64;
/** All sound off, and all notes off. */
const OFF: readonly number[] = [120, 123];

/** What a channel message means to the hands; undefined for all that is neither key nor pedal. A stroke of no velocity is a release (MIDI 1.0). */
export function touchOf(source: string, bytes: ArrayLike<number>): Touch | undefined {
  const [status = 0, first = 0, second = 0] = Array.from(bytes);
  switch (status >> 4) {
    case NOTE_ON:
      return second > 0
        ? { type: "press", source, pitch: first, velocity: second }
        : { type: "release", source, pitch: first };
    case NOTE_OFF:
      return { type: "release", source, pitch: first };
    case CONTROL:
      if (first === SUSTAIN) return { type: "pedal", source, down: second >= 64 };
      return OFF.includes(first) ? { type: "letGo", source } : undefined;
    default:
      return undefined;
  }
}
