import { isSameChord } from "../domain/chord";
import { takesNamed } from "../domain/credit";
import { endOf, type Note, type NoteId, type PlacedChord, type Score } from "../domain/score";
import type { Ticks } from "../domain/units";
import { notesOfRecord, type Maker, type MakersRecord, type RecordedNote } from "./makers";
import type { Opened } from "./opened";

/** How far starts and ends may lie from what was written: a program that saves 96 ticks a quarter rounds them by 2.5 of ours. */
export const ROUNDING: Ticks = 3;

/**
 * `opened` with its makers, as far as the record tells them: a note of a voice's is who made it where pitch, start and end are as they were
 * written; in drums, where they are not heard, ends may differ. How loud it is does not matter. Voices are found again by their notes, whatever
 * has become of their order and names. All else is the file's, and said to be.
 */
export function claimed(opened: Opened, record: MakersRecord | undefined): Opened {
  if (!record) return opened;
  const { score } = opened;
  const makers = makersOf(score, record);
  const notes = score.notes.map((note): Note => {
    const maker = makers.get(note.id);
    return maker ? { ...note, ...maker } : note;
  });
  const chords = score.chords.map((placed) => claimedChord(placed, record));
  const named = takesNamed({ ...score, notes, chords });
  const unclaimed = notes.length - makers.size;
  return {
    ...opened,
    score: { ...score, notes, chords },
    credits: record.credits.filter(({ take }) => named.has(take)),
    warnings:
      unclaimed > 0
        ? [...opened.warnings, { kind: "makersUnmatched", count: unclaimed }]
        : opened.warnings,
  };
}

function claimedChord(placed: PlacedChord, { chords, makers }: MakersRecord): PlacedChord {
  const there = chords.find(
    ({ start, chord }) =>
      Math.abs(start - placed.start) <= ROUNDING && isSameChord(chord, placed.chord),
  );
  return there ? { ...placed, origin: makers[there.maker]!.origin } : placed;
}

type Matches = ReadonlyMap<NoteId, Maker>;

/** The makers of notes that are as they were written. A voice has its makers from the recorded voice that most of its notes are of. */
function makersOf(score: Score, { voices, makers }: MakersRecord): Matches {
  const byVoice = grouped(score.notes, ({ voice }) => voice);
  const drums = new Set(
    score.voices.flatMap(({ id, instrument }) => (instrument === "drums" ? [id] : [])),
  );
  const pairs = voices.flatMap((columns, from) => {
    const recorded = notesOfRecord(columns, makers);
    return score.voices.map(({ id, name }, to) => ({
      from,
      to,
      isNamed: name === columns.name,
      matches: matched(recorded, byVoice.get(id) ?? [], drums.has(id)),
    }));
  });
  // Voices in unison are told apart by name, then by place.
  pairs.sort(
    (a, b) =>
      b.matches.size - a.matches.size ||
      Number(b.isNamed) - Number(a.isNamed) ||
      Math.abs(a.from - a.to) - Math.abs(b.from - b.to),
  );
  const found = new Map<NoteId, Maker>();
  const [left, taken] = [new Set<number>(), new Set<number>()];
  for (const { from, to, matches } of pairs) {
    if (left.has(from) || taken.has(to)) continue;
    left.add(from);
    taken.add(to);
    for (const [note, maker] of matches) found.set(note, maker);
  }
  return found;
}

/** Each recorded note is found once at the most, those first that are as written to the tick. */
function matched(
  recorded: readonly RecordedNote[],
  notes: readonly Note[],
  isDrums: boolean,
): Matches {
  const places = grouped(notes, placeOf);
  const found = new Map<NoteId, Maker>();
  const find = (one: RecordedNote, rounding: Ticks): boolean => {
    for (let apart = 0 - rounding; apart <= rounding; apart++) {
      const there = places.get(placeOf({ pitch: one.pitch, start: one.start + apart })) ?? [];
      const at = there.findIndex(
        (note) => isDrums || Math.abs(endOf(note) - endOf(one)) <= rounding,
      );
      if (at < 0) continue;
      for (const { id } of there.splice(at, 1)) found.set(id, one.maker);
      return true;
    }
    return false;
  };
  const rest = recorded.filter((one) => !find(one, 0));
  for (const one of rest) find(one, ROUNDING);
  return found;
}

function placeOf({ pitch, start }: Pick<Note, "pitch" | "start">): number {
  return start * 128 + pitch;
}

function grouped<Item, Key>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
): ReadonlyMap<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
