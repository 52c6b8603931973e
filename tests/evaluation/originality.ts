import { createRandom } from "../../src/domain/random";
import type { Baseline } from "../../src/originality/baseline";
import type { Piece } from "../../src/originality/corpus";
import { judge, type Judged } from "../../src/originality/judgement";
import type { Index } from "../../src/originality/search";
import { DISGUISES, planted, untouched, type Planted } from "./originality-quotations";

/** How often quotations of a kind were found. */
export interface Figures {
  readonly quotations: number;
  /** Share of the quotations that were found and marked, at their piece and place. */
  readonly recall: number;
  /** Share of what was marked that is a quotation's piece. */
  readonly precision: number;
  /** Share of the quotations of which the right piece stood first, marked or not. */
  readonly first: number;
}

export type Quotations = Readonly<Record<string, Readonly<Record<number, Figures>>>>;

export const BARS = [4, 8, 16];

/** Quotations that are planted in held-out melodies, and which of them are found. */
export function quotations(
  index: Index,
  baseline: Baseline,
  hosts: readonly Piece[],
  most: number,
  tell: (what: string) => void,
): Quotations {
  const result: Record<string, Record<number, Figures>> = {};
  for (const disguise of DISGUISES)
    for (const bars of BARS) {
      const random = createRandom(bars);
      let [count, marked, right, rightMarks, first] = [0, 0, 0, 0, 0];
      for (let i = 0; count < most && i < 4 * most; i++) {
        const host = hosts[Math.floor(random() * hosts.length)]!;
        const quotation = planted(index, host, bars, disguise, random);
        if (!quotation) continue;
        count++;
        const found = judge(index, baseline, [{ kind: "melody", line: quotation.line }]);
        const isRight = (one: Judged) => isOf(index, quotation, one);
        const marks = found.filter(({ beyond }) => beyond);
        marked += marks.length;
        rightMarks += marks.filter(isRight).length;
        if (marks.some(isRight)) right++;
        if (found[0] && isRight(found[0])) first++;
      }
      const figures = {
        quotations: count,
        recall: right / count,
        precision: marked === 0 ? 1 : rightMarks / marked,
        first: first / count,
      };
      tell(`${disguise.name}, ${bars} bars: ${JSON.stringify(figures)}`);
      (result[disguise.name] ??= {})[bars] = figures;
    }
  return result;
}

/** Whether it is of the quoted piece or a version of it, where the quotation stands. */
function isOf({ corpus }: Index, { piece, from, to, line }: Planted, found: Judged): boolean {
  const { family } = corpus.pieces[piece]!;
  if (corpus.pieces[found.piece]!.family !== family) return false;
  const { pairs } = found.lines[0]!;
  const [begin, end] = [line.start[pairs[0]![0]]!, line.start[pairs.at(-1)![0]]!];
  return begin < to && from <= end;
}

/** Share of untouched held-out melodies in which something is marked, by bars. */
export function falseAlarms(
  index: Index,
  baseline: Baseline,
  hosts: readonly Piece[],
): Readonly<Record<number, { readonly pieces: number; readonly marked: number }>> {
  return Object.fromEntries(
    BARS.map((bars) => {
      const marked = hosts.filter((host) =>
        judge(index, baseline, [{ kind: "melody", line: untouched(host, bars) }]).some(
          ({ beyond }) => beyond,
        ),
      );
      return [bars, { pieces: hosts.length, marked: marked.length }];
    }),
  );
}
