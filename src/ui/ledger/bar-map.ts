import { AUTHORS, type Author } from "../../domain/ledger";
import type { Ticks } from "../../domain/units";

/** Where what is whose is drawn, as paths: whole boxes of each author, and on top of them what tells the changed from the rest. */
export interface VoicePaths {
  readonly boxes: Readonly<Record<Author, string>>;
  /** The half of each changed box that is the person's. */
  readonly halves: string;
  /** Lines in the boxes of files. */
  readonly lines: string;
}

/**
 * A voice's bars in a row: each as full as it sounds, cut by whose that is. Where notes sound together it is full.
 * @param bars by whose it is
 * @param bar how long one is
 * @param width of a bar in pixels
 * @param height of the row in pixels
 */
export function voicePaths(
  bars: readonly Readonly<Record<Author, Ticks>>[],
  bar: Ticks,
  width: number,
  height: number,
): VoicePaths {
  const boxes = { you: "", changed: "", model: "", file: "" };
  let halves = "";
  let lines = "";
  const px = (value: number) => Math.round(value * 100) / 100;
  bars.forEach((shares, i) => {
    const sounding = AUTHORS.reduce((sum, author) => sum + shares[author], 0);
    const whole = Math.max(bar, sounding);
    let x = i * width + 1;
    for (const author of AUTHORS) {
      if (shares[author] === 0) continue;
      const w = px(Math.max(2, ((width - 2) * shares[author]) / whole - 0.5));
      boxes[author] += `M${px(x)} 0h${w}v${height}h${-w}z`;
      if (author === "changed") halves += `M${px(x)} 0h${w}l${-w} ${height}z`;
      if (author === "file") for (let y = 1.5; y < height; y += 4) lines += `M${px(x)} ${y}h${w}`;
      x += ((width - 2) * shares[author]) / whole;
    }
  });
  return { boxes, halves, lines };
}
