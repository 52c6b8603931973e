import type { Key } from "../domain/key";
import { MAX_SWING, type Feel } from "../domain/score";
import { TICKS_PER_QUARTER, type Bpm, type Midi, type Ticks, type Velocity } from "../domain/units";
import type { WrittenMeter } from "./headline";
import { NOTE_TYPES, ticksOf } from "../notation/note-values";
import { childText, childrenNamed, findChild, type XmlElement } from "./xml";

/** A value that MusicXML does not allow. It never leaves the room: readers turn it into a problem. */
export class ValueFault extends Error {
  readonly element: string;
  /** Empty when it is missing. */
  readonly value: string;

  constructor(element: string, value: string) {
    super(`<${element}> cannot be ${value}`);
    this.name = "ValueFault";
    this.element = element;
    this.value = value;
  }
}

const LONGEST_SHOWN = 40;

/** The number that child `name` holds, `fallback` without such a child. @throws ValueFault when it is none, or not what `allowed` says */
export function numberIn(
  parent: XmlElement,
  name: string,
  fallback?: number,
  allowed: (value: number) => boolean = () => true,
): number {
  const text = childText(parent, name);
  if (text === undefined && fallback !== undefined) return fallback;
  const value = toNumber(text ?? "");
  if (value === undefined || !allowed(value))
    throw new ValueFault(name, (text ?? "").slice(0, LONGEST_SHOWN));
  return value;
}

/** Undefined for text that is no finite decimal. */
export function toNumber(text: string | undefined): number | undefined {
  if (text === undefined || !/^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

const SEMITONES: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/** The pitch as written, which may be outside MIDI's range; quarter tones go to the nearest semitone. @throws ValueFault */
export function pitchOf(pitch: XmlElement): Midi {
  const step = childText(pitch, "step") ?? "";
  const semitones = SEMITONES[step];
  if (semitones === undefined) throw new ValueFault("step", step.slice(0, LONGEST_SHOWN));
  const octave = numberIn(pitch, "octave", undefined, Number.isInteger);
  return 12 * (octave + 1) + semitones + Math.round(numberIn(pitch, "alter", 0));
}

/** How much higher a part sounds than it is written. */
export interface Transposition {
  readonly semitones: number;
  /** Fifths that the key signature moves by. */
  readonly fifths: number;
}

export const AT_PITCH: Transposition = { semitones: 0, fifths: 0 };

/** @throws ValueFault */
export function transpositionOf(transpose: XmlElement): Transposition {
  const chromatic = Math.round(numberIn(transpose, "chromatic", 0));
  const octaves =
    Math.round(numberIn(transpose, "octave-change", 0)) - (findChild(transpose, "double") ? 1 : 0);
  // An interval of c semitones and d steps is 7c - 12d fifths wide.
  const nearestSteps = Math.round((7 * chromatic) / 12);
  const steps = Math.round(numberIn(transpose, "diatonic", nearestSteps));
  return { semitones: chromatic + 12 * octaves, fifths: 7 * chromatic - 12 * steps };
}

/** A key that names its mode or leaves it open. */
export interface WrittenKey {
  readonly fifths: number;
  readonly mode: Key["mode"] | undefined;
}

const MINOR_MODES: readonly string[] = ["minor", "aeolian", "dorian", "phrygian", "locrian"];

/** Undefined for a signature off the circle of fifths, or of more than seven accidentals at concert pitch. @throws ValueFault */
export function keyOf(key: XmlElement, transposition: Transposition): WrittenKey | undefined {
  if (!findChild(key, "fifths")) return undefined;
  const fifths = numberIn(key, "fifths", 0, Number.isInteger) + transposition.fifths;
  const mode = childText(key, "mode")?.toLowerCase();
  if (Math.abs(fifths) > 7) return undefined;
  if (mode === undefined || mode === "" || mode === "none") return { fifths, mode: undefined };
  return { fifths, mode: MINOR_MODES.includes(mode) ? "minor" : "major" };
}

/** Adds up what is written as 3+2 or as several signatures side by side; undefined for music without a meter. @throws ValueFault */
export function meterOf(time: XmlElement): WrittenMeter | undefined {
  const beats = childrenNamed(time, "beats");
  const units = childrenNamed(time, "beat-type");
  if (beats.length === 0 || findChild(time, "senza-misura")) return undefined;
  const parts = beats.map(({ text }, i) => {
    const unit = toNumber(units[i]?.text);
    if (unit === undefined || ![1, 2, 4, 8, 16, 32, 64].includes(unit))
      throw new ValueFault("beat-type", (units[i]?.text ?? "").slice(0, LONGEST_SHOWN));
    const count = text.split("+").reduce((sum, part) => sum + (toNumber(part) ?? NaN), 0);
    if (!(count > 0) || !Number.isInteger(count))
      throw new ValueFault("beats", text.slice(0, LONGEST_SHOWN));
    return { count, unit };
  });
  const unit = Math.max(...parts.map((part) => part.unit));
  return { beats: parts.reduce((sum, part) => sum + (part.count * unit) / part.unit, 0), unit };
}

/** How long a bar of any meter is; the unit need not be one of ours. */
export function ticksOfBar({ beats, unit }: WrittenMeter): Ticks {
  return (beats * TICKS_PER_QUARTER * 4) / unit;
}

/** Quarter notes a minute as a metronome mark has it; undefined for marks of another kind, such as "allegro" or "♩ = ♪". */
export function tempoOf(metronome: XmlElement): Bpm | undefined {
  const type = NOTE_TYPES.find((name) => name === childText(metronome, "beat-unit"));
  const perMinute = /\d+(\.\d+)?/.exec(childText(metronome, "per-minute") ?? "")?.[0];
  if (type === undefined || perMinute === undefined) return undefined;
  const dots = childrenNamed(metronome, "beat-unit-dot").length;
  return (Number(perMinute) * ticksOf(type) * (2 - 0.5 ** dots)) / TICKS_PER_QUARTER;
}

const SWUNG: Readonly<Record<string, Feel["unit"]>> = { eighth: 240, "16th": 120 };

/** Pairs that are more uneven than any of ours swing as those; undefined for straight ones, and for pairs of other notes. */
export function feelOf(swing: XmlElement): Feel | undefined {
  const unit = SWUNG[childText(swing, "swing-type") ?? "eighth"];
  const first = toNumber(childText(swing, "first")) ?? 1;
  const second = toNumber(childText(swing, "second")) ?? 1;
  if (unit === undefined || !(first > second) || second < 0) return undefined;
  const swung = (3 * (first - second)) / (first + second);
  return { swing: Math.min(MAX_SWING, Math.round(swung * 100) / 100), unit };
}

/** MusicXML counts loudness in percent of this velocity. */
export const FORTE: Velocity = 90;

/** Undefined when `percent` is no number. */
export function velocityOf(percent: string | undefined): Velocity | undefined {
  const value = toNumber(percent);
  return value === undefined
    ? undefined
    : Math.min(127, Math.max(1, Math.round((value * FORTE) / 100)));
}
