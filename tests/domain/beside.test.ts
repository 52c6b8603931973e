import { expect, test } from "vitest";
import type { AskKind } from "../../src/domain/ask";
import { answerOf, besideOf, groundOf } from "../../src/domain/beside";
import type { TakeId, VoiceId } from "../../src/domain/score";
import type { Take } from "../../src/domain/take";
import { pressed } from "../support/ask";
import { melody, score, voice } from "../support/score";

const TUNE = [60, 62, 64, 65, 67, 65, 64, 62];
const sketch = score(melody(TUNE), { bars: 2 });

/** A take of a harmony whose new voice goes by a name of its own. */
function takeOfAsk(
  ask: string,
  pitch: number,
  alto = `alto of ${ask}`,
  kind: AskKind = "harmonise",
): Take {
  const written = melody(
    TUNE.map(() => pitch),
    alto,
  );
  const { settings } = pressed("harmonise", sketch);
  return {
    id: `${ask} ${pitch}` as TakeId,
    parent: "original" as TakeId,
    name: "",
    score: {
      ...sketch,
      voices: [...sketch.voices, voice(alto)],
      notes: [...sketch.notes, ...written],
    },
    making: {
      ...{ kind, model: { name: "m", version: "1" }, seed: 1, settings, ask },
      voices: [alto as VoiceId],
      range: { start: 0, end: 2 * 1920 },
    },
    createdMs: 0,
  };
}

test("recent takes of the same kind are known in the voices of the ask, newest first, those of four asks", () => {
  const ask = pressed("harmonise", sketch);
  const tree = [55, 56, 57, 58, 59].map((pitch, i) => takeOfAsk(`ask ${i}`, pitch));
  const other = takeOfAsk("another", 40, "alto", "rewrite");
  const { recent, habits } = besideOf(ask, [...tree, other], sketch);
  expect(recent.map(({ notes }) => notes[0]!.pitch)).toEqual([59, 58, 57, 56]);
  for (const { notes } of recent)
    for (const note of notes) expect(ask.voices).toContain(note.voice);
  expect(habits).toBeDefined();
});

test("what was offered elsewhere is not recent", () => {
  const ask = pressed("harmonise", sketch);
  const behind = { ...ask, range: { start: 2 * 1920, end: 4 * 1920 } };
  expect(besideOf(behind, [takeOfAsk("ask", 55)], sketch).recent).toEqual([]);
});

test("an answer is what a take has in its voices and bars, compared over these; what was played is not", () => {
  const take = takeOfAsk("ask", 55);
  expect(answerOf(take, take.making!).notes).toHaveLength(TUNE.length);
  expect(groundOf(take)?.kind).toBe("harmonise");
  const played = {
    kind: "play" as const,
    notes: [],
    voices: [],
    range: { start: 0, end: 1 },
    ask: "a",
  };
  expect(groundOf({ ...take, making: played })).toBeUndefined();
});
