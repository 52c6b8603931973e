import {
  CHORD_QUALITIES,
  harmony,
  NO_CHORD,
  qualityOf,
  type Chord,
  type Harmony,
  type QualityName,
} from "../domain/chord";
import { parseChord, spellBass, spellRoot } from "../domain/chord-symbol";
import { pitchClassOf, type Key, type SpelledClass } from "../domain/key";
import type { PitchClass, Ticks } from "../domain/units";
import { toNumber } from "./musicxml-values";
import { childrenNamed, childText, findChild, type XmlElement } from "./xml";
import { element, value, type XmlNode } from "./xml-write";

interface Degree {
  readonly value: number;
  /** Semitones: of an added degree from that of a dominant chord, of an altered one from what the kind has. */
  readonly alter: number;
  readonly type: "add" | "alter" | "subtract";
}

interface Kind {
  readonly kind: string;
  readonly degrees: readonly Degree[];
}

const add = (degree: number, alter = 0): Degree => ({ value: degree, alter, type: "add" });

/** Qualities that MusicXML has no name for; all others are kinds by their own name. */
const COMPOSED: Partial<Record<QualityName, Kind>> = {
  "suspended-seventh": { kind: "suspended-fourth", degrees: [add(7)] },
  "flat-fifth": { kind: "dominant", degrees: [{ value: 5, alter: -1, type: "alter" }] },
  "added-ninth": { kind: "major", degrees: [add(9)] },
  "minor-added-ninth": { kind: "minor", degrees: [add(9)] },
  "sixth-ninth": { kind: "major-sixth", degrees: [add(9)] },
  "suspended-ninth": { kind: "suspended-fourth", degrees: [add(7), add(9)] },
  "flat-ninth": { kind: "dominant", degrees: [add(9, -1)] },
  "sharp-ninth": { kind: "dominant", degrees: [add(9, 1)] },
  "sharp-eleventh": { kind: "dominant", degrees: [add(11, 1)] },
};

/** Kinds that are not told apart here, by what they are most like. */
const NEAREST: Readonly<Record<string, QualityName>> = {
  "major-11th": "major-ninth",
  "major-13th": "major-ninth",
  "minor-13th": "minor-11th",
  Neapolitan: "major",
  German: "dominant",
  Italian: "dominant",
  French: "flat-fifth",
  Tristan: "half-diminished",
};

/** The symbol of a lead sheet as MusicXML has it. @param offset from where it stands in the measure */
export function harmonyElement(chord: Chord, key: Key, offset: Ticks): XmlNode {
  const place = offset === 0 ? undefined : value("offset", offset);
  if (chord === NO_CHORD) {
    // A root is asked for; without text none is shown.
    const root = element("root", {}, value("root-step", "C", { text: "" }));
    return element("harmony", {}, root, value("kind", "none", { text: NO_CHORD }), place);
  }
  const { name, suffix } = qualityOf(chord);
  const { kind, degrees } = COMPOSED[name as QualityName] ?? { kind: name, degrees: [] };
  return element(
    "harmony",
    {},
    noteElement("root", spellRoot(chord, key)),
    value("kind", kind, { text: suffix }),
    chord.bass === undefined ? undefined : noteElement("bass", spellBass(chord, chord.bass, key)),
    degrees.map((degree) =>
      element(
        "degree",
        // The suffix says it already.
        { "print-object": "no" },
        value("degree-value", degree.value),
        value("degree-alter", degree.alter),
        value("degree-type", degree.type),
      ),
    ),
    place,
  );
}

function noteElement(name: "root" | "bass", { letter, alteration }: SpelledClass): XmlNode {
  return element(
    name,
    {},
    value(`${name}-step`, letter),
    alteration === 0 ? undefined : value(`${name}-alter`, alteration),
  );
}

/**
 * The chord of a `harmony` element, at the pitch that sounds; undefined for one that names no root, or of a kind unknown here.
 * @param semitones how much higher the part sounds than it is written
 */
export function chordOfElement(item: XmlElement, semitones: number): Chord | undefined {
  const kind = findChild(item, "kind");
  if (kind?.text === "none") return NO_CHORD;
  const root = classOf(findChild(item, "root"), "root");
  if (root === undefined) return undefined;
  const written = qualityNamed(kind?.text ?? "");
  const degrees = childrenNamed(item, "degree").map(degreeOf);
  const quality =
    (written && qualityWith(written, degrees)) ??
    qualityInText(kind?.attributes["text"]) ??
    written?.name;
  if (quality === undefined) return undefined;
  const bass = classOf(findChild(item, "bass"), "bass");
  const sounding = (tone: PitchClass) => pitchClassOf(tone + semitones);
  return harmony(sounding(root), quality, bass === undefined ? undefined : sounding(bass));
}

const SEMITONES: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

function classOf(note: XmlElement | undefined, name: "root" | "bass"): PitchClass | undefined {
  const natural = note && SEMITONES[childText(note, `${name}-step`) ?? ""];
  if (natural === undefined) return undefined;
  return pitchClassOf(natural + Math.round(toNumber(childText(note!, `${name}-alter`)) ?? 0));
}

function qualityNamed(kind: string): (typeof CHORD_QUALITIES)[number] | undefined {
  const name = NEAREST[kind] ?? kind;
  return CHORD_QUALITIES.find((quality) => quality.name === name);
}

function degreeOf(item: XmlElement): Degree {
  const type = childText(item, "degree-type");
  return {
    value: Math.round(toNumber(childText(item, "degree-value")) ?? 0),
    alter: Math.round(toNumber(childText(item, "degree-alter")) ?? 0),
    type: type === "alter" || type === "subtract" ? type : "add",
  };
}

/** Semitones of each degree of a dominant chord, which added degrees are counted from. */
const DOMINANT: Readonly<Record<number, number>> = {
  1: 0,
  2: 2,
  3: 4,
  4: 5,
  5: 7,
  6: 9,
  7: 10,
  9: 2,
  11: 5,
  13: 9,
};

/** The quality that a kind becomes by its degrees; undefined when there is none. */
function qualityWith(
  { intervals }: (typeof CHORD_QUALITIES)[number],
  degrees: readonly Degree[],
): QualityName | undefined {
  const tones = new Set<number>(intervals.map(pitchClassOf));
  for (const { value: degree, alter, type } of degrees) {
    const natural = DOMINANT[degree] ?? 0;
    // What the kind has of this degree may itself be altered, as the fifth of a diminished chord.
    const there = [natural, natural - 1, natural + 1].find((tone) => tones.has(pitchClassOf(tone)));
    if (type !== "add" && there !== undefined) tones.delete(pitchClassOf(there));
    if (type === "alter") tones.add(pitchClassOf((there ?? natural) + alter));
    if (type === "add") tones.add(pitchClassOf(natural + alter));
  }
  return CHORD_QUALITIES.find(
    (quality) =>
      new Set(quality.intervals.map(pitchClassOf)).size === tones.size &&
      quality.intervals.every((above) => tones.has(pitchClassOf(above))),
  )?.name;
}

function qualityInText(text: string | undefined): QualityName | undefined {
  if (text === undefined || text === "") return undefined;
  const read = parseChord(`C${text}`);
  return read.ok && read.value !== NO_CHORD ? (read.value satisfies Harmony).quality : undefined;
}
