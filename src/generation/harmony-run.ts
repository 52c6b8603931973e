import { HARMONY_STYLES, type HarmonyStyle, type ModelName } from "../domain/ask";
import type { Steps } from "../domain/units";
import type { Habits } from "./habits";

/** What a cell may be: one of 46 pitches from `LOWEST`, or silence. */
export const CHOICES = 47;
/** The choice that is silence. */
export const QUIET = 46;
/** A cell that is to be written, for the encoder. */
export const UNKNOWN = 47;
/** Cells as the decoder hears them: a choice struck, or `CHOICES` more where it is held on. */
export const TOKENS = 2 * CHOICES;
/** What is known of a cell's attack. */
export const SUSTAINED = 0;
export const STRUCK = 1;
export const UNSAID = 2;
/** Outputs for a cell: a logit for each choice, and that of striking it anew where the pitch stays. */
export const OUTPUTS = CHOICES + 1;
/** The parts of a step in the order in which they are decided: soprano, bass, tenor, alto. */
export const DECODING_ORDER = [0, 3, 2, 1] as const;

/** Sixteenths of a bar for each metre that the network was told; the first stands for all others. */
export const METRE_STEPS = [16, 16, 12, 8, 12] as const;
/** Context of a step: place in the quarter, place in the bar, metre, phrase end and whether those are known, style, mode. */
export const CONTEXT_INPUTS = 4 + 16 + METRE_STEPS.length + 2 + HARMONY_STYLES.length + 1;
/** Steps on either side that the encoder hears around one. */
export const CONTEXT_STEPS: Steps = 38;

/** A score as the encoder hears it. */
export interface HarmonySheet {
  readonly steps: Steps;
  /** `[steps * 4]`: a choice, or `UNKNOWN`. */
  readonly cell: Uint8Array;
  /** `[steps * 4]`: `STRUCK`, `SUSTAINED` or `UNSAID`. */
  readonly attack: Uint8Array;
  /** `[steps * CONTEXT_INPUTS]` */
  readonly context: Float32Array;
}

/** Several takes of one sheet, decided side by side in the order of time. */
export interface HarmonyRun {
  /** Goes on to `step`. @param previous `[takes * 4]`: tokens of the step before */
  advance(step: Steps, previous: Uint8Array): void;
  /**
   * What the network expects of a cell of the step that was reached.
   * @param k the voice's place in `DECODING_ORDER`
   * @param tokens `[takes * 4]`: those of the voices before it in that order are decided
   * @param out `[OUTPUTS]`: logits
   */
  logits(k: number, take: number, tokens: Uint8Array, out: Float32Array): void;
  /** Makes take `to` go on from where take `from` is. */
  copy(from: number, to: number): void;
  dispose(): void;
}

/** A network that writes four parts in one pass. */
export interface HarmonyNet {
  readonly model: ModelName;
  /** Those of each style, where the checkpoint has them. */
  readonly habits: Readonly<Partial<Record<HarmonyStyle, Habits | undefined>>>;
  start(sheet: HarmonySheet, takes: number): HarmonyRun;
}
