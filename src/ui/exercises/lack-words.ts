import type { Score, VoiceId } from "../../domain/score";
import type { Exercise } from "../../exercises/exercise";
import type { Finding } from "../../exercises/finding";
import type { Hints, HowHint, Motion, WhatHint, WhereHint } from "../../exercises/hints";
import type { Lack } from "../../exercises/rubric";
import { listed, t } from "../messages/messages.svelte";
import { voiceInside } from "../messages/names";
import { pitchWords } from "../messages/note-names";
import { placeWords } from "../roll/note-words";
import { ruleName, ruleReason, sentence, spanWords } from "./rule-words";

/** What is missing, in a sentence that does not say how to do it. */
export function lackWords(lack: Lack, exercise: Exercise, score: Score): string {
  switch (lack.kind) {
    case "empty":
      return sentence(t("exercises.lacks.empty", { voice: voiceWord(lack.voice, score) }));
    case "chord": {
      const { label } = lack.chord;
      return label === ""
        ? t("exercises.lacks.chordUnnamed")
        : t("exercises.lacks.chord", { label });
    }
    case "motive": {
      const { transformation, voice } = lack.task;
      const { start, end } = lack.range;
      const isEmpty = !score.notes.some(
        (note) => note.voice === voice && note.start >= start && note.start < end,
      );
      return t(`exercises.lacks.${isEmpty ? "motiveEmpty" : "motive"}`, {
        transformation: transformationInside(transformation),
      });
    }
    case "section":
      return sectionWords(lack, score);
    case "outside": {
      const [low, high] = exercise.target.pitches ?? [0, 127];
      return t("exercises.lacks.outside", {
        count: lack.notes.length,
        low: pitchWords(low, score.key),
        high: pitchWords(high, score.key),
      });
    }
    case "close":
    case "planted":
    case "given":
      return t(`exercises.lacks.${lack.kind}`);
  }
}

/** Where something is missing. */
export function lackWhere(lack: Lack, score: Score): string {
  // Of an error that is to be found nobody says where it is.
  if (lack.kind === "planted") return "";
  const { start, end } = lack.range;
  const isLong = lack.kind === "empty" || lack.kind === "section" || lack.kind === "motive";
  const last = lastMoment(end, score);
  return isLong && last > start
    ? spanWords({ start, end: last }, score.meter)
    : placeWords(start, score.meter);
}

/** The beat on which a stretch ends, rather than the one after it. */
function lastMoment(end: number, { meter }: Score): number {
  return end - (4 * 480) / meter.unit;
}

function sectionWords(
  { section, other, range }: Extract<Lack, { readonly kind: "section" }>,
  score: Score,
): string {
  const letter = primed(section.letter);
  const isEmpty = !score.notes.some(({ start }) => start >= range.start && start < range.end);
  if (isEmpty) return t("exercises.lacks.sectionEmpty", { letter });
  if (section.letter === other.letter) return t("exercises.lacks.sectionSame", { letter });
  const plain = (name: string) => name.replaceAll("'", "");
  const isVaried = plain(section.letter) === plain(other.letter);
  return t(`exercises.lacks.${isVaried ? "sectionVaried" : "sectionOther"}`, {
    letter,
    other: primed(other.letter),
  });
}

function primed(letter: string): string {
  return letter.replaceAll("'", "′");
}

function transformationInside(
  transformation: Extract<Lack, { readonly kind: "motive" }>["task"]["transformation"],
): string {
  return t(`exercises.transformations.${transformation}`);
}

function voiceWord(id: VoiceId | undefined, { voices }: Score): string {
  const voice = voices.find((one) => one.id === id);
  return voice ? voiceInside(voice.name) : "";
}

/** One of the three hints about something, in a sentence or two; none of them gives the note. */
export function hintWords(hint: Hints[number], of: Finding | Lack, score: Score): string {
  switch (hint.step) {
    case 1:
      return whereHintWords(hint, score);
    case 2:
      return whatHintWords(hint, of);
    case 3:
      return "kind" in of ? howToWrite(hint, of, score) : howToMove(hint, score);
  }
}

