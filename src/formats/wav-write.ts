import type { Random } from "../domain/random";
import { chunkName } from "./bytes";

/** What stands at the head of a stereo WAV file. */
export interface WavShape {
  /** Frames a second. */
  readonly sampleRate: number;
  readonly bits: WavBits;
  /** How many frames will follow the head. */
  readonly frames: number;
}

/** Bits of a sample: 16 play everywhere, 24 are for more work on them. */
export type WavBits = 16 | 24;

const CHANNELS = 2;
const HEAD_BYTES = 44;
const PCM = 1;

/** The first 44 bytes; what `wavFrames` makes comes behind them, piece by piece. */
export function wavHead({ sampleRate, bits, frames }: WavShape): Uint8Array<ArrayBuffer> {
  const frameBytes = (CHANNELS * bits) / 8;
  const view = new DataView(new ArrayBuffer(HEAD_BYTES));
  const head = new Uint8Array(view.buffer);
  head.set(chunkName("RIFF"));
  view.setUint32(4, HEAD_BYTES - 8 + frames * frameBytes, true);
  head.set([...chunkName("WAVE"), ...chunkName("fmt ")], 8);
  view.setUint32(16, 16, true);
  view.setUint16(20, PCM, true);
  view.setUint16(22, CHANNELS, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * frameBytes, true);
  view.setUint16(32, frameBytes, true);
  view.setUint16(34, bits, true);
  head.set(chunkName("data"), 36);
  view.setUint32(40, frames * frameBytes, true);
  return head;
}

/**
 * Frames of both sides as a WAV file has them; 1 is full scale, and what is beyond is cut off there. In 16 bits with dither: noise of a
 * triangle's distribution, two steps wide, makes what is lost in rounding a hiss that has nothing to do with the music (Lipshitz et al. 1992, "Quantization
 * and Dither"). Silence stays silence.
 * @param left as long as `right`
 */
export function wavFrames(
  left: Float32Array,
  right: Float32Array,
  bits: WavBits,
  random: Random,
): Uint8Array<ArrayBuffer> {
  const bytes = bits / 8;
  const view = new DataView(new ArrayBuffer(left.length * CHANNELS * bytes));
  const most = 2 ** (bits - 1) - 1;
  for (const [side, samples] of [left, right].entries())
    for (let i = 0, at = side * bytes; i < samples.length; i++, at += CHANNELS * bytes) {
      const sample = samples[i]!;
      const dither = bits === 16 && sample !== 0 ? random() - random() : 0;
      const step = Math.max(-most - 1, Math.min(most, Math.round(sample * most + dither)));
      if (bits === 24) view.setUint8(at, step & 0xff);
      view.setInt16(at + bytes - 2, bits === 24 ? step >> 8 : step, true);
    }
  return new Uint8Array(view.buffer);
}
