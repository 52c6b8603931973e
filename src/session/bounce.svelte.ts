import type { AudioError } from "../audio/sample-library";
import type { RenderOptions, Stretch } from "../audio/offline";
import { createRandom } from "../domain/random";
import { audibleVoices, scoreTicks, type Score, type VoiceId } from "../domain/score";
import { ticksToSeconds, type Seconds } from "../domain/units";
import { fileName } from "../formats/export";
import { wavFrames, wavHead, type WavBits } from "../formats/wav-write";
import { createZip } from "../formats/zip-write";

/** What is made of a sketch: one file with everything, or an archive with a file a voice. */
export type BounceKind = "mix" | "voices";

/** A file to give to the person, in pieces that come one after another. */
export interface BouncedFile {
  readonly name: string;
  /** Media type. */
  readonly type: string;
  readonly pieces: readonly Uint8Array<ArrayBuffer>[];
}

export interface BouncePorts {
  /** The sound of a score, of one of its voices alone where `only` names it. */
  readonly render: (
    score: Score,
    options: Pick<RenderOptions, "only" | "sampleRate" | "tail">,
  ) => AsyncIterable<Stretch>;
  readonly nowMs: () => number;
}

/** A file of 16 bits and this length has 635 MB; the format ends at 4 GB. */
const LONGEST: Seconds = 3600;
const SAMPLE_RATE = 44100;
/** For what still rings behind the last bar: a held string, and the room after it. */
const TAIL: Seconds = 3;
/** A mix is for listening, voices are for more work on them. */
const BITS: Record<BounceKind, WavBits> = { mix: 16, voices: 24 };

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
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    const whole = await this.#write(score, undefined, "mix", (piece) => pieces.push(piece), goesOn);
    return whole ? { name: `${fileName(score.title)}.wav`, type: "audio/wav", pieces } : undefined;
  }

  async #voices(score: Score, goesOn: Progress): Promise<BouncedFile | undefined> {
    const audible = audibleVoices(score);
    const voices = score.voices.filter(({ id }) => audible.has(id));
    const title = fileName(score.title);
    const zip = createZip(this.#ports.nowMs());
    for (const [i, { id, name }] of voices.entries()) {
      const number = String(i + 1).padStart(2, "0");
      zip.begin(`${title} ${number} ${fileName(name, "voice")}.wav`);
      const write = (piece: Uint8Array<ArrayBuffer>) => zip.write(piece);
      const share = (done: number) => goesOn((i + done) / voices.length);
      if (!(await this.#write(score, id, "voices", write, share))) return undefined;
    }
    zip.end();
    return { name: `${title} voices.zip`, type: "application/zip", pieces: zip.pieces };
  }

  /** @returns whether it is whole */
  async #write(
    score: Score,
    only: VoiceId | undefined,
    kind: BounceKind,
    write: (piece: Uint8Array<ArrayBuffer>) => void,
    goesOn: Progress,
  ): Promise<boolean> {
    const bits = BITS[kind];
    const frames = Math.ceil(secondsOf(score) * SAMPLE_RATE);
    write(wavHead({ sampleRate: SAMPLE_RATE, bits, frames }));
    const random = createRandom(0);
    const options = { only, sampleRate: SAMPLE_RATE, tail: TAIL };
    for await (const { left, right, done } of this.#ports.render(score, options)) {
      if (!goesOn(done)) return false;
      write(wavFrames(left, right, bits, random));
    }
    return goesOn(1);
  }
}

/** @returns false when it is wanted no more */
type Progress = (done: number) => boolean;

function secondsOf(score: Score): Seconds {
  return ticksToSeconds(scoreTicks(score), score.tempo) + TAIL;
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
