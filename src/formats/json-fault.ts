const TOKEN =
  /[ \t\r\n]*(?:([{}[\],:])|("(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/uy;

type Expected = "value" | "valueOrEnd" | "keyOrEnd" | "key" | "colon" | "next" | "nothing";

/**
 * Where JSON text breaks off or goes wrong; engines name the place each in its own words, or not at all. Lines and columns
 * count from 1. For text that `JSON.parse` refuses; the end of the text when all of it reads.
 */
export function findJsonFault(text: string): { readonly line: number; readonly column: number } {
  const open: ("{" | "[")[] = [];
  let expected: Expected = "value";
  let at = 0;
  const afterValue = (): Expected => (open.length > 0 ? "next" : "nothing");
  for (;;) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (!match) break;
    const [, mark, string] = match;
    const isValue = mark === undefined;
    let next: Expected | undefined;
    if (expected === "colon") next = mark === ":" ? "value" : undefined;
    else if (expected === "next" && mark === ",") next = open.at(-1) === "{" ? "key" : "value";
    else if (expected === "key" || expected === "keyOrEnd")
      next = string !== undefined ? "colon" : undefined;
    else if (expected === "value" || expected === "valueOrEnd") {
      if (isValue) next = afterValue();
      else if (mark === "{" || mark === "[") {
        open.push(mark);
        next = mark === "{" ? "keyOrEnd" : "valueOrEnd";
      }
    }
    const closes = mark === "}" ? "{" : mark === "]" ? "[" : undefined;
    const mayClose =
      expected === "next" ||
      (closes === "{" && expected === "keyOrEnd") ||
      (closes === "[" && expected === "valueOrEnd");
    if (closes && mayClose && open.at(-1) === closes) {
      open.pop();
      next = afterValue();
    }
    if (!next) break;
    expected = next;
    at = TOKEN.lastIndex;
  }
  const fault = at + (/^[ \t\r\n]*/.exec(text.slice(at))?.[0].length ?? 0);
  const before = text.slice(0, fault).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
