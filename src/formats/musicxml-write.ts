import { barTicks, beatTicks } from "../domain/meter";
import { barsOfNotes, notesOfVoice, type Score, type Voice } from "../domain/score";
import { TICKS_PER_QUARTER } from "../domain/units";
import { layersOf } from "./layers";
import { programOf } from "./midi-programs";
import { findValue } from "./note-values";
import { measuresOf } from "./musicxml-measures";
import { element, value, writeXml, type XmlNode } from "./xml-write";

/** What `encoding` names as the writer: a part of such a file is one voice, in however many layers it is written. */
export const SOFTWARE = "Antiphon";

/**
 * A MusicXML 4.0 score, part-wise: a part a voice with its name, instrument, program and volume, in a clef of its register. Bars are
 * full to the tick at 480 divisions a quarter, with rests; chord symbols stand above the first part; notes are cut at bar lines and beats into tied values. Muted voices are
 * written too. Reading it back gives every note and chord again.
 */
export function writeMusicXml(score: Score): string {
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
        value("software", SOFTWARE),
        element("supports", { element: "accidental", type: "yes" }),
        element("supports", { element: "beam", type: "yes" }),
      ),
    ),
    element("part-list", {}, score.voices.map(scorePart)),
    score.voices.map((voice, i) => {
      const layers = layersOf(notesOfVoice(score, voice.id));
      const tempo = i === 0 ? tempoMark(score) : undefined;
      const chords = i === 0 ? score.chords : [];
      const measures = measuresOf(layers, { score, bars, voice, tempo, chords });
      return element("part", { id: partId(i) }, measures);
    }),
  );
  return `${HEADER}${writeXml(root)}`;
}

const HEADER = `<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" "http://www.musicxml.org/dtds/partwise.dtd">
`;

function partId(index: number): string {
  return `P${index + 1}`;
}

function scorePart(voice: Voice, index: number): XmlNode {
  const id = partId(index);
  const name = voice.instrument[0]!.toUpperCase() + voice.instrument.slice(1);
  // Sixteen channels, of which the tenth is the drums'.
  const channel = index % 15;
  return element(
    "score-part",
    { id },
    value("part-name", voice.name),
    element("score-instrument", { id: `${id}-I1` }, value("instrument-name", name)),
    element(
      "midi-instrument",
      { id: `${id}-I1` },
      value("midi-channel", channel < 9 ? channel + 1 : channel + 2),
      value("midi-program", programOf(voice.instrument) + 1),
      value("volume", Math.round(voice.volume * 10_000) / 100),
    ),
  );
}

/** The tempo in the beats of the meter for people, in quarters for players. */
function tempoMark({ tempo, meter }: Score): XmlNode {
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
    element("sound", { tempo }),
  );
}
