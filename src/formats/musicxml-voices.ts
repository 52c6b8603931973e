import { instrumentOf } from "./midi-programs";
import type { Midi } from "../domain/units";
import type { ReadPart } from "./gather";
import type { LayerNote } from "./musicxml-ties";
import { toNumber } from "./musicxml-values";
import { tidyName } from "./names";
import { childrenNamed, childText, findChild, type XmlElement } from "./xml";

/** What the part list says of a part. */
export interface PartHead extends Pick<ReadPart, "name" | "instrument" | "volume" | "pan"> {
  /** The keys that strike instruments of a drum kit, by the instruments' ids. */
  readonly strokes: ReadonlyMap<string, Midi>;
}

/** The heads of all parts by id. */
export function readPartList(root: XmlElement): ReadonlyMap<string, PartHead> {
  const list = findChild(root, "part-list");
  const parts = list ? childrenNamed(list, "score-part") : [];
  return new Map(parts.map((part) => [part.attributes["id"] ?? "", headOf(part)]));
}

/** General MIDI's channel of drums, counted from 1. */
const DRUM_CHANNEL = 10;

/** Of a part with several instruments the first one counts, but that each of a drum kit's has its own key. */
function headOf(part: XmlElement): PartHead {
  const all = childrenNamed(part, "midi-instrument");
  const [midi] = all;
  const program = toNumber(midi && childText(midi, "midi-program"));
  const percent = toNumber(midi && childText(midi, "volume"));
  const degrees = toNumber(midi && childText(midi, "pan"));
  const strokes = new Map(
    all.flatMap((instrument): [string, Midi][] => {
      const key = toNumber(childText(instrument, "midi-unpitched"));
      const isKey = key !== undefined && Number.isInteger(key) && key >= 1 && key <= 128;
      return isKey ? [[instrument.attributes["id"] ?? "", key - 1]] : [];
    }),
  );
  const isDrums =
    strokes.size > 0 || toNumber(midi && childText(midi, "midi-channel")) === DRUM_CHANNEL;
  return {
    name: tidyName(childText(part, "part-name") ?? ""),
    // Programs count from 1 here.
    instrument: isDrums ? "drums" : program === undefined ? "piano" : instrumentOf(program - 1),
    volume:
      percent === undefined ? undefined : Math.round(Math.min(100, Math.max(0, percent))) / 100,
    pan: degrees === undefined ? undefined : placeAt(degrees),
    strokes,
  };
}

/** From 0 degrees in front to 90 at the right; what comes from behind is as far to its side. @returns as in `Voice` */
function placeAt(degrees: number): number {
  const side = Math.min(180, Math.abs(degrees));
  return (Math.sign(degrees) * Math.round(((side > 90 ? 180 - side : side) / 90) * 100)) / 100;
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
