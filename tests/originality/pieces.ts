import { createRandom } from "../../src/domain/random";
import { corpusOf, type Corpus, type LineNote, type Piece } from "../../src/originality/corpus";

const SCALE = [0, 2, 4, 5, 7, 9, 11];

/** A tune made at random that goes by steps and small leaps, as tunes do. */
export function tune(seed: number, notes = 64, tonic = 60): readonly LineNote[] {
  const random = createRandom(seed);
  const draw = (of: readonly number[]) => of[Math.floor(random() * of.length)]!;
  let [degree, start] = [3, 0];
  return Array.from({ length: notes }, (): LineNote => {
    degree = Math.max(0, Math.min(11, degree + draw([-3, -2, -1, -1, -1, 0, 1, 1, 1, 2, 3])));
    const duration = draw([240, 240, 240, 480, 480, 120, 360]);
    const note = [start, duration, tonic + SCALE[degree % 7]! + 12 * Math.floor(degree / 7)];
    start += duration;
    return note as unknown as LineNote;
  });
}

export function pieceOf(title: string, ...lines: readonly (readonly LineNote[])[]): Piece {
  const last = lines[0]!.at(-1)!;
  const bars = Array.from({ length: Math.ceil((last[0] + last[1]) / 1920) }, (_, i) => 1920 * i);
  const parts = ["melody", "alto", "tenor", "bass"] as const;
  return {
    title,
    composer: "",
    collection: 0,
    family: Number(/\d+/.exec(title)?.[0] ?? 0),
    meter: { beats: 4, unit: 4 },
    lines: lines.map((notes, i) => ({ part: parts[i]!, notes, bars })),
  };
}

export const COLLECTIONS = [{ id: "made", name: "Made up", source: "here", licence: "none" }];

/** So many tunes, "Tune 0", "Tune 1" … */
export const madeUp = (count: number): Corpus => tunesFrom(0, count);

/** Others, to have fingerprints of: "Tune 8000", "Tune 8001" … */
export const reserved = (count: number): Corpus => tunesFrom(8000, count);

function tunesFrom(first: number, count: number): Corpus {
  return corpusOf(
    Array.from({ length: count }, (_, i) => pieceOf(`Tune ${first + i}`, tune(first + i))),
    COLLECTIONS,
  );
}
