import { instrumentOf } from "./midi-programs";
import type { ReadPart } from "./gather";
import type { LayerNote } from "./musicxml-ties";
import { toNumber } from "./musicxml-values";
import { tidyName } from "./names";
import { childrenNamed, childText, findChild, type XmlElement } from "./xml";

/** What the part list says of a part. */
export type PartHead = Pick<ReadPart, "name" | "instrument" | "volume">;

/** The heads of all parts by id. */
export function readPartList(root: XmlElement): ReadonlyMap<string, PartHead> {
  const list = findChild(root, "part-list");
  const parts = list ? childrenNamed(list, "score-part") : [];
  return new Map(parts.map((part) => [part.attributes["id"] ?? "", headOf(part)]));
}

/** Of a part with several instruments the first one counts. */
function headOf(part: XmlElement): PartHead {
  const midi = findChild(part, "midi-instrument");
  const program = toNumber(midi && childText(midi, "midi-program"));
  const percent = toNumber(midi && childText(midi, "volume"));
  return {
    name: tidyName(childText(part, "part-name") ?? ""),
    // Programs count from 1 here.
    instrument: program === undefined ? "piano" : instrumentOf(program - 1),
    volume:
      percent === undefined ? undefined : Math.round(Math.min(100, Math.max(0, percent))) / 100,
  };
}

/** A part as voices: one for each voice that is written in it, staff by staff, numbered where there are several. */
export function splitVoices(notes: readonly LayerNote[], head: PartHead): readonly ReadPart[] {
  const groups = groupBy(notes, (note) => note.voice).flatMap((group) =>
    isReused(group) ? groupBy(group, (note) => note.staff) : [group],
  );
  const staffOf = (group: readonly LayerNote[]) => Math.min(...group.map((note) => note.staff));
  const numberOf = (group: readonly LayerNote[]) => toNumber(group[0]!.voice) ?? 0;
  return groups
    .toSorted((a, b) => staffOf(a) - staffOf(b) || numberOf(a) - numberOf(b))
    .map((group, i) => ({
      ...head,
      name: head.name !== "" && groups.length > 1 ? `${head.name}, voice ${i + 1}` : head.name,
      drums: false,
      notes: group,
    }));
}

/** Some writers count voices anew on each staff; in others one voice goes from staff to staff, but is never on two at once. */
function isReused(group: readonly LayerNote[]): boolean {
  const ends = new Map<number, number>();
  return group.some(({ staff, start, duration }) => {
    const elsewhere = [...ends].some(([other, end]) => other !== staff && end > start);
    ends.set(staff, Math.max(ends.get(staff) ?? 0, start + duration));
    return elsewhere;
  });
}

function groupBy(
  notes: readonly LayerNote[],
  keyOf: (note: LayerNote) => string | number,
): readonly (readonly LayerNote[])[] {
  const groups = new Map<string | number, LayerNote[]>();
  for (const note of notes) {
    const group = groups.get(keyOf(note));
    if (group) group.push(note);
    else groups.set(keyOf(note), [note]);
  }
  return [...groups.values()];
}
