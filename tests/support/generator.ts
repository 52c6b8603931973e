import type { Ask, Draft, DraftNote } from "../../src/domain/ask";
import { stepsToTicks } from "../../src/domain/units";
import type { AskProgress, Generator, ModelInfo } from "../../src/generation/client";

/** An ask that a test answers by hand. */
export interface OpenAsk {
  readonly ask: Ask;
  readonly signal: AbortSignal | undefined;
  progress(progress: AskProgress): void;
  /** Says that the take to come has a quarter note of each of these pitches, one after the other, in each asked voice. */
  grow(index: number, pitches: readonly number[]): void;
  /** Sends the next take: a quarter note of each of these pitches, one after the other, in each asked voice. */
  draft(...pitches: readonly number[]): void;
  finish(): void;
  fail(error: Error): void;
}

/** A generator without models: each ask waits in `asks` until the test answers it. */
export class FakeGenerator implements Generator {
  readonly asks: OpenAsk[] = [];
  disposed = false;

  ask: Generator["ask"] = (ask, options = {}) =>
    new Promise((resolve, reject) => {
      const drafts: Draft[] = [];
      const { signal, onDraft, onGrowth, onProgress } = options;
      const quarter = stepsToTicks(4);
      const notesOf = (pitches: readonly number[]): readonly DraftNote[] =>
        ask.voices.flatMap((voice) =>
          pitches.map((pitch, i) => ({
            voice,
            pitch,
            start: ask.range.start + i * quarter,
            duration: quarter,
            velocity: 80,
          })),
        );
      signal?.addEventListener("abort", () => {
        reject(signal.reason as Error);
      });
      this.asks.push({
        ask,
        signal,
        progress: (progress) => onProgress?.(progress),
        grow: (index, pitches) =>
          onGrowth?.(notesOf(pitches), index, ask.range.start + pitches.length * quarter),
        draft: (...pitches) => {
          const draft: Draft = {
            notes: notesOf(pitches),
            model: { name: "fake", version: "1" },
            seed: ask.seed + drafts.length,
          };
          drafts.push(draft);
          onDraft?.(draft, drafts.length - 1);
        },
        finish: () => {
          resolve(drafts);
        },
        fail: reject,
      });
    });

  models(): readonly ModelInfo[] {
    return [];
  }

  useCheckpoint: Generator["useCheckpoint"] = () => Promise.resolve();

  dispose(): void {
    this.disposed = true;
  }
}
