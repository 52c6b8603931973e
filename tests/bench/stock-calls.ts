/**
 * Magenta's own classes as they come, one call each of what Antiphon's asks are measured against. "coconet-default" is of the size that
 * Magenta's class has when nothing is said, 33 layers of 128 filters, with weights drawn at random: how long it takes does not hang on them.
 */
export type StockModel = "coconet" | "coconet-default" | "melody-rnn" | "melody-vae";

export interface StockRequest {
  readonly model: StockModel;
  /** The folder of all checkpoints. */
  readonly modelsUrl: string;
  readonly runs: number;
}

/** Milliseconds that each run took, after one that is not counted; or why there are none. */
export type StockReply = { readonly ms: readonly number[] } | { readonly error: string };
