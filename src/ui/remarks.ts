import { isInKey, keyName } from "../domain/key";
import { barTicks } from "../domain/meter";
import type { Score } from "../domain/score";
import { newNotes, type Take } from "../domain/take";

/**
 * One true thing about an ask's takes, counted from their notes: which of them leave the key, or which stays closest to the original and
 * which goes furthest. Undefined when the takes do not differ in these.
 */
export function remark(original: Score, takes: readonly Take[]): string | undefined {
  return takes.length === 0
    ? undefined
    : (remarkOnKey(original, takes) ?? remarkOnDistance(original, takes));
}

function remarkOnKey(original: Score, takes: readonly Take[]): string | undefined {
  const outside = takes.map((take) =>
    newNotes(original, take.score).filter((note) => !isInKey(note.pitch, take.score.key)),
  );
  const leaving = outside.flatMap((notes, i) => (notes.length > 0 ? [i] : []));
  if (leaving.length === 0 && takes.length > 1)
    return takes.some((take) => newNotes(original, take.score).length > 0)
      ? `All stay in ${keyName(takes[0]!.score.key)}.`
      : undefined;
  if (leaving.length !== 1) return undefined;
  const index = leaving[0]!;
  const take = takes[index]!;
  const bars = [
    ...new Set(
      outside[index]!.map((note) => Math.floor(note.start / barTicks(take.score.meter)) + 1),
    ),
  ].toSorted((a, b) => a - b);
  const where =
    bars.length === 1
      ? `in bar ${bars[0]!}`
      : bars.length <= 3
        ? `in bars ${bars.slice(0, -1).join(", ")} and ${bars.at(-1)!}`
        : `in ${bars.length} bars`;
  return `Take ${index + 1} leaves ${keyName(take.score.key)} ${where}.`;
}

function remarkOnDistance(original: Score, takes: readonly Take[]): string | undefined {
  if (takes.length < 2) return undefined;
  const counts = takes.map((take) => newNotes(original, take.score).length);
  const least = Math.min(...counts);
  const most = Math.max(...counts);
  if (least === most) return undefined;
  const nearest = counts.indexOf(least) + 1;
  const furthest = counts.indexOf(most) + 1;
  return `Take ${nearest} changes least, take ${furthest} most.`;
}
