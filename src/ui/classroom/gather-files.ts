import type { GivenFile } from "../../session/classroom-reader";

/** So many files are looked through; a class has fewer, and somebody's whole disk has more. */
const MOST = 2000;

/** What a file chooser gives, with the folders of a folder. */
export function chosenFiles(files: FileList | readonly File[]): readonly GivenFile[] {
  return Array.from(files)
    .slice(0, MOST)
    .map((file) => given(file, file.webkitRelativePath || file.name));
}

/** What was dropped: files, and all that lies in folders. It has to be called while the drop is told of. */
export async function droppedFiles(data: DataTransfer): Promise<readonly GivenFile[]> {
  const entries = Array.from(data.items, (item) => item.webkitGetAsEntry());
  // A browser without entries has files and no folders.
  if (entries.every((entry) => entry === null)) return chosenFiles(data.files);
  const found: GivenFile[] = [];
  for (const entry of entries) if (entry) await gather(entry, found);
  return found;
}

async function gather(entry: FileSystemEntry, found: GivenFile[]): Promise<void> {
  if (found.length >= MOST) return;
  if (isFile(entry)) {
    const file = await new Promise<File | undefined>((resolve) => {
      entry.file(resolve, () => {
        resolve(undefined);
      });
    });
    const path = entry.fullPath;
    found.push(
      file
        ? given(file, path)
        : { path, size: 0, bytes: () => Promise.reject(new Error("unreadable")) },
    );
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // It gives a hundred at a time, and none at the end.
    const some = await new Promise<readonly FileSystemEntry[]>((resolve) => {
      reader.readEntries(resolve, () => {
        resolve([]);
      });
    });
    if (some.length === 0 || found.length >= MOST) return;
    for (const inner of some) await gather(inner, found);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function given(file: File, path: string): GivenFile {
  return {
    path,
    size: file.size,
    bytes: async () => new Uint8Array(await file.arrayBuffer()),
  };
}
