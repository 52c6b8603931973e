import type { Baseline } from "../originality/baseline";
import { decodeCorpus } from "../originality/corpus-file";
import { indexOf, type Index } from "../originality/search";
import { ModelError } from "./model-error";

/** The pieces that models were trained on, ready to be searched, and what people share. */
export interface Pieces {
  readonly index: Index;
  readonly baseline: Baseline;
}

/** Loads the pieces once, when they are first asked for; forgotten when loading fails. */
export class PieceShelf {
  #held: { readonly url: string; readonly pieces: Promise<Pieces> } | undefined;

  /** @param url of the folder that has `melodies.bin` and `baseline.json` */
  async open(url: string): Promise<Pieces> {
    if (this.#held?.url !== url) this.#held = { url, pieces: load(url) };
    const { pieces } = this.#held;
    try {
      return await pieces;
    } catch (error) {
      if (this.#held.pieces === pieces) this.#held = undefined;
      throw error;
    }
  }
}

async function load(url: string): Promise<Pieces> {
  const [file, baseline] = await Promise.all([
    fetched(`${url}/melodies.bin`).then((response) => response.arrayBuffer()),
    fetched(`${url}/baseline.json`).then((response) => response.json() as Promise<Baseline>),
  ]);
  return { index: indexOf(decodeCorpus(new Uint8Array(file))), baseline };
}

async function fetched(url: string): Promise<Response> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw new ModelError("network", `${url} could not be fetched`, { cause });
  });
  if (!response.ok) throw new ModelError("notFound", `${url} answered ${response.status}`);
  return response;
}
