import type { Ask, AskKind, AskSettings, Draft, DraftChord, DraftNote } from "./ask";
import { isSameChord, NO_CHORD } from "./chord";
import { chordAt } from "./chord-track";
import { selectedNotes, selectionRange, type Selection } from "./commands";
import { barTicks, beatTicks } from "./meter";
import {
  barsOfNotes,
  endOf,
  isAccompaniment,
  isDrums,
  isLocked,
  isNoteLocked,
  isPart,
  melodyVoice,
  overlaps,
  rangeOf,
  scoreTicks,
  withoutDrums,
  type Note,
  type NoteId,
  type Origin,
  type PlacedChord,
  type Range,
  type Score,
  type TakeId,
  type VoiceId,
} from "./score";
import { noteKey } from "./take";
import type { Ticks } from "./units";
import { isPartnerVoice, withAccompanimentVoices, withChoraleVoices, withDrums } from "./voicing";

/** Makes ids that no note and no voice has yet. */
export interface Ids {
  note(): NoteId;
  voice(): VoiceId;
}

/** Why an ask cannot be put; the words are in `ui`. */
export type AskProblem = "noNotes" | "allLocked" | "nothingToBlend" | "noRhythm" | "noDrums";

export interface AskWish {
  readonly kind: AskKind;
  readonly score: Score;
  readonly selection: Selection;
  readonly settings: AskSettings;
  readonly seed: number;
  readonly other?: Score | undefined;
  /** The voice that is played into: *Groove* takes its rhythm where nothing is selected. */
  readonly activeVoice?: VoiceId | undefined;
}

/**
 * Turns a press of a button into a question: which voices are written, and where.
 * *Harmonise* keeps the melody and every voice that has notes of a person or a file, unless all have; *Vary* and *Blend* write the melody;
 * *Accompany* writes chords, and the voices that play them, over the selection to the beat, or everything; *Continue* writes all other
 * sounding voices behind the last bar that has notes; *Rewrite* the selection, or everything but the
 * melody, or a lone melody; *Groove* a drum kit, which there is from then on, over the bars of the selection, or all; *Humanise* what is
 * selected, or every note. No other ask writes for drums or hears them.
 */
export function prepareAsk(wish: AskWish, newId: () => VoiceId): Ask | AskProblem {
  const { kind, selection, settings, seed, other } = wish;
  const base = withBarsForNotes(wish.score);
  if (kind === "groove") return prepareGroove(wish, base, newId);
  if (kind === "humanise") return prepareHumanise(wish, base);
  const melody = melodyVoice(base);
  if (!melody || !base.notes.some((note) => note.voice === melody.id)) return "noNotes";
  const score = withVoicesFor(kind, base, settings, newId);
  const whole: Range = { start: 0, end: scoreTicks(score) };
  const selected = selectionRange(score, selection);
  const chosen = voicesOf(
    selectedNotes(score, selection).filter(({ voice }) => !isDrums(score, voice)),
  );
  const ask = (voices: readonly VoiceId[], range: Range): Ask | AskProblem => {
    const open = openVoices(score, voices, range);
    if (open.length === 0) return "allLocked";
    return { kind, score, voices: open, range, settings, seed, ...(other ? { other } : {}) };
  };
  switch (kind) {
    case "harmonise":
      return ask(voicesToHarmonise(score, melody.id), whole);
    case "vary":
      return ask(chosen ?? [melody.id], selected ?? whole);
    case "blend":
      return other ? ask([melody.id], whole) : "nothingToBlend";
    case "continue": {
      const start = barsOfNotes(withoutDrums(score).notes, score.meter) * barTicks(score.meter);
      const end = start + settings.bars * barTicks(score.meter);
      const sounding = voicesOf(score.notes) ?? [];
      return ask(
        sounding.filter((voice) => isPart(score, voice)),
        { start, end },
      );
    }
    case "accompany": {
      const beat = beatTicks(score.meter);
      const range = selected && {
        start: Math.floor(selected.start / beat) * beat,
        end: Math.min(whole.end, Math.ceil(selected.end / beat) * beat),
      };
      const voices = score.voices.filter(({ id }) => isAccompaniment(score, id));
      return {
        kind,
        score,
        voices: voices.map(({ id }) => id),
        range: range ?? whole,
        settings,
        seed,
      };
    }
    case "rewrite": {
      const others = score.voices
        .filter((voice) => voice.id !== melody.id && isPart(score, voice.id))
        .map((voice) => voice.id);
      return ask(chosen ?? (others.length > 0 ? others : [melody.id]), selected ?? whole);
    }
  }
}

