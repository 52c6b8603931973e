import type { ModelCard } from "../domain/model-card";
import { ownCountsOf, type OwnCounts } from "../domain/own-counts";
import type { Library } from "./library.svelte";

export interface CardsPorts {
  /** The card in the folder at this address; undefined where there is none that can be read. Rejects where it cannot be fetched. */
  readonly cardAt: (url: string) => Promise<ModelCard | undefined>;
}

/** What a card's place shows. */
export type CardState =
  | { readonly phase: "reading" }
  | { readonly phase: "here"; readonly card: ModelCard }
  | { readonly phase: "none" }
  | { readonly phase: "failed" };

/** What the models learned from, and what the person writes beside it. */
export class Cards {
  readonly #library: Pick<Library, "entries" | "openId" | "project" | "scoreOf">;
  readonly #ports: CardsPorts;
  #states = $state.raw<ReadonlyMap<string, CardState>>(new Map());
  #own = $state.raw<OwnCounts | undefined>(undefined);

  /** Counted when it was asked for last; undefined before. */
  readonly own = $derived(this.#own);

  constructor(
    library: Pick<Library, "entries" | "openId" | "project" | "scoreOf">,
    ports: CardsPorts,
  ) {
    this.#library = library;
    this.#ports = ports;
  }

  /** How far the card in the folder at `url` is. */
  stateOf(url: string): CardState | undefined {
    return this.#states.get(url);
  }

  /** Reads a card once; what could not be fetched is tried again. */
  async read(url: string): Promise<void> {
    const { phase } = this.stateOf(url) ?? { phase: "failed" };
    if (phase !== "failed") return;
    this.#put(url, { phase: "reading" });
    try {
      const card = await this.#ports.cardAt(url);
      this.#put(url, card ? { phase: "here", card } : { phase: "none" });
    } catch {
      this.#put(url, { phase: "failed" });
    }
  }

  /** Counts the person's own notes in all sketches on this machine. A sketch that cannot be read is left out. */
  async count(): Promise<void> {
    const { entries, openId, project } = this.#library;
    const others = entries.filter(({ id }) => id !== openId);
    const scores = await Promise.all(
      others.map(({ id }) => this.#library.scoreOf(id).catch(() => undefined)),
    );
    this.#own = ownCountsOf([project.score, ...scores.flatMap((score) => score ?? [])]);
  }

  #put(url: string, state: CardState): void {
    this.#states = new Map(this.#states).set(url, state);
  }
}
