import { DEFAULT_SETTINGS } from "../../src/domain/ask";
import type { Credit } from "../../src/domain/credit";
import { createRandom } from "../../src/domain/random";
import type { Note, Score, TakeId } from "../../src/domain/score";
import { creditFor } from "./credit";
import { note, placedChord, score, voice } from "./score";

const TAKE_BARS = 16;
const VOICES = ["soprano", "alto", "tenor", "bass"];
/** Ticks of the bars that lines are made of. */
const RHYTHMS = [
  [480, 480, 480, 480],
  [960, 480, 480],
  [720, 240, 480, 480],
  [240, 240, 480, 240, 240, 480],
  [480, 240, 240, 960],
];

/**
 * Four voices whose lines walk in C major and hardly repeat: a melody that somebody wrote, and below it 16 bars of a take each, every eleventh
 * note changed, over two chords a bar. As it is written; or played freely: every start some 15 ticks from where it should be, every length some
 * tenth shorter or longer.
 */
export function longMusic(
  bars: number,
  isFree: boolean,
): { readonly score: Score; readonly credits: readonly Credit[] } {
  const random = createRandom(1);
  const pick = (count: number) => Math.floor(random() * count);
  const wide = () => random() + random() + random() - 1.5;
  const notes = VOICES.flatMap((id, part) => {
    let degree = 21 - 4 * part;
    return Array.from({ length: bars }, (_, bar): readonly Note[] => {
      const take = `take-${Math.floor(bar / TAKE_BARS)}` as TakeId;
      let at = bar * 1920;
      return RHYTHMS[pick(RHYTHMS.length)]!.map((length, i) => {
        degree += [-2, -1, -1, 0, 1, 1, 2][pick(7)]!;
        degree = Math.min(25 - 4 * part, Math.max(17 - 4 * part, degree));
        const pitch = 24 + 12 * Math.floor(degree / 7) + [0, 2, 4, 5, 7, 9, 11][degree % 7]!;
        const start = isFree ? Math.max(0, Math.round(at + 30 * wide())) : at;
        const duration = isFree ? Math.round(length * (0.85 + 0.2 * wide())) : length;
        at += length;
        const changed = (bar * 7 + i) % 11 === 0;
        return note({
          id: `${id}-${bar}-${i}`,
          voice: id,
          pitch,
          start,
          duration,
          velocity: isFree ? Math.round(80 + 20 * wide()) : 80,
          ...(part > 0 && { origin: { by: "model", take, changed } }),
        });
      });
    }).flat();
  });
  const symbols = ["C", "Am", "F", "G7", "Dm", "Em"];
  const chords = Array.from({ length: 2 * bars }, (_, i) =>
    placedChord(i * 960, symbols[pick(symbols.length)]!),
  );
  const credits = Array.from({ length: Math.ceil(bars / TAKE_BARS) }, (_, i) =>
    creditFor(`take-${i}`, {
      seed: pick(2 ** 31),
      createdMs: Date.UTC(2026, 10, 28, 9, i),
      settings: DEFAULT_SETTINGS,
    }),
  );
  return { score: score(notes, { bars, chords, voices: VOICES.map((id) => voice(id)) }), credits };
}
