import type { AudioError } from "../audio/sample-library";
import type { RenderOptions, Stretch } from "../audio/offline";
import { createRandom } from "../domain/random";
import { audibleVoices, scoreTicks, type Score } from "../domain/score";
import { ticksToSeconds, type Seconds } from "../domain/units";
import { fileName } from "../formats/export";
import { wavFrames, wavHead, type WavBits } from "../formats/wav-write";
import { createZip } from "../formats/zip-write";

/** What is made of a sketch: one file with everything, or an archive with a file a voice. */
export type BounceKind = "mix" | "voices";

/** A file to give to the person, in pieces that come one after another; the browser keeps them where it likes. */
export interface BouncedFile {
  readonly name: string;
  /** Media type. */
  readonly type: string;
  readonly pieces: readonly Blob[];
}

export interface BouncePorts {
  /** The sound of a score, of one of its voices alone where `only` names it. */
  readonly render: (
    score: Score,
    options: Pick<RenderOptions, "only" | "sampleRate" | "tail" | "limited">,
  ) => AsyncIterable<Stretch>;
  readonly nowMs: () => number;
}

/** A file of 16 bits and this length has 635 MB; the format ends at 4 GB. */
const LONGEST: Seconds = 3600;
const SAMPLE_RATE = 44100;
/** For what still rings behind the last bar: a held string, and the room after it. */
const TAIL: Seconds = 3;
/** A mix is for listening, voices are for more work on them. */
const BITS = { mix: 16, voices: 24 } as const;
/** Of all voices' work, what goes into their sound; the rest into writing it down. */
const RENDERING = 0.9;

/** Turns what would be heard into sound files, faster than it would be heard. */
export class Bounce {
  readonly #ports: BouncePorts;
  #done = $state.raw<number | undefined>(undefined);
  #problem = $state.raw<string | undefined>(undefined);
  #run = 0;

  constructor(ports: BouncePorts) {
    this.#ports = ports;
  }

  /** How much is there, in [0, 1]; undefined while nothing is being made. */
  get done(): number | undefined {
    return this.#done;
  }
  /** Why the last one came to nothing; a sentence. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Makes a file of the voices that sound. @returns undefined when it was cancelled, or `problem` says why there is none */
  async make(kind: BounceKind, score: Score): Promise<BouncedFile | undefined> {
    this.cancel();
    const run = this.#run;
    this.#problem = problemOf(score);
    if (this.#problem !== undefined) return undefined;
    this.#done = 0;
    try {
      const goesOn = (done: number) => {
        if (run !== this.#run) return false;
        this.#done = done;
        return true;
      };
      return await (kind === "mix" ? this.#mix(score, goesOn) : this.#voices(score, goesOn));
    } catch (error) {
      if (run === this.#run) this.#problem = sentenceOf(error);
      return undefined;
    } finally {
      if (run === this.#run) this.#done = undefined;
    }
  }

  /** Breaks off what is being made. */
  cancel(): void {
    this.#run += 1;
    this.#done = undefined;
    this.#problem = undefined;
  }

  async #mix(score: Score, goesOn: Progress): Promise<BouncedFile | undefined> {
    const pieces = [new Blob([headOf(score, BITS.mix)])];
    const random = createRandom(0);
    const options = { sampleRate: SAMPLE_RATE, tail: TAIL };
    for await (const { left, right, done } of this.#ports.render(score, options)) {
      if (!goesOn(done)) return undefined;
      pieces.push(new Blob([wavFrames(left, right, BITS.mix, random)]));
    }
    if (!goesOn(1)) return undefined;
    return { name: `${fileName(score.title)}.wav`, type: "audio/wav", pieces };
  }

  /**
   * Each voice as it goes into the mix, before the limiter, so that all together are the mix again. What would pass full scale turns
   * all of them down alike.
   */
  async #voices(score: Score, goesOn: Progress): Promise<BouncedFile | undefined> {
    const audible = audibleVoices(score);
    const voices = score.voices.filter(({ id }) => audible.has(id));
    const stems: (readonly Blob[])[] = [];
    let loudest = 0;
    for (const [i, { id }] of voices.entries()) {
      const stem: Blob[] = [];
      const options = { only: id, sampleRate: SAMPLE_RATE, tail: TAIL, limited: false };
      for await (const { left, right, done } of this.#ports.render(score, options)) {
        if (!goesOn((RENDERING * (i + done)) / voices.length)) return undefined;
        loudest = Math.max(loudest, peakOf(left), peakOf(right));
        stem.push(new Blob([left, right]));
      }
      stems.push(stem);
    }
    const gain = loudest > 1 ? 1 / loudest : 1;
    const title = fileName(score.title);
    const pieces: Blob[] = [];
    const zip = createZip(this.#ports.nowMs(), (piece) => pieces.push(new Blob([piece])));
    for (const [i, { name }] of voices.entries()) {
      const number = String(i + 1).padStart(2, "0");
      zip.begin(`${title} ${number} ${fileName(name, "voice")}.wav`);
      zip.write(headOf(score, BITS.voices));
      for (const [k, piece] of stems[i]!.entries()) {
        const samples = new Float32Array(await piece.arrayBuffer()).map((sample) => sample * gain);
        const [left, right] = halves(samples);
        zip.write(wavFrames(left, right, BITS.voices, () => 0));
        const written = (i + (k + 1) / stems[i]!.length) / voices.length;
        if (!goesOn(RENDERING + (1 - RENDERING) * written)) return undefined;
      }
    }
    zip.end();
    return { name: `${title} voices.zip`, type: "application/zip", pieces };
  }
}

/** @returns false when it is wanted no more */
type Progress = (done: number) => boolean;

function secondsOf(score: Score): Seconds {
  return ticksToSeconds(scoreTicks(score), score.tempo) + TAIL;
}

function headOf(score: Score, bits: WavBits): Uint8Array<ArrayBuffer> {
  const frames = Math.ceil(secondsOf(score) * SAMPLE_RATE);
  return wavHead({ sampleRate: SAMPLE_RATE, bits, frames });
}

function peakOf(samples: Float32Array): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return peak;
}

function halves(samples: Float32Array): readonly [Float32Array, Float32Array] {
  const middle = samples.length / 2;
  return [samples.subarray(0, middle), samples.subarray(middle)];
}

function problemOf(score: Score): string | undefined {
  const audible = audibleVoices(score);
  if (!score.notes.some(({ voice }) => audible.has(voice)))
    return "Nothing would be heard: write a note, or unmute a voice that has some.";
  const seconds = secondsOf(score);
  return seconds > LONGEST
    ? `The sketch lasts ${Math.round(seconds / 60)} minutes. A WAV file is made of up to ${LONGEST / 60}; shorten the sketch, or play it faster.`
    : undefined;
}

function sentenceOf(error: unknown): string {
  const code = (error as Partial<AudioError>).code;
  return code === "sampleMissing" || code === "sampleUnreadable"
    ? "The recordings of an instrument did not load. Check the connection, then try again."
    : `The sound could not be made: ${error instanceof Error ? error.message : String(error)}`;
}
