import type { MidiPort } from "../../src/domain/midi";
import type { OnTouch } from "../../src/domain/performance";
import type { LivePorts } from "../../src/session/live.svelte";
import type { RecorderPorts } from "../../src/session/recorder.svelte";

/** Devices and computer keys that the test plays, and a clock that it sets. */
export class FakeHands {
  nowMs = 0;
  latencyMs = 0;
  /** Calls what is to be called again and again. */
  turn: () => void = () => undefined;
  /** Has the machine look whose turn it is. */
  look: () => void = () => undefined;
  /** Has the calibration look how far the clicks are. */
  beat: () => void = () => undefined;
  /** What MIDI devices would tell, once they are connected. */
  play: OnTouch | undefined;
  plug: ((inputs: readonly string[], outputs?: readonly MidiPort[]) => void) | undefined;
  /** What connecting fails with. */
  refusal: Error | undefined;
  /** What the computer's keys would tell while they play. */
  type: OnTouch | undefined;

  readonly ports: LivePorts & RecorderPorts = {
    midi: {
      connect: (onTouch, onDevices) => {
        if (this.refusal) return Promise.reject(this.refusal);
        this.play = onTouch;
        this.plug = (inputs, outputs = []) => {
          onDevices({ inputs, outputs });
        };
        this.plug([]);
        return Promise.resolve();
      },
    },
    keys: {
      listen: (_lowest, onTouch) => {
        this.type = onTouch;
        return () => {
          this.type = undefined;
          onTouch({ type: "letGo", source: "computer keys" }, this.nowMs);
        };
      },
    },
    nowMs: () => this.nowMs,
    latencyMs: () => this.latencyMs,
    often: (run) => {
      this.turn = run;
      return () => {
        this.turn = () => undefined;
      };
    },
  };
}
