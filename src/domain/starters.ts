import type { Ids } from "./asking";
import type { Key } from "./key";
import { barTicks, type Meter } from "./meter";
import { barsOfNotes, emptyScore, type Note, type Score } from "./score";
import { newVoice } from "./voicing";
import { TICKS_PER_QUARTER, type Bpm, type Midi, type Ticks } from "./units";

/** A melody to begin with. All are in the public domain, between C4 and G5. */
export interface Starter {
  readonly title: string;
  /** Who wrote the tune and when, or where it was first printed. */
  readonly source: string;
  readonly key: Key;
  readonly meter: Meter;
  /** Quarter notes a minute. */
  readonly tempo: Bpm;
  /**
   * Bars with "|" between them; notes by name and value, "F#4/4." being a dotted quarter; "r" is a rest, "-" holds the note before. An anacrusis stands at the
   * end of the first bar.
   */
  readonly tune: string;
}

const FOUR_FOUR: Meter = { beats: 4, unit: 4 };
const THREE_FOUR: Meter = { beats: 3, unit: 4 };
const SIX_EIGHT: Meter = { beats: 6, unit: 8 };

/** The first one is what the page opens with. */
export const STARTERS: readonly Starter[] = [
  {
    title: "Abide with Me",
    source: "William Henry Monk, 1861 (Eventide, second half)",
    key: { fifths: -3, mode: "major" },
    meter: FOUR_FOUR,
    tempo: 84,
    tune: `G4/2 G4/4 F4/4 | Eb4/2 Bb4/2 | Bb4/4 Ab4/4 Ab4/4 G4/4 | F4/1 |
      F4/2 G4/4 Ab4/4 | G4/4 F4/4 Eb4/4 Ab4/4 | G4/2 F4/2 | Eb4/1`,
  },
  {
    title: "Ode to Joy",
    source: "Ludwig van Beethoven, 1824",
    key: { fifths: 1, mode: "major" },
    meter: FOUR_FOUR,
    tempo: 120,
    tune: `B4/4 B4/4 C5/4 D5/4 | D5/4 C5/4 B4/4 A4/4 | G4/4 G4/4 A4/4 B4/4 | B4/4. A4/8 A4/2 |
      B4/4 B4/4 C5/4 D5/4 | D5/4 C5/4 B4/4 A4/4 | G4/4 G4/4 A4/4 B4/4 | A4/4. G4/8 G4/2 |
      A4/4 A4/4 B4/4 G4/4 | A4/4 B4/8 C5/8 B4/4 G4/4 | A4/4 B4/8 C5/8 B4/4 A4/4 | G4/4 A4/4 D4/2 |
      B4/4 B4/4 C5/4 D5/4 | D5/4 C5/4 B4/4 A4/4 | G4/4 G4/4 A4/4 B4/4 | A4/4. G4/8 G4/2`,
  },
  {
    title: "Old Hundredth",
    source: "Genevan Psalter, 1551 (Loys Bourgeois)",
    key: { fifths: 1, mode: "major" },
    meter: FOUR_FOUR,
    tempo: 88,
    tune: `r/2. G4/4 | G4/4 F#4/4 E4/4 D4/4 | G4/4 A4/4 B4/4 B4/4 | B4/4 B4/4 A4/4 G4/4 |
      C5/4 B4/4 A4/4 G4/4 | A4/4 B4/4 A4/4 G4/4 | E4/4 F#4/4 G4/4 D5/4 | B4/4 G4/4 A4/4 C5/4 |
      B4/4 A4/4 G4/2`,
  },
  {
    title: "Greensleeves",
    source: "English, 16th century",
    key: { fifths: 0, mode: "minor" },
    meter: SIX_EIGHT,
    tempo: 96,
    tune: `r/2 r/8 A4/8 | C5/4 D5/8 E5/8. F5/16 E5/8 | D5/4 B4/8 G4/8. A4/16 B4/8 |
      C5/4 A4/8 A4/8. G#4/16 A4/8 | B4/4. E4/4 A4/8 | C5/4 D5/8 E5/8. F5/16 E5/8 |
      D5/4 B4/8 G4/8. A4/16 B4/8 | C5/8. B4/16 A4/8 G#4/8. F#4/16 G#4/8 | A4/4. A4/4. |
      G5/4. G5/8. F#5/16 E5/8 | D5/4 B4/8 G4/8. A4/16 B4/8 | C5/4 A4/8 A4/8. G#4/16 A4/8 |
      B4/4 G#4/8 E4/4. | G5/4. G5/8. F#5/16 E5/8 | D5/4 B4/8 G4/8. A4/16 B4/8 |
      C5/8. B4/16 A4/8 G#4/8. F#4/16 G#4/8 | A4/4. A4/4`,
  },
  {
    title: "Amazing Grace",
    source: "American (New Britain), Columbian Harmony, 1829",
    key: { fifths: 1, mode: "major" },
    meter: THREE_FOUR,
    tempo: 90,
    tune: `r/2 D4/4 | G4/2 B4/8 G4/8 | B4/2 A4/4 | G4/2 E4/4 | D4/2 D4/4 | G4/2 B4/8 G4/8 |
      B4/2 A4/4 | D5/2. | -/2 B4/4 | D5/4. B4/8 D5/8 B4/8 | G4/2 D4/4 | E4/4. G4/8 G4/8 E4/8 |
      D4/2 D4/4 | G4/2 B4/8 G4/8 | B4/2 A4/4 | G4/2.`,
  },
  {
    title: "O Sacred Head",
    source: "Hans Leo Hassler, 1601 (Passion Chorale)",
    key: { fifths: 0, mode: "minor" },
    meter: FOUR_FOUR,
    tempo: 72,
    tune: `r/2. E4/4 | A4/4 G4/4 F4/4 E4/4 | D4/2 E4/4 B4/4 | C5/4 C5/4 B4/8 A4/8 B4/4 | A4/2. E4/4 |
      A4/4 G4/4 F4/4 E4/4 | D4/2 E4/4 B4/4 | C5/4 C5/4 B4/8 A4/8 B4/4 | A4/2. C5/4 |
      B4/8 A4/8 G4/4 A4/4 B4/4 | C5/2 C5/4 G4/4 | A4/4 G4/4 F4/4 F4/4 | E4/2. C5/4 |
      B4/8 C5/8 D5/4 C5/4 B4/4 | A4/2 B4/4 E4/4 | F4/4 E4/4 D4/4 G4/4 | E4/2.`,
  },
  {
    title: "Simple Gifts",
    source: "Joseph Brackett, 1848 (Shaker tune)",
    key: { fifths: -1, mode: "major" },
    meter: FOUR_FOUR,
    tempo: 108,
    tune: `r/2. C4/8 C4/8 | F4/4 F4/8 G4/8 A4/8 F4/8 A4/8 Bb4/8 | C5/4 C5/8 Bb4/8 A4/4 G4/8 F4/8 |
      G4/4 G4/4 G4/4 G4/4 | G4/8 A4/8 G4/8 E4/8 C4/4 C4/4 | F4/4 F4/8 G4/8 A4/8 F4/8 A4/8 Bb4/8 |
      C5/4 C5/8 Bb4/8 A4/4 G4/8 F4/8 | G4/4 G4/4 A4/4 A4/8 G4/8 | F4/4 F4/4 F4/2 |
      C5/2 A4/4. G4/8 | A4/8 Bb4/8 A4/8 G4/8 F4/4. G4/8 | A4/4 A4/8 Bb4/8 C5/4 Bb4/8 A4/8 |
      G4/4 G4/8 A4/8 G4/4. C4/8 | F4/2 F4/4. G4/8 | A4/4 A4/8 Bb4/8 C5/4 C5/8 C5/8 |
      G4/4 G4/4 A4/4 A4/8 G4/8 | F4/4 F4/4 F4/4`,
  },
  {
    title: "The Girl I Left Behind Me",
    source: "British and Irish reel, 18th century; Ryan's Mammoth Collection, 1883",
    key: { fifths: 1, mode: "major" },
    meter: FOUR_FOUR,
    tempo: 168,
    tune: `r/2. E5/4 | D5/4 B4/4 C5/8 B4/8 A4/8 G4/8 | A4/4 G4/4 E4/4. D4/8 |
      G4/4 G4/4 G4/8 A4/8 B4/8 C5/8 | D5/2 B4/4 E5/4 | D5/4 B4/4 C5/8 B4/8 A4/8 G4/8 |
      A4/4 G4/4 E4/4. G4/8 | F#4/4 A4/4 D4/4 E4/8 F#4/8 | G4/4 r/4 G4/4 G4/4 |
      B4/4 D5/4 E5/4 F#5/4 | G5/8 F#5/8 E5/8 D5/8 C5/8 B4/8 A4/8 G4/8 | B4/4 D5/4 E5/4 F#5/4 |
      G5/2 F#5/4 G5/4 | E5/4 D5/4 C5/8 B4/8 A4/8 G4/8 | A4/4 G4/4 E4/4. G4/8 |
      F#4/4 A4/4 D4/4 E4/8 F#4/8 | G4/4 r/4 G4/4`,
  },
];

