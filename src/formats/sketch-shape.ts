import {
  ASK_KINDS,
  DEFAULT_SETTINGS,
  HARMONISTS,
  HARMONY_STYLES,
  STRICTNESSES,
  type AskSettings,
  type Chosen,
} from "../domain/ask";
import {
  INSTRUMENTS,
  MAX_BARS,
  MAX_TEMPO,
  MIN_TEMPO,
  PATTERNS,
  PIGMENTS,
  MAX_SWING,
  SWING_UNITS,
  type Accompaniment,
  type Feel,
  type Lock,
  type Note,
  type NoteId,
  type Origin,
  type PlacedChord,
  type Playing,
  type Quantise,
  type Range,
  type Score,
  type TakeId,
  type Voice,
  type VoiceId,
} from "../domain/score";
import type { Making, ModelMaking, PlayedMaking } from "../domain/take";
import type { PersonalName } from "../domain/personal";
import type { Credit } from "../domain/credit";
import { MOST_ENTRIES, type JournalEntry, type Tally } from "../domain/journal";
import { MOST_OWN, type Project } from "../domain/project";
import type { Key } from "../domain/key";
import type { Meter } from "../domain/meter";
import { ASKED_PATTERNS, BEAT_SOURCES, BEAT_STYLES, HARMONIC_RHYTHMS } from "../domain/ask";
import { MAX_NOTES, MAX_VOICES } from "./limits";
import { chord } from "./chord-shape";
import { echo } from "./echo-shape";
import {
  amount,
  fields,
  flag,
  isRecord,
  list,
  oneOf,
  optional,
  or,
  ShapeFault,
  text,
  whole,
  yes,
  type Shape,
} from "./shape";
import { wholeTakes, type StoredNotes, type StoredProject, type StoredTake } from "./stored-takes";

export const LAST_TICK = 2 ** 31 - 1;
/** The last moment a date can name. */
const LAST_MS = 8.64e15;
const MAX_TAKES = 10_000;

export const tick = whole(0, LAST_TICK);
export const range = fields<Range>({ start: tick, end: tick });

export const origin: Shape<Origin> = (value, path) => {
  if (!isRecord(value)) throw new ShapeFault(path, "an object");
  switch (oneOf("you", "file", "model")(value["by"], `${path}.by`)) {
    case "you":
      return { by: "you" };
    case "file":
      return { by: "file", file: text()(value["file"], `${path}.file`) };
    case "model":
      return {
        by: "model",
        take: text<TakeId>()(value["take"], `${path}.take`),
        changed: flag(value["changed"], `${path}.changed`),
      };
  }
};

export const note = fields<Note>({
  id: text<NoteId>(),
  voice: text<VoiceId>(),
  pitch: whole(0, 127),
  start: tick,
  duration: whole(1, LAST_TICK),
  velocity: whole(1, 127),
  origin,
  timing: optional(text<TakeId>()),
  asPlayed: optional(range),
  fermata: optional(yes),
});

const voice = fields<Voice>({
  id: text<VoiceId>(),
  name: text(),
  pigment: oneOf(...PIGMENTS),
  instrument: oneOf(...INSTRUMENTS),
  volume: amount(0, 1),
  pan: optional(amount(-1, 1)),
  reverb: optional(amount(0, 1)),
  muted: flag,
  solo: flag,
  locked: flag,
  quantise: optional(
    fields<Quantise>({
      grid: whole(1, LAST_TICK),
      strength: amount(0, 1),
      swing: amount(0, 1),
    }),
  ),
});

const lock: Shape<Lock> = (value, path) => {
  const read = fields<Lock>({ voice: text<VoiceId>(), start: tick, end: tick })(value, path);
  if (read.end <= read.start) throw new ShapeFault(`${path}.end`, "a tick after the start");
  return read;
};

const placedChord = fields<PlacedChord>({
  start: tick,
  chord,
  origin,
  locked: flag,
  playing: optional(
    fields<Playing>({
      pattern: oneOf(...PATTERNS),
      seed: whole(0, 2 ** 31 - 1),
      take: text<TakeId>(),
    }),
  ),
});

const notes = list(note, MAX_NOTES);

const storedNotes = fields<StoredNotes>({
  from: text<TakeId>(),
  gone: list(text<NoteId>(), MAX_NOTES),
  changed: notes,
  added: notes,
});

export const scoreFields = {
  title: text(),
  key: fields<Key>({ fifths: whole(-7, 7), mode: oneOf("major", "minor") }),
  meter: fields<Meter>({ beats: whole(1, 32), unit: oneOf(2, 4, 8, 16) }),
  tempo: amount(MIN_TEMPO, MAX_TEMPO),
  bars: whole(1, MAX_BARS),
  voices: list(voice, MAX_VOICES),
  locks: list(lock, MAX_NOTES),
  chords: list(placedChord, MAX_NOTES),
  accompaniment: optional(fields<Accompaniment>({ upper: text<VoiceId>(), bass: text<VoiceId>() })),
  feel: optional(
    fields<Feel>({
      swing: amount(0, MAX_SWING),
      unit: oneOf(...SWING_UNITS),
      looseness: optional(amount(0, 1)),
    }),
  ),
  volume: optional(amount(0, 1)),
};

const plainScore = fields<Score>({ ...scoreFields, notes });

const storedScore = fields<StoredTake["score"]>({
  ...scoreFields,
  notes: (value, path) => (Array.isArray(value) ? notes : storedNotes)(value, path),
});

