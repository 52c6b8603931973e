import { expect, test } from "vitest";
import { DEFAULT_SETTINGS, type DraftNote } from "../../src/domain/ask";
import type { PersonalModel } from "../../src/domain/personal";
import { createRandom } from "../../src/domain/random";
import type { Note } from "../../src/domain/score";
import { learnStyle } from "../../src/generation/personal-style";
import { varyMelodies } from "../../src/generation/variation";
import { melody, score, voice } from "../support/score";
import { distance } from "./measures";
import { trained } from "./trained";

const pause = () => Promise.resolve();

/** Eight bars of eighths that run up and down the scale. */
function running(seed: number): readonly Note[] {
  const scale = [60, 62, 64, 65, 67, 69, 71, 72, 74, 76, 77, 79];
  const random = createRandom(seed);
  let at = 5;
  let way = 1;
  return melody(
    Array.from({ length: 64 }, () => {
      if (random() < 0.25 || at + way < 0 || at + way >= scale.length) way = -way;
      at = Math.min(scale.length - 1, Math.max(0, at + way));
      return scale[at]!;
    }),
  ).map((note) => ({ ...note, start: note.start / 2, duration: note.duration / 2 }));
}

const TUNES = [
  [60, 60, 67, 67, 69, 69, 67, 67, 65, 65, 64, 64, 62, 62, 60, 60],
  [76, 76, 77, 79, 79, 77, 76, 74, 72, 72, 74, 76, 76, 74, 74, 72],
].map((pitches) => score(melody(pitches)));

const VOICES = [voice("soprano").id];
const WHOLE = { start: 0, end: 4 * 1920 };

/** Three takes of each tune. */
async function varied(
  style: PersonalModel,
  personal: number,
): Promise<readonly (readonly (readonly DraftNote[])[])[]> {
  const coder = await trained.melodyVae();
  const settings = { ...DEFAULT_SETTINGS, personal };
  return Promise.all(
    TUNES.map((base) =>
      varyMelodies(
        { score: base, voices: VOICES, range: WHOLE, settings, personal: style },
        coder,
        [1, 2, 3].map(createRandom),
        pause,
      ),
    ),
  );
}

test("tunes in quarters become eighths towards somebody who writes eighths, each its own way", async () => {
  const pieces = [1, 2, 3].map((seed) => score(running(seed), { bars: 8 }));
  const learnt = await learnStyle(pieces, await trained.melodyVae(), 1, pause);
  const style = { ...learnt, name: "", learntMs: 0, sketches: [] };
  const [plain, half, whole] = [
    await varied(style, 0),
    await varied(style, 0.5),
    await varied(style, 1),
  ];
  for (const i of TUNES.keys()) {
    expect(half[i]!.flat().length).toBeGreaterThan(plain[i]!.flat().length);
    expect(whole[i]!.flat().length).toBeGreaterThan(1.5 * plain[i]!.flat().length);
  }
  for (const [take, notes] of whole[0]!.entries())
    expect(distance(notes, whole[1]![take]!, VOICES, WHOLE)).toBeGreaterThan(0.5);
});
