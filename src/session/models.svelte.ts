import type { CheckpointKind, Generator, ModelInfo } from "../generation/client";

/** How loading a checkpoint from an address of the person's own goes. */
export type CheckpointState =
  | { readonly phase: "idle" }
  | { readonly phase: "loading"; readonly kind: CheckpointKind }
  | { readonly phase: "ready"; readonly kind: CheckpointKind }
  | { readonly phase: "failed"; readonly kind: CheckpointKind; readonly message: string };

/** Which checkpoint answers which ask. */
export class Models {
  readonly #generator: Pick<Generator, "models" | "useCheckpoint">;
  #chosen = $state.raw<readonly ModelInfo[]>([]);
  #state = $state.raw<CheckpointState>({ phase: "idle" });

  readonly chosen = $derived(this.#chosen);
  readonly state = $derived(this.#state);

  constructor(generator: Pick<Generator, "models" | "useCheckpoint">) {
    this.#generator = generator;
    this.refresh();
  }

  /** Names and versions are known once a checkpoint has been loaded: look again after asks. */
  refresh(): void {
    this.#chosen = this.#generator.models();
  }

  /** Answers with the checkpoint at `url` from then on; the one before stays when it does not fit. */
  async use(kind: CheckpointKind, url: string): Promise<void> {
    this.#state = { phase: "loading", kind };
    try {
      await this.#generator.useCheckpoint(kind, url);
      this.refresh();
      this.#state = { phase: "ready", kind };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#state = { phase: "failed", kind, message };
    }
  }
}
