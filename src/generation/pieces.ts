import type { Baseline, OtherBaseline } from "../originality/baseline";
import { decodeCorpus } from "../originality/corpus-file";
import { indexDrums, type DrumIndex } from "../originality/drum-search";
import { decodeRecordings } from "../originality/drums";
import type { Known } from "../originality/echoes";
import { decodeFingerprints } from "../originality/fingerprints";
import { judge, type Asked } from "../originality/judgement";
import { indexProgressions, type ProgressionIndex } from "../originality/progression-search";
import { decodeProgressions } from "../originality/progressions";
import { printIndexOf } from "../originality/recognition";
import { indexing } from "../originality/search";
import { stretchOf } from "../originality/seeds";
import { nextTurn } from "../turns";
import { ModelError } from "./model-error";

/** What models were trained on, ready to be searched, and what people share. */
export interface Pieces extends Known {
  readonly progressions: ProgressionIndex;
  readonly drums: DrumIndex;
  readonly baseline: Baseline & OtherBaseline;
}

/** Loads the pieces once, when they are first asked for; forgotten when loading fails. */
export class PieceShelf {
  #held: { readonly url: string; readonly pieces: Promise<Pieces>; ready?: Pieces } | undefined;

  /** @param url of the folder that has `melodies.bin`, `fingerprints.bin`, `progressions.bin`, `drums.bin` and `baseline.json` */
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
  const bytes = async (name: string) =>
    new Uint8Array(await (await fetched(`${url}/${name}`)).arrayBuffer());
  const [melodies, fingerprints, chords, recordings, baseline] = await Promise.all([
    bytes("melodies.bin"),
    bytes("fingerprints.bin"),
    bytes("progressions.bin"),
    bytes("drums.bin"),
    fetched(`${url}/baseline.json`).then(
      (response) => response.json() as Promise<Pieces["baseline"]>,
    ),
  ]);
  const prints = printIndexOf(decodeFingerprints(fingerprints));
  const progressions = indexProgressions(decodeProgressions(chords));
  await nextTurn();
  const drums = indexDrums(decodeRecordings(recordings));
  await nextTurn();
  const steps = indexing(decodeCorpus(melodies));
  for (;;) {
    const step = steps.next();
    if (step.done) return { index: step.value, prints, progressions, drums, baseline };
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
      const line = stretchOf(index.line, from, Math.min(to, from + TRIALS.notes));
      return { kind: "part", line };
    });
    judge(index, baseline, asked);
    await nextTurn();
  }
}

async function fetched(url: string): Promise<Response> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw new ModelError("network", `${url} could not be fetched`, { cause });
  });
  if (!response.ok) throw new ModelError("notFound", `${url} answered ${response.status}`);
  return response;
}
