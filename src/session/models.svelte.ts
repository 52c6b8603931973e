import type { CheckpointKind, Generator, ModelError, ModelInfo } from "../generation/client";
import { checkpointAmong } from "./checkpoint-files";
import type { GivenFile } from "./classroom-reader";

export type { ModelInfo } from "../generation/client";

/** Why a checkpoint is not used: what its reader says, or that there was no manifest among the files. */
export type CheckpointFault = ModelError["code"] | "noManifest";

/** How loading a checkpoint of the person's own goes. */
export type CheckpointState =
  | { readonly phase: "idle" }
  | { readonly phase: "loading"; readonly kind: CheckpointKind }
  | { readonly phase: "ready"; readonly kind: CheckpointKind }
  | {
      readonly phase: "failed";
      readonly kind: CheckpointKind;
      readonly fault: CheckpointFault;
      readonly message: string;
    };

/** Which checkpoint answers which ask. */
export class Models {
  readonly #generator: Pick<Generator, "models" | "useCheckpoint">;
  #chosen = $state.raw<readonly ModelInfo[]>([]);
  #state = $state.raw<CheckpointState>({ phase: "idle" });
  /** Where the checkpoints are that Antiphon brings. */
  readonly #own: ReadonlyMap<CheckpointKind, string>;

  readonly chosen = $derived(this.#chosen);
  readonly state = $derived(this.#state);

  constructor(generator: Pick<Generator, "models" | "useCheckpoint">) {
    this.#generator = generator;
    this.refresh();
    this.#own = new Map(this.#chosen.map(({ kind, url }) => [kind, url]));
  }

  /** Whether another than Antiphon's own answers. */
  isReplaced({ kind, url, isChosen }: ModelInfo): boolean {
    return isChosen === true || url !== this.#own.get(kind);
  }

  /** Answers with Antiphon's own again. */
  async useOwn(kind: CheckpointKind): Promise<void> {
    await this.#load(kind, () => Promise.resolve(this.#own.get(kind)));
  }

  /** Names and versions are known once a checkpoint has been loaded: look again after asks. */
  refresh(): void {
    this.#chosen = this.#generator.models();
  }

  /** Answers with the checkpoint at `url` from then on; the one before stays when it does not fit. */
  async use(kind: CheckpointKind, url: string): Promise<void> {
    await this.#load(kind, () => Promise.resolve(url));
  }

  /** The same with the one among chosen files, which are kept until the page is closed. */
  async useFiles(
    kind: CheckpointKind,
    given: readonly GivenFile[] | Promise<readonly GivenFile[]>,
  ): Promise<void> {
    await this.#load(kind, async () => checkpointAmong(await given));
  }

  async #load(
    kind: CheckpointKind,
    find: () => Promise<Parameters<Generator["useCheckpoint"]>[1] | undefined>,
  ): Promise<void> {
    this.#state = { phase: "loading", kind };
    try {
      const found = await find();
      if (found === undefined) {
        this.#state = { phase: "failed", kind, fault: "noManifest", message: "" };
        return;
      }
      await this.#generator.useCheckpoint(kind, found);
      this.refresh();
      this.#state = { phase: "ready", kind };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const fault = (error as Partial<ModelError>).code ?? "unexpected";
      this.#state = { phase: "failed", kind, fault, message };
    }
  }
}
