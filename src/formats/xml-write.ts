/** An element to write; undefined children are left out. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
  readonly content: string | readonly XmlNode[];
}

type Child = XmlNode | undefined | readonly (XmlNode | undefined)[];

/** An element that holds others, in this order; lists of them are taken apart. */
export function element(
  name: string,
  attributes: XmlNode["attributes"],
  ...children: readonly Child[]
): XmlNode {
  const content = children.flat().filter((child) => child !== undefined);
  return { name, attributes, content };
}

/** An element that holds text. */
export function value(
  name: string,
  content: string | number,
  attributes: XmlNode["attributes"] = {},
): XmlNode {
  return { name, attributes, content: String(content) };
}

/** Two spaces a level; elements without content close themselves. */
export function writeXml(node: XmlNode, indent = ""): string {
  const attributes = Object.entries(node.attributes)
    .map(([name, text]) => (text === undefined ? "" : ` ${name}="${escape(String(text))}"`))
    .join("");
  const start = `${indent}<${node.name}${attributes}`;
  if (node.content.length === 0) return `${start}/>\n`;
  if (typeof node.content === "string") return `${start}>${escape(node.content)}</${node.name}>\n`;
  const inner = node.content.map((child) => writeXml(child, `${indent}  `)).join("");
  return `${start}>\n${inner}${indent}</${node.name}>\n`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** Characters that no XML 1.0 document may hold, not even escaped. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

function escape(text: string): string {
  return text.replace(FORBIDDEN, "").replace(/[&<>"]/g, (character) => ESCAPES[character]!);
}
