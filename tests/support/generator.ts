import type { Ask, Draft } from "../../src/domain/ask";
import { stepsToTicks } from "../../src/domain/units";
import type { AskProgress, Generator, ModelInfo } from "../../src/generation/client";

/** An ask that a test answers by hand. */
export interface OpenAsk {
  readonly ask: Ask;
  readonly signal: AbortSignal | undefined;
  progress(progress: AskProgress): void;
  /** Sends the next take: one quarter note of this pitch in each asked voice. */
  draft(pitch: number): void;
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
      const { signal, onDraft, onProgress } = options;
      signal?.addEventListener("abort", () => {
        reject(signal.reason as Error);
      });
      this.asks.push({
        ask,
        signal,
        progress: (progress) => onProgress?.(progress),
        draft: (pitch) => {
          const draft: Draft = {
            notes: ask.voices.map((voice) => ({
              voice,
              pitch,
              start: ask.range.start,
              duration: stepsToTicks(4),
              velocity: 80,
            })),
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

  useCheckpoint(): Promise<void> {
    return Promise.resolve();
  }

  dispose(): void {
    this.disposed = true;
  }
}
