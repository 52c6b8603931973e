import { pitchClassOf } from "../../domain/key";
import { beatTicks } from "../../domain/meter";
import { SILENT } from "../../domain/part-writing";
import type { PitchClass, Ticks } from "../../domain/units";
import { inversionOf, leadingToneOf, memberOf, seventhOf } from "./chord-facts";
import type { ChordSpan } from "./context";
import { isSameHarmony, type Passage, type Sonority } from "./passage";
import type { Report } from "./report";

/** Fewer parts need not be complete. */
const PARTS = 4;

/** How the notes of a chord are shared out among the parts, each chord taken as a whole in all its positions: what comes late in it has come. */
export function checkChords({ sonorities, score }: Passage, report: Report): void {
  const beat = beatTicks(score.meter);
  for (let i = 0; i < sonorities.length;) {
    const first = sonorities[i]!;
    let next = i + 1;
    while (next < sonorities.length && isSameHarmony(first, sonorities[next]!)) next++;
    if (first.chord) checkChord(first.chord, sonorities.slice(i, next), beat, report);
    i = next;
  }
}

function checkChord(
  span: ChordSpan,
  heard: readonly Sonority[],
  beat: Ticks,
  report: Report,
): void {
  const leading = leadingToneOf(span);
  const seventh = seventhOf(span.chord);
  // What comes between beats is on its way.
  const onBeats = heard.filter(({ start }) => start % beat === 0);
  checkDoubled(leading, "doubledLeadingTone", onBeats, report);
  checkDoubled(seventh, "doubledSeventh", onBeats, report);
  const full = heard.filter(({ pitches }) => !pitches.includes(SILENT));
  const first = full[0];
  if (!first || first.pitches.length < PARTS) return;
  const sounds = (member: PitchClass) =>
    heard.some(({ pitches }) =>
      pitches.some((pitch) => pitch !== SILENT && pitchClassOf(pitch) === member),
    );
  const inversion = inversionOf(span.chord);
  const third = memberOf(span.chord, 1);
  const fifth = memberOf(span.chord, 2);
  const mendable = [...first.notes.slice(1, -1), first.notes.at(-1), first.notes[0]];
  if (third !== undefined && !sounds(third)) report("missingThird", mendable);
  else if (fifth !== undefined && inversion !== 0 && !sounds(fifth))
    report("missingFifth", mendable);
  if (inversion !== 2 || seventh !== undefined || fifth === undefined) return;
  const isDoubled = full.some(({ pitches }) => partsWith(fifth, pitches).length > 1);
  if (!isDoubled) report("sixFourDoubling", mendable);
}

function checkDoubled(
  member: PitchClass | undefined,
  rule: "doubledLeadingTone" | "doubledSeventh",
  heard: readonly Sonority[],
  report: Report,
): void {
  if (member === undefined) return;
  for (const { pitches, notes } of heard) {
    const parts = partsWith(member, pitches);
    if (parts.length < 2) continue;
    // An inner part is mended most easily, the soprano last.
    const order = parts.toSorted((a, b) => Number(a === 0) - Number(b === 0));
    report(
      rule,
      order.map((part) => notes[part]),
      { part: parts[0]!, other: parts[1]! },
    );
    return;
  }
}

function partsWith(member: PitchClass, pitches: Sonority["pitches"]): readonly number[] {
  return pitches.flatMap((pitch, part) =>
    pitch !== SILENT && pitchClassOf(pitch) === member ? [part] : [],
  );
}
