import type { Credit } from "../domain/credit";
import { barTicks, beatTicks } from "../domain/meter";
import { DRUMS, drumIndex } from "../domain/drums";
import { barsOfNotes, notesOfVoice, type Feel, type Score, type Voice } from "../domain/score";
import { TICKS_PER_QUARTER, type Midi } from "../domain/units";
import { layersOf } from "../notation/layers";
import { VERSION } from "../version";
import { recordOf, type MakersRecord } from "./makers";
import { recordJson } from "./makers-json";
import { makersInWords } from "./makers-words";
import { programOf } from "./midi-programs";
import { findValue } from "../notation/note-values";
import { measuresOf } from "./musicxml-measures";
import { element, value, writeXml, type XmlNode } from "./xml-write";

/** What `encoding` names as the writer: a part of such a file is one voice, in however many layers it is written. */
export const SOFTWARE = "Antiphon";

/** Miscellaneous fields: the record of who made what as JSON, and the same for people. */
export const MAKERS = "antiphon:makers";
const MAKERS_IN_WORDS = "antiphon:makers-in-words";

/**
 * A MusicXML 4.0 score, part-wise: a part a voice with its name, instrument, program, volume and place from left to right, in a clef of its
 * register; drums are without pitches, an instrument for each key. Swing is a sound of the first bar, and the notes stay straight. Bars are full to the tick at 480 divisions a quarter, with rests; chord symbols stand above the first part; notes are cut at bar lines and beats into tied values. Muted voices are
 * written too. Who made what is miscellaneous. Reading it back gives every note and chord again, each with its maker.
 * @param credits of the takes that the notes are of
 */
export function writeMusicXml(score: Score, credits: Iterable<Credit> = []): string {
  const record = recordOf(score, credits);
  const bars = Math.max(score.bars, barsOfNotes(score.notes, score.meter));
  const root = element(
    "score-partwise",
    { version: "4.0" },
    element("work", {}, value("work-title", score.title)),
    element(
      "identification",
      {},
      element(
        "encoding",
        {},
        value("software", `${SOFTWARE} ${VERSION}`),
        element("supports", { element: "accidental", type: "yes" }),
        element("supports", { element: "beam", type: "yes" }),
      ),
      element(
        "miscellaneous",
        {},
        value("miscellaneous-field", makersInWords(score, record.credits).join(" "), {
          name: MAKERS_IN_WORDS,
        }),
        value("miscellaneous-field", asciiJson(record), { name: MAKERS }),
      ),
    ),
    element(
      "part-list",
      {},
      score.voices.map((voice, i) => scorePart(score, voice, i)),
    ),
    score.voices.map((voice, i) => {
      const layers = layersOf(notesOfVoice(score, voice.id));
      const tempo = i === 0 ? tempoMark(score) : undefined;
      const chords = i === 0 ? score.chords : [];
      const measures = measuresOf(layers, {
        score,
        bars,
        voice,
        tempo,
        chords,
        strokeId: (pitch) => strokeId(i, pitch),
      });
      return element("part", { id: partId(i) }, measures);
    }),
  );
  return `${HEADER}${writeXml(root)}`;
}

const HEADER = `<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" "http://www.musicxml.org/dtds/partwise.dtd">
`;

/** JSON in which no character is one that XML cannot hold, or may lay out otherwise. */
function asciiJson(record: MakersRecord): string {
  return recordJson(record).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function partId(index: number): string {
  return `P${index + 1}`;
}

function strokeId(part: number, pitch: Midi): string {
  return `${partId(part)}-I${pitch + 1}`;
}

/** An instrument of a part, with the key that strikes it where it is one of a drum kit. */
interface PartInstrument {
  readonly id: string;
  readonly name: string;
  readonly key: Midi | undefined;
}

function instrumentsOf(score: Score, voice: Voice, index: number): readonly PartInstrument[] {
  if (voice.instrument === "drums") {
    const keys = [...new Set(notesOfVoice(score, voice.id).map(({ pitch }) => pitch))];
    // Empty, it is still drums.
    return (keys.length > 0 ? keys : [DRUMS[0].pitch])
      .toSorted((a, b) => a - b)
      .map((key) => ({ id: strokeId(index, key), name: DRUMS[drumIndex(key)]!.name, key }));
  }
  const name = voice.instrument[0]!.toUpperCase() + voice.instrument.slice(1);
  return [{ id: `${partId(index)}-I1`, name, key: undefined }];
}

function scorePart(score: Score, voice: Voice, index: number): XmlNode {
  const instruments = instrumentsOf(score, voice, index);
  // Sixteen channels, of which the tenth is the drums'.
  const turn = index % 15;
  const channel = voice.instrument === "drums" ? 10 : turn < 9 ? turn + 1 : turn + 2;
  return element(
    "score-part",
    { id: partId(index) },
    value("part-name", voice.name),
    instruments.map(({ id, name }) =>
      element("score-instrument", { id }, value("instrument-name", name)),
    ),
    instruments.map(({ id, key }) =>
      element(
        "midi-instrument",
        { id },
        value("midi-channel", channel),
        value("midi-program", programOf(voice.instrument) + 1),
        key === undefined ? undefined : value("midi-unpitched", key + 1),
        value("volume", Math.round(voice.volume * 10_000) / 100),
        // In degrees, of which 90 are all the way to the right.
        voice.pan ? value("pan", Math.round(voice.pan * 9000) / 100) : undefined,
      ),
    ),
  );
}

/** The tempo in the beats of the meter for people, in quarters for players. */
function tempoMark({ tempo, meter, feel }: Score): XmlNode {
  const beat = Math.min(beatTicks(meter), barTicks(meter));
  const { type, dots } = findValue(beat)!;
  const perMinute = Math.round((tempo * TICKS_PER_QUARTER * 100) / beat) / 100;
  return element(
    "direction",
    { placement: "above" },
    element(
      "direction-type",
      {},
      element(
        "metronome",
        {},
        value("beat-unit", type),
        dots > 0 ? element("beat-unit-dot", {}) : undefined,
        value("per-minute", perMinute),
      ),
    ),
    element("sound", { tempo }, feel && feel.swing > 0 ? swingOf(feel) : undefined),
  );
}

/** The lengths of a swung pair, in hundredths of a third of its unit, as `swung` plays them. */
function swingOf({ swing, unit }: Feel): XmlNode {
  const later = Math.round(swing * 100);
  return element(
    "swing",
    {},
    value("first", 300 + later),
    value("second", 300 - later),
    value("swing-type", findValue(unit)!.type),
  );
}
