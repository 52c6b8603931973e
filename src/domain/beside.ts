import type { Ask, Beside } from "./ask";
import type { Answer, Ground } from "./likeness";
import { habitsOf } from "./personal-habits";
import { overlaps, rangeOf, type Score, type VoiceId } from "./score";
import type { Making, Take, TakeTree } from "./take";

/** Asks that are looked back to, and takes of theirs. */
const ASKS = 4;
const TAKES = 16;

/** What the takes of `ask` are chosen beside: what was offered of late in its place, and how the person of `sketch` writes. */
export function besideOf(ask: Ask, tree: TakeTree, sketch: Score): Beside {
  return { recent: recentAnswers(ask, tree), habits: habitsOf(sketch) };
}

/** What a take has where it was written. */
export function answerOf({ score }: Take, { range, voices }: Making): Answer {
  const asked = new Set(voices);
  return {
    notes: score.notes.filter((note) => asked.has(note.voice) && overlaps(rangeOf(note), range)),
    chords: score.chords.filter(({ start }) => start >= range.start && start < range.end),
  };
}

/** What the takes of one ask are compared over. Undefined for what a person played. */
export function groundOf({ score, making }: Take): Ground | undefined {
  if (!making || making.kind === "play") return undefined;
  const { kind, voices, range } = making;
  return { kind, score, voices, range };
}

/**
 * The takes of the last few asks of the same kind that fall on the same bars, newest first, in the voices of `ask`. A voice that is new
 * in each of them is known by its place in the score.
 */
function recentAnswers(ask: Ask, tree: TakeTree): readonly Answer[] {
  const asks = new Set<string>();
  const answers: Answer[] = [];
  for (const take of tree.toReversed()) {
    const { making } = take;
    if (making?.kind !== ask.kind || !overlaps(making.range, ask.range)) continue;
    asks.add(making.ask);
    if (asks.size > ASKS || answers.length === TAKES) break;
    const voices = voicesIn(ask, take.score);
    const { notes, chords } = answerOf(take, { ...making, range: ask.range });
    const own = notes.flatMap(({ pitch, start, duration, velocity, voice }) => {
      const here = voices.get(voice);
      return here ? [{ voice: here, pitch, start, duration, velocity }] : [];
    });
    if (own.length === 0 && ask.kind !== "accompany") continue;
    const written = chords?.map(({ start, chord }) => ({ start, chord, playing: undefined }));
    answers.push({ notes: own, ...(ask.kind === "accompany" ? { chords: written ?? [] } : {}) });
  }
  return answers;
}

/** The voices of another score, as those that `ask` writes. */
function voicesIn(ask: Ask, score: Score): ReadonlyMap<VoiceId, VoiceId> {
  const known = new Set(ask.score.voices.map(({ id }) => id));
  return new Map(
    score.voices.flatMap(({ id }, place) => {
      const here = known.has(id) ? id : ask.score.voices[place]?.id;
      return here && ask.voices.includes(here) ? [[id, here] as const] : [];
    }),
  );
}