function whereHintWords({ range, voices, notes }: WhereHint, score: Score): string {
  const starts = notes.flatMap((id) => score.notes.find((note) => note.id === id)?.start ?? []);
  const [start, end] =
    starts.length > 0
      ? [Math.min(...starts), Math.max(...starts)]
      : [range.start, lastMoment(range.end, score)];
  const place = spanWords({ start, end }, score.meter);
  const names = voices.map((id) => voiceWord(id, score)).filter((name) => name !== "");
  // Where all voices are meant it is quicker to name none.
  return names.length === 0 || names.length === score.voices.length
    ? t("exercises.hints.whereAny", { place })
    : t("exercises.hints.where", { place, voices: listed(names) });
}

const ABOUT: Partial<
  Record<
    string,
    | "whatSequence"
    | "whatInversion"
    | "whatAugmentation"
    | "whatRetrograde"
    | "whatSameSection"
    | "whatOtherSection"
    | "whatRange"
    | "whatClose"
    | "whatGiven"
    | "whatChordAny"
    | "whatEmpty"
  >
> = {
  sequence: "whatSequence",
  inversion: "whatInversion",
  augmentation: "whatAugmentation",
  retrograde: "whatRetrograde",
  sameSection: "whatSameSection",
  otherSection: "whatOtherSection",
  range: "whatRange",
  close: "whatClose",
  given: "whatGiven",
  chord: "whatChordAny",
  empty: "whatEmpty",
};

/** Qualities that are told as such; a chord of another is told by what it is there for. */
const QUALITIES: Partial<
  Record<
    string,
    | "major"
    | "minor"
    | "diminished"
    | "augmented"
    | "dominant"
    | "minorSeventh"
    | "majorSeventh"
    | "halfDiminished"
    | "diminishedSeventh"
  >
> = {
  major: "major",
  minor: "minor",
  diminished: "diminished",
  augmented: "augmented",
  dominant: "dominant",
  "minor-seventh": "minorSeventh",
  "major-seventh": "majorSeventh",
  "half-diminished": "halfDiminished",
  "diminished-seventh": "diminishedSeventh",
};

function whatHintWords({ about, chord }: WhatHint, of: Finding | Lack): string {
  const known = "kind" in of && of.kind !== "planted" ? ABOUT[about] : undefined;
  if (chord) {
    const wanted = t(`exercises.hints.functions.${chord.function}`);
    const quality = QUALITIES[chord.quality];
    return quality
      ? t("exercises.hints.whatChord", {
          function: wanted,
          quality: t(`exercises.hints.qualities.${quality}`),
        })
      : wanted;
  }
  return known
    ? t(`exercises.hints.${known}`)
    : t("exercises.hints.whatRule", { name: ruleName(about), why: ruleReason(about) });
}

const SIZES = { hold: "Hold", step: "Step", third: "Third", leap: "Leap" } as const;

/** Which way the line goes on from the note before. */
function howToWrite({ voice, motion }: HowHint, lack: Lack, score: Score): string {
  const name = voiceWord(voice, score);
  if (lack.kind === "given") return t("exercises.hints.howUndo");
  if (lack.kind === "outside" && motion) return moved(motion, name);
  if (motion)
    return motion.direction === "hold" || motion.size === "hold"
      ? t("exercises.hints.goHold", { voice: name })
      : t(`exercises.hints.go${motion.direction === "up" ? "Up" : "Down"}${SIZES[motion.size]}`, {
          voice: name,
        });
  if (lack.kind === "empty")
    return t(`exercises.hints.${score.voices.length > 1 ? "howEmptyParts" : "howEmptyLine"}`);
  return t(`exercises.hints.${HOW[lack.kind]}`, { voice: name });
}

/** Where no motion is to be told. */
const HOW = {
  chord: "howChord",
  motive: "howMotive",
  section: "howSection",
  outside: "howMotive",
  close: "howClose",
  planted: "howPlanted",
} as const;

/** Which way a note that stands there is to be moved. */
function howToMove({ voice, motion }: HowHint, score: Score): string {
  return motion ? moved(motion, voiceWord(voice, score)) : t("exercises.hints.howNothing");
}

function moved({ direction, size }: Motion, voice: string): string {
  if (direction === "hold" || size === "hold") return t("exercises.hints.moveHold", { voice });
  return t(`exercises.hints.move${direction === "up" ? "Up" : "Down"}${SIZES[size]}`, { voice });
}
