import { pitchClassOf, tonic } from "../../domain/key";
import {
  judgeSonority,
  resolvesLeadingTone,
  resolvesSeventh,
  SILENT,
} from "../../domain/part-writing";
import type { PitchClass } from "../../domain/units";
import { leadingToneOf, seventhOf } from "./chord-facts";
import { isPassingDominant, limitsOf } from "./motion";
import { isSameHarmony, progressions, type Passage, type Sonority } from "./passage";
import type { Report } from "./report";

/** Leading tones and sevenths, and whether they go where they lead. */
export function checkTendencies(passage: Passage, report: Report): void {
  const onlyOuter = (passage.set.rules.leadingTone?.limit ?? 1) === 1;
  const bass = passage.parts.length - 1;
  const limits = limitsOf(passage);
  for (const [before, now, earlier] of progressions(passage)) {
    const isHeld = (part: number) => !onlyOuter || part === 0 || part === bass;
    if (!before.chord || !now.chord) {
      // What the chords are has not been told: the sound of the sonorities decides.
      judgeSonority(
        before.pitches,
        now.pitches,
        (rule, part, other) => {
          if (rule === "leadingTone" && isHeld(other))
            report("leadingTone", [now.notes[other], before.notes[other]], { part: other });
          if (rule === "seventh")
            report("seventhResolution", [now.notes[part], before.notes[part]], { part });
        },
        limits,
      );
      continue;
    }
    if (isSameHarmony(before, now)) continue;
    for (let part = 0; part <= bass; part++) {
      if (now.pitches[part] === SILENT) continue;
      if (isHeld(part)) checkLeadingTone(before, now, earlier, part, report);
      checkSeventh(before, now, earlier, part, report);
      checkApproach(before, now, part, passage, report);
    }
  }
}

/**
 * It rises, or is held, where the chord goes to one over the note it leads to, or deceptively to one on the step above the dominant; in I–V–vi the soprano may walk
 * down through it (AP). Between other chords a line may fall through it.
 */
function checkLeadingTone(
  before: Sonority,
  now: Sonority,
  earlier: Sonority | undefined,
  part: number,
  report: Report,
): void {
  const leading = leadingToneOf(before.chord!);
  const [from, to] = [before.pitches[part]!, now.pitches[part]!];
  if (leading === undefined || from === SILENT || pitchClassOf(from) !== leading || from === to)
    return;
  const home = pitchClassOf(leading + 1);
  const { root } = now.chord!.chord;
  const deceptive = [8, 9].some((above) => root === pitchClassOf(home + above));
  if (root !== home && !deceptive) return;
  if (resolvesLeadingTone(from, to, part)) return;
  // From dominant to dominant it may fall a semitone, and a deceptive one has a leading tone of its own.
  const elides = leadingToneOf(now.chord!) !== undefined && (deceptive || from - to === 1);
  if (elides) return;
  const walks = earlier?.pitches[part] === from + 1 && from - to <= 2 && from > to;
  if (deceptive && walks && earlier.chord?.chord.root === home) return;
  report("leadingTone", [now.notes[part], before.notes[part]], {
    part,
    isTonic: tonic(before.chord!.key) === home ? 1 : 0,
  });
}

/** It goes down by step or is held, but for i–V4/3–i6, where it may rise with the bass (AP). */
function checkSeventh(
  before: Sonority,
  now: Sonority,
  earlier: Sonority | undefined,
  part: number,
  report: Report,
): void {
  const seventh = seventhOf(before.chord!.chord);
  const [from, to] = [before.pitches[part]!, now.pitches[part]!];
  if (seventh === undefined || from === SILENT || pitchClassOf(from) !== seventh || from === to)
    return;
  if (resolvesSeventh(from, to) || isResolvedElsewhere(seventh, before, now)) return;
  const rises = to > from && to - from <= 2;
  if (rises && isPassingDominant(before, now, earlier)) return;
  report("seventhResolution", [now.notes[part], before.notes[part]], { part });
}

/** Of a seventh that two parts have, which is told of as such, one has to resolve. */
function isResolvedElsewhere(seventh: PitchClass, before: Sonority, now: Sonority): boolean {
  return before.pitches.some(
    (from, part) =>
      from !== SILENT &&
      pitchClassOf(from) === seventh &&
      now.pitches[part] !== SILENT &&
      resolvesSeventh(from, now.pitches[part]!),
  );
}

function checkApproach(
  before: Sonority,
  now: Sonority,
  part: number,
  { set }: Passage,
  report: Report,
): void {
  const seventh = seventhOf(now.chord!.chord);
  const [from, to] = [before.pitches[part]!, now.pitches[part]!];
  if (seventh === undefined || from === SILENT || pitchClassOf(to) !== seventh) return;
  if (from - to < (set.rules.seventhApproach?.limit ?? 5)) return;
  report("seventhApproach", [now.notes[part], before.notes[part]], { part, interval: from - to });
}