export const score: Shape<Score> = (value, path) => consistent(plainScore(value, path), path);

/** A score in which every voice that is named exists, and no id comes twice. */
function consistent(read: Score, path: string): Score {
  const voices = new Set(read.voices.map(({ id }) => id));
  unique(read.voices, `${path}.voices`);
  unique(read.notes, `${path}.notes`);
  for (const field of ["notes", "locks"] as const)
    read[field].forEach((item, i) => {
      if (!voices.has(item.voice))
        throw new ShapeFault(`${path}.${field}[${i}].voice`, "the id of a voice");
    });
  read.chords.forEach(({ start }, i) => {
    if (start <= (read.chords[i - 1]?.start ?? -1))
      throw new ShapeFault(`${path}.chords[${i}].start`, "a tick after the chord before");
  });
  return read;
}

const settings = fields<AskSettings>({
  difference: amount(0, 1),
  surprise: amount(0, 1),
  mood: amount(-1, 1),
  density: or(amount(-1, 1), 0),
  register: or(amount(-1, 1), 0),
  leaps: or(amount(-1, 1), 0),
  personal: or(amount(0, 1), 0),
  // Sketches of before there was a choice were harmonised by Coconet.
  harmonist: or(oneOf(...HARMONISTS), "coconet"),
  style: or(oneOf(...HARMONY_STYLES), DEFAULT_SETTINGS.style),
  rules: or(oneOf(...STRICTNESSES), DEFAULT_SETTINGS.rules),
  follow: or(flag, false),
  harmonicRhythm: oneOf(...HARMONIC_RHYTHMS),
  pattern: oneOf(...ASKED_PATTERNS),
  // Sketches of before there were drums.
  beatStyle: or(oneOf(...BEAT_STYLES), DEFAULT_SETTINGS.beatStyle),
  beatSource: or(oneOf(...BEAT_SOURCES), DEFAULT_SETTINGS.beatSource),
  busyness: or(amount(0, 1), DEFAULT_SETTINGS.busyness),
  fills: or(flag, DEFAULT_SETTINGS.fills),
  human: or(amount(0, 1), DEFAULT_SETTINGS.human),
  // Sketches of before takes were chosen.
  daring: or(amount(0, 1), DEFAULT_SETTINGS.daring),
  takes: whole(1, 8),
  bars: whole(1, 16),
});

const made = { voices: list(text<VoiceId>(), MAX_VOICES), range, ask: text() };

export const personalName = fields<PersonalName>({
  name: text(),
  learntMs: amount(0, LAST_MS),
  windows: whole(1, 2 ** 31 - 1),
});

const asked = {
  kind: oneOf(...ASK_KINDS),
  model: fields<ModelMaking["model"]>({ name: text(), version: text() }),
  seed: whole(0, 2 ** 31 - 1),
  settings,
  personal: optional(personalName),
};

const modelMaking = fields<ModelMaking>({
  ...asked,
  echo: optional(echo),
  chosen: optional(fields<Chosen>({ of: whole(1, LAST_TICK), byChance: amount(0, 1) })),
  ...made,
});

export const credit = fields<Credit>({
  take: text<TakeId>(),
  ...asked,
  createdMs: amount(0, LAST_MS),
});

const count = whole(0, MAX_NOTES);
const journalEntry = fields<JournalEntry>({
  atMs: amount(0, LAST_MS),
  spentMs: amount(0, LAST_MS),
  label: text(),
  notes: fields<Tally>({ you: count, file: count, model: count, changed: count }),
});

const playedMaking = fields<PlayedMaking>({
  kind: oneOf("play"),
  notes: list(text<NoteId>(), MAX_NOTES),
  ...made,
});

const making: Shape<Making> = (value, path) =>
  (isRecord(value) && value["kind"] === "play" ? playedMaking : modelMaking)(value, path);

const take = fields<StoredTake>({
  id: text<TakeId>(),
  parent: optional(text<TakeId>()),
  name: text(),
  score: storedScore,
  making: optional(making),
  createdMs: amount(0, LAST_MS),
});

const storedProject = fields<StoredProject>({
  id: text(),
  score,
  takes: list(take, MAX_TAKES),
  base: optional(text<TakeId>()),
  settings,
  credits: list(credit, MAX_TAKES),
  journal: list(journalEntry, MOST_ENTRIES),
  unaided: optional(yes),
  own: optional(text(MOST_OWN)),
  createdMs: amount(0, LAST_MS),
  changedMs: amount(0, LAST_MS),
});

/** A project in which every id that is named exists, and no take answers a later one. */
export const project: Shape<Project> = (value, path) => {
  const stored = storedProject(value, path);
  unique(stored.takes, "takes");
  const read = { ...stored, takes: wholeTakes(stored.takes) };
  read.takes.forEach((one, i) => consistent(one.score, `takes[${i}].score`));
  const known = new Set<TakeId>();
  read.takes.forEach(({ id, parent }, i) => {
    if (parent !== undefined && !known.has(parent))
      throw new ShapeFault(`takes[${i}].parent`, "the id of an earlier take");
    known.add(id);
  });
  if (read.base !== undefined && !known.has(read.base))
    throw new ShapeFault("base", "the id of a take");
  return read;
};

function unique(items: readonly { readonly id: string }[], path: string): void {
  const ids = new Set<string>();
  items.forEach(({ id }, i) => {
    if (ids.has(id)) throw new ShapeFault(`${path}[${i}].id`, "an id of its own");
    ids.add(id);
  });
}
