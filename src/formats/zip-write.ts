import { Zip, ZipPassThrough } from "fflate";

/** A ZIP archive written file after file and piece by piece, nothing in it made smaller: sound hardly can be. */
export interface ZipWriter {
  /** Begins a file; what is written goes to it until the next one begins. */
  begin(name: string): void;
  write(piece: Uint8Array<ArrayBuffer>): void;
  end(): void;
}

/**
 * @param changed when the files say that they were made
 * @param give is given the archive in pieces, in order; it is whole after `end`
 */
export function createZip(
  changed: number,
  give: (piece: Uint8Array<ArrayBuffer>) => void,
): ZipWriter {
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    give(piece);
  });
  let file: ZipPassThrough | undefined;
  const finish = () => file?.push(new Uint8Array(), true);
  return {
    begin(name) {
      finish();
      file = new ZipPassThrough(name);
      file.mtime = changed;
      zip.add(file);
    },
    write(piece) {
      file?.push(piece);
    },
    end() {
      finish();
      zip.end();
    },
  };
}
