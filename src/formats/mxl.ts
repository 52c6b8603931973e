import { unzipSync } from "fflate";
import type { FileProblem } from "../domain/file-problem";
import { failed, ok, type Result } from "../domain/result";
import { recognise } from "./file-type";
import { MAX_FILE_BYTES } from "./limits";
import { childrenNamed, findChild } from "./xml";
import { parseXml } from "./xml-read";

const CONTAINER = "META-INF/container.xml";

/**
 * The MusicXML text of a compressed score: the root file that its container names, or the only XML file beside the container where that
 * leads nowhere, as in files whose writers did not escape quotes.
 */
export function readMxl(bytes: Uint8Array): Result<string, FileProblem> {
  const names: string[] = [];
  const listed = unzip(bytes, (name) => {
    names.push(name);
    return name === CONTAINER;
  });
  if (!listed.ok) return listed;
  const container = listed.value[CONTAINER];
  const named = container && rootFile(container);
  const root = named !== undefined && names.includes(named) ? named : loneScore(names);
  if (root === undefined) return failed({ kind: "zipWithoutScore" });
  const unpacked = unzip(bytes, (name) => name === root);
  if (!unpacked.ok) return unpacked;
  const score = unpacked.value[root];
  const file = score && recognise(score);
  return file?.type === "xml" ? ok(file.text) : failed({ kind: "zipWithoutScore" });
}

/** The files that are wanted. What a file claims to hold is checked first, and no more than that is unpacked. */
function unzip(
  bytes: Uint8Array,
  wanted: (name: string) => boolean,
): Result<Readonly<Record<string, Uint8Array>>, FileProblem> {
  let excess: FileProblem | undefined;
  try {
    const files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!wanted(name)) return false;
        if (originalSize <= MAX_FILE_BYTES) return true;
        excess = { kind: "tooManyBytes", bytes: originalSize, limit: MAX_FILE_BYTES };
        return false;
      },
    });
    return excess ? failed(excess) : ok(files);
  } catch {
    return failed({ kind: "zipBroken" });
  }
}

/** Undefined for containers of another kind, such as those of electronic books. */
function rootFile(container: Uint8Array): string | undefined {
  const file = recognise(container);
  const document = file.type === "xml" ? parseXml(file.text) : undefined;
  const list = document?.ok ? findChild(document.value, "rootfiles") : undefined;
  const root = list && childrenNamed(list, "rootfile")[0];
  const type = root?.attributes["media-type"] ?? "musicxml";
  return type.includes("musicxml") ? root?.attributes["full-path"] : undefined;
}

function loneScore(names: readonly string[]): string | undefined {
  const scores = names.filter((name) => /^[^/]+\.(musicxml|xml)$/i.test(name));
  return scores.length === 1 ? scores[0] : undefined;
}
