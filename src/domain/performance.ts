import type { Midi, Ticks, Velocity } from "./units";

/** What a person plays on: each device, the computer's keys, the keys on the page. Its notes and its pedal are its own. */
export type Source = string;

/** What hands and feet do. */
export type Touch =
  | {
      readonly type: "press";
      readonly source: Source;
      readonly pitch: Midi;
      readonly velocity: Velocity;
    }
  | { readonly type: "release"; readonly source: Source; readonly pitch: Midi }
  | { readonly type: "pedal"; readonly source: Source; readonly down: boolean }
  /** Everything of a source is let go, as when it is unplugged; without one, of all. */
  | { readonly type: "letGo"; readonly source?: Source };

/** A note that rings: its key is held, or the pedal holds it. */
export interface Ringing {
  /** Of its source and pitch: no two ring with the same one. */
  readonly key: string;
  readonly source: Source;
  readonly pitch: Midi;
  readonly velocity: Velocity;
  readonly isHeld: boolean;
}

/** Told of a touch, and when it was made, in milliseconds of `performance.now()`. */
export type OnTouch = (touch: Touch, atMs: number) => void;

/**
 * The computer's keys that play, by their place on the keyboard (`KeyboardEvent.code`), from a C in semitones: two rows as on a piano, as
 * most music programs have them.
 */
export const PLAYING_KEYS: readonly string[] = [
  ..."AWSEDFTGYHUJKOLP".split("").map((letter) => `Key${letter}`),
  "Semicolon",
];

/** All that rings, in the order in which it was struck, and the pedals that are down. */
export interface Hands {
  readonly ringing: readonly Ringing[];
  readonly pedals: ReadonlySet<Source>;
}

export const EMPTY_HANDS: Hands = { ringing: [], pedals: new Set() };

/** What a touch makes of the hands: the notes that it ends, and the one that it begins. */
export interface Touched {
  readonly hands: Hands;
  readonly ended: readonly Ringing[];
  readonly begun: Ringing | undefined;
}

/** Whatever comes, and in whatever order, every note that begins ends once: a key struck again is let go before, and `letGo` leaves none. */
export function touchHands(hands: Hands, touch: Touch): Touched {
  switch (touch.type) {
    case "press": {
      const { source, pitch, velocity } = touch;
      const key = keyOf(touch);
      const begun = { key, source, pitch, velocity, isHeld: true };
      const { hands: rest, ended } = endAll(hands, (note) => note.key === key);
      return { hands: { ...rest, ringing: [...rest.ringing, begun] }, ended, begun };
    }
    case "release": {
      const key = keyOf(touch);
      if (!hands.pedals.has(touch.source)) return endAll(hands, (note) => note.key === key);
      const ringing = hands.ringing.map((note) =>
        note.key === key ? { ...note, isHeld: false } : note,
      );
      return { hands: { ...hands, ringing }, ended: [], begun: undefined };
    }
    case "pedal": {
      const pedals = new Set(hands.pedals);
      if (touch.down) pedals.add(touch.source);
      else pedals.delete(touch.source);
      const moved = { ...hands, pedals };
      return touch.down
        ? { hands: moved, ended: [], begun: undefined }
        : endAll(moved, (note) => note.source === touch.source && !note.isHeld);
    }
    case "letGo": {
      const isIts = (source: Source) => touch.source === undefined || source === touch.source;
      const pedals = new Set([...hands.pedals].filter((source) => !isIts(source)));
      return endAll({ ...hands, pedals }, (note) => isIts(note.source));
    }
  }
}

function keyOf({ source, pitch }: { readonly source: Source; readonly pitch: Midi }): string {
  return `${source} ${pitch}`;
}

function endAll(hands: Hands, ends: (note: Ringing) => boolean): Touched {
  const ended = hands.ringing.filter(ends);
  const ringing = ended.length === 0 ? hands.ringing : hands.ringing.filter((note) => !ends(note));
  return { hands: { ...hands, ringing }, ended, begun: undefined };
}

/** A note as it was played, before it is one of a voice. Ticks may lie between whole ticks. */
export interface Played {
  readonly pitch: Midi;
  readonly velocity: Velocity;
  readonly start: Ticks;
  readonly end: Ticks;
}

/** A 64th: no key is let go sooner on purpose. */
const SHORTEST: Ticks = 30;

/**
 * What was played as notes of one voice within a range: what was struck before it but a little belongs to its first beat, what sounds on
 * beyond its end is cut there, and a pitch struck again ends the note before.
 * @param early ticks before the range in which a stroke is meant for its start
 */
export function notesPlayed<Note extends Played>(
  played: readonly Note[],
  { start: from, end: to }: { readonly start: Ticks; readonly end: Ticks },
  early: Ticks,
): readonly Note[] {
  const within = played
    .filter(({ start, end }) => start >= from - early && start < to && end > from)
    .map((note) => {
      const start = Math.max(from, Math.round(note.start));
      return {
        ...note,
        start,
        end: Math.min(to, Math.max(Math.round(note.end), start + SHORTEST)),
      };
    })
    .filter(({ start, end }) => end > start)
    .toSorted((a, b) => a.start - b.start || a.pitch - b.pitch);
  return within.flatMap((note, i) => {
    const again = within.slice(i + 1).find(({ pitch }) => pitch === note.pitch);
    const end = again ? Math.min(note.end, again.start) : note.end;
    return end > note.start ? [{ ...note, end }] : [];
  });
}
