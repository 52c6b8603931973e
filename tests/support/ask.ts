import { DEFAULT_SETTINGS, type Ask, type AskSettings, type Draft } from "../../src/domain/ask";
import { composeTake, prepareAsk } from "../../src/domain/asking";
import type { Score, TakeId } from "../../src/domain/score";
import { countingIds, melody, score } from "./score";

/** What a press of the button asks, for one take; *Blend* meets a falling scale. Throws where it would be refused. */
export function pressed(
  kind: Ask["kind"],
  base: Score,
  settings: Partial<AskSettings> = {},
  overrides: Partial<Ask> = {},
): Ask {
  const ids = countingIds();
  const ask = prepareAsk(
    {
      kind,
      score: base,
      selection: new Set(),
      settings: { ...DEFAULT_SETTINGS, takes: 1, ...settings },
      seed: 5,
      other: score(melody([72, 71, 69, 67, 65, 64, 62, 60])),
    },
    () => ids.voice(),
  );
  if (typeof ask === "string") throw new Error(ask);
  return { ...ask, ...overrides };
}

/** The sketch as it would be if the draft were kept. */
export function takeOf(ask: Ask, draft: Draft): Score {
  const ids = countingIds("take");
  return composeTake(ask, draft, "take" as TakeId, () => ids.note());
}
