/** What is wrong first in a value that was checked. It never leaves the room: readers turn it into a problem. */
export class ShapeFault extends Error {
  /** As in "takes[2].score.notes[17].pitch"; empty for the value itself. */
  readonly path: string;
  readonly expected: string;

  constructor(path: string, expected: string) {
    super(`${path}: expected ${expected}`);
    this.name = "ShapeFault";
    this.path = path;
    this.expected = expected;
  }
}

/** Gives `value` back, rebuilt from what it is known to hold. @throws ShapeFault at the first thing that does not fit */
export type Shape<Value> = (value: unknown, path: string) => Value;

export const flag: Shape<boolean> = (value, path) => {
  if (typeof value !== "boolean") throw new ShapeFault(path, "true or false");
  return value;
};

/** A mark that is there, or is left out. */
export const yes: Shape<true> = (value, path) => {
  if (value !== true) throw new ShapeFault(path, "true");
  return value;
};

/** Text of at most `longest` characters, branded as the caller needs it. */
export function text<Value extends string = string>(longest = 1000): Shape<Value> {
  return (value, path) => {
    if (typeof value !== "string" || value.length > longest)
      throw new ShapeFault(path, `text of at most ${longest} characters`);
    return value as Value;
  };
}

/** A number in [least, most]. */
export function amount(least: number, most: number): Shape<number> {
  return (value, path) => {
    if (typeof value !== "number" || !(value >= least && value <= most))
      throw new ShapeFault(path, `a number from ${least} to ${most}`);
    return value;
  };
}

/** An integer in [least, most]. */
export function whole(least: number, most: number): Shape<number> {
  return (value, path) => {
    if (!Number.isInteger(value) || (value as number) < least || (value as number) > most)
      throw new ShapeFault(path, `a whole number from ${least} to ${most}`);
    return value as number;
  };
}

export function oneOf<const Value extends string | number>(
  ...values: readonly Value[]
): Shape<Value> {
  return (value, path) => {
    const known = values.find((candidate) => candidate === value);
    if (known === undefined) throw new ShapeFault(path, `one of ${values.join(", ")}`);
    return known;
  };
}

/** What JSON leaves out is undefined. */
export function optional<Value>(shape: Shape<Value>): Shape<Value | undefined> {
  return (value, path) => (value === undefined || value === null ? undefined : shape(value, path));
}

/** `fallback` for what an earlier version left out. */
export function or<Value>(shape: Shape<Value>, fallback: Value): Shape<Value> {
  return (value, path) => (value === undefined ? fallback : shape(value, path));
}

export function list<Value>(shape: Shape<Value>, longest: number): Shape<readonly Value[]> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length > longest)
      throw new ShapeFault(path, `a list of at most ${longest}`);
    return value.map((item: unknown, i) => shape(item, `${path}[${i}]`));
  };
}

/** An object with these fields; others are left out. */
export function fields<Value extends object>(shapes: {
  readonly [Key in keyof Value]-?: Shape<Value[Key]>;
}): Shape<Value> {
  return (value, path) => {
    if (!isRecord(value)) throw new ShapeFault(path, "an object");
    const result: Partial<Value> = {};
    for (const key of Object.keys(shapes) as (keyof Value & string)[])
      result[key] = shapes[key](value[key], path === "" ? key : `${path}.${key}`);
    return result as Value;
  };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
