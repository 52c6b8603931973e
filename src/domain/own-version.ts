import { barTicks } from "./meter";
import { endOf, isDrums, overlaps, rangeOf, type Note, type Score, type VoiceId } from "./score";
import { noteKey, type Making } from "./take";
import type { Ticks } from "./units";

/** What was asked for, and where. */
type Wanted = Pick<Making, "kind" | "voices" | "range">;

/** Of the bars that were asked for: with so many a person has a version of their own. */
const ENOUGH = 0.5;

/** Asks whose answer is another form of what stands: one's own is what one changed since. */
const REWRITING: ReadonlySet<Making["kind"]> = new Set(["vary", "blend", "rewrite"]);

/**
 * Whether takes of this kind are suggestions, which can wait. What was made human are a person's own notes still, and what a person
 * played needs no hiding.
 */
export function isSuggestion(kind: Making["kind"]): boolean {
  return kind !== "humanise" && kind !== "play";
}

/**
 * Whether a person has a version of their own of what a take was asked for: notes of theirs in half of the asked bars at least, in the
 * asked voices or in voices that were not there to go by. They may be older than the ask, but for *Vary*, *Blend* and *Rewrite*, where they
 * have to be new or changed since. Of *Accompany* chords of theirs count too, one a bar.
 * @param asked the sketch as it was when that was asked
 * @param sketch as it is now
 */
export function hasOwnVersion(making: Wanted, asked: Score, sketch: Score): boolean {
  const { kind, range } = making;
  const bar = barTicks(sketch.meter);
  const first = Math.floor(range.start / bar);
  const bars = Math.max(1, Math.ceil(range.end / bar) - first);
  const own = new Set<number>();
  const mark = (start: Ticks, end: Ticks) => {
    const last = Math.min(first + bars, Math.ceil(end / bar));
    for (let i = Math.max(first, Math.floor(start / bar)); i < last; i++) own.add(i);
  };
  for (const note of ownNotes(making, asked, sketch)) mark(note.start, endOf(note));
  if (kind === "accompany")
    for (const { start, origin } of sketch.chords) if (origin.by === "you") mark(start, start + 1);
  return own.size >= ENOUGH * bars;
}

/** The notes that a person's own version has in the asked bars. */
export function ownNotes(making: Wanted, asked: Score, sketch: Score): readonly Note[] {
  const { kind, range } = making;
  const isRewriting = REWRITING.has(kind);
  const stood = isRewriting ? new Set(asked.notes.map(noteKey)) : undefined;
  const given = givenVoices(making, asked);
  return sketch.notes.filter(
    (note) =>
      overlaps(rangeOf(note), range) &&
      !given.has(note.voice) &&
      isDrums(sketch, note.voice) === (kind === "groove") &&
      isOwn(note, isRewriting) &&
      !stood?.has(noteKey(note)),
  );
}

/** What a person wrote; where something is changed, what they changed of the machine's too. */
function isOwn({ origin }: Note, counting: boolean): boolean {
  return origin.by === "you" || (counting && origin.by === "model" && origin.changed);
}

/** The voices that an ask goes by: those with notes that it was not to write. */
function givenVoices({ voices }: Wanted, asked: Score): ReadonlySet<VoiceId> {
  const wanted = new Set(voices);
  return new Set(asked.notes.map(({ voice }) => voice).filter((voice) => !wanted.has(voice)));
}
