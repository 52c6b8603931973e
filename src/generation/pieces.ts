import type { Baseline } from "../originality/baseline";
import { decodeCorpus } from "../originality/corpus-file";
import type { Known } from "../originality/echoes";
import { decodeFingerprints } from "../originality/fingerprints";
import { judge, type Asked } from "../originality/judgement";
import { indexing } from "../originality/search";
import { printIndexOf } from "../originality/recognition";
import type { Line } from "../originality/seeds";
import { nextTurn } from "../turns";
import { ModelError } from "./model-error";

/** Loads the pieces once, when they are first asked for; forgotten when loading fails. */
export class PieceShelf {
  #held: { readonly url: string; readonly pieces: Promise<Known>; ready?: Known } | undefined;

  /** @param url of the folder that has `melodies.bin`, `fingerprints.bin` and `baseline.json` */
  async open(url: string): Promise<Known> {
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
  opened(url: string): Known | undefined {
    return this.#held?.url === url ? this.#held.ready : undefined;
  }
}

async function load(url: string): Promise<Known> {
  const bytes = async (name: string) =>
    new Uint8Array(await (await fetched(`${url}/${name}`)).arrayBuffer());
  const [melodies, fingerprints, baseline] = await Promise.all([
    bytes("melodies.bin"),
    bytes("fingerprints.bin"),
    fetched(`${url}/baseline.json`).then((response) => response.json() as Promise<Baseline>),
  ]);
  const prints = printIndexOf(decodeFingerprints(fingerprints));
  const steps = indexing(decodeCorpus(melodies));
  for (;;) {
    const step = steps.next();
    if (step.done) return { index: step.value, prints, baseline };
    await nextTurn();
  }
}

/** What is compared to try out the pieces: so many times so many lines of their own, of so many notes. */
const TRIALS = { times: 24, lines: 3, notes: 48 };

/** Compares lines of the pieces themselves, so that the first comparison that somebody waits for finds the code compiled. */
export async function tryOut({ index, baseline }: Known): Promise<void> {
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
