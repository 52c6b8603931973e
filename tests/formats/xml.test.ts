import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseXml } from "../../src/formats/xml-read";
import { element, value, writeXml } from "../../src/formats/xml-write";

function rootOf(text: string) {
  const result = parseXml(text);
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}
function faultOf(text: string) {
  const result = parseXml(text);
  return !result.ok && result.problem.kind === "xmlBroken"
    ? [result.problem.line, result.problem.column]
    : undefined;
}

describe("XML", () => {
  it("is read with attributes, character data, comments, references and a document type", () => {
    const text = `\ufeff<?xml version="1.0"?><!-- > --><!DOCTYPE a PUBLIC "-//A//B" "c.dtd">
      <a one="1 &lt; 2" two='"'><b/> x &amp; <![CDATA[<y>]]><!-- z --><c d=">">&#233;&#x266d;</c></a>`;
    expect(rootOf(text)).toEqual({
      name: "a",
      attributes: { one: "1 < 2", two: '"' },
      text: "x & <y>",
      children: [
        { name: "b", attributes: {}, children: [], text: "" },
        { name: "c", attributes: { d: ">" }, children: [], text: "é♭" },
      ],
    });
  });

  it("is refused with entities of its own, however they would swell", () => {
    const bomb = `<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]>\n<a>&y;&y;</a>`;
    expect(faultOf(bomb)?.[0]).toBe(2);
  });

  it.each([
    ["<a>\n <b></a>", [2, 5]],
    ["<a>\n<b>", [2, 4]],
    ["<a>\n<b c=", [2, 6]],
    ["<a>\n<b c=d/></a>", [2, 6]],
    ["<a b='1' b='2'/>", [1, 15]],
    ["<a>x & y</a>", [1, 8]],
    ["<a/>\n<b/>", [2, 1]],
    ["<a/>\ntext", [2, 1]],
    ["<a><!-- </a>", [1, 8]],
    ["</a>", [1, 1]],
    ["<a></a ></a>", [1, 9]],
    ["", [1, 1]],
  ])("that is broken says where: %j", (text, place) => {
    expect(faultOf(text)).toEqual(place);
  });

  it("may be as deep, as wide and as broken as can be without harm", () => {
    for (const text of [
      "<a>".repeat(200_000),
      `<a>${"<a>".repeat(50_000)}${"</a>".repeat(50_000)}</a>`,
      `<a${" b='1'".repeat(200_000)}/>`,
      `<a b="${"<".repeat(200_000)}`,
      `<!DOCTYPE a [${"] ".repeat(200_000)}`,
      "<!--".repeat(200_000),
      `<a>${"\r\n".repeat(200_000)}</a>`,
    ])
      expect(() => parseXml(text)).not.toThrow();
  });

  it("comes back as it was written, whatever the text", () => {
    const text = fc.string({ unit: "grapheme" }).map((any) => any.replace(/\s+/g, " ").trim());
    fc.assert(
      fc.property(text, text, (inner, attribute) => {
        const again = rootOf(writeXml(element("a", { b: attribute }, value("c", inner))));
        expect(again.attributes["b"]).toBe(attribute);
        expect(again.children[0]!.text).toBe(inner);
      }),
    );
  });
});
