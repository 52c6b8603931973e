/** Gives the person a file to keep. */
export function download(name: string, bytes: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the blob after this turn of the event loop.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 60_000);
}

/**
 * Puts a file into what is dragged. Chromium lets go of it as a file wherever it is dropped outside; others, which have no way to do so, drop
 * its address.
 */
export function carry(
  {
    name,
    type,
    bytes,
  }: { readonly name: string; readonly type: string; readonly bytes: Uint8Array },
  data: DataTransfer,
): void {
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  const url = `data:${type};base64,${btoa(letters)}`;
  data.effectAllowed = "copy";
  data.setData("DownloadURL", `${type}:${name}:${url}`);
  data.setData("text/uri-list", url);
}
