/**
 * Imported before Magenta's modules, which bind `fetch` when they are imported: files that were read and checked already are
 * handed to Magenta from memory, so that its own `initialize()` loads them without asking the net again.
 */
const kept = new Map<string, ArrayBuffer>();
const fromNet = globalThis.fetch.bind(globalThis);

globalThis.fetch = (input, init) => {
  const url = input instanceof Request ? input.url : String(input);
  const bytes = kept.get(url);
  return bytes ? Promise.resolve(new Response(bytes)) : fromNet(input, init);
};

/** While `work` runs, fetching one of these addresses gives these bytes. */
export async function withFiles<Value>(
  files: ReadonlyMap<string, ArrayBuffer>,
  work: () => Promise<Value>,
): Promise<Value> {
  for (const [url, bytes] of files) kept.set(url, bytes);
  try {
    return await work();
  } finally {
    for (const url of files.keys()) kept.delete(url);
  }
}