/** The starter as a sketch of one voice, *Soprano*, on the piano; first notes of bars a little louder. */
export function starterScore(starter: Starter, ids: Ids): Score {
  const { title, key, meter, tempo } = starter;
  const empty: Score = { ...emptyScore, title, key, meter, tempo };
  const soprano = newVoice(empty, ids.voice(), "Soprano");
  const notes = writtenNotes(starter.tune).map(({ pitch, start, duration }): Note => ({
    id: ids.note(),
    voice: soprano.id,
    pitch,
    start,
    duration,
    velocity: start % barTicks(meter) === 0 ? 88 : 78,
    origin: { by: "file", file: title },
  }));
  return { ...empty, voices: [soprano], notes, bars: barsOfNotes(notes, meter) };
}

const SEMITONES: Record<string, number> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

function writtenNotes(
  tune: string,
): readonly { readonly pitch: Midi; readonly start: Ticks; readonly duration: Ticks }[] {
  const notes: { pitch: Midi; start: Ticks; duration: Ticks }[] = [];
  let start = 0;
  for (const token of tune.split(/[\s|]+/)) {
    const [, letter = "r", accidental = "", octave = "", value = "", dot = ""] =
      /^([A-Gr-])([#b]?)(\d?)\/(\d+)(\.?)$/.exec(token) ?? [];
    if (!value) throw new RangeError(`a tune is written in notes such as F#4/8, got: ${token}`);
    const duration = ((TICKS_PER_QUARTER * 4) / Number(value)) * (dot ? 1.5 : 1);
    const alteration = accidental === "#" ? 1 : accidental === "b" ? -1 : 0;
    const last = notes.at(-1);
    if (letter === "-" && last) last.duration += duration;
    else if (letter !== "r") {
      const pitch = (Number(octave) + 1) * 12 + SEMITONES[letter]! + alteration;
      notes.push({ pitch, start, duration });
    }
    start += duration;
  }
  return notes;
}
