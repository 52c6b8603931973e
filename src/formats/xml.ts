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

const NAME = String.raw`[^\s<>/=&"'!?]+`;

/** What a document is made of: text, start tag with attributes, end tag, character data, and what is passed over. */
const TOKEN = new RegExp(
  [
    String.raw`([^<]+)`,
    String.raw`<(${NAME})((?:\s+${NAME}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(/?)>`,
    String.raw`</(${NAME})\s*>`,
    String.raw`<!\[CDATA\[([^]*?)\]\]>`,
    String.raw`<!--[^]*?-->|<\?[^]*?\?>`,
    String.raw`(<!DOCTYPE(?:[^[<>"']|"[^"]*"|'[^']*')*(?:\[[^]*?\]\s*)?>)`,
  ].join("|"),
  "y",
);
const ATTRIBUTES = new RegExp(String.raw`(${NAME})\s*=\s*(?:"([^"]*)"|'([^']*)')`, "g");

interface Growing {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  children: XmlElement[];
  text: string;
}

const NO_ATTRIBUTES = {};

/**
 * The root of a well-formed document; a problem names where it goes wrong or breaks off. What a document type declares is passed
 * over, so that no entity of its own can swell.
 */
export function parseXml(text: string): Result<XmlElement, FileProblem> {
  const open: Growing[] = [];
  let root: Growing | undefined;
  let at = 0;
  const broken = (place = at) =>
    failed<FileProblem>({ kind: "xmlBroken", ...placeOf(text, place) });
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text);
    // A tag without an end is where the file was cut off.
    if (!token) return broken(text.includes(">", at) ? at : text.length);
    const [, words, start, attributes, closed, end, characters, doctype] = token;
    const parent = open.at(-1);
    if (words !== undefined) {
      const stray = parent ? words.search(STRAY_AMPERSAND) : words.search(/[^\s\ufeff]/);
      if (stray >= 0) return broken(at + stray);
      if (parent) parent.text += decode(words);
    } else if (start !== undefined) {
      const element = startElement(start, attributes!);
      if (!element || (!parent && root)) return broken();
      root ??= element;
      parent?.children.push(element);
      if (closed === "") open.push(element);
    } else if (end !== undefined) {
      if (parent?.name !== end) return broken();
      parent.text = parent.text.trim();
      open.pop();
    } else if (characters !== undefined) {
      if (!parent) return broken();
      parent.text += characters;
    } else if (doctype !== undefined && root) return broken();
    at = TOKEN.lastIndex;
  }
  return root && open.length === 0 ? ok(root) : broken(text.trimEnd().length);
}

/** Undefined when an attribute comes twice or holds an ampersand that begins nothing. */
function startElement(name: string, written: string): Growing | undefined {
  if (written === "") return { name, attributes: NO_ATTRIBUTES, children: [], text: "" };
  if (STRAY_AMPERSAND.test(written)) return undefined;
  const attributes = new Map<string, string>();
  for (const [, key, double, single] of written.matchAll(ATTRIBUTES)) {
    if (attributes.has(key!)) return undefined;
    attributes.set(key!, decode(double ?? single!));
  }
  return { name, attributes: Object.fromEntries(attributes), children: [], text: "" };
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
