import type { Key } from "../domain/key";
import { barTicks, type Meter } from "../domain/meter";
import { barsOfNotes, notesOfVoice, type Note, type Score, type VoiceId } from "../domain/score";
import type { Midi, Ticks } from "../domain/units";
import { accidentalsOf } from "./accidentals";
import { beamsOf, type Beam } from "./beams";
import { chordsUntil, layersOf, type Chord } from "./layers";
import { legible } from "./legible";
import { notateBar, type Piece } from "./notation";
import { asStrokes } from "./strokes";
import { stavesOf, type Staff, type Stems } from "./staves";

/** What one voice does in a bar, as it is written. */
export interface WrittenLayer {
  readonly voice: VoiceId;
  readonly stems: Stems;
  readonly pieces: readonly Piece[];
  /** Of each piece, from the eighths' beam inwards. */
  readonly beams: readonly (readonly Beam[])[];
  /** A second layer of a voice has notes alone: its rests would say nothing. */
  readonly showsRests: boolean;
}

/** A bar of one staff. */
export interface WrittenBar {
  /** Those with stems up first. */
  readonly layers: readonly WrittenLayer[];
  readonly accidentals: ReadonlyMap<Piece, ReadonlySet<Midi>>;
  /** What it was written from. */
  readonly sounding: readonly Sounding[];
}

/** What a layer of a voice has to say in a bar. */
interface Sounding {
  readonly voice: VoiceId;
  readonly stems: Stems;
  readonly isFirst: boolean;
  readonly chords: readonly Chord[];
}

/** A score on staves. */
export interface Writing {
  readonly staves: readonly Staff[];
  /** From the first bar; of each the staves from the top. */
  readonly bars: readonly (readonly WrittenBar[])[];
  readonly bar: Ticks;
  readonly key: Key;
  readonly meter: Meter;
  readonly voices: ReadonlyMap<VoiceId, VoiceInLayers>;
}

/** Notes of a voice, and the same as they are read. */
interface VoiceInLayers {
  readonly notes: readonly Note[];
  readonly isPitched: boolean;
  readonly layers: readonly (readonly Chord[])[];
}

/**
 * All bars of a score as they are written: at least those of the sketch, and as many as its notes need.
 * @param before written of a score of which this one may have come: what stayed the same stays the same reference
 */
export function writeScore(score: Score, before?: Writing): Writing {
  const { key, meter } = score;
  const bar = barTicks(meter);
  const isAlike = before && isSameKey(before.key, key) && isSameMeter(before.meter, meter);
  const old = isAlike ? before : undefined;
  const staves = stavesOf(score).map((staff, i) => kept(old?.staves[i], staff));
  const voices = new Map<VoiceId, VoiceInLayers>();
  for (const staff of staves)
    for (const { id } of staff.voices)
      voices.set(id, inLayers(score, id, staff.clef.sign !== "percussion", old?.voices.get(id)));
  const shown = [...voices.values()].flatMap(({ layers }) => layers.flat());
  const end = shown.reduce((latest, chord) => Math.max(latest, chord.end), 0);
  // What is read a little later than it was played may begin another bar.
  const count = Math.max(score.bars, barsOfNotes(score.notes, meter), Math.ceil(end / bar));
  const written = staves.map((staff, at) => {
    const shared = staff.voices.length > 1;
    const isPitched = staff.clef.sign !== "percussion";
    const wasPitched = old?.staves[at]?.clef.sign !== "percussion";
    const waiting = staff.voices.flatMap(({ id, stems }) =>
      voices.get(id)!.layers.map((layer, i) => ({
        voice: id,
        stems,
        isFirst: i === 0,
        chords: [...layer].reverse(),
      })),
    );
    return Array.from({ length: count }, (_, i): WrittenBar => {
      const start = i * bar;
      const chords = waiting.map((layer) => ({
        ...layer,
        chords: chordsUntil(layer.chords, start + bar),
      }));
      const sounding = apart(worthWriting(chords, shared));
      const there = old?.bars[i]?.[at];
      return there && wasPitched === isPitched && isSameSounding(there.sounding, sounding)
        ? there
        : writeBar(sounding, start, isPitched, key, meter);
    });
  });
  const bars = Array.from({ length: count }, (_, i) => {
    const there = old?.bars[i];
    const now = written.map((staff) => staff[i]!);
    return there?.length === now.length && now.every((one, at) => one === there[at]) ? there : now;
  });
  return { staves, bars, bar, key, meter, voices };
}

