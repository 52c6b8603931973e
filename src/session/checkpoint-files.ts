import type { ChosenFiles } from "../generation/client";
import type { GivenFile } from "./classroom-reader";

const MANIFEST = "weights_manifest.json";
/** Nothing larger is asked for: Magenta's largest checkpoints have 65 MB in shards of 4 MB. */
const MOST_BYTES = 250_000_000;

/**
 * The checkpoint among files, a folder or one ZIP archive: what lies beside the manifest that is the least deep, and no file that the
 * manifest does not name. Undefined where there is no manifest. Rejects where a file cannot be read.
 */
export async function checkpointAmong(
  given: readonly GivenFile[],
): Promise<ChosenFiles | undefined> {
  const [first] = given;
  const files = given.length === 1 && /\.zip$/i.test(first!.path) ? await unzipped(first!) : given;
  const manifest = files
    .filter(({ path }) => path.split("/").at(-1) === MANIFEST)
    .sort((a, b) => a.path.split("/").length - b.path.split("/").length)[0];
  if (!manifest) return undefined;
  const folder = manifest.path.slice(0, -MANIFEST.length);
  const words = new TextDecoder().decode(await manifest.bytes());
  const chosen = new Map<string, Blob>();
  for (const file of files) {
    const name = file.path.slice(folder.length);
    const isNamed = name === MANIFEST || name === "config.json" || words.includes(`"${name}"`);
    if (file.path.startsWith(folder) && isNamed && file.size <= MOST_BYTES)
      chosen.set(name, new Blob([await file.bytes()]));
  }
  const archive = files === given ? undefined : first!.path.replace(/\.zip$/i, "");
  const name = folder.split("/").filter(Boolean).at(-1) ?? archive ?? MANIFEST;
  return { name, files: chosen };
}

async function unzipped(archive: GivenFile): Promise<readonly GivenFile[]> {
  const { openArchive } = await import("../formats/class-archive");
  const opened = openArchive(await archive.bytes());
  if (!opened.ok) return [];
  return opened.value.map((entry) => ({
    path: entry.name,
    size: 0,
    bytes: () => {
      const unpacked = entry.unpack();
      return unpacked.ok
        ? Promise.resolve(unpacked.value)
        : Promise.reject(new Error(`${entry.name} is damaged in its archive`));
    },
  }));
}
