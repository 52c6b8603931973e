import { deflateSync, inflateSync, strFromU8, strToU8 } from "fflate";

/** Numbers from 0 up, 7 bits a byte, the lowest first; the eighth bit says that more follow (LEB128). */
export function packed(values: ArrayLike<number>): Uint8Array {
  const bytes: number[] = [];
  for (let i = 0; i < values.length; i++) {
    let rest = values[i]!;
    if (!(rest >= 0)) throw new RangeError(`only numbers from 0 up are packed, got ${rest}`);
    while (rest > 127) {
      bytes.push((rest & 127) | 128);
      rest = Math.floor(rest / 128);
    }
    bytes.push(rest);
  }
  return Uint8Array.from(bytes);
}

/** The inverse of `packed`. */
export function unpacked(bytes: Uint8Array): Int32Array {
  let count = 0;
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! < 128) count++;
  const values = new Int32Array(count);
  let [at, value, shift] = [0, 0, 0];
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    value |= (byte & 127) << shift;
    shift += 7;
    if (byte > 127) continue;
    values[at++] = value;
    value = shift = 0;
  }
  return values;
}

/** Signed numbers as those from 0 up: 0, -1, 1, -2 … */
export const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
export const unzigzag = (value: number): number => (value & 1 ? -(value + 1) / 2 : value / 2);

const SIZE_BYTES = 4;

/**
 * A file of columns, each deflated by itself, since numbers of one kind are like one another: their count, their sizes, little-endian,
 * then they themselves.
 */
export function columnFile(columns: readonly Uint8Array[]): Uint8Array {
  const deflated = columns.map((column) => deflateSync(column, { level: 9 }));
  const head = SIZE_BYTES * (1 + columns.length);
  const file = new Uint8Array(head + deflated.reduce((sum, { length }) => sum + length, 0));
  const view = new DataView(file.buffer);
  view.setUint32(0, columns.length, true);
  let at = head;
  deflated.forEach((column, i) => {
    view.setUint32(SIZE_BYTES * (i + 1), column.length, true);
    file.set(column, at);
    at += column.length;
  });
  return file;
}

/** The columns of a `columnFile`; throws for anything else. */
export function columnsOf(file: Uint8Array): readonly Uint8Array[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const count = view.getUint32(0, true);
  let at = SIZE_BYTES * (1 + count);
  return Array.from({ length: count }, (_, i) => {
    const size = view.getUint32(SIZE_BYTES * (i + 1), true);
    if (at + size > file.length) throw new RangeError(`column ${i} of ${count} breaks off`);
    const column = inflateSync(file.subarray(at, at + size));
    at += size;
    return column;
  });
}

export const textColumn = (value: unknown): Uint8Array => strToU8(JSON.stringify(value));
export const textOf = (column: Uint8Array): unknown => JSON.parse(strFromU8(column));
