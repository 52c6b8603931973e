import { drumIndex } from "../domain/drums";
import { spell, type Key } from "../domain/key";
import type { Note } from "../domain/score";
import type { Midi, Ticks } from "../domain/units";
import type { Beam } from "../notation/beams";
import { DRUM_PLACES } from "../notation/drum-notation";
import { FORTE } from "./musicxml-values";
import type { Piece } from "../notation/notation";
import { element, value, type XmlNode } from "./xml-write";

/** What is known of a piece beyond itself. */
export interface PieceContext {
  /** Counts the layers of a part from 1. */
  readonly voice: number;
  readonly key: Key;
  readonly bar: Ticks;
  /** Octaves by which the part is written higher than it sounds. */
  readonly octaves: number;
  /** Of drums, the instrument that plays a key. */
  readonly strokeId: ((pitch: Midi) => string) | undefined;
  readonly beams: readonly Beam[];
  /** Pitches of each piece of the bar that need an accidental. */
  readonly accidentals: ReadonlyMap<Piece, ReadonlySet<Midi>>;
}

/** A piece as MusicXML has it: an element for each note of a chord, one for a rest. */
export function writtenNotes(piece: Piece, context: PieceContext): readonly XmlNode[] {
  const { chord, start, end } = piece;
  if (chord) return chord.notes.map((note, i) => noteOf(piece, note, i === 0, context));
  const duration = value("duration", end - start);
  const voice = value("voice", context.voice);
  const wholeBar = end - start === context.bar;
  if (!piece.value && !wholeBar) return [element("forward", {}, duration, voice)];
  return [
    element(
      "note",
      {},
      element("rest", wholeBar ? { measure: "yes" } : {}),
      duration,
      voice,
      typeOf(piece),
      dotsOf(piece),
      timeModification(piece),
      notations(tupletMarks(piece)),
    ),
  ];
}

function noteOf(piece: Piece, note: Note, first: boolean, context: PieceContext): XmlNode {
  const { tiedFrom, tiedTo } = piece;
  const ties = (name: string) => [
    tiedFrom ? element(name, { type: "stop" }) : undefined,
    tiedTo ? element(name, { type: "start" }) : undefined,
  ];
  return element(
    "note",
    { dynamics: Math.round((note.velocity / FORTE) * 10_000) / 100 },
    first ? undefined : element("chord", {}),
    context.strokeId ? placeOf(note) : pitchOf(note, context),
    value("duration", piece.end - piece.start),
    ties("tie"),
    context.strokeId && element("instrument", { id: context.strokeId(note.pitch) }),
    value("voice", context.voice),
    typeOf(piece),
    dotsOf(piece),
    context.accidentals.get(piece)?.has(note.pitch)
      ? value("accidental", ACCIDENTALS[spell(note.pitch, context.key).alteration]!)
      : undefined,
    timeModification(piece),
    context.strokeId && value("notehead", DRUM_PLACES[drumIndex(note.pitch)]!.head),
    first ? context.beams.map((beam, i) => value("beam", beam, { number: i + 1 })) : undefined,
    notations([
      ...ties("tied"),
      ...(first ? tupletMarks(piece) : []),
      note.fermata && !tiedTo ? element("fermata", { type: "upright" }) : undefined,
    ]),
  );
}

function pitchOf({ pitch }: Note, { key, octaves }: PieceContext): XmlNode {
  const { letter, alteration, octave } = spell(pitch, key);
  return element(
    "pitch",
    {},
    value("step", letter),
    alteration === 0 ? undefined : value("alter", alteration),
    value("octave", octave + octaves),
  );
}

function placeOf({ pitch }: Note): XmlNode {
  const { step, octave } = DRUM_PLACES[drumIndex(pitch)]!;
  return element("unpitched", {}, value("display-step", step), value("display-octave", octave));
}

const ACCIDENTALS: Readonly<Record<number, string>> = {
  [-2]: "flat-flat",
  [-1]: "flat",
  0: "natural",
  1: "sharp",
  2: "double-sharp",
};

function typeOf({ value: shown }: Piece): XmlNode | undefined {
  return shown && value("type", shown.type);
}

function dotsOf({ value: shown }: Piece): readonly XmlNode[] {
  return Array.from({ length: shown?.dots ?? 0 }, () => element("dot", {}));
}

function timeModification({ triplet }: Piece): XmlNode | undefined {
  return (
    triplet &&
    element(
      "time-modification",
      {},
      value("actual-notes", 3),
      value("normal-notes", 2),
      value("normal-type", triplet.type),
    )
  );
}

function tupletMarks({ triplet }: Piece): readonly (XmlNode | undefined)[] {
  return [
    triplet?.first ? element("tuplet", { type: "start", bracket: "yes" }) : undefined,
    triplet?.last ? element("tuplet", { type: "stop" }) : undefined,
  ];
}

function notations(marks: readonly (XmlNode | undefined)[]): XmlNode | undefined {
  return marks.some((mark) => mark) ? element("notations", {}, marks) : undefined;
}
