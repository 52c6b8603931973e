/** An element of an XML document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | undefined>>;
  readonly children: readonly XmlElement[];
  /** Its own text, without that of its children and without space around it. */
  readonly text: string;
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
