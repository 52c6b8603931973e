import type { FileProblem, FileWarning } from "../domain/file-problem";
import { MOST_OWN, type Project } from "../domain/project";
import type { ExportFormat, ExportedFile } from "../formats/export";
import type { Opened } from "../formats/opened";
import type { Result } from "../domain/result";
import type { Score } from "../domain/score";
import type { Take } from "../domain/take";
import type { Autosave } from "../storage/autosave";
import type { SketchEntry, SketchStore } from "../storage/sketch-store";
import type { Responses } from "./responses.svelte";
import { Ledger } from "./ledger.svelte";
import type { Sketch } from "./sketch.svelte";

/** What the person should be told about a file or about storage. */
export type LibraryNotice =
  | { readonly about: "file"; readonly file: string; readonly problem: FileProblem }
  | { readonly about: "warnings"; readonly file: string; readonly warnings: readonly FileWarning[] }
  | { readonly about: "storage"; readonly message: string };

/** Keeps something beside each sketch that it belongs to. */
export interface Companion {
  /** Brings it, before the sketch is put on the desk. */
  fetch(id: string): Promise<void>;
  /** The sketch is on the desk now, with what was fetched for it, if anything. */
  put(id: string): void;
  /** The sketch is deleted, and what belongs to it. */
  remove(id: string): Promise<void>;
  /** The sketch comes back, and what belonged to it. */
  restore(id: string): Promise<void>;
}

export interface LibraryPorts {
  readonly store: SketchStore;
  readonly autosave: Autosave;
  /** Rejects where what reads files cannot be fetched. */
  readonly openFile: (name: string, bytes: Uint8Array) => Promise<Result<Opened, FileProblem>>;
  readonly exportAs: (format: ExportFormat, project: Project) => ExportedFile;
  /** The score that a first visit opens with. */
  readonly firstScore: () => Score;
  readonly newProjectId: () => string;
  readonly nowMs: () => number;
}

/** The sketches on this machine, and the one that is open. */
export class Library {
  readonly #ports: LibraryPorts;
  readonly #sketch: Sketch;
  readonly #responses: Responses;
  /** The books of the open sketch. */
  readonly ledger: Ledger;
  #entries = $state.raw<readonly SketchEntry[]>([]);
  #notice = $state.raw<LibraryNotice | undefined>(undefined);
  #id = $state.raw("");
  #createdMs = 0;
  #isUnaided = $state.raw(false);
  #own = $state.raw("");
  /** The project as it was put on the desk, until something of it changes. */
  #untouched: Project | undefined;
  #ready = $state.raw(false);
  #companion: Companion | undefined;

