import type { NoteMark } from "../../notation/annotation";
import type { Rect } from "../roll/geometry";
import type { Head } from "./engrave-bar";

/** A head and what is said about it. */
export interface Marked {
  readonly head: Pick<Head, "x" | "y" | "width">;
  readonly mark: NoteMark;
}

/** What is drawn around heads that the same is said of. */
export interface Ring extends Rect {
  readonly kind: NoteMark["kind"];
}

const AIR = 3.5;
const HALF = 7;
/** Heads a third apart share a ring; in one column when their heads touch. */
const NEAR = 11;
const GRAVITY: Readonly<Record<NoteMark["kind"], number>> = { wrong: 2, doubtful: 1, good: 0 };

/**
 * Rings, so few that a chord stays legible: heads of one chord that lie together and are of a kind have one. Where two voices meet in one head,
 * the graver is shown.
 */
export function ringsOf(marked: readonly Marked[]): readonly Ring[] {
  const places = new Map<string, Marked>();
  for (const one of marked) {
    const place = `${Math.round(one.head.x)} ${Math.round(one.head.y)}`;
    const there = places.get(place);
    if (!there || GRAVITY[one.mark.kind] > GRAVITY[there.mark.kind]) places.set(place, one);
  }
  const rings: Ring[] = [];
  const inOrder = [...places.values()].toSorted((a, b) => a.head.y - b.head.y);
  for (const { head, mark } of inOrder) {
    const alone = {
      x: head.x - AIR,
      y: head.y - HALF,
      width: head.width + 2 * AIR,
      height: 2 * HALF,
      kind: mark.kind,
    };
    const at = rings.findLastIndex(
      (ring) =>
        ring.kind === mark.kind &&
        Math.abs(ring.x - alone.x) < head.width + AIR &&
        head.y - (ring.y + ring.height - HALF) <= NEAR,
    );
    const ring = rings[at];
    if (ring) rings[at] = around(ring, alone);
    else rings.push(alone);
  }
  return rings;
}

function around(a: Ring, b: Ring): Ring {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
    kind: a.kind,
  };
}
