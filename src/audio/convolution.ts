import { complex, createFourier, type Complex } from "./fourier";

type Samples = Float32Array<ArrayBuffer>;

/** What two ears hear of one sound in a room: adds it to what they hear already, which is `response - 1` longer than the sound at least. */
export type Hall = (sound: Samples, ears: readonly [Samples, Samples], at: number) => void;

/**
 * A room by its answers to a clap, for sound that is all there already: faster than a `ConvolverNode`, which has to answer at once. Both ears in one
 * transform, as the real and the imaginary part.
 * @param response of each ear, equally long
 */
export function createHall([left, right]: readonly [Samples, Samples]): Hall {
  // As much sound at a time as the answer is long, or more.
  const size = 2 ** Math.ceil(Math.log2(2 * left.length));
  const block = size - left.length + 1;
  const fourier = createFourier(size);
  const clap = complex(size);
  clap.re.set(left.map((sample) => sample / size));
  clap.im.set(right.map((sample) => sample / size));
  fourier.forward(clap);
  const heard = complex(size);

  return (sound, [inLeft, inRight], at) => {
    for (let from = 0; from < sound.length; from += block) {
      const piece = sound.subarray(from, from + block);
      if (piece.every((sample) => sample === 0)) continue;
      heard.re.fill(0).set(piece);
      heard.im.fill(0);
      fourier.forward(heard);
      multiply(heard, clap);
      fourier.inverse(heard);
      const length = piece.length + left.length - 1;
      for (let i = 0; i < length; i++) {
        inLeft[at + from + i]! += heard.re[i]!;
        inRight[at + from + i]! += heard.im[i]!;
      }
    }
  };
}

function multiply({ re, im }: Complex, by: Complex): void {
  for (let i = 0; i < re.length; i++) {
    const [a, b] = [re[i]!, im[i]!];
    re[i] = a * by.re[i]! - b * by.im[i]!;
    im[i] = a * by.im[i]! + b * by.re[i]!;
  }
}