function prepareGroove(
  { selection, settings, seed, activeVoice }: AskWish,
  base: Score,
  newId: () => VoiceId,
): Ask | AskProblem {
  const isKit = (id: VoiceId | undefined) => id !== undefined && isDrums(base, id);
  const picked = selectedNotes(base, selection);
  const kit =
    picked.find(({ voice }) => isKit(voice))?.voice ??
    (isKit(activeVoice) ? activeVoice : base.voices.find(({ id }) => isKit(id))?.id);
  const { beatSource } = settings;
  if (beatSource === "drums" && !base.notes.some(({ voice }) => voice === kit)) return "noDrums";
  const notesOf = (id: VoiceId | undefined) => base.notes.filter(({ voice }) => voice === id);
  const played = notesOf(activeVoice);
  const tune = played.length > 0 ? played : notesOf(melodyVoice(base)?.id);
  const rhythm = picked.length > 0 ? picked : tune;
  if (beatSource === "rhythm" && rhythm.length === 0) return "noRhythm";
  const drums = kit ?? newId();
  const score = kit === undefined ? withDrums(base, drums) : base;
  const bar = barTicks(score.meter);
  const selected = selectionRange(score, selection);
  const range = selected
    ? { start: Math.floor(selected.start / bar) * bar, end: Math.ceil(selected.end / bar) * bar }
    : { start: 0, end: scoreTicks(score) };
  if (openVoices(score, [drums], range).length === 0) return "allLocked";
  const ask = { kind: "groove", score, voices: [drums], range, settings, seed } as const;
  return beatSource === "rhythm" ? { ...ask, rhythm } : ask;
}

function prepareHumanise({ selection, settings, seed }: AskWish, score: Score): Ask | AskProblem {
  const voices = voicesOf(selection.size > 0 ? selectedNotes(score, selection) : score.notes);
  if (!voices) return "noNotes";
  const range = selectionRange(score, selection) ?? { start: 0, end: scoreTicks(score) };
  const open = openVoices(score, voices, range);
  if (open.length === 0) return "allLocked";
  return { kind: "humanise", score, voices: open, range, settings, seed };
}

function openVoices(score: Score, voices: readonly VoiceId[], range: Range): readonly VoiceId[] {
  return voices.filter(
    (voice) => !isLocked(score, voice, range) || isPartlyOpen(score, voice, range),
  );
}

/** The voices that an ask writes into need to be there. */
function withVoicesFor(
  kind: AskKind,
  score: Score,
  { pattern }: AskSettings,
  newId: () => VoiceId,
): Score {
  if (kind === "harmonise") return withChoraleVoices(score, newId);
  return kind === "accompany" && pattern !== "silent"
    ? withAccompanimentVoices(score, newId)
    : score;
}

function withBarsForNotes(score: Score): Score {
  const bars = Math.max(score.bars, barsOfNotes(score.notes, score.meter));
  return bars === score.bars ? score : { ...score, bars };
}

function voicesOf(notes: readonly Note[]): readonly VoiceId[] | undefined {
  return notes.length === 0 ? undefined : [...new Set(notes.map((note) => note.voice))];
}

function voicesToHarmonise(score: Score, melody: VoiceId): readonly VoiceId[] {
  const others = score.voices
    .filter((voice) => isPart(score, voice.id))
    .slice(0, 4)
    .filter((voice) => voice.id !== melody && !isPartnerVoice(voice));
  const written = new Set(
    score.notes.filter((note) => note.origin.by !== "model").map((note) => note.voice),
  );
  const free = others.filter((voice) => !written.has(voice.id));
  return (free.length > 0 ? free : others).map((voice) => voice.id);
}

