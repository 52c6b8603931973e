import type { TakeId } from "../domain/score";
import { answersTo, type Making, type Take, type TakeTree } from "../domain/take";

/** A dot of the drawing: an original or a take. Columns and rows are counted from 0. */
export interface TreeDot {
  readonly take: Take;
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
  const dots: TreeDot[] = [];
  const branches: TreeBranch[] = [];
  let rows = 0;
  const grow = (parent: TreeDot): void => {
    const isRoot = parent.take.parent === undefined;
    asksAbout(tree, parent.take.id).forEach((takes, i) => {
      const row = isRoot && i === 0 ? parent.row : rows++;
      const placed = takes.map((take, j) => ({ take, column: parent.column + 1 + j, row }));
      const making = takes[0]!.making!;
      dots.push(...placed);
      branches.push({ ask: making.ask, kind: making.kind, parent, takes: placed, row });
      for (const dot of placed.toReversed()) grow(dot);
    });
  };
  for (const take of tree)
    if (take.parent === undefined) {
      const root = { take, column: 0, row: rows++ };
      dots.push(root);
      grow(root);
    }
  const columns = dots.reduce((most, dot) => Math.max(most, dot.column + 1), 0);
  return { dots, branches, columns, rows };
}

/** The answers to a take, those of one ask together, in the order of asking. */
function asksAbout(tree: TakeTree, id: TakeId): readonly (readonly Take[])[] {
  const asks = new Map<string, Take[]>();
  for (const take of answersTo(tree, id)) {
    if (!take.making) continue;
    const known = asks.get(take.making.ask);
    if (known) known.push(take);
    else asks.set(take.making.ask, [take]);
  }
  return [...asks.values()];
}
