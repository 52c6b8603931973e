import type { TakeFate } from "./ledger";
import type { TakeId } from "./score";
import type { ModelMaking } from "./take";

/** One ask, and what became of its takes. */
export interface Asked {
  readonly ask: string;
  /** Of the first take; the others differ in their seed. */
  readonly making: ModelMaking;
  /** How many asks lie between it and the sketch that was asked about: 0 for one about an original. */
  readonly depth: number;
  readonly takes: readonly TakeFate[];
  /** When its first take came: milliseconds since 1970, UTC. */
  readonly atMs: number;
}

/** All that models were asked, in order, with the takes of each ask together. What a person played is left out. */
export function asksOf(fates: readonly TakeFate[]): readonly Asked[] {
  const depths = new Map<TakeId, number>();
  const asks = new Map<string, Asked>();
  for (const fate of fates) {
    const { id, parent, making, createdMs } = fate.take;
    const above = parent === undefined ? undefined : depths.get(parent);
    const depth = above === undefined ? 0 : above + 1;
    depths.set(id, depth);
    if (!making || making.kind === "play") continue;
    // One press answers one parent; what plays along may share an ask over many.
    const key = `${making.ask} ${parent ?? ""}`;
    const known = asks.get(key);
    asks.set(
      key,
      known
        ? { ...known, takes: [...known.takes, fate] }
        : { ask: key, making, depth, takes: [fate], atMs: createdMs },
    );
  }
  return [...asks.values()];
}
