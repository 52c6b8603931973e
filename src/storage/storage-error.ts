/**
 * `full`: no room is left. `refused`: the browser gives this page no storage. `blocked`: another tab holds an older version open.
 * `outdated`: a newer version of the page has been here. `damaged`: what is stored cannot be read. `unexpected`: anything else.
 */
export type StorageErrorCode =
  "full" | "refused" | "blocked" | "outdated" | "damaged" | "unexpected";

const SENTENCES: Record<StorageErrorCode, string> = {
  full: "There is no room left to save in this browser. Download the sketch to keep it, or delete others.",
  refused:
    "This browser does not let the page save anything. Download the sketch to keep it; a private window or blocked cookies can be why.",
  blocked: "Another tab has an older Antiphon open. Close it, so that sketches can be saved here.",
  outdated: "A newer Antiphon has been used in this browser. Reload the page to get it.",
  damaged: "This stored sketch cannot be read; it was left as it is.",
  unexpected: "The sketch could not be saved. Download it to keep it.",
};

/** Why the store did not do as asked; the message is a sentence for the person. */
export class StorageError extends Error {
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, cause?: unknown) {
    super(SENTENCES[code], { cause });
    this.name = "StorageError";
    this.code = code;
  }
}

/** Whatever IndexedDB threw, as one of ours. */
export function asStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  return new StorageError(codeOf(error), error);
}

function codeOf(error: unknown): StorageErrorCode {
  if (error instanceof ReferenceError) return "refused"; // There is no `indexedDB` at all.
  if (!(error instanceof DOMException)) return "unexpected";
  switch (error.name) {
    case "QuotaExceededError":
      return "full";
    // Firefox in private windows and with site data blocked says one of the last two.
    case "SecurityError":
    case "NotAllowedError":
    case "InvalidStateError":
      return "refused";
    case "VersionError":
      return "outdated";
    default:
      return "unexpected";
  }
}
