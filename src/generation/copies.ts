import type { Ask, Draft } from "../domain/ask";
import { composeTake } from "../domain/asking";
import type { Comparison, CopyRule, Echo } from "../domain/echo";
import type { NoteId, PlacedChord, Score, TakeId } from "../domain/score";
import { compare } from "../originality/echoes";
import { chordEchoes, progressionsIn } from "../originality/progression-echoes";
import { queryOf } from "../originality/query";
import { chordClass } from "./chord-classes";
import type { Pieces } from "./pieces";

/** Drafts that are drawn again for each that is wanted, before one that copies is offered with its mark. */
const REDRAWN_A_TAKE = 2;

/** Looks at what a model wrote before it is offered. */
export class CopyCheck {
  readonly #ask: Ask;
  readonly #pieces: Pieces | undefined | Promise<Pieces | undefined>;
  readonly #known = new WeakMap<Draft["notes"], Echo>();
  readonly #clean = new WeakSet<Draft["notes"]>();
  #left: number;

  /** @param pieces undefined where they could not be had: nothing is said then */
  constructor(
    ask: Ask,
    rule: Exclude<CopyRule, "off">,
    pieces: Pieces | undefined | Promise<Pieces | undefined>,
  ) {
    this.#ask = ask;
    this.#pieces = pieces;
    this.#left = rule === "redraw" ? REDRAWN_A_TAKE * ask.settings.takes : 0;
  }

  /** Whether it may be offered; as long as others may be drawn for it, one that copies may not. */
  async accepts(draft: Draft): Promise<boolean> {
    if (this.#left === 0 || !(await this.#echoOf(draft))) return true;
    this.#left--;
    return false;
  }

  /** The draft, with what it copies beyond what people share. */
  async marked(draft: Draft): Promise<Draft> {
    const echo = await this.#echoOf(draft);
    return echo ? { ...draft, echo } : draft;
  }

  async #echoOf(draft: Draft): Promise<Echo | undefined> {
    const { notes } = draft;
    if (this.#clean.has(notes)) return undefined;
    const known = this.#known.get(notes);
    if (known) return known;
    const pieces = await this.#pieces;
    const echo = pieces && comparisonOf(pieces, this.#ask, draft).echoes.find((one) => one.beyond);
    if (echo) this.#known.set(notes, echo);
    else this.#clean.add(notes);
    return echo;
  }
}

/** What a model's own notes and chords have in common with the pieces; those that stay as they were are not looked at. */
export function comparisonOf(pieces: Pieces, ask: Ask, draft: Draft): Comparison {
  const take = "draft" as TakeId;
  let written = 0;
  const score = composeTake(ask, draft, take, () => `draft ${written++}` as NoteId);
  const query = queryOf(score, ({ origin }) => origin.by === "model" && origin.take === take);
  const { start, end } = ask.range;
  // A chord that it writes once more is written nevertheless.
  const isWritten = (placed: PlacedChord) =>
    placed.start >= start && placed.start < end && placed.origin.by === "model";
  const lines = compare(pieces, query, score.meter);
  return draft.chords ? withChords(pieces, score, lines, isWritten) : lines;
}

/** What a whole sketch has in common with the pieces. */
export function comparisonOfSketch(pieces: Pieces, score: Score): Comparison {
  return withChords(pieces, score, compare(pieces, queryOf(score), score.meter));
}

/** With the echoes of the chords that count among the others. */
function withChords(
  { progressions, baseline }: Pieces,
  score: Score,
  lines: Comparison,
  counts?: (placed: PlacedChord) => boolean,
): Comparison {
  const asked = progressionsIn(score, counts);
  const echoes = chordEchoes(progressions, baseline.chords, asked, score.meter, chordClass);
  return { ...lines, echoes: [...lines.echoes, ...echoes].toSorted((a, b) => b.oneIn - a.oneIn) };
}
