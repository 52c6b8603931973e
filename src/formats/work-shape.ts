import type { Work } from "../exercises/work";
import { exercise } from "./exercise-shape";
import { growth, helps, returned } from "./hand-in-file";
import { amount, fields, list, optional, text } from "./shape";

const LONGEST = 20_000;

/** A work as it was stored beside its sketch. */
export const work = fields<Work>({
  id: text(),
  exercise,
  openedMs: amount(0, Number.MAX_SAFE_INTEGER),
  changedMs: amount(0, Number.MAX_SAFE_INTEGER),
  growth,
  helps,
  name: text(200),
  group: text(200),
  reflection: text(LONGEST),
  complete: amount(0, 1),
  handedIn: list(text(200), 1000),
  returned: optional(returned),
});
