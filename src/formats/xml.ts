import type { FileProblem } from "../domain/file-problem";
import { failed, ok, type Result } from "../domain/result";

/** An element of an XML document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | undefined>>;
  readonly children: readonly XmlElement[];
  /** Its own text, without that of its children and without space around it. */
  readonly text: string;
}

interface Growing {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

/**
 * The root of a well-formed document; a problem names where it goes wrong or breaks off. What a document type declares is passed
 * over, so that no entity of its own can swell.
 */
export function parseXml(text: string): Result<XmlElement, FileProblem> {
  const open: Growing[] = [];
  let root: Growing | undefined;
  for (let at = 0; at < text.length;) {
    const broken = (place = at) =>
      failed<FileProblem>({ kind: "xmlBroken", ...placeOf(text, place) });
    const parent = open.at(-1);
    if (text[at] !== "<") {
      const end = orEnd(text.indexOf("<", at), text);
      const words = text.slice(at, end);
      const stray = words.search(parent ? STRAY_AMPERSAND : /[^\s\ufeff]/);
      if (stray >= 0) return broken(at + stray);
      if (parent && words.trim() !== "") parent.text += decode(words);
      at = end;
      continue;
    }
    const end = endOfMarkup(text, at);
    // Markup that does not end is where the file was cut off.
    if (end === undefined) return broken(text.length);
    if (text.startsWith("</", at)) {
      if (parent?.name !== text.slice(at + 2, end - 1).trimEnd()) return broken();
      parent.text = parent.text.trim();
      open.pop();
    } else if (text.startsWith("<![CDATA[", at)) {
      if (!parent) return broken();
      parent.text += text.slice(at + 9, end - 3);
    } else if (text.startsWith("<!", at)) {
      if (root && !text.startsWith("<!--", at)) return broken();
    } else if (!text.startsWith("<?", at)) {
      const closed = text[end - 2] === "/";
      const element = startElement(text.slice(at + 1, closed ? end - 2 : end - 1));
      if (!element || (!parent && root)) return broken();
      root ??= element;
      parent?.children.push(element);
      if (!closed) open.push(element);
    }
    at = end;
  }
  if (root && open.length === 0) return ok(root);
  return failed({ kind: "xmlBroken", ...placeOf(text, text.trimEnd().length) });
}

/** Where the markup that begins at `at` is over; undefined when the text ends first. */
function endOfMarkup(text: string, at: number): number | undefined {
  const behind = (mark: string, from: number) => {
    const found = text.indexOf(mark, from);
    return found < 0 ? undefined : found + mark.length;
  };
  if (text.startsWith("<!--", at)) return behind("-->", at + 4);
  if (text.startsWith("<![CDATA[", at)) return behind("]]>", at + 9);
  if (text.startsWith("<?", at)) return behind("?>", at + 2);
  const next = behind(">", at);
  // A ">" may also stand in quotes, and in what a document type declares.
  if (next === undefined || !/["'[]/.test(text.slice(at, next))) return next;
  let quote: string | undefined;
  let declares = false;
  for (let i = at + 1; i < text.length; i++) {
    const character = text[i]!;
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
    } else if (character === '"' || character === "'") quote = character;
    else if (character === "[") declares = true;
    else if (character === "]") declares = false;
    else if (character === ">" && !declares) return i + 1;
  }
  return undefined;
}

const NO_ATTRIBUTES = {};
const TAG_NAME = /^[^\s<>/=&"'!?]+/;
const ATTRIBUTE = /\s+([^\s<>/=&"'!?]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;

/** Undefined when the tag is not one, or an attribute comes twice. @param tag what stands between its brackets */
function startElement(tag: string): Growing | undefined {
  const name = TAG_NAME.exec(tag)?.[0];
  if (name === undefined) return undefined;
  if (name === tag) return { name, attributes: NO_ATTRIBUTES, children: [], text: "" };
  const attributes = new Map<string, string>();
  let at = name.length;
  for (;;) {
    ATTRIBUTE.lastIndex = at;
    const [whole, key = "", double, single = ""] = ATTRIBUTE.exec(tag) ?? [];
    if (whole === undefined) break;
    const value = double ?? single;
    if (attributes.has(key) || STRAY_AMPERSAND.test(value)) return undefined;
    attributes.set(key, decode(value));
    at = ATTRIBUTE.lastIndex;
  }
  if (tag.slice(at).trim() !== "") return undefined;
  return { name, attributes: Object.fromEntries(attributes), children: [], text: "" };
}

function orEnd(found: number, text: string): number {
  return found < 0 ? text.length : found;
}

const STRAY_AMPERSAND = /&(?!(?:#\d+|#x[\da-fA-F]+|[^\s&;<#]+);)/;
const REFERENCE = /&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g;
const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

/** Entities that the document itself declares stay as they are written. */
function decode(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(REFERENCE, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name]!;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex!, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Lines and columns count from 1. */
function placeOf(text: string, at: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at).split(/\r\n|\r|\n/);
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

/** The first child of that name. */
export function findChild(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name);
}

export function childrenNamed(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** The text of the first child of that name; undefined without such a child. */
export function childText(element: XmlElement, name: string): string | undefined {
  return findChild(element, name)?.text;
}
