import type { Project } from "../domain/project";

/** What is written by its id. */
interface Kept {
  readonly id: string;
}

/** Writes sketches, or what belongs to them, soon after they change. */
export interface Autosave<Item extends Kept = Project> {
  /** Writes `item` within `delayMs`, unless a later one of the same sketch takes its place first. */
  schedule(item: Item): void;
  /** Writes what is waiting now. Resolves when that was tried: failures go to `onFailure`. */
  flush(): Promise<void>;
  /** Drops what waits to be written of a sketch that is being deleted. */
  forget(id: string): void;
}

export interface AutosaveOptions<Item extends Kept = Project> {
  readonly save: (item: Item) => Promise<void>;
  /** Told of each failed write, and with undefined when writing works again. Nothing is lost meanwhile. */
  readonly onFailure: (error: Error | undefined) => void;
  /** The most that closing the tab can lose, but for the write itself. */
  readonly delayMs?: number;
}

const DELAY_MS = 300;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30_000;

/** One write at a time; a failed one is tried again after 1, 2, 4 … 30 seconds, or at the next flush. */
export function createAutosave<Item extends Kept = Project>({
  save,
  onFailure,
  delayMs = DELAY_MS,
}: AutosaveOptions<Item>): Autosave<Item> {
  /** The newest state of each sketch that is not written yet. */
  const waiting = new Map<string, Item>();
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

  const write = async (items: readonly Item[]) => {
    let failure: Error | undefined;
    for (const item of items) {
      try {
        await save(item);
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
        if (!waiting.has(item.id) && !forgotten.has(item.id)) waiting.set(item.id, item);
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
      const items = [...waiting.values()];
      waiting.clear();
      writing = write(items).finally(() => {
        writing = undefined;
      });
    }
    await writing;
  };

  return {
    schedule(item) {
      forgotten.delete(item.id);
      waiting.set(item.id, item);
      wake();
    },
    flush,
    forget(id) {
      waiting.delete(id);
      forgotten.add(id);
    },
  };
}