function isPartlyOpen(score: Score, voice: VoiceId, range: Range): boolean {
  if (score.voices.find((v) => v.id === voice)?.locked !== false) return false;
  const locked = score.locks
    .filter((lock) => lock.voice === voice && overlaps(lock, range))
    .reduce((sum, l) => sum + Math.min(l.end, range.end) - Math.max(l.start, range.start), 0);
  return locked < range.end - range.start;
}

/** The notes that a draft takes the place of: unlocked, of the asked voices, sounding in the asked range. */
export function replaceableNotes(ask: Pick<Ask, "score" | "voices" | "range">): readonly Note[] {
  const asked = new Set(ask.voices);
  return ask.score.notes.filter(
    (note) =>
      asked.has(note.voice) && overlaps(rangeOf(note), ask.range) && !isNoteLocked(ask.score, note),
  );
}

/**
 * The asked score with the draft in place. A note that the draft repeats stays the note it was, with its maker; what reaches into the
 * range from outside is cut at its edge and stays; nothing is written into locked stretches. Phrases end where they did: a
 * fermata goes to the last note that is written where its own was.
 */
export function composeTake(ask: Ask, draft: Draft, take: TakeId, newId: () => NoteId): Score {
  const { score, range } = ask;
  if (ask.kind === "humanise") return composeHumanised(ask, draft, take, newId);
  const replaced = replaceableNotes(ask);
  const byKey = new Map(replaced.map((note) => [noteKey(note), note]));
  const gone = new Set(replaced);
  const kept = score.notes.filter((note) => !gone.has(note));
  const edges = replaced.flatMap((note) => outside(note, range, newId));
  const open = draft.notes.filter((note) => !isLocked(score, note.voice, rangeOf(note)));
  const marked = new Set(
    replaced
      .filter((note) => note.fermata && endOf(note) <= range.end)
      .map((old) => lastWhere(old, open)),
  );
  const origin: Origin = { by: "model", take, changed: false };
  const written = open.map((note): Note => {
    const there = byKey.get(noteKey(note));
    // How hard a drum is struck is part of what the drummer plays.
    if (there && (ask.kind !== "groove" || there.velocity === note.velocity)) return there;
    return {
      ...note,
      id: newId(),
      origin,
      fermata: marked.has(note) ? true : undefined,
    };
  });
  const notes = [...kept, ...edges, ...written];
  const chords = draft.chords ? composeChords(ask, draft.chords, take) : score.chords;
  return withBarsForNotes({ ...score, notes, chords });
}

/**
 * The asked score with notes played otherwise: they stay those of who made them, with what was played and is drawn to a grid, and say whose
 * their timing is.
 */
function composeHumanised({ score }: Ask, draft: Draft, take: TakeId, newId: () => NoteId): Score {
  const played = new Map(draft.notes.map((note) => [note.of, note]));
  const notes = score.notes.map((note): Note => {
    const now = played.get(note.id);
    if (!now) return note;
    const { start, duration, velocity } = now;
    return { ...note, id: newId(), start, duration, velocity, timing: take };
  });
  return withBarsForNotes({ ...score, notes });
}

/** Of `notes` in the voice of `old` the last that sounds with it. */
function lastWhere(old: Note, notes: readonly DraftNote[]): DraftNote | undefined {
  return notes
    .filter((note) => note.voice === old.voice && overlaps(rangeOf(note), rangeOf(old)))
    .reduce<DraftNote | undefined>((a, b) => (a && a.start > b.start ? a : b), undefined);
}

/** The chords with the proposed ones in the asked range; behind it what was in force there goes on, were it none. */
function composeChords(
  { score, range }: Ask,
  proposed: readonly DraftChord[],
  take: TakeId,
): readonly PlacedChord[] {
  const here = placesOf(score);
  const written = proposed.map(({ start, chord, playing }): PlacedChord => {
    const there = here.get(start);
    const same = there && (there.locked || isSameChord(there.chord, chord));
    return {
      ...(same ? there : { start, chord, origin: { by: "model", take, changed: false } }),
      locked: there?.locked ?? false,
      playing: playing && { ...playing, take },
    };
  });
  const last = chordAt(score, range.end);
  const goesOn = last?.start !== range.end && range.end < scoreTicks(score);
  return [
    ...score.chords.filter(({ start }) => start < range.start),
    ...written,
    ...(goesOn ? [{ ...(last ?? silence(take)), start: range.end }] : []),
    ...score.chords.filter(({ start }) => start >= range.end),
  ];
}

