/** Semitones of alteration that a sign stands for. */
type Sign = -2 | -1 | 0 | 1 | 2;

/** One figure over a bass, as it is printed. */
export interface PrintedFigure {
  readonly sign: Sign | undefined;
  /** Undefined where the sign stands alone, for the third. */
  readonly number: number | undefined;
  /** With a stroke through it, which raises it. */
  readonly raised: boolean;
}

/** A Roman numeral as it is printed. */
export interface PrintedNumeral {
  /** With its sign of quality. */
  readonly head: string;
  /** Stand over one another behind it. */
  readonly figures: readonly string[];
  /** What it is applied to, with the stroke before it; empty for none. */
  readonly of: string;
}

const SIGNS: Readonly<Record<string, Sign>> = {
  "♭♭": -2,
  bb: -2,
  "♭": -1,
  b: -1,
  "♮": 0,
  n: 0,
  "♯": 1,
  "#": 1,
  "𝄪": 2,
  "##": 2,
  x: 2,
};
const FIGURE = /^(♭♭|bb|##|[♭b♮n♯#𝄪x])?(\d{1,2})?([+\\])?$/u;
const NUMERAL = /^([b♭#♯]*)([IViv]+|It|Ger|Fr|N|Cad|K)([o°ø+]?)(maj)?(\d*)(?:\/(.+))?$/;

/**
 * Figures from the highest to the lowest; in text they are parted by "/" or by line breaks. "+" behind one, or "\", is the stroke that raises
 * it. What is no figure is left out.
 */
export function printedFigures(text: string): readonly PrintedFigure[] {
  return text.split(/[/\n]/).flatMap((line): readonly PrintedFigure[] => {
    const match = FIGURE.exec(line.trim());
    if (!match || match[0] === "") return [];
    const [, sign, number, stroke] = match;
    return [
      {
        sign: sign === undefined ? undefined : SIGNS[sign],
        number: number === undefined ? undefined : Number(number),
        raised: stroke !== undefined,
      },
    ];
  });
}

/** @example printedNumeral("viio65/V") // => { head: "vii°", figures: ["6", "5"], of: "/V" } */
export function printedNumeral(text: string): PrintedNumeral {
  const plain = text.trim().replace(/(\d)\/(?=\d)/g, "$1");
  const match = NUMERAL.exec(plain);
  if (!match) return { head: printedSigns(text), figures: [], of: "" };
  const [, altered = "", letters = "", quality = "", maj = "", figures = "", of] = match;
  const mark = quality === "o" ? "°" : quality;
  return {
    head: `${printedSigns(altered + letters)}${mark}`,
    figures: Array.from(figures, (figure, i) => (i === 0 ? maj + figure : figure)),
    of: of === undefined ? "" : `/${printedSigns(of)}`,
  };
}

function printedSigns(text: string): string {
  return text.replaceAll("#", "♯").replace(/b(?=[IViv])/g, "♭");
}

/** How wide a text is printed under or over the staves, with air behind it, in staff spaces. */
export function spacesOf(row: "chords" | "figures" | "numerals", text: string): number {
  if (row === "chords") return 0.95 * text.length + 1;
  if (row === "figures")
    return Math.max(
      0,
      ...printedFigures(text).map(
        ({ sign, number }) =>
          (sign === undefined ? 0 : 1) + 1.2 * String(number ?? "").length + 0.6,
      ),
    );
  const { head, figures, of } = printedNumeral(text);
  return 0.8 * head.length + (figures.length > 0 ? 0.7 : 0) + 0.8 * of.length + 0.8;
}

/** Lines that a text takes. */
export function linesOf(row: "chords" | "figures" | "numerals", text: string): number {
  return row === "figures" ? printedFigures(text).length : 1;
}
