import { printedFigures, printedNumeral, type PrintedFigure } from "../../notation/printed-text";

/** Code points of the music font, after SMuFL 1.4: figured bass, and accidentals of chord symbols. */
const FIGURES = [0xea50, 0xea51, 0xea52, 0xea54, 0xea55, 0xea57, 0xea5b, 0xea5d, 0xea60, 0xea61];
const RAISED: Readonly<Record<number, number>> = {
  2: 0xea53,
  4: 0xea56,
  5: 0xea58,
  6: 0xea5c,
  7: 0xea5e,
  9: 0xea62,
};
const FIGURE_SIGNS = { [-2]: 0xea63, [-1]: 0xea64, 0: 0xea65, 1: 0xea66, 2: 0xea67 } as const;
const SIGNS: Readonly<Record<string, number>> = {
  "♭": 0xed60,
  "♮": 0xed61,
  "♯": 0xed62,
  "𝄪": 0xed63,
};

/** A figure in signs of the music font. */
export function figureGlyphs({ sign, number, raised }: PrintedFigure): string {
  const digits = number === undefined ? [] : Array.from(String(number), Number);
  const stroke = digits.length === 1 && raised ? RAISED[digits[0]!] : undefined;
  return String.fromCodePoint(
    ...(sign === undefined ? [] : [FIGURE_SIGNS[sign]]),
    ...(stroke === undefined ? digits.map((digit) => FIGURES[digit]!) : [stroke]),
  );
}

/** Letters and the accidentals between them, which are of the music font. @example runsOf("B♭m7") // three runs */
export function runsOf(
  text: string,
): readonly { readonly text: string; readonly isSign: boolean }[] {
  return text
    .split(/([♭♮♯𝄪]+)/u)
    .filter((run) => run !== "")
    .map((run) => {
      const codes = Array.from(run).flatMap((sign) => SIGNS[sign] ?? []);
      return codes.length === 0
        ? { text: run, isSign: false }
        : { text: String.fromCodePoint(...codes), isSign: true };
    });
}

/** @example spokenNumeral("viio65/V") // => "vii° 6 5 /V" */
export function spokenNumeral(text: string): string {
  const { head, figures, of } = printedNumeral(text);
  return [head, ...figures, of].filter((part) => part !== "").join(" ");
}

/** @example spokenFigures("#6/4") // => "♯6 4" */
export function spokenFigures(text: string): string {
  return printedFigures(text)
    .map(({ sign, number, raised }) => {
      const before =
        sign === undefined ? "" : { [-2]: "♭♭", [-1]: "♭", 0: "♮", 1: "♯", 2: "𝄪" }[sign];
      return `${before}${number ?? ""}${raised ? "+" : ""}`;
    })
    .join(" ");
}
