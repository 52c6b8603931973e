import { spell, type Key } from "../domain/key";
import { barTicks } from "../domain/meter";
import type { PlacedChord, Score, Voice } from "../domain/score";
import { TICKS_PER_QUARTER, type Midi, type Ticks } from "../domain/units";
import { accidentalsOf } from "../notation/accidentals";
import { beamsOf } from "../notation/beams";
import { clefFor, PERCUSSION } from "../notation/clef";
import { chordsUntil, type Chord } from "../notation/layers";
import { harmonyElement } from "./musicxml-chords";
import { writtenNotes } from "./musicxml-notes";
import { notateBar, type Piece } from "../notation/notation";
import { element, value, type XmlNode } from "./xml-write";

/** What the measures of a part are written from, besides its notes. */
export interface PartToWrite {
  readonly score: Score;
  /** At least as many as its notes need. */
  readonly bars: number;
  readonly voice: Voice;
  /** Stands in the first bar. */
  readonly tempo: XmlNode | undefined;
  /** Of a part of drums, the instrument that plays a key. */
  readonly strokeId: (pitch: Midi) => string;
  /** What stands above the part, in order. */
  readonly chords: readonly PlacedChord[];
}

/** The measures of a part. A layer is a voice in the sense of MusicXML; those after the first stand only in bars in which they sound. */
export function measuresOf(
  layers: readonly (readonly Chord[])[],
  part: PartToWrite,
): readonly XmlNode[] {
  const { key, meter } = part.score;
  const bar = barTicks(meter);
  const isDrums = part.voice.instrument === "drums";
  const octaves = isDrums ? 0 : octavesBelow(layers, key);
  const strokeId = isDrums ? part.strokeId : undefined;
  const shared = { key, bar, octaves, strokeId };
  const waiting = layers.map((layer) => [...layer].reverse());
  const symbolsOver = (piece: Piece, barStart: Ticks) =>
    part.chords.flatMap(({ start, chord }) => {
      const offset = start - barStart - piece.start;
      return offset >= 0 && offset < piece.end - piece.start
        ? [harmonyElement(chord, key, offset)]
        : [];
    });
  return Array.from({ length: part.bars }, (_, i) => {
    const start = i * bar;
    const sounding = waiting.map((layer) => chordsUntil(layer, start + bar));
    const written = sounding
      .map((chords, layer) => ({ voice: layer + 1, pieces: notateBar(chords, start, meter) }))
      .filter(({ voice }) => voice === 1 || sounding[voice - 1]!.length > 0);
    const accidentals = accidentalsOf(isDrums ? [] : written.map(({ pieces }) => pieces), key);
    const music = written.map(({ voice, pieces }) => {
      const beams = beamsOf(pieces, meter);
      return pieces.flatMap((piece, n) => [
        ...(voice === 1 ? symbolsOver(piece, start) : []),
        ...writtenNotes(piece, { ...shared, voice, beams: beams[n]!, accidentals }),
      ]);
    });
    const back = element("backup", {}, value("duration", bar));
    return element(
      "measure",
      { number: i + 1 },
      i === 0 ? attributes(layers, part, octaves) : undefined,
      i === 0 ? part.tempo : undefined,
      music.flatMap((notes, layer) => (layer > 0 ? [back, ...notes] : notes)),
      i === part.bars - 1
        ? element("barline", { location: "right" }, value("bar-style", "light-heavy"))
        : undefined,
    );
  });
}

/** MusicXML counts octaves from 0; a part with lower notes is written that many octaves higher, as a transposing one. */
function octavesBelow(layers: readonly (readonly Chord[])[], key: Key): number {
  const lowest = layers
    .flat()
    .flatMap((chord) => chord.notes)
    .reduce((least, { pitch }) => Math.min(least, spell(pitch, key).octave), 0);
  return -lowest;
}

function attributes(
  layers: readonly (readonly Chord[])[],
  { score: { key, meter }, voice }: PartToWrite,
  octaves: number,
): XmlNode {
  const pitches = layers
    .flat()
    .flatMap((chord) => chord.notes.map(({ pitch }) => pitch + 12 * octaves));
  const clef = voice.instrument === "drums" ? PERCUSSION : clefFor(pitches, voice.name);
  return element(
    "attributes",
    {},
    value("divisions", TICKS_PER_QUARTER),
    element("key", {}, value("fifths", key.fifths), value("mode", key.mode)),
    element("time", {}, value("beats", meter.beats), value("beat-type", meter.unit)),
    element(
      "clef",
      {},
      value("sign", clef.sign),
      clef.line === undefined ? undefined : value("line", clef.line),
      clef.octaves === 0 ? undefined : value("clef-octave-change", clef.octaves),
    ),
    octaves === 0
      ? undefined
      : element(
          "transpose",
          {},
          value("diatonic", 0),
          value("chromatic", 0),
          value("octave-change", -octaves),
        ),
  );
}
