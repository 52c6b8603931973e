import type { JournalEntry } from "../../domain/journal";
import { AUTHORS, type Author } from "../../domain/ledger";
import type { Sitting } from "../../domain/sittings";

/** A step that is worth a sign of its own. */
export interface GrowthPoint {
  readonly x: number;
  readonly entry: JournalEntry;
  readonly what: "kept" | "undone";
}

export interface GrowthPicture {
  /** Areas, the lowest first, each on those before it. */
  readonly areas: Readonly<Record<Author, string>>;
  readonly points: readonly GrowthPoint[];
  readonly sittings: readonly {
    readonly x: number;
    readonly width: number;
    readonly atMs: number;
  }[];
  readonly most: number;
}

/** Room that a step takes though no time passes after it. */
const TAIL = 8;

/**
 * How the notes grew over the time at work: pauses take no room, and between sittings there is a gap.
 * @param width of the whole in pixels
 * @param height of the whole in pixels
 */
export function growthPicture(
  sittings: readonly Sitting[],
  width: number,
  height: number,
): GrowthPicture {
  const entries = sittings.flat();
  const most = Math.max(1, ...entries.map(({ notes }) => totalOf(notes)));
  const gap = Math.min(28, width / 3 / Math.max(1, sittings.length));
  const spent = (entries.at(-1)?.spentMs ?? 0) - (entries[0]?.spentMs ?? 0);
  const room = Math.max(0, width - gap * (sittings.length - 1) - TAIL * sittings.length);
  const perMs = spent === 0 ? 0 : room / spent;
  const from = entries[0]?.spentMs ?? 0;
  const areas = { you: "", changed: "", model: "", file: "" };
  const points: GrowthPoint[] = [];
  const places = sittings.map((sitting, i) => {
    const left = i * (gap + TAIL);
    const xOf = ({ spentMs }: JournalEntry) => px(left + (spentMs - from) * perMs);
    const end = spent === 0 ? (width - gap * (sittings.length - 1)) / sittings.length : 0;
    const last = Math.max(xOf(sitting.at(-1)!) + TAIL, left + end);
    const yOf = (notes: number) => px(height - (notes / most) * height);
    const base = sitting.map(() => 0);
    for (const author of AUTHORS) {
      const top = sitting.map(({ notes }, j) => base[j]! + notes[author]);
      if (top.some((value, j) => value > base[j]!))
        areas[author] += area(sitting.map(xOf), last, top.map(yOf), base.map(yOf));
      top.forEach((value, j) => (base[j] = value));
    }
    for (const entry of sitting) {
      const what = signOf(entry.label);
      if (what) points.push({ x: xOf(entry), entry, what });
    }
    const first = xOf(sitting[0]!);
    return { x: first, width: last - first, atMs: sitting[0]!.atMs };
  });
  return { areas, points, sittings: places, most };
}

/** What stands lasts until the next step. */
function area(xs: readonly number[], end: number, top: readonly number[], base: readonly number[]) {
  const upper = xs.map((x, i) => `${i === 0 ? "M" : "H"}${x}${i === 0 ? " " : "V"}${top[i]}`);
  const lower = xs.map((_, i) => {
    const j = xs.length - 1 - i;
    return `V${base[j]}H${xs[j]}`;
  });
  return `${upper.join("")}H${px(end)}${lower.join("")}z`;
}

function signOf(label: string): GrowthPoint["what"] | undefined {
  if (label.startsWith("Keep ")) return "kept";
  return label === "Undo" || label === "Redo" ? "undone" : undefined;
}

function totalOf(notes: JournalEntry["notes"]): number {
  return AUTHORS.reduce((sum, author) => sum + notes[author], 0);
}

function px(value: number): number {
  return Math.round(value * 10) / 10;
}
