import { SILENT } from "../../domain/part-writing";
import { endOf, type Note, type Range, type Score, type VoiceId } from "../../domain/score";
import type { Midi, Ticks } from "../../domain/units";
import { momentsOf, partsOf, type Moment } from "../moments";
import { chordAt, type ChordSpan, type Context } from "./context";
import { isChordTone } from "./chord-facts";
import type { RuleSet } from "./rule-set";

/** What stands under the ornaments from one change to the next. */
export interface Sonority extends Range {
  /** `[parts]`: `SILENT` where a part rests, or has nothing but an ornament yet. */
  readonly pitches: readonly Midi[];
  readonly notes: readonly (Note | undefined)[];
  readonly chord: ChordSpan | undefined;
  /** A phrase begins: what was before it does not lead here. */
  readonly opens: boolean;
}

/** A score as the rules look at it. */
export interface Passage {
  readonly score: Score;
  readonly context: Context;
  readonly set: RuleSet;
  /** The highest first. */
  readonly parts: readonly VoiceId[];
  readonly moments: readonly Moment[];
  readonly sonorities: readonly Sonority[];
  /** Where phrases begin, the first one too. */
  readonly openings: readonly Ticks[];
}

export function passageOf(score: Score, set: RuleSet, context: Context): Passage {
  const parts = partsOf(score);
  const moments = momentsOf(score, parts);
  const openings = openingsOf(moments);
  const sonorities = sonoritiesOf(moments, context, new Set(openings));
  return { score, context, set, parts, moments, sonorities, openings };
}

/** A phrase begins with the music, after a rest of all parts, and where the last note with a fermata ends. */
function openingsOf(moments: readonly Moment[]): readonly Ticks[] {
  const openings: Ticks[] = [];
  let held: Ticks | undefined;
  moments.forEach((moment, i) => {
    const before = moments[i - 1];
    if (!before || before.end < moment.start || (held !== undefined && held <= moment.start)) {
      openings.push(moment.start);
      held = undefined;
    }
    for (const note of moment.notes) if (note?.fermata) held = Math.max(held ?? 0, endOf(note));
  });
  return openings;
}

/**
 * The chords of a passage, note by note: in the place of a passing note stands the chord tone that it left, as long as that belongs to the same chord; any other
 * ornament is silent. So a parallel from chord to chord is found with or without a passing note between, and one with an ornament is none.
 */
function sonoritiesOf(
  moments: readonly Moment[],
  context: Context,
  openings: ReadonlySet<Ticks>,
): readonly Sonority[] {
  const sonorities: Sonority[] = [];
  /** `[parts]`: the last note that was struck, and the one before it. */
  const lines: (readonly [note: Note, before: Note | undefined] | undefined)[] = [];
  for (const moment of moments) {
    const chord = chordAt(context, moment.start);
    const last = sonorities.at(-1);
    const opens = openings.has(moment.start);
    const notes = moment.notes.map((note, part) => {
      if (!note) return (lines[part] = undefined);
      if (lines[part]?.[0] !== note) lines[part] = [note, lines[part]?.[0]];
      const ornament = context.ornaments.get(note.id);
      if (ornament === undefined || (chord && isChordTone(note.pitch, chord))) return note;
      const left = last?.notes[part];
      const passes = ornament === "passing" && left === lines[part][1];
      // What goes on as a tone of the next chord has moved already.
      const staysHere = !chord || endOf(note) <= chord.end;
      return passes && staysHere && !opens && last?.chord === chord ? left : undefined;
    });
    const isSame = last?.chord === chord && last?.notes.every((note, part) => note === notes[part]);
    if (isSame && !opens) sonorities[sonorities.length - 1] = { ...last!, end: moment.end };
    else
      sonorities.push({
        start: moment.start,
        end: moment.end,
        pitches: notes.map((note) => note?.pitch ?? SILENT),
        notes,
        chord,
        opens,
      });
  }
  return sonorities;
}

/** Pairs of sonorities of which one leads to the other, with the one before both. */
export function* progressions({
  sonorities,
}: Passage): Generator<readonly [before: Sonority, now: Sonority, earlier: Sonority | undefined]> {
  for (let i = 1; i < sonorities.length; i++) {
    const now = sonorities[i]!;
    if (now.opens) continue;
    const before = sonorities[i - 1]!;
    yield [before, now, before.opens ? undefined : sonorities[i - 2]];
  }
}

/** Whether both stand in one chord, in whatever position. */
export function isSameHarmony(a: Sonority, b: Sonority): boolean {
  return (
    a.chord !== undefined && b.chord !== undefined && a.chord.chord.root === b.chord.chord.root
  );
}
