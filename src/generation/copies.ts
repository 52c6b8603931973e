import type { Ask, Draft } from "../domain/ask";
import { composeTake } from "../domain/asking";
import type { Comparison, CopyRule, Echo } from "../domain/echo";
import type { Note, NoteId, PlacedChord, Score, TakeId } from "../domain/score";
import { drumEchoes, drumsIn } from "../originality/drum-echoes";
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

/** What a model's own notes, chords and drums have in common with the pieces; those that stay as they were are not looked at. */
export function comparisonOf(pieces: Pieces, ask: Ask, draft: Draft): Comparison {
  const take = "draft" as TakeId;
  let written = 0;
  const score = composeTake(ask, draft, take, () => `draft ${written++}` as NoteId);
  const query = queryOf(score, ({ origin }) => origin.by === "model" && origin.take === take);
  const { start, end } = ask.range;
  // What it writes once more is written nevertheless.
  const isWritten = (one: Pick<Note | PlacedChord, "start" | "origin">) =>
    one.start >= start && one.start < end && one.origin.by === "model";
  const chords = draft.chords ? progressionsIn(score, isWritten) : [];
  const own = ask.score.notes.filter(({ origin }) => origin.by !== "model");
  const drums = ask.kind === "groove" ? drumsIn(score, isWritten, own) : [];
  return withOthers(pieces, score, compare(pieces, query, score.meter), chords, drums);
}

/** What a whole sketch has in common with the pieces. */
export function comparisonOfSketch(pieces: Pieces, score: Score): Comparison {
  const lines = compare(pieces, queryOf(score), score.meter);
  return withOthers(pieces, score, lines, progressionsIn(score), drumsIn(score));
}

/** With the echoes of chords and drums among the others. */
function withOthers(
  { progressions, drums, baseline }: Pieces,
  { meter }: Score,
  lines: Comparison,
  chords: ReturnType<typeof progressionsIn>,
  struck: ReturnType<typeof drumsIn>,
): Comparison {
  const echoes = [
    ...lines.echoes,
    ...chordEchoes(progressions, baseline.chords, chords, meter, chordClass),
    ...drumEchoes(drums, baseline.drums, struck, meter),
  ];
  return { ...lines, echoes: echoes.toSorted((a, b) => b.oneIn - a.oneIn) };
}
