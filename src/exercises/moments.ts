import {
  endOf,
  isPart,
  notesOfVoice,
  type Note,
  type Range,
  type Score,
  type VoiceId,
} from "../domain/score";

/** What sounds together from one change to the next. */
export interface Moment extends Range {
  /** `[parts]`, the highest first: undefined where a part rests. */
  readonly notes: readonly (Note | undefined)[];
  /** `[parts]`: whether the part strikes its note here, rather than hold it from before. */
  readonly struck: readonly boolean[];
}

/** The voices that are parts of the harmony, the highest first. */
export function partsOf(score: Score): readonly VoiceId[] {
  return score.voices.filter(({ id }) => isPart(score, id)).map(({ id }) => id);
}

/**
 * A score as the moments between changes of any part, from the first note to the end of the last, without those in which all rest. Where a part
 * has several notes at once the highest counts; a note that goes on into the next of its part ends where that begins.
 */
export function momentsOf(
  score: Score,
  parts: readonly VoiceId[] = partsOf(score),
): readonly Moment[] {
  const lines = parts.map((voice) => lineOf(score, voice));
  const changes = [
    ...new Set(lines.flatMap((line) => line.flatMap(({ start, end }) => [start, end]))),
  ].toSorted((a, b) => a - b);
  const at = lines.map(() => 0);
  return changes.slice(0, -1).flatMap((start, i): readonly Moment[] => {
    const sounding = lines.map((line, part) => {
      while ((line[at[part]!]?.end ?? Infinity) <= start) at[part]!++;
      const heard = line[at[part]!];
      return heard && heard.start <= start ? heard : undefined;
    });
    if (sounding.every((heard) => heard === undefined)) return [];
    return [
      {
        start,
        end: changes[i + 1]!,
        notes: sounding.map((heard) => heard?.note),
        struck: sounding.map((heard) => heard?.start === start),
      },
    ];
  });
}

interface Heard extends Range {
  readonly note: Note;
}

function lineOf(score: Score, voice: VoiceId): readonly Heard[] {
  const line: Heard[] = [];
  for (const note of notesOfVoice(score, voice)) {
    const last = line.at(-1);
    if (last?.start === note.start) line.pop();
    else if (last && last.end > note.start) line[line.length - 1] = { ...last, end: note.start };
    line.push({ start: note.start, end: endOf(note), note });
  }
  return line;
}
