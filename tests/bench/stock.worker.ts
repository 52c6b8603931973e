import { withFiles } from "../../src/generation/prelude";
import { Coconet } from "@magenta/music/esm/coconet/model";
import { MusicRNN } from "@magenta/music/esm/music_rnn/model";
import { MusicVAE } from "@magenta/music/esm/music_vae/model";
import { NoteSequence } from "@magenta/music/esm/protobuf/index";
import { startBackend } from "../../src/generation/backend";
import { coconetWithoutConfig } from "../generation/random-checkpoints";
import melody from "./melody.json";
import type { StockModel, StockReply, StockRequest } from "./stock-calls";

const BAR_STEPS = 16;
/** Antiphon's default number of takes. */
const TAKES = 3;

/** Bars `from` to `to` (exclusive) of the melody, cut to 2 bars for what takes no more. */
function bars(from: number, to: number): NoteSequence {
  const [first, end] = [from * BAR_STEPS, to * BAR_STEPS];
  return NoteSequence.create({
    quantizationInfo: { stepsPerQuarter: melody.stepsPerQuarter },
    totalQuantizedSteps: end - first,
    notes: melody.notes
      .filter(({ start }) => start >= first && start < end)
      .map(({ pitch, start, end: noteEnd }) => ({
        pitch,
        instrument: 0,
        quantizedStartStep: start - first,
        quantizedEndStep: noteEnd - first,
      })),
  });
}

/** What one run of each model is. */
const preparations: Record<StockModel, (url: string) => Promise<() => Promise<unknown>>> = {
  async coconet(url) {
    const model = new Coconet(url);
    const config = (await (await fetch(`${url}/config.json`)).json()) as { spec?: object };
    // The class knows one size only: the checkpoint's own has to be put in its place before it loads.
    const insides = model as unknown as { spec: object };
    insides.spec = { ...insides.spec, ...config.spec };
    await model.initialize();
    return () => model.infill(bars(0, 4));
  },
  async "coconet-default"(url) {
    const model = new Coconet(url);
    const files = [...coconetWithoutConfig()].map(
      ([name, bytes]) => [`${url}/${name}`, bytes.buffer] as const,
    );
    await withFiles(new Map(files), () => model.initialize());
    return () => model.infill(bars(0, 4));
  },
  async "melody-rnn"(url) {
    const model = new MusicRNN(url);
    await model.initialize();
    const config = (await (await fetch(`${url}/config.json`)).json()) as { chordEncoder?: string };
    // One that is told chords will not do without.
    const chords = config.chordEncoder ? ["C"] : undefined;
    return () => model.continueSequence(bars(0, 4), 4 * BAR_STEPS, 1, chords);
  },
  async "melody-vae"(url) {
    const model = new MusicVAE(url);
    await model.initialize();
    return async () => {
      await model.similar(bars(0, 2), TAKES, 0.65);
      await model.similar(bars(2, 4), TAKES, 0.65);
    };
  },
};

async function time({ model, modelsUrl, runs }: StockRequest): Promise<StockReply> {
  await startBackend();
  const run = await preparations[model](`${modelsUrl}/${model}`);
  await run();
  const ms: number[] = [];
  while (ms.length < runs) {
    const start = performance.now();
    await run();
    ms.push(performance.now() - start);
  }
  return { ms };
}

self.onmessage = async ({ data }: MessageEvent<StockRequest>) => {
  self.postMessage(await time(data).catch((error: unknown) => ({ error: String(error) })));
};
