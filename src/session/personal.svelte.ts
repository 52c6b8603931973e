import type { FileProblem } from "../domain/file-problem";
import { ownBars, ownLines, type PersonalModel } from "../domain/personal";
import type { Result } from "../domain/result";
import type { Score } from "../domain/score";
import { STARTERS } from "../domain/starters";
import type { ExportedFile } from "../formats/export";
import type { Generator, Learner } from "../generation/client";
import type { PersonalStore } from "../storage/personal-store";
import type { StorageError } from "../storage/storage-error";
import type { Library } from "./library.svelte";
import type { Responses } from "./responses.svelte";

/** A sketch that can be learnt from. */
export interface Source {
  readonly id: string;
  readonly title: string;
  /** Bars in which notes of the person's own begin, over all its lines. */
  readonly bars: number;
  /** Whether all of it is a tune that Antiphon brings along, and so hardly the person's. */
  readonly isTune: boolean;
}

export type PersonalState =
  | { readonly phase: "idle" }
  /** @property fraction in [0, 1] */
  | { readonly phase: "learning"; readonly fraction: number }
  | { readonly phase: "learnt"; readonly seconds: number }
  | { readonly phase: "cancelled" }
  | { readonly phase: "imported" }
  | { readonly phase: "failed"; readonly message: string }
  /** Nothing but what is read from the store or written there went wrong: what is there works until the page is closed. */
  | { readonly phase: "notStored"; readonly message: string }
  | { readonly phase: "refused"; readonly file: string; readonly problem: FileProblem };

export interface PersonalPorts {
  readonly store: PersonalStore;
  readonly generator: Learner & Pick<Generator, "models">;
  readonly exportStyle: (model: PersonalModel) => ExportedFile;
  readonly parseStyle: (bytes: Uint8Array) => Result<PersonalModel, FileProblem>;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
}

/** The same sketches give the same style. */
const SEED = 1;
/** How far *Vary* goes towards a style that was just learnt, until somebody says otherwise. */
const AT_FIRST = 0.5;

const DAMAGED = "The style that was stored here cannot be read. Learn it again, or import it.";

/** The style of the person's own that *Vary* can go towards. */
export class Personal {
  readonly #library: Library;
  readonly #responses: Responses;
  readonly #ports: PersonalPorts;
  #model = $state.raw<PersonalModel | undefined>(undefined);
  #removed = $state.raw<PersonalModel | undefined>(undefined);
  #state = $state.raw<PersonalState>({ phase: "idle" });
  #sources = $state.raw<readonly Source[] | undefined>(undefined);
  #scores: ReadonlyMap<string, Score> = new Map();
  #fits = $state.raw(true);
  #abort: AbortController | undefined;

