import { barTicks } from "../domain/meter";
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
}

/** A score on staves. */
export interface Writing {
  readonly staves: readonly Staff[];
  /** From the first bar; of each the staves from the top. */
  readonly bars: readonly (readonly WrittenBar[])[];
  readonly bar: Ticks;
}

/** All bars of a score as they are written: at least those of the sketch, and as many as its notes need. */
export function writeScore(score: Score): Writing {
  const { key, meter } = score;
  const staves = stavesOf(score);
  const bar = barTicks(meter);
  const count = Math.max(score.bars, barsOfNotes(score.notes, meter));
  const written = staves.map((staff) => {
    const shared = staff.voices.length > 1;
    const isPitched = staff.clef.sign !== "percussion";
    const read = (notes: readonly Note[]) =>
      isPitched ? legible(notes) : asStrokes(legible(notes), meter);
    const waiting = staff.voices.flatMap(({ id, stems }) =>
      layersOf(read(notesOfVoice(score, id))).map((layer, i) => ({
        voice: id,
        stems,
        isFirst: i === 0,
        chords: [...layer].reverse(),
      })),
    );
    return Array.from({ length: count }, (_, i): WrittenBar => {
      const start = i * bar;
      const sounding = waiting.map((layer) => ({
        ...layer,
        chords: chordsUntil(layer.chords, start + bar),
      }));
      const layers = apart(worthWriting(sounding, shared)).map(
        ({ voice, stems, isFirst, chords }): WrittenLayer => {
          const pieces = notateBar(chords, start, meter);
          return { voice, stems, pieces, beams: beamsOf(pieces, meter), showsRests: isFirst };
        },
      );
      const accidentals = accidentalsOf(isPitched ? layers.map(({ pieces }) => pieces) : [], key);
      return { layers, accidentals };
    });
  });
  const bars = Array.from({ length: count }, (_, i) => written.map((staff) => staff[i]!));
  return { staves, bars, bar };
}

/** Layers that sound, and where none does the first one with its rest. A voice that is silent beside another is left out. */
function worthWriting<
  Layer extends { readonly isFirst: boolean; readonly chords: readonly Chord[] },
>(layers: readonly Layer[], shared: boolean): readonly Layer[] {
  const sounding = layers.filter(({ chords }) => chords.length > 0);
  if (sounding.length === 0) return layers.slice(0, 1);
  return shared ? sounding : layers.filter((layer) => layer.isFirst || layer.chords.length > 0);
}

/** A voice that is alone on its staff and has two things to say at once says the higher with stems up. */
function apart<Layer extends { readonly stems: Stems; readonly chords: readonly Chord[] }>(
  layers: readonly Layer[],
): readonly Layer[] {
  if (layers.length < 2 || layers.some(({ stems }) => stems !== undefined)) return layers;
  const height = ({ chords }: Layer) => {
    const pitches = chords.flatMap(({ notes }) => notes.map(({ pitch }) => pitch));
    return pitches.reduce((sum, pitch) => sum + pitch, 0) / Math.max(1, pitches.length);
  };
  const highest = layers.reduce((best, other) => (height(other) > height(best) ? other : best));
  return layers.map((layer) => ({ ...layer, stems: layer === highest ? "up" : "down" }));
}
