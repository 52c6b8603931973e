import {
  PARTS,
  type Echo,
  type EchoChord,
  type EchoChords,
  type EchoLine,
  type EchoNote,
  type EchoPiece,
} from "../domain/echo";
import type { Meter } from "../domain/meter";
import type { VoiceId } from "../domain/score";
import { harmony } from "./chord-shape";
import { MAX_NOTES, MAX_VOICES } from "./limits";
import {
  amount,
  fields,
  flag,
  list,
  oneOf,
  optional,
  ShapeFault,
  text,
  whole,
  type Shape,
} from "./shape";

const LAST = 2 ** 31 - 1;

const note = fields<EchoNote>({
  pitch: whole(0, 127),
  start: whole(-LAST, LAST),
  duration: whole(1, LAST),
  same: optional(whole(0, MAX_NOTES)),
});

const line = fields<EchoLine>({
  voice: text<VoiceId>(),
  part: oneOf(...PARTS, "drums"),
  ours: list(note, MAX_NOTES),
  theirs: list(note, MAX_NOTES),
});

const chord = fields<EchoChord>({
  chord: harmony,
  start: whole(-LAST, LAST),
  duration: whole(1, LAST),
  same: optional(whole(0, MAX_NOTES)),
});

const bars: Shape<readonly [number, number]> = (value, path) => {
  const [first, last] = list(whole(0, LAST), 2)(value, path);
  if (first === undefined || last === undefined) throw new ShapeFault(path, "two bars");
  return [first, last];
};

/** What a take is like, as it is kept with it. */
export const echo = fields<Echo>({
  piece: fields<EchoPiece>({
    title: text(),
    composer: text(),
    collection: text(),
    year: optional(whole(0, 9999)),
    meter: fields<Meter>({ beats: whole(1, 32), unit: oneOf(2, 4, 8, 16) }),
  }),
  bars,
  theirBars: bars,
  start: whole(0, LAST),
  transposition: whole(-127, 127),
  matched: whole(0, LAST),
  of: whole(0, LAST),
  oneIn: amount(1, LAST),
  isRarest: optional(flag),
  beyond: flag,
  lines: list(line, MAX_VOICES),
  chords: optional(
    fields<EchoChords>({ ours: list(chord, MAX_NOTES), theirs: list(chord, MAX_NOTES) }),
  ),
  also: list(text(), 16),
  isNamedOnly: optional(flag),
});
