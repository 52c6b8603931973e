import type { TakeId } from "../domain/score";
import type { Making, Take, TakeTree } from "../domain/take";

/** A dot of the drawing: an original or a take. Columns and rows are counted from 0. */
export interface TreeDot {
  readonly take: Take;
  /** Its place among the originals, or among the takes of its ask, from 1. */
  readonly number: number;
  /** The place of its ask among all, from 1; undefined for an original. */
  readonly ask: number | undefined;
  readonly column: number;
  readonly row: number;
}

/** The answers to one ask: a line from the dot that was asked about to its takes. */
export interface TreeBranch {
  readonly ask: string;
  readonly kind: Making["kind"];
  readonly parent: TreeDot;
  readonly takes: readonly TreeDot[];
  readonly row: number;
}

export interface TreeDrawing {
  readonly dots: readonly TreeDot[];
  readonly branches: readonly TreeBranch[];
  readonly columns: number;
  readonly rows: number;
}

/**
 * Where each take of the tree is drawn. An original starts a row, its first ask goes on in the same row, every further ask takes a row of
 * its own one column behind its parent. Parents further right are answered first, so no line crosses another.
 */
export function drawTree(tree: TakeTree): TreeDrawing {
  const answers = answersByParent(tree);
  const dots: TreeDot[] = [];
  const branches: TreeBranch[] = [];
  let rows = 0;
  let originals = 0;
  const grow = (parent: TreeDot): void => {
    const isRoot = parent.take.parent === undefined;
    [...(answers.get(parent.take.id) ?? [])].forEach(([ask, takes], i) => {
      const row = isRoot && i === 0 ? parent.row : rows++;
      const number = branches.length + 1;
      const placed = takes.map((take, j) => ({
        take,
        number: j + 1,
        ask: number,
        column: parent.column + 1 + j,
        row,
      }));
      dots.push(...placed);
      branches.push({ ask, kind: takes[0]!.making!.kind, parent, takes: placed, row });
      for (const dot of placed.toReversed()) grow(dot);
    });
  };
  for (const take of tree)
    if (take.parent === undefined) {
      const root = { take, number: ++originals, ask: undefined, column: 0, row: rows++ };
      dots.push(root);
      grow(root);
    }
  const columns = dots.reduce((most, dot) => Math.max(most, dot.column + 1), 0);
  return { dots, branches, columns, rows };
}

/** What is in the last rows of a drawing. */
export function lastRows(
  { dots, branches, columns, rows }: TreeDrawing,
  count: number,
): TreeDrawing {
  const first = Math.max(0, rows - count);
  return {
    dots: dots.filter(({ row }) => row >= first),
    branches: branches.filter(({ row }) => row >= first),
    columns,
    rows,
  };
}

/** The answers to each take, those of one ask together, in the order of asking. */
function answersByParent(
  tree: TakeTree,
): ReadonlyMap<TakeId, ReadonlyMap<string, readonly Take[]>> {
  const found = new Map<TakeId, Map<string, Take[]>>();
  for (const take of tree) {
    if (take.parent === undefined || !take.making) continue;
    const asks = found.get(take.parent) ?? new Map<string, Take[]>();
    found.set(take.parent, asks);
    const known = asks.get(take.making.ask);
    if (known) known.push(take);
    else asks.set(take.making.ask, [take]);
  }
  return found;
}