function writeBar(
  sounding: readonly Sounding[],
  start: Ticks,
  isPitched: boolean,
  key: Key,
  meter: Meter,
): WrittenBar {
  const layers = sounding.map(({ voice, stems, isFirst, chords }): WrittenLayer => {
    const pieces = notateBar(chords, start, meter);
    return { voice, stems, pieces, beams: beamsOf(pieces, meter), showsRests: isFirst };
  });
  const accidentals = accidentalsOf(isPitched ? layers.map(({ pieces }) => pieces) : [], key);
  return { layers, accidentals, sounding };
}

function inLayers(
  score: Score,
  id: VoiceId,
  isPitched: boolean,
  before: VoiceInLayers | undefined,
): VoiceInLayers {
  const notes = notesOfVoice(score, id);
  const isSame =
    before?.isPitched === isPitched &&
    before.notes.length === notes.length &&
    notes.every((note, i) => note === before.notes[i]);
  if (isSame) return before;
  const read = legible(notes);
  return { notes, isPitched, layers: layersOf(isPitched ? read : asStrokes(read, score.meter)) };
}

function isSameSounding(a: readonly Sounding[], b: readonly Sounding[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, i) => {
      const other = b[i]!;
      return (
        one.voice === other.voice &&
        one.stems === other.stems &&
        one.isFirst === other.isFirst &&
        one.chords.length === other.chords.length &&
        one.chords.every((chord, at) => isSameChord(chord, other.chords[at]!))
      );
    })
  );
}

function isSameChord(a: Chord, b: Chord): boolean {
  return (
    a === b ||
    (a.start === b.start &&
      a.end === b.end &&
      a.notes.length === b.notes.length &&
      a.notes.every((note, i) => isSameNote(note, b.notes[i]!)))
  );
}

/** Notes that are read otherwise than they were played are made anew each time, of the same. */
function isSameNote(a: Note, b: Note): boolean {
  return (
    a === b ||
    (a.id === b.id &&
      a.pitch === b.pitch &&
      a.start === b.start &&
      a.duration === b.duration &&
      a.fermata === b.fermata &&
      a.origin === b.origin)
  );
}

function kept(before: Staff | undefined, now: Staff): Staff {
  return before && JSON.stringify(before) === JSON.stringify(now) ? before : now;
}

function isSameKey(a: Key, b: Key): boolean {
  return a.fifths === b.fifths && a.mode === b.mode;
}

function isSameMeter(a: Meter, b: Meter): boolean {
  return a.beats === b.beats && a.unit === b.unit;
}

/** Layers that sound, and where none does the first one with its rest. A voice that is silent beside another is left out. */
function worthWriting(layers: readonly Sounding[], shared: boolean): readonly Sounding[] {
  const sounding = layers.filter(({ chords }) => chords.length > 0);
  if (sounding.length === 0) return layers.slice(0, 1);
  return shared ? sounding : layers.filter((layer) => layer.isFirst || layer.chords.length > 0);
}

/** A voice that is alone on its staff and has two things to say at once says the higher with stems up. */
function apart(layers: readonly Sounding[]): readonly Sounding[] {
  if (layers.length < 2 || layers.some(({ stems }) => stems !== undefined)) return layers;
  const height = ({ chords }: Sounding) => {
    const pitches = chords.flatMap(({ notes }) => notes.map(({ pitch }) => pitch));
    return pitches.reduce((sum, pitch) => sum + pitch, 0) / Math.max(1, pitches.length);
  };
  const highest = layers.reduce((best, other) => (height(other) > height(best) ? other : best));
  return layers.map((layer) => ({ ...layer, stems: layer === highest ? "up" : "down" }));
}
