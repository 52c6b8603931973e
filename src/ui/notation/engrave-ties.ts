import type { StaveNote } from "vexflow/core";
import type { NoteId } from "../../domain/score";
import type { SystemToEngrave } from "./engrave";
import { membersOf, type Drawn } from "./engrave-bar";
import type { Vex } from "./load-engraver";
import type { Pen } from "./pen";

/** Ties within the system, and half ties where a note comes from the row before or goes on in the next. */
export function drawTies(
  vex: Vex,
  { context }: Pen,
  of: SystemToEngrave,
  drawn: readonly Drawn[],
): SVGGElement {
  const group = context.openGroup("ties");
  const from = new Map<NoteId, { readonly note: StaveNote; readonly index: number }>();
  const tie = (
    ends: ConstructorParameters<Vex["StaveTie"]>[0],
    { layer, note }: Pick<Drawn, "layer" | "note">,
    isUpper: boolean,
  ) => {
    const bend =
      layer.stems === undefined
        ? note.noteHeads.length > 1 && isUpper
          ? -1
          : note.noteHeads.length > 1
            ? 1
            : note.getStemDirection()
        : layer.stems === "up"
          ? -1
          : 1;
    new vex.StaveTie(ends).setDirection(bend).setContext(context).drawWithStyle();
  };
  const ordered = drawn.toSorted((a, b) => a.barStart + a.piece.start - b.barStart - b.piece.start);
  for (const one of ordered) {
    const members = membersOf(one.piece, of.staves[one.staff]!, of.key);
    members.forEach(({ note: { id } }, index) => {
      const isUpper = index >= members.length / 2;
      if (one.piece.tiedFrom) {
        const before = from.get(id);
        tie(
          {
            firstNote: before?.note ?? null,
            lastNote: one.note,
            firstIndexes: [before?.index ?? index],
            lastIndexes: [index],
          },
          one,
          isUpper,
        );
      }
      from.delete(id);
      if (one.piece.tiedTo) from.set(id, { note: one.note, index });
    });
  }
  for (const { note, index } of from.values()) {
    const one = drawn.find((other) => other.note === note)!;
    tie(
      { firstNote: note, lastNote: null, firstIndexes: [index], lastIndexes: [index] },
      one,
      index >= note.noteHeads.length / 2,
    );
  }
  context.closeGroup();
  return group;
}
