/** Addresses of the blobs, by the module that each starts. */
const starters = new Map<string, string>();

/**
 * A module worker that the page's content security policy binds, whoever serves the page. A worker from an address of its own has only
 * the policy of its own response, which a plain server does not send; one from a blob has its maker's (HTML, "initialize worker
 * policy container"). So a blob of one line imports the module.
 * @param module the worker's built module, as `?worker&url` gives it
 */
export function boundWorker(module: string, name: string): Worker {
  const address = new URL(module, import.meta.url).href;
  let starter = starters.get(address);
  if (starter === undefined) {
    const line = new Blob([`import ${JSON.stringify(address)};`], { type: "text/javascript" });
    starter = URL.createObjectURL(line);
    starters.set(address, starter);
  }
  return new Worker(starter, { type: "module", name });
}