  readonly model = $derived(this.#model);
  /** What was deleted last, until it is brought back or the dialog opens again. */
  readonly removed = $derived(this.#removed);
  readonly state = $derived(this.#state);
  readonly learning = $derived(this.#state.phase === "learning");
  /** The sketches, the open one first; undefined until they have been looked through. */
  readonly sources = $derived(this.#sources);
  /** Whether the variation model in use is the one that the style was learnt with, as far as is known. */
  readonly fits = $derived(this.#fits);
  /** The style that *Vary* can go towards now. */
  readonly usable: PersonalModel | undefined = $derived(this.#fits ? this.#model : undefined);

  constructor(library: Library, responses: Responses, ports: PersonalPorts) {
    this.#library = library;
    this.#responses = responses;
    this.#ports = ports;
  }

  /** Brings back the style of the last visit. */
  async start(): Promise<void> {
    try {
      this.#model = await this.#ports.store.load();
    } catch (error) {
      const { code, message } = error as StorageError;
      // Where nothing at all can be stored, the library says so.
      if (code === "damaged") this.#state = { phase: "failed", message: DAMAGED };
      else if (code === "outdated") this.#state = { phase: "failed", message };
    }
    this.refresh();
  }

  /** Another checkpoint may have been chosen, or its name become known. */
  refresh(): void {
    const known = this.#ports.generator.models().find(({ kind }) => kind === "melody-vae")?.model;
    const own = this.#model?.checkpoint;
    this.#fits = !known || !own || (known.name === own.name && known.version === own.version);
  }

  /** Looks through all sketches for what there is to learn from. */
  async look(): Promise<void> {
    this.#removed = undefined;
    // What went wrong stays to be read; what went well is old news.
    if (this.#state.phase !== "failed") this.#state = { phase: "idle" };
    this.refresh();
    const { project, openId } = this.#library;
    const scores = new Map([[openId, project.score]]);
    await this.#library.refresh().catch(() => undefined);
    for (const { id } of this.#library.entries) {
      // One that cannot be read has nothing to give, and says so where it is opened.
      const score = scores.get(id) ?? (await this.#library.scoreOf(id).catch(() => undefined));
      if (score) scores.set(id, score);
    }
    this.#scores = scores;
    this.#sources = [...scores].map(([id, score]) => ({
      id,
      title: score.title,
      bars: ownBars(score),
      isTune: isTune(score),
    }));
  }

  /** Learns from these sketches, in the place of what was learnt before. What comes of it is told by `state`. */
  async learn(ids: readonly string[], name: string): Promise<void> {
    this.cancel();
    const { generator, nowMs } = this.#ports;
    const abort = new AbortController();
    this.#abort = abort;
    this.#state = { phase: "learning", fraction: 0 };
    const scores = ids.flatMap((id) => this.#scores.get(id) ?? []);
    const startedMs = nowMs();
    try {
      const learnt = await generator.learn(scores, SEED, {
        signal: abort.signal,
        onProgress: (fraction) => {
          if (!abort.signal.aborted) this.#state = { phase: "learning", fraction };
        },
      });
      if (abort.signal.aborted) return;
      const learntMs = nowMs();
      this.#state = { phase: "learnt", seconds: (learntMs - startedMs) / 1000 };
      await this.#use({ ...learnt, name, learntMs, sketches: scores.map(({ title }) => title) });
    } catch (error) {
      if (abort.signal.aborted) return;
      this.#state = { phase: "failed", message: `${sentence(error)} Nothing was learnt.` };
    } finally {
      if (this.#abort === abort) this.#abort = undefined;
    }
  }

  cancel(): void {
    if (!this.#abort) return;
    this.#abort.abort(new DOMException("cancelled", "AbortError"));
    this.#abort = undefined;
    this.#state = { phase: "cancelled" };
  }

  /** Deletes it here for good; until the dialog opens again it can be brought back. */
  async remove(): Promise<void> {
    this.#removed = this.#model;
    this.#model = undefined;
    this.#state = { phase: "idle" };
    await this.#stored(() => this.#ports.store.remove());
  }

  async restore(): Promise<void> {
    if (!this.#removed) return;
    await this.#use(this.#removed);
    this.#removed = undefined;
  }

  /** The style as a file; undefined where there is none. */
  exportFile(): ExportedFile | undefined {
    return this.#model && this.#ports.exportStyle(this.#model);
  }

  /** Takes a style from a file in the place of the one before; a problem leaves that as it was. */
  async importFile(file: string, bytes: Uint8Array): Promise<void> {
    const style = this.#ports.parseStyle(bytes);
    if (!style.ok) {
      this.#state = { phase: "refused", file, problem: style.problem };
      return;
    }
    this.#state = { phase: "imported" };
    await this.#use(style.value);
  }

  async #use(model: PersonalModel): Promise<void> {
    this.#model = model;
    this.#removed = undefined;
    this.refresh();
    const { settings } = this.#responses;
    if (settings.personal === 0) this.#responses.settings = { ...settings, personal: AT_FIRST };
    await this.#stored(() => this.#ports.store.save(model));
  }

  async #stored(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch {
      this.#state = {
        phase: "notStored",
        message:
          "This browser did not let that be stored: it holds until the page is closed. Export your style to keep it.",
      };
    }
  }
}

const TUNES: ReadonlySet<string> = new Set(STARTERS.map(({ title }) => title));

function isTune(score: Score): boolean {
  return ownLines(score).every(({ own }) =>
    own.every(({ origin }) => origin.by === "file" && TUNES.has(origin.file)),
  );
}

/** What somebody else said, as a sentence of its own. */
function sentence(error: unknown): string {
  const said = (error instanceof Error ? error.message : String(error)).trim();
  return `${said[0]?.toUpperCase() ?? ""}${said.slice(1).replace(/\.$/, "")}.`;
}
