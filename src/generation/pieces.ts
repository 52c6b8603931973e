import type { Baseline } from "../originality/baseline";
import { decodeCorpus } from "../originality/corpus-file";
import { judge, type Asked } from "../originality/judgement";
import { indexing, type Index } from "../originality/search";
import type { Line } from "../originality/seeds";
import { nextTurn } from "../turns";
import { ModelError } from "./model-error";

/** The pieces that models were trained on, ready to be searched, and what people share. */
export interface Pieces {
  readonly index: Index;
  readonly baseline: Baseline;
}

/** Loads the pieces once, when they are first asked for; forgotten when loading fails. */
export class PieceShelf {
  #held: { readonly url: string; readonly pieces: Promise<Pieces>; ready?: Pieces } | undefined;

  /** @param url of the folder that has `melodies.bin` and `baseline.json` */
  async open(url: string): Promise<Pieces> {
    if (this.#held?.url !== url) this.#held = { url, pieces: load(url) };
    const held = this.#held;
    try {
      return (held.ready = await held.pieces);
    } catch (error) {
      if (this.#held === held) this.#held = undefined;
      throw error;
    }
  }

  /** Those of `url` if they are there already. */
  opened(url: string): Pieces | undefined {
    return this.#held?.url === url ? this.#held.ready : undefined;
  }
}

async function load(url: string): Promise<Pieces> {
  const [file, baseline] = await Promise.all([
    fetched(`${url}/melodies.bin`).then((response) => response.arrayBuffer()),
    fetched(`${url}/baseline.json`).then((response) => response.json() as Promise<Baseline>),
  ]);
  const steps = indexing(decodeCorpus(new Uint8Array(file)));
  for (;;) {
    const step = steps.next();
    if (step.done) return { index: step.value, baseline };
    await nextTurn();
  }
}

/** What is compared to try out the pieces: so many times so many lines of their own, of so many notes. */
const TRIALS = { times: 24, lines: 3, notes: 48 };

/** Compares lines of the pieces themselves, so that the first comparison that somebody waits for finds the code compiled. */
export async function tryOut({ index, baseline }: Pieces): Promise<void> {
  const { first } = index.corpus;
  const step = Math.floor((first.length - 1 - TRIALS.lines) / TRIALS.times);
  for (let trial = 0; trial < TRIALS.times; trial++) {
    const asked = Array.from({ length: TRIALS.lines }, (_, i): Asked => {
      const [from, to] = [first[trial * step + i]!, first[trial * step + i + 1]!];
      const line = partOf(index.line, from, Math.min(to, from + TRIALS.notes));
      return { kind: "part", line };
    });
    judge(index, baseline, asked);
    await nextTurn();
  }
}

const partOf = ({ pitch, start, onBeat }: Line, from: number, to: number): Line => ({
  pitch: pitch.subarray(from, to),
  start: start.subarray(from, to),
  onBeat: onBeat.subarray(from, to),
});

async function fetched(url: string): Promise<Response> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw new ModelError("network", `${url} could not be fetched`, { cause });
  });
  if (!response.ok) throw new ModelError("notFound", `${url} answered ${response.status}`);
  return response;
}
