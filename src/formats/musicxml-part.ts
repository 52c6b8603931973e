import { TICKS_PER_QUARTER, type Bpm, type Midi, type Ticks, type Velocity } from "../domain/units";
import type { Chord } from "../domain/chord";
import type { Feel } from "../domain/score";
import { drumAt } from "../notation/drum-notation";
import type { WrittenMeter } from "./headline";
import { chordOfElement } from "./musicxml-chords";
import {
  AT_PITCH,
  feelOf,
  keyOf,
  meterOf,
  numberIn,
  pitchOf,
  tempoOf,
  ticksOfBar,
  toNumber,
  transpositionOf,
  ValueFault,
  velocityOf,
  type Transposition,
  type WrittenKey,
} from "./musicxml-values";
import type { PartHead } from "./musicxml-voices";
import { childrenNamed, childText, findChild, type XmlElement } from "./xml";

/** A place by its measure, whose start is not known before all parts are read. */
export interface Place {
  /** Counts from 0. */
  readonly measure: number;
  /** Ticks from the measure's start, not rounded. */
  readonly offset: Ticks;
}

/** A note head as it is written: what is tied is several. */
export interface NoteHead extends Place {
  readonly duration: Ticks;
  readonly pitch: Midi;
  readonly velocity: Velocity;
  readonly voice: string;
  readonly staff: number;
  readonly tiedFrom: boolean;
  readonly tiedTo: boolean;
  readonly fermata: boolean;
}

export interface Placed<Value> extends Place {
  readonly value: Value;
}

/** Everything of a part that is of use here. */
export interface PartContent {
  readonly heads: readonly NoteHead[];
  /** How long each measure is by what stands in it (0 for an empty one), and how long its meter makes it. */
  readonly measures: readonly { readonly length: Ticks; readonly nominal: Ticks }[];
  readonly tempos: readonly Placed<Bpm>[];
  readonly meters: readonly Placed<WrittenMeter>[];
  readonly keys: readonly Placed<WrittenKey>[];
  readonly chords: readonly Placed<Chord>[];
  /** Undefined where the part does not swing, and from where it says so first. */
  readonly feel: Feel | undefined;
  /** Places of what is not read. */
  readonly skipped: Readonly<Record<Skipped, readonly Place[]>>;
}

export type Skipped =
  "graceNotesSkipped" | "unpitchedSkipped" | "pitchesSkipped" | "chordsSkipped" | "repeatsIgnored";

/** Where a value is not allowed; measures count from 1. */
export interface PlacedFault {
  readonly bar: number;
  readonly fault: ValueFault;
}

/** Velocity where a part says nothing about loudness. */
const DEFAULT_VELOCITY: Velocity = 80;

/** Reads a part measure by measure, as far as its values are ones that MusicXML allows. */
export function readPart(part: XmlElement, head: PartHead): PartContent | PlacedFault {
  const reader = new PartReader(head);
  for (const measure of childrenNamed(part, "measure"))
    try {
      reader.readMeasure(measure);
    } catch (fault) {
      if (!(fault instanceof ValueFault)) throw fault;
      return { bar: reader.measures.length + 1, fault };
    }
  return reader;
}

/** What has been read of a part, and what its next measure starts from. */
class PartReader implements PartContent {
  readonly heads: NoteHead[] = [];
  readonly measures: { length: Ticks; nominal: Ticks }[] = [];
  readonly tempos: Placed<Bpm>[] = [];
  readonly meters: Placed<WrittenMeter>[] = [];
  readonly keys: Placed<WrittenKey>[] = [];
  readonly chords: Placed<Chord>[] = [];
  feel: Feel | undefined;
  readonly skipped: Record<Skipped, Place[]> = {
    graceNotesSkipped: [],
    unpitchedSkipped: [],
    pitchesSkipped: [],
    chordsSkipped: [],
    repeatsIgnored: [],
  };

  readonly #head: PartHead;
  #divisions = 1;
  #velocity = DEFAULT_VELOCITY;
  #nominal: Ticks = 4 * TICKS_PER_QUARTER;
  /** By staff; 0 stands for all that have none of their own. */
  readonly #transpositions = new Map<number, Transposition>();
  /** Where the next note begins, and where the last one did. */
  #at: Ticks = 0;
  #lastStart: Ticks = 0;
  /** Where all that has been read of the measure ends. */
  #length: Ticks = 0;

  constructor(head: PartHead) {
    this.#head = head;
  }

