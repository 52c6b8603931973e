import { Zip, ZipPassThrough } from "fflate";

/** A ZIP archive written file after file and piece by piece, nothing in it made smaller: sound hardly can be. */
export interface ZipWriter {
  /** Everything written so far, in order; whole after `end`. */
  readonly pieces: readonly Uint8Array<ArrayBuffer>[];
  /** Begins a file; what is written goes to it until the next one begins. */
  begin(name: string): void;
  write(piece: Uint8Array<ArrayBuffer>): void;
  end(): void;
}

/** @param changed when the files say that they were made */
export function createZip(changed: number): ZipWriter {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    pieces.push(piece);
  });
  let file: ZipPassThrough | undefined;
  const finish = () => file?.push(new Uint8Array(), true);
  return {
    pieces,
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