  readonly entries = $derived(this.#entries);
  /** The last thing to tell; undefined after `dismiss`. */
  readonly notice = $derived(this.#notice);
  /** The open sketch's id. */
  readonly openId = $derived(this.#id);
  /** Whether the sketch of the last visit has been brought back. */
  readonly ready = $derived(this.#ready);
  /** Whether no model may be asked in the open sketch. */
  readonly isUnaided = $derived(this.#isUnaided);
  /** The open sketch whole, as it would be stored. */
  readonly project: Project = $derived.by(() => ({
    id: this.#id,
    score: this.#sketch.score,
    takes: this.#responses.tree,
    base: this.#responses.base?.id,
    settings: this.#responses.settings,
    credits: this.ledger.credits,
    journal: this.ledger.journal,
    ...(this.#isUnaided ? { unaided: true } : {}),
    ...(this.#own === "" ? {} : { own: this.#own }),
    createdMs: this.#createdMs,
    changedMs: this.#createdMs,
  }));

  constructor(sketch: Sketch, responses: Responses, ports: LibraryPorts) {
    this.#sketch = sketch;
    this.#responses = responses;
    this.#ports = ports;
    this.ledger = new Ledger(sketch, responses, ports.nowMs);
    this.#put(this.#fresh(ports.firstScore()));
  }

  /**
   * What the author adds to a statement about the open sketch. It is kept with the sketch, and no step of it: undo is for the music.
   */
  get own(): string {
    return this.#own;
  }

  set own(words: string) {
    this.#own = words.slice(0, MOST_OWN);
  }

  /** From now on `companion` is told of each sketch that comes and goes. */
  join(companion: Companion): void {
    this.#companion = companion;
  }

  /** Brings back the sketch of the last visit, unless something was made or opened meanwhile. Nothing is written before this has been tried. */
  async start(): Promise<void> {
    try {
      await this.refresh();
      const last = this.#entries[0];
      const project = last && (await this.#load(last.id));
      if (project && this.#isUntouched) this.#put(project);
    } catch (error) {
      this.#refused(error);
    } finally {
      this.#ready = true;
    }
  }

  /** Called whenever the project may have changed: it is written soon. A starter that nobody touched leaves no trace. */
  changed(): void {
    this.ledger.changed();
    if (!this.#ready || this.#isUntouched) return;
    this.#untouched = undefined;
    this.#ports.autosave.schedule({ ...this.project, changedMs: this.#ports.nowMs() });
  }

  async refresh(): Promise<void> {
    this.#entries = await this.#ports.store.list();
  }

  /** Opens a file as a sketch of its own; the sketch before stays in the list. A problem leaves all as it was. */
  async openFile(name: string, bytes: Uint8Array): Promise<boolean> {
    const opened = await this.#ports.openFile(name, bytes);
    if (!opened.ok) {
      this.#notice = { about: "file", file: name, problem: opened.problem };
      return false;
    }
    const { score, project, credits, warnings } = opened.value;
    this.#leave();
    const fresh = project ?? { ...this.#fresh(score), credits };
    this.#put({ ...fresh, id: this.#ports.newProjectId() });
    this.#untouched = undefined; // What came from a file is worth keeping as it is.
    this.#notice = warnings.length > 0 ? { about: "warnings", file: name, warnings } : undefined;
    this.changed();
    return true;
  }

  /**
   * The open sketch as a file: Antiphon's own carries all of it and all takes, the others the music on the left page as it is heard, without the
   * machine's part where that is silenced.
   */
  exportAs(format: ExportFormat): ExportedFile {
    const { project } = this;
    const score = format === "antiphon" ? project.score : this.#responses.heardSketch;
    return this.#ports.exportAs(format, { ...project, score });
  }

  /** A take as a MIDI file, as if it were kept. */
  exportTake({ name, score }: Take): ExportedFile {
    const titled = { ...score, title: `${score.title}, ${name.replace(":", "")}` };
    return this.#ports.exportAs("midi", { ...this.project, score: titled });
  }

  /** @param isKept whether it is stored before anything of it changes */
  newSketch(score: Score, isKept = false): void {
    this.#begin(this.#fresh(score), isKept);
  }

  /** Begins a sketch in which no model may be asked. */
  newUnaided(score: Score): void {
    this.#begin({ ...this.#fresh(score), unaided: true }, false);
  }

  /** Makes the open sketch one like others, and writes down when that was. */
  allowModels(): void {
    if (!this.#isUnaided) return;
    this.#isUnaided = false;
    this.ledger.note("Allow models");
  }

  #begin(project: Project, isKept: boolean): void {
    this.#leave();
    this.#put(project);
    if (!isKept) return;
    this.#untouched = undefined;
    this.changed();
  }

  async open(id: string): Promise<void> {
    this.#leave();
    try {
      await this.#ports.autosave.flush();
      const project = await this.#load(id);
      if (project) this.#put(project);
      await this.refresh();
    } catch (error) {
      this.#refused(error);
    }
  }

  /** The stored score of another sketch, to blend with; undefined when it is gone. */
  async scoreOf(id: string): Promise<Score | undefined> {
    return (await this.#ports.store.load(id))?.score;
  }

  /** Deletes a sketch for good and gives it back, so that the page can offer to bring it back. */
  async remove(id: string): Promise<Project | undefined> {
    try {
      await this.#ports.autosave.flush();
      const project = await this.#ports.store.load(id);
      this.#ports.autosave.forget(id);
      await this.#ports.store.remove(id);
      await this.#companion?.remove(id);
      await this.refresh();
      if (id === this.#id) {
        const next = this.#entries[0];
        const other = next && (await this.#load(next.id));
        this.#put(other ?? this.#fresh(this.#ports.firstScore()));
      }
      return project;
    } catch (error) {
      this.#refused(error);
      return undefined;
    }
  }

  async restore(project: Project): Promise<void> {
    try {
      await this.#companion?.restore(project.id);
      await this.#ports.store.save(project);
      await this.refresh();
    } catch (error) {
      this.#refused(error);
    }
  }

  /** Told by the autosave when writing failed or works again. */
  storageFailed(message: string | undefined): void {
    if (message !== undefined) this.#notice = { about: "storage", message };
    else if (this.#notice?.about === "storage") this.#notice = undefined;
  }

  dismiss(): void {
    this.#notice = undefined;
  }

  #leave(): void {
    this.changed();
    void this.#ports.autosave
      .flush()
      .then(() => this.refresh())
      .catch((error: unknown) => {
        this.#refused(error);
      });
  }

  #fresh(score: Score): Project {
    const nowMs = this.#ports.nowMs();
    return {
      id: this.#ports.newProjectId(),
      score,
      takes: [],
      base: undefined,
      settings: this.#responses.settings,
      credits: [],
      journal: [],
      createdMs: nowMs,
      changedMs: nowMs,
    };
  }

  get #isUntouched(): boolean {
    return isSame(this.project, this.#untouched);
  }

  #put(project: Project): void {
    this.#id = project.id;
    this.#createdMs = project.createdMs;
    this.#isUnaided = project.unaided === true;
    this.#own = project.own ?? "";
    this.#sketch.open(project.score);
    this.#responses.open(project.takes, project.base);
    this.#responses.settings = project.settings;
    this.ledger.open(project);
    this.#untouched = project;
    this.#companion?.put(project.id);
  }

  async #load(id: string): Promise<Project | undefined> {
    const project = await this.#ports.store.load(id);
    if (project) await this.#companion?.fetch(id);
    return project;
  }

  #refused(error: unknown): void {
    this.#notice = {
      about: "storage",
      message: error instanceof Error ? error.message : String(error),
    };
  }
}

function isSame(a: Project, b: Project | undefined): boolean {
  return (
    a.id === b?.id &&
    a.score === b.score &&
    a.takes === b.takes &&
    a.base === b.base &&
    a.settings === b.settings &&
    a.credits === b.credits &&
    a.journal === b.journal &&
    a.unaided === b.unaided &&
    a.own === b.own
  );
}
