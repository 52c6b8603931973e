import {
  parseXml as parse,
  XmlCdata,
  XmlElement as Parsed,
  XmlError,
  XmlText,
} from "@rgrove/parse-xml";
import type { FileProblem } from "../domain/file-problem";
import { failed, ok, type Result } from "../domain/result";

import type { XmlElement } from "./xml";

/**
 * The root of a well-formed document; a problem names where it goes wrong or breaks off. Entities that a document type declares are
 * refused, so none of them can swell.
 */
export function parseXml(text: string): Result<XmlElement, FileProblem> {
  try {
    // The parser's time grows with the square of line ends of two characters in a row.
    const { root } = parse(text.replace(/\r\n?/g, "\n"));
    return root ? ok(elementOf(root)) : failed({ kind: "xmlBroken", line: 1, column: 1 });
  } catch (error) {
    // Elements nested by the thousand, as no score has them, overflow the stack.
    if (error instanceof RangeError) return failed({ kind: "xmlBroken", line: 1, column: 1 });
    if (!(error instanceof XmlError)) throw error;
    return failed({ kind: "xmlBroken", line: error.line, column: error.column });
  }
}

function elementOf({ name, attributes, children }: Parsed): XmlElement {
  const elements: XmlElement[] = [];
  let text = "";
  for (const child of children)
    if (child instanceof Parsed) elements.push(elementOf(child));
    else if (child instanceof XmlText || child instanceof XmlCdata) text += child.text;
  return { name, attributes, children: elements, text: text.trim() };
}
