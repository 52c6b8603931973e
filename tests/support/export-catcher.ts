import { type Engine, waitFor } from "./engines/engine";

/**
 * From now on files that the page gives to the person are kept in the page instead of being downloaded, so that a test
 * can read them in an engine whose downloads cannot be reached from outside.
 */
export async function catchExports(engine: Engine): Promise<void> {
  await engine.evaluate(`
    const blobs = new Map();
    const createObjectURL = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
      const url = createObjectURL.call(URL, blob);
      blobs.set(url, blob);
      return url;
    };
    const click = HTMLAnchorElement.prototype.click;
    HTMLAnchorElement.prototype.click = function () {
      const blob = blobs.get(this.href);
      if (!this.download || !blob) return click.call(this);
      const name = this.download;
      blob.arrayBuffer().then((bytes) => {
        window.caughtExport = { name, bytes: [...new Uint8Array(bytes)] };
      });
    };`);
}

/** A file that the page gave. */
export interface CaughtFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The last file given since the last call; waits for it. */
export async function caughtExport(engine: Engine): Promise<CaughtFile> {
  const caught = await waitFor(
    "exported file",
    () =>
      engine.evaluate(
        "const caught = window.caughtExport; window.caughtExport = undefined; return caught ?? null;",
      ) as Promise<{ name: string; bytes: number[] } | null>,
    (file) => file !== null,
  );
  return { name: caught!.name, bytes: Uint8Array.from(caught!.bytes) };
}
