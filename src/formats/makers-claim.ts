import { isSameChord } from "../domain/chord";
import { takesNamed } from "../domain/credit";
import { endOf, type Note, type NoteId, type PlacedChord, type Score } from "../domain/score";
import type { Ticks } from "../domain/units";
import { groupedBy } from "./grouped";
import { inOrder, type Maker, type MakersRecord, type RecordedVoice, type Written } from "./makers";
import { intact } from "./makers-stretches";
import type { Opened } from "./opened";

/** How far starts and ends may lie from what was written: a program that saves 96 ticks a quarter rounds them by 2.5 of ours. */
export const ROUNDING: Ticks = 3;

/**
 * `opened` with its makers, as far as the record tells them: a note of a voice's is who made it where pitch, start and end are as they were
 * written; in drums, where they are not heard, ends may differ. How loud it is does not matter, but between notes that are the same otherwise.
 * Voices are found again by their notes, whatever has become of their order and names. All else is the file's, and said to be.
 * @param record undefined where there is none, "damaged" where there is one that cannot be read
 */
export function claimed(opened: Opened, record: MakersRecord | "damaged" | undefined): Opened {
  if (record === "damaged")
    return { ...opened, warnings: [...opened.warnings, { kind: "makersDamaged" }] };
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
  const away = ({ start }: { readonly start: number }) => Math.abs(start - placed.start);
  const there = chords
    .filter((one) => away(one) <= ROUNDING && isSameChord(one.chord, placed.chord))
    .toSorted((a, b) => away(a) - away(b))[0];
  return there ? { ...placed, origin: makers[there.maker]!.origin } : placed;
}

type Matches = ReadonlyMap<NoteId, Maker>;

/** The makers of notes that are as they were written. A voice has its makers from the recorded voice that most of its notes are of. */
function makersOf(score: Score, { voices, makers }: MakersRecord): Matches {
  const byVoice = groupedBy(score.notes, ({ voice }) => voice);
  const pairs = voices.flatMap((recorded, from) =>
    score.voices.map(({ id, name, instrument }, to) => ({
      from,
      to,
      isNamed: name === recorded.name,
      matches: matched(recorded, byVoice.get(id) ?? [], instrument === "drums"),
    })),
  );
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
    for (const [note, place] of matches) found.set(note.id, makers[voices[from]!.makers[place]!]!);
  }
  return found;
}

/** The notes that are as written, each with its place in what was recorded. */
function matched(
  { notes: written, stretches }: RecordedVoice,
  notes: readonly Note[],
  isDrums: boolean,
): ReadonlyMap<Note, number> {
  if (stretches) return intact(stretches, notes, isDrums);
  return oneByOne(written ?? [], notes.toSorted(inOrder), isDrums);
}

/** Each recorded note is found once at the most, those first that are as written to the tick. */
function oneByOne(
  written: readonly Written[],
  notes: readonly Note[],
  isDrums: boolean,
): ReadonlyMap<Note, number> {
  const places = groupedBy(notes, placeOf);
  const found = new Map<Note, number>();
  const find = (one: Written, at: number, rounding: Ticks): boolean => {
    for (let apart = 0 - rounding; apart <= rounding; apart++) {
      const there = places.get(placeOf({ pitch: one.pitch, start: one.start + apart })) ?? [];
      const next = there.findIndex(
        (note) => isDrums || Math.abs(endOf(note) - endOf(one)) <= rounding,
      );
      if (next < 0) continue;
      for (const note of there.splice(next, 1)) found.set(note, at);
      return true;
    }
    return false;
  };
  const rest = Array.from(written.entries()).filter(([at, one]) => !find(one, at, 0));
  for (const [at, one] of rest) find(one, at, ROUNDING);
  return found;
}

function placeOf({ pitch, start }: Pick<Note, "pitch" | "start">): number {
  return start * 128 + pitch;
}