function outside(note: Note, range: Range, newId: () => NoteId): readonly Note[] {
  const parts: Note[] = [];
  // A phrase ends with the note's end, so that its fermata goes with the later part.
  if (note.start < range.start)
    parts.push({
      ...note,
      duration: range.start - note.start,
      asPlayed: undefined,
      fermata: undefined,
    });
  if (endOf(note) > range.end)
    parts.push({
      ...note,
      id: newId(),
      start: range.end,
      duration: endOf(note) - range.end,
      asPlayed: undefined,
    });
  return parts;
}

function silence(take: TakeId): Omit<PlacedChord, "start"> {
  const origin = { by: "model", take, changed: false } as const;
  return { chord: NO_CHORD, origin, locked: false, playing: undefined };
}

/**
 * `sketch` with what `take` changed of `original`. When the sketch was edited since, those edits win: a note changed meanwhile stays, and
 * the take's notes that would sound over a note added meanwhile in the same voice are left out, and what they would have replaced stays.
 */
export function keepTake(sketch: Score, original: Score, take: Score): Score {
  if (sketch === original) return take;
  const keyOf = (note: Note) => `${noteKey(note)} ${note.velocity}`;
  const keys = (notes: readonly Note[]) => new Set(notes.map(keyOf));
  const inOriginal = keys(original.notes);
  const inTake = keys(take.notes);
  const removed = new Set([...inOriginal].filter((key) => !inTake.has(key)));
  const stays = sketch.notes.filter(
    (note) => !removed.has(keyOf(note)) || isNoteLocked(sketch, note),
  );
  const drawnSince = stays.filter((note) => !inOriginal.has(keyOf(note)));
  const ids = new Set(stays.map((note) => note.id));
  const fresh = take.notes.filter(
    (note) =>
      !inOriginal.has(keyOf(note)) &&
      !ids.has(note.id) &&
      !isLocked(sketch, note.voice, rangeOf(note)),
  );
  const isOver = (notes: readonly Note[]) => (note: Note) =>
    notes.some((n) => n.voice === note.voice && overlaps(rangeOf(n), rangeOf(note)));
  const added = fresh.filter((note) => !isOver(drawnSince)(note));
  // Where the take has to stand back, what it would have replaced is not to be missed.
  const leftOut = fresh.filter(isOver(drawnSince));
  const standing = new Set(stays);
  const stood = sketch.notes.filter(
    (note) =>
      !standing.has(note) && isOver(leftOut)(note) && !isOver([...added, ...drawnSince])(note),
  );
  const known = new Set(sketch.voices.map((voice) => voice.id));
  const voices = [...sketch.voices, ...take.voices.filter((voice) => !known.has(voice.id))];
  return withBarsForNotes({
    ...sketch,
    voices,
    bars: Math.max(sketch.bars, take.bars),
    notes: [...stays, ...stood, ...added],
    chords: keepChords(sketch, original, take),
    accompaniment: sketch.accompaniment ?? take.accompaniment,
  });
}

/** The chords of `sketch` with what `take` changed of `original`; those that were changed since or are locked stay. */
function keepChords(sketch: Score, original: Score, take: Score): readonly PlacedChord[] {
  const [now, then, there] = [placesOf(sketch), placesOf(original), placesOf(take)];
  const starts = [...new Set([...now.keys(), ...there.keys()])].toSorted((a, b) => a - b);
  return starts.flatMap((start) => {
    const present = now.get(start);
    const untouched = isSamePlace(present, then.get(start)) && !present?.locked;
    return (untouched ? there.get(start) : present) ?? [];
  });
}

function placesOf({ chords }: Score): ReadonlyMap<Ticks, PlacedChord> {
  return new Map(chords.map((placed) => [placed.start, placed]));
}

function isSamePlace(a: PlacedChord | undefined, b: PlacedChord | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && isSameChord(a.chord, b.chord));
}
