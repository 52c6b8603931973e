import type { Project } from "../domain/project";

/** Writes sketches soon after they change. */
export interface Autosave {
  /** Writes `project` within `delayMs`, unless a later one of the same sketch takes its place first. */
  schedule(project: Project): void;
  /** Writes what is waiting now. Resolves when that was tried: failures go to `onFailure`. */
  flush(): Promise<void>;
  /** Drops what waits to be written of a sketch that is being deleted. */
  forget(id: string): void;
}

export interface AutosaveOptions {
  readonly save: (project: Project) => Promise<void>;
  /** Told of each failed write, and with undefined when writing works again. Nothing is lost meanwhile. */
  readonly onFailure: (error: Error | undefined) => void;
  /** The most that closing the tab can lose, but for the write itself. */
  readonly delayMs?: number;
}

const DELAY_MS = 300;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30_000;

/** One write at a time; a failed one is tried again after 1, 2, 4 … 30 seconds, or at the next flush. */
export function createAutosave({ save, onFailure, delayMs = DELAY_MS }: AutosaveOptions): Autosave {
  /** The newest state of each sketch that is not written yet. */
  const waiting = new Map<string, Project>();
  const forgotten = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<void> | undefined;
  let failures = 0;

  const retryMs = () => Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1));

  const sleep = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const wake = () => {
    timer ??= setTimeout(() => void flush(), failures > 0 ? retryMs() : delayMs);
  };

  const write = async (projects: readonly Project[]) => {
    let failure: Error | undefined;
    for (const project of projects) {
      try {
        await save(project);
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
        if (!waiting.has(project.id) && !forgotten.has(project.id))
          waiting.set(project.id, project);
      }
    }
    if (failure) {
      failures += 1;
      sleep();
      if (waiting.size > 0) wake();
      onFailure(failure);
    } else if (failures > 0) {
      failures = 0;
      onFailure(undefined);
    }
  };

  const flush = async (): Promise<void> => {
    sleep();
    // One write at a time: what is being written may be older than what waits.
    await writing;
    if (!writing && waiting.size > 0) {
      const projects = [...waiting.values()];
      waiting.clear();
      writing = write(projects).finally(() => {
        writing = undefined;
      });
    }
    await writing;
  };

  return {
    schedule(project) {
      forgotten.delete(project.id);
      waiting.set(project.id, project);
      wake();
    },
    flush,
    forget(id) {
      waiting.delete(id);
      forgotten.add(id);
    },
  };
}
