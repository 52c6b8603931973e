import { PLAYING_KEYS, type OnTouch, type Touch } from "../domain/performance";

const SOURCE = "computer keys";
/** Computer keys do not tell how hard they are pressed. */
const VELOCITY = 80;
const FIELDS = "input:not([type=range], [type=checkbox]), textarea, select, dialog[open]";

/** The computer's keys as a keyboard. */
export interface ComputerKeys {
  /**
   * From now on letters play, and Z and X go an octave down and up; combinations and all other keys stay what they are.
   * @param lowest the C of the first key, as it is at each press
   * @returns how to end it, which lets go of what is held
   */
  listen(lowest: () => number, onTouch: OnTouch, onOctave: (direction: -1 | 1) => void): () => void;
}

export function createComputerKeys(): ComputerKeys {
  return {
    listen(lowest, onTouch, onOctave) {
      const held = new Map<string, number>();
      const listening = new AbortController();
      // Before the page's own keys.
      const options = { capture: true, signal: listening.signal };
      window.addEventListener(
        "keydown",
        (event) => {
          const typing = event.target instanceof Element && event.target.closest(FIELDS);
          if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || typing) return;
          const semitones = PLAYING_KEYS.indexOf(event.code);
          const direction = { KeyZ: -1, KeyX: 1 }[event.code] as -1 | 1 | undefined;
          if (semitones < 0 && direction === undefined) return;
          event.preventDefault();
          event.stopPropagation();
          if (event.repeat) return;
          if (direction) {
            onOctave(direction);
            return;
          }
          const pitch = lowest() + semitones;
          if (pitch > 127) return;
          held.set(event.code, pitch);
          const touch: Touch = { type: "press", source: SOURCE, pitch, velocity: VELOCITY };
          onTouch(touch, event.timeStamp);
        },
        options,
      );
      window.addEventListener(
        "keyup",
        (event) => {
          const pitch = held.get(event.code);
          if (pitch === undefined) return;
          held.delete(event.code);
          onTouch({ type: "release", source: SOURCE, pitch }, event.timeStamp);
        },
        options,
      );
      return () => {
        listening.abort();
        onTouch({ type: "letGo", source: SOURCE }, performance.now());
      };
    },
  };
}
