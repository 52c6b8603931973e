import type { Harmony } from "../chord";
import { createRandom, deriveSeed } from "../random";
import type { Pattern, Playing, Range } from "../score";
import type { Midi, Ticks, Velocity } from "../units";
import { momentsOf, type Moment, type Pulse } from "./beats";
import { otherBass, type Voicing } from "./chord-voicing";
import { walk } from "./walking";

/** A note of an accompaniment. */
export interface PlayedNote {
  readonly part: "upper" | "bass";
  readonly pitch: Midi;
  readonly start: Ticks;
  readonly duration: Ticks;
  readonly velocity: Velocity;
}

/** A chord from where it begins to where it ends, with what sounds next. */
export interface Stretch extends Range {
  readonly chord: Harmony;
  /** The chord that follows at once; undefined at the end and before silence. */
  readonly next: Harmony | undefined;
  readonly playing: Playing;
}

type Play = (stretch: Stretch, voicing: Voicing, pulse: Pulse) => readonly PlayedNote[];

const UPPER: Velocity = 62;
const BASS: Velocity = 72;
/** How much louder the first beat of a bar is, and how much softer what lies between beats. */
const ACCENT = 6;

/** What `stretch` sounds like in this voicing. */
export function play(stretch: Stretch, voicing: Voicing, pulse: Pulse): readonly PlayedNote[] {
  return PLAYS[stretch.playing.pattern](stretch, voicing, pulse);
}

const PLAYS: Record<Pattern, Play> = {
  block: (stretch, voicing, pulse) =>
    momentsOf(stretch, pulse, pulse.bar, pulse.bar).flatMap((moment) => [
      bass(voicing.bass, moment, pulse),
      ...chord(voicing, moment, pulse),
    ]),

  arpeggio: (stretch, voicing, pulse) =>
    broken(stretch, voicing, pulse, (index) => [undefined, 0, 1, 2, 1, 0][index % 6]),

  alberti: (stretch, voicing, pulse) =>
    broken(stretch, voicing, pulse, (index) => (index === 0 ? 0 : index % 2 === 1 ? 2 : 1)),

  waltz(stretch, voicing, pulse) {
    const { beat, part, bar, compound } = pulse;
    const moments = compound
      ? momentsOf(stretch, pulse, part, beat)
      : momentsOf(stretch, pulse, beat, bar);
    return moments.flatMap((moment) =>
      moment.index === 0 ? [bass(voicing.bass, moment, pulse)] : chord(voicing, moment, pulse),
    );
  },

  stride(stretch, voicing, pulse) {
    const { beat, part, bar, compound } = pulse;
    // In 3/4 one bass a bar, elsewhere one every two beats; a dotted beat is long, short.
    const group = compound ? beat : bar % (2 * beat) === 0 ? 2 * beat : bar;
    const moments = momentsOf(stretch, pulse, compound ? part : beat, group);
    const other = otherBass(stretch.chord, voicing.bass);
    let strides = 0;
    return moments.flatMap((moment) => {
      if (moment.index === 0)
        return [bass(strides++ % 2 === 0 ? voicing.bass : other, moment, pulse)];
      return compound && moment.index === 1 ? [] : chord(voicing, moment, pulse);
    });
  },

  strummed(stretch, voicing, pulse) {
    const strokes = momentsOf(stretch, pulse, pulse.part, pulse.bar).filter(
      (moment) => moment.start === stretch.start || isStroke(moment, pulse),
    );
    return strokes.flatMap((moment, i) => {
      const held = { ...moment, end: strokes[i + 1]?.start ?? stretch.end };
      const first = moment.start === stretch.start || moment.inBar === 0;
      return [...(first ? [bass(voicing.bass, held, pulse)] : []), ...chord(voicing, held, pulse)];
    });
  },

  walking(stretch, voicing, pulse) {
    const random = createRandom(deriveSeed(stretch.playing.seed, stretch.start));
    const beats = momentsOf(stretch, pulse, pulse.beat, pulse.bar);
    const pitches = walk(stretch, voicing.bass, beats.length, random);
    const held = momentsOf(stretch, pulse, pulse.bar, pulse.bar);
    return [
      ...beats.map((moment, i) => bass(pitches[i]!, moment, pulse)),
      ...held.flatMap((moment) => chord(voicing, moment, pulse)),
    ];
  },
};

/**
 * One note after the other over a held bass.
 * @param noteAt which of the upper notes sounds at a moment of a group; undefined where the bass has it alone
 */
function broken(
  stretch: Stretch,
  voicing: Voicing,
  pulse: Pulse,
  noteAt: (index: number) => number | undefined,
): readonly PlayedNote[] {
  const { beat, part, bar, compound } = pulse;
  const group = !compound && bar % (2 * beat) === 0 ? 2 * beat : bar;
  const moments = momentsOf(stretch, pulse, part, group);
  const starts = moments.filter(({ index }) => index === 0);
  return moments.flatMap((moment) => {
    const which = noteAt(moment.index);
    const pitch = which === undefined ? undefined : voicing.upper[which];
    const end = starts.find(({ start }) => start > moment.start)?.start ?? stretch.end;
    return [
      ...(moment.index === 0 ? [bass(voicing.bass, { ...moment, end }, pulse)] : []),
      ...(pitch === undefined ? [] : [upper(pitch, moment, pulse)]),
    ];
  });
}

/** Down, down up, up down up in a bar of four; down and up-beats alike in others. */
function isStroke({ inBar }: Moment, { bar, beat, part, compound }: Pulse): boolean {
  const index = Math.round(inBar / part);
  if (compound) return index % 3 !== 1;
  if (bar === 4 * beat) return [0, 2, 3, 5, 6, 7].includes(index);
  return index !== 1;
}

function chord(voicing: Voicing, moment: Moment, pulse: Pulse): readonly PlayedNote[] {
  return voicing.upper.map((pitch) => upper(pitch, moment, pulse));
}

function upper(pitch: Midi, moment: Moment, pulse: Pulse): PlayedNote {
  return note("upper", pitch, UPPER, moment, pulse);
}

function bass(pitch: Midi, moment: Moment, pulse: Pulse): PlayedNote {
  return note("bass", pitch, BASS, moment, pulse);
}

function note(
  part: PlayedNote["part"],
  pitch: Midi,
  loudness: Velocity,
  { start, end, inBar }: Moment,
  { beat }: Pulse,
): PlayedNote {
  const accent = inBar === 0 ? ACCENT : inBar % beat === 0 ? 0 : -ACCENT;
  return { part, pitch, start, duration: end - start, velocity: loudness + accent };
}
