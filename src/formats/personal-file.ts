import type { FileProblem } from "../domain/file-problem";
import { weightCount, type PersonalModel, type PersonalNet } from "../domain/personal";
import { failed, type Result } from "../domain/result";
import type { ExportedFile } from "./export";
import { fileName } from "./export";
import { APP, checked, readJson } from "./own-json";
import { fields, isRecord, list, ShapeFault, text, whole, type Shape } from "./shape";
import { personalName } from "./sketch-shape";

/** Version of the file, and of what is stored. */
export const STYLE_VERSION = 1;

const MOST_SKETCHES = 10_000;

/** What a style is, but for how its weights are written down. */
function styleOf(weights: Shape<Float32Array>): Shape<PersonalModel> {
  const net: Shape<PersonalNet> = (value, path) => {
    const read = fields<PersonalNet>({
      latent: whole(1, 4096),
      hidden: whole(1, 1024),
      code: whole(1, 256),
      weights,
    })(value, path);
    const count = weightCount(read);
    if (read.weights.length !== count) throw new ShapeFault(`${path}.weights`, `${count} numbers`);
    if (!read.weights.every(Number.isFinite))
      throw new ShapeFault(`${path}.weights`, "finite numbers");
    return read;
  };
  const rest = fields<Omit<PersonalModel, "name" | "learntMs" | "windows">>({
    sketches: list(text(), MOST_SKETCHES),
    checkpoint: fields<PersonalModel["checkpoint"]>({
      name: text(),
      version: text(),
      digest: text(100),
    }),
    net,
  });
  return (value, path) => ({ ...personalName(value, path), ...rest(value, path) });
}

const asNumbers: Shape<Float32Array> = (value, path) => {
  if (!(value instanceof Float32Array)) throw new ShapeFault(path, "an array of numbers");
  return value;
};

/** Little-endian, in base64. */
const asText: Shape<Float32Array> = (value, path) => {
  try {
    const bytes = atob(text(1e8)(value, path));
    const view = new DataView(new ArrayBuffer(bytes.length));
    for (let i = 0; i < bytes.length; i++) view.setUint8(i, bytes.charCodeAt(i));
    return Float32Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) =>
      view.getFloat32(4 * i, true),
    );
  } catch {
    throw new ShapeFault(path, "numbers in base64");
  }
};

function textOf(weights: Float32Array): string {
  const view = new DataView(new ArrayBuffer(4 * weights.length));
  weights.forEach((value, i) => {
    view.setFloat32(4 * i, value, true);
  });
  const letters = Array.from(new Uint8Array(view.buffer), (byte) => String.fromCharCode(byte));
  return btoa(letters.join(""));
}

/** A style as a file to keep, or to take to another machine. */
export function exportStyle(model: PersonalModel): ExportedFile {
  const style = { ...model, net: { ...model.net, weights: textOf(model.net.weights) } };
  return {
    name: `${fileName(model.name, "style")}.antiphon-style.json`,
    type: "application/json",
    bytes: new TextEncoder().encode(JSON.stringify({ app: APP, version: STYLE_VERSION, style })),
  };
}

/** Reads what `exportStyle` wrote. */
export function parseStyle(bytes: Uint8Array): Result<PersonalModel, FileProblem> {
  const read = readJson(bytes, Infinity, { kind: "jsonNotStyle" });
  if (!read.ok) return read;
  const { value } = read;
  if (!isRecord(value) || value["app"] !== APP || value["style"] === undefined)
    return failed({ kind: "jsonNotStyle" });
  return checked(value["version"], STYLE_VERSION, value["style"], "style", styleOf(asText));
}

/** Checks a stored style, whose weights are an array. */
export function readStyle(version: unknown, style: unknown): Result<PersonalModel, FileProblem> {
  return checked(version, STYLE_VERSION, style, "style", styleOf(asNumbers));
}
