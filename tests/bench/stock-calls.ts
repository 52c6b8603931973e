/** Magenta's own classes as they come, one call each of what Antiphon's asks are measured against. */
export type StockModel = "coconet" | "melody-rnn" | "melody-vae";

export interface StockRequest {
  readonly model: StockModel;
  /** The folder of all checkpoints. */
  readonly modelsUrl: string;
  readonly runs: number;
}

/** Milliseconds that each run took, after one that is not counted; or why there are none. */
export type StockReply = { readonly ms: readonly number[] } | { readonly error: string };