  readMeasure(measure: XmlElement): void {
    this.#at = this.#lastStart = this.#length = 0;
    for (const item of measure.children) this.#readItem(item);
    this.measures.push({ length: this.#length, nominal: this.#nominal });
  }

  #readItem(item: XmlElement): void {
    switch (item.name) {
      case "note":
        this.#readNote(item);
        break;
      case "backup":
        this.#at = Math.max(0, this.#at - this.#durationOf(item));
        break;
      case "forward":
        this.#at += this.#durationOf(item);
        this.#length = Math.max(this.#length, this.#at);
        break;
      case "attributes":
        this.#readAttributes(item);
        break;
      case "direction":
        this.#readDirection(item);
        break;
      case "harmony":
        this.#readHarmony(item);
        break;
      case "sound":
        this.#readSound(item, this.#place());
        break;
      case "barline":
        if (findChild(item, "repeat")) this.skipped.repeatsIgnored.push(this.#place());
        break;
    }
  }

  #readNote(note: XmlElement): void {
    if (findChild(note, "grace")) {
      this.skipped.graceNotesSkipped.push(this.#place());
      return;
    }
    const rest = findChild(note, "rest");
    const written = this.#durationOf(note);
    // Some writers give rests of a whole bar the length of a whole note in any meter.
    const duration =
      rest?.attributes["measure"] === "yes" ? Math.min(written, this.#nominal) : written;
    const inChord = findChild(note, "chord") !== undefined;
    const start = inChord ? this.#lastStart : this.#at;
    if (!inChord) {
      this.#lastStart = start;
      this.#at += duration;
    }
    this.#length = Math.max(this.#length, start + duration);
    if (rest || findChild(note, "cue")) return;
    const place = this.#place(start);
    const pitch = findChild(note, "pitch");
    const staff = numberIn(note, "staff", 1);
    const sounding = pitch
      ? pitchOf(pitch) + this.#transposition(staff).semitones
      : this.#strokeOf(note);
    if (sounding === undefined) {
      this.skipped.unpitchedSkipped.push(place);
      return;
    }
    if (sounding < 0 || sounding > 127) {
      this.skipped.pitchesSkipped.push(place);
      return;
    }
    this.heads.push({
      ...place,
      duration,
      pitch: sounding,
      velocity: velocityOf(note.attributes["dynamics"]) ?? this.#velocity,
      voice: childText(note, "voice") ?? "1",
      staff,
      ...notationsOf(note),
    });
  }

  /** The key that a note without a pitch strikes: of the instrument it names, or the part's only one; of its place on the staff, in a drum kit. */
  #strokeOf(note: XmlElement): Midi | undefined {
    const { strokes, instrument } = this.#head;
    const id = findChild(note, "instrument")?.attributes["id"];
    const [only] = strokes.size === 1 ? strokes.values() : [];
    const key = id === undefined ? only : strokes.get(id);
    const unpitched = findChild(note, "unpitched");
    if (key !== undefined || !unpitched || instrument !== "drums") return key;
    return drumAt(childText(unpitched, "display-step"), childText(unpitched, "display-octave"));
  }

  #readAttributes(attributes: XmlElement): void {
    this.#divisions = numberIn(attributes, "divisions", this.#divisions, (value) => value > 0);
    for (const transpose of childrenNamed(attributes, "transpose"))
      this.#transpositions.set(staffOf(transpose), transpositionOf(transpose));
    for (const key of childrenNamed(attributes, "key")) {
      const value = keyOf(key, this.#transposition(staffOf(key) || 1));
      if (value) this.keys.push({ ...this.#place(), value });
    }
    for (const time of childrenNamed(attributes, "time")) {
      const value = meterOf(time);
      if (!value) continue;
      this.meters.push({ ...this.#place(), value });
      this.#nominal = ticksOfBar(value);
    }
  }

  #readHarmony(item: XmlElement): void {
    const place = this.#placeWithOffset(item);
    const staff = numberIn(item, "staff", 1);
    const chord = chordOfElement(item, this.#transposition(staff).semitones);
    if (chord === undefined) this.skipped.chordsSkipped.push(place);
    else this.chords.push({ ...place, value: chord });
  }

  #readDirection(direction: XmlElement): void {
    const place = this.#placeWithOffset(direction);
    const sounds = childrenNamed(direction, "sound");
    for (const sound of sounds) this.#readSound(sound, place);
    // A mark tells people, `sound` tells players, and it knows better.
    if (sounds.some((sound) => sound.attributes["tempo"] !== undefined)) return;
    for (const type of childrenNamed(direction, "direction-type"))
      for (const metronome of childrenNamed(type, "metronome"))
        this.#addTempo(tempoOf(metronome), place);
  }

  #readSound(sound: XmlElement, place: Place): void {
    this.#addTempo(toNumber(sound.attributes["tempo"]), place);
    this.#velocity = velocityOf(sound.attributes["dynamics"]) ?? this.#velocity;
    const swing = findChild(sound, "swing");
    this.feel ??= swing && feelOf(swing);
    if (JUMPS.some((jump) => sound.attributes[jump] !== undefined))
      this.skipped.repeatsIgnored.push(place);
  }

  #addTempo(tempo: Bpm | undefined, place: Place): void {
    if (tempo !== undefined && tempo > 0)
      this.tempos.push({ ...place, value: Math.round(tempo * 100) / 100 });
  }

  #place(offset = this.#at): Place {
    return { measure: this.measures.length, offset };
  }

  #placeWithOffset(item: XmlElement): Place {
    const offset = this.#toTicks(numberIn(item, "offset", 0));
    return this.#place(Math.max(0, this.#at + offset));
  }

  #toTicks(divisions: number): Ticks {
    return (divisions * TICKS_PER_QUARTER) / this.#divisions;
  }

  #durationOf(item: XmlElement): Ticks {
    return this.#toTicks(numberIn(item, "duration", undefined, (value) => value >= 0));
  }

  #transposition(staff: number): Transposition {
    return this.#transpositions.get(staff) ?? this.#transpositions.get(0) ?? AT_PITCH;
  }
}

/** Attributes of `sound` that send players to another bar. */
const JUMPS = ["dacapo", "dalsegno", "tocoda"] as const;

/** 0 when it is meant for all staves. */
function staffOf(item: XmlElement): number {
  return toNumber(item.attributes["number"]) ?? 0;
}

function notationsOf(note: XmlElement): Pick<NoteHead, "tiedFrom" | "tiedTo" | "fermata"> {
  const notations = childrenNamed(note, "notations");
  // Writers that care for looks alone give `tied` without `tie`.
  const tied = notations.flatMap((marks) => childrenNamed(marks, "tied"));
  const types = [...childrenNamed(note, "tie"), ...tied].map((tie) => tie.attributes["type"]);
  return {
    tiedFrom: types.includes("stop"),
    tiedTo: types.includes("start"),
    fermata: notations.some((marks) => findChild(marks, "fermata")),
  };
}
