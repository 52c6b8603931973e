import "../../src/generation/prelude";
import type { Ask, Draft } from "../../src/domain/ask";
import { CHECKPOINT_KINDS, type Checkpoints } from "../../src/generation/checkpoint-kind";
import { answerWith } from "../../src/generation/composers";
import { Library } from "../../src/generation/library";

const checkpoints = Object.fromEntries(
  CHECKPOINT_KINDS.map((kind) => [
    kind,
    { address: new URL(`/models/${kind}`, location.origin).href },
  ]),
) as Checkpoints;

const library = new Library((model) => model.dispose());

/** The checkpoints that come with the page, in this thread. */
export const trained = library.networks(
  checkpoints,
  () => undefined,
  () => undefined,
);

/** What they answer, without the worker. */
export async function compose(ask: Ask): Promise<readonly Draft[]> {
  return answerWith(ask, trained, {
    pause: () => Promise.resolve(),
    onDrafts: () => undefined,
    onProgress: () => undefined,
  });
}
