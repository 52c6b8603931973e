import { isLocked, rangeOf, type Lock, type Note, type Score, type Voice } from "../domain/score";

/**
 * `after` with all that an exercise locked as it was given: locked notes stay, nothing else comes where nothing may be, and locks, voices, key, meter
 * and the bars that there are to be stay too. Everything else is free. `before` itself where nothing is left of the change.
 * @param before a score in which all that is in place
 */
export function keptGiven(given: Score, before: Score, after: Score): Score {
  const notes = notesKept(given, before, after);
  const voices = voicesKept(given, after);
  const locks = locksKept(given, after);
  const bars = Math.max(after.bars, given.bars);
  const chords = chordsKept(given, after);
  const { key, meter } = given;
  const isSameKey = key.fifths === after.key.fifths && key.mode === after.key.mode;
  const isSameMeter = meter.beats === after.meter.beats && meter.unit === after.meter.unit;
  const kept = {
    ...after,
    notes: isAlike(notes, before.notes) ? before.notes : notes,
    voices: isAlike(voices, before.voices) ? before.voices : voices,
    locks: isAlike(locks, before.locks) ? before.locks : locks,
    chords: isAlike(chords, before.chords) ? before.chords : chords,
    bars,
    key: isSameKey ? after.key : before.key,
    meter: isSameMeter ? after.meter : before.meter,
  };
  const names = Object.keys(kept) as (keyof Score)[];
  if (names.every((name) => kept[name] === after[name])) return after;
  return names.every((name) => kept[name] === before[name]) ? before : kept;
}

function isAlike<Value>(a: readonly Value[], b: readonly Value[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

/** In the order of `before`, what is new behind. */
function notesKept(given: Score, before: Score, after: Score): readonly Note[] {
  if (after.notes === before.notes) return after.notes;
  const isHeld = (note: Note) => isLocked(given, note.voice, rangeOf(note));
  const now = new Map(after.notes.map((note) => [note.id, note]));
  const known = new Set(before.notes.map(({ id }) => id));
  const stays = (note: Note): readonly Note[] => {
    const next = now.get(note.id);
    if (isHeld(note)) return [note];
    if (!next) return [];
    return [isHeld(next) ? note : next];
  };
  const added = after.notes.filter((note) => !known.has(note.id) && !isHeld(note));
  const kept = [...before.notes.flatMap(stays), ...added];
  const isUntouched =
    kept.length === after.notes.length && kept.every((note) => now.get(note.id) === note);
  return isUntouched ? after.notes : kept;
}

/** A voice of the exercise that was removed comes back where it was; one that was locked stays so, and a drum kit stays one. */
function voicesKept(given: Score, after: Score): readonly Voice[] {
  const isKit = ({ instrument }: Voice) => instrument === "drums";
  let voices = after.voices;
  given.voices.forEach((wanted, place) => {
    const now = voices.find(({ id }) => id === wanted.id);
    if (!now) voices = voices.toSpliced(place, 0, wanted);
    else if ((wanted.locked && !now.locked) || isKit(wanted) !== isKit(now))
      voices = voices.map((voice) =>
        voice === now
          ? {
              ...now,
              locked: wanted.locked || now.locked,
              instrument: isKit(wanted) === isKit(now) ? now.instrument : wanted.instrument,
            }
          : voice,
      );
  });
  return voices;
}

function locksKept(given: Score, after: Score): readonly Lock[] {
  const covers = (lock: Lock) =>
    after.locks.some(
      ({ voice, start, end }) => voice === lock.voice && start <= lock.start && end >= lock.end,
    );
  const lost = given.locks.filter((lock) => !covers(lock));
  if (lost.length === 0) return after.locks;
  const isLost = ({ voice, start, end }: Lock) =>
    lost.some((lock) => lock.voice === voice && start >= lock.start && end <= lock.end);
  return [...after.locks.filter((lock) => !isLost(lock)), ...lost];
}

/** Chord symbols that the exercise locked. */
function chordsKept(given: Score, after: Score): Score["chords"] {
  const lost = given.chords.filter(
    (placed) =>
      placed.locked &&
      !after.chords.some(
        ({ start, chord, locked }) =>
          locked &&
          start === placed.start &&
          (chord === placed.chord || JSON.stringify(chord) === JSON.stringify(placed.chord)),
      ),
  );
  if (lost.length === 0) return after.chords;
  const starts = new Set(lost.map(({ start }) => start));
  return [...after.chords.filter(({ start }) => !starts.has(start)), ...lost].toSorted(
    (a, b) => a.start - b.start,
  );
}
