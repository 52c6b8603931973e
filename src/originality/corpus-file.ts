import type { Meter } from "../domain/meter";
import {
  columnFile,
  columnsOf,
  packed,
  textColumn,
  textOf,
  unpacked,
  unzigzag,
  zigzag,
} from "./columns";
import { sums, type Collection, type Corpus, type PieceName } from "./corpus";

/**
 * A corpus as bytes. A note is its interval from the one before, the time between their starts, and its length where it does not last until
 * the next one; times are places in a table of all that occur, the most frequent first.
 */
export function encodeCorpus(corpus: Corpus): Uint8Array {
  const { pieceOf, partOf, first, pitch, start, duration, firstBar, bar } = corpus;
  const lines = Array.from({ length: pieceOf.length }, (_, line) => line);
  const steps = (of: Int32Array, from: Int32Array, line: number) =>
    [...of.subarray(from[line], from[line + 1])].map((at, i, all) => at - (all[i - 1] ?? 0));
  const starts = lines.flatMap((line) => steps(start, first, line));
  const lasts = new Set(lines.map((line) => first[line + 1]! - 1));
  const lengths = [...duration].map((ticks, i) =>
    !lasts.has(i) && start[i]! + ticks === start[i + 1]! ? 0 : ticks,
  );
  const bars = lines.map((line) => steps(bar, firstBar, line));
  const own = bars.map((some, line) => {
    const goesOn = line > 0 && pieceOf[line] === pieceOf[line - 1];
    return goesOn && some.join() === bars[line - 1]!.join() ? [] : some;
  });
  const table = tableOf([...starts, ...lengths, ...own.flat()]);
  const place = new Map(table.map((ticks, i) => [ticks, i]));
  const places = (all: readonly number[]) => packed(all.map((ticks) => place.get(ticks)!));
  const firsts = new Set(first);
  const intervals = [...pitch].map((p, i) => zigzag(p - (firsts.has(i) ? 60 : pitch[i - 1]!)));
  return columnFile([
    textColumn([corpus.collections, corpus.pieces.map(({ title }) => title)]),
    textColumn(names(corpus.pieces.map(({ composer }) => composer))),
    packed(corpus.pieces.map(({ collection }) => collection)),
    packed(corpus.pieces.map(({ year }) => year ?? 0)),
    packed(corpus.pieces.map(({ family }) => family)),
    packed(corpus.pieces.map(({ meter }) => meter.beats)),
    packed(corpus.pieces.map(({ meter }) => meter.unit)),
    packed([...pieceOf].map((piece, i) => piece - (pieceOf[i - 1] ?? 0))),
    packed(partOf),
    packed(lines.map((line) => first[line + 1]! - first[line]!)),
    packed(table),
    packed(intervals),
    places(starts),
    places(lengths),
    packed(own.map(({ length }) => length)),
    places(own.flat()),
  ]);
}

/** The inverse of `encodeCorpus`; throws for anything else. */
export function decodeCorpus(file: Uint8Array): Corpus {
  const columns = columnsOf(file);
  const column = (i: number): Uint8Array => {
    const found = columns[i];
    if (!found) throw new RangeError(`a corpus has no column ${i} of ${columns.length}`);
    return found;
  };
  const numbers = (i: number) => unpacked(column(i));
  const [collections, titles] = textOf(column(0)) as [Collection[], string[]];
  const [composers, composerOf] = textOf(column(1)) as [string[], number[]];
  const [collectionOf, years, families] = [numbers(2), numbers(3), numbers(4)];
  const [beats, units] = [numbers(5), numbers(6)];
  const pieces = titles.map((title, i): PieceName => {
    const year = years[i]!;
    const name = { title, composer: composers[composerOf[i]!]!, collection: collectionOf[i]! };
    const meter = { beats: beats[i]!, unit: units[i] as Meter["unit"] };
    return { ...name, family: families[i]!, meter, ...(year ? { year } : {}) };
  });
  let piece = 0;
  const pieceOf = Uint16Array.from(numbers(7), (step) => (piece += step));
  const first = sums([...numbers(9)]);
  const table = numbers(10);
  const notes = first[first.length - 1]!;
  const [intervals, starts, lengths] = [numbers(11), numbers(12), numbers(13)];
  const [pitch, start] = [new Uint8Array(notes), new Int32Array(notes)];
  const duration = new Int32Array(notes);
  for (let line = 0; line + 1 < first.length; line++) {
    let [sounding, tick] = [60, 0];
    for (let i = first[line]!; i < first[line + 1]!; i++) {
      pitch[i] = sounding += unzigzag(intervals[i]!);
      start[i] = tick += table[starts[i]!]!;
      duration[i] = table[lengths[i]!]! || table[starts[i + 1]!]!;
    }
  }
  return {
    collections,
    pieces,
    pieceOf,
    partOf: Uint8Array.from(numbers(8)),
    first,
    pitch,
    start,
    duration,
    ...barsFrom(numbers(14), numbers(15), table),
  };
}

/** Bars of a line that has none of its own are those of the line before. */
function barsFrom(counts: Int32Array, steps: Int32Array, table: Int32Array) {
  const bar: number[] = [];
  const all: number[] = [];
  let [at, from] = [0, 0];
  for (const count of counts) {
    const here = bar.length;
    if (count === 0) bar.push(...bar.slice(from));
    let tick = 0;
    for (let i = 0; i < count; i++) bar.push((tick += table[steps[at++]!]!));
    all.push(bar.length - here);
    from = here;
  }
  return { firstBar: sums(all), bar: Int32Array.from(bar) };
}

/** All times that occur, the most frequent first, but 0 before all. */
function tableOf(times: readonly number[]): readonly number[] {
  const counts = new Map<number, number>();
  for (const ticks of times) counts.set(ticks, (counts.get(ticks) ?? 0) + 1);
  counts.set(0, Infinity);
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([ticks]) => ticks);
}

/** Each name once, and which of them each is. */
function names(all: readonly string[]): readonly [readonly string[], readonly number[]] {
  const once = [...new Set(all)];
  const place = new Map(once.map((name, i) => [name, i]));
  return [once, all.map((name) => place.get(name)!)];
}
