/** Complex values by their parts, as many of each; a power of two. */
export interface Complex {
  readonly re: Float64Array<ArrayBuffer>;
  readonly im: Float64Array<ArrayBuffer>;
}

/** Fourier's transform and back, both in place. */
export interface Fourier {
  /** The spectrum's places come with their bits reversed, which is where `inverse` wants them. */
  forward(values: Complex): void;
  /** `size` times what was given to `forward`. */
  inverse(values: Complex): void;
}

/** @param size a power of two; Cooley and Tukey's, decimated in frequency there and in time back, so that nothing has to be put in order */
export function createFourier(size: number): Fourier {
  const angle = (k: number) => (2 * Math.PI * k) / size;
  const cos = Float64Array.from({ length: size / 2 }, (_, k) => Math.cos(angle(k)));
  const sin = Float64Array.from({ length: size / 2 }, (_, k) => Math.sin(angle(k)));
  return {
    forward({ re, im }) {
      for (let half = size / 2, stride = 1; half >= 1; half /= 2, stride *= 2)
        for (let start = 0; start < size; start += 2 * half)
          for (let a = start, b = start + half, k = 0; a < start + half; a++, b++, k += stride) {
            const x = re[a]! - re[b]!;
            const y = im[a]! - im[b]!;
            re[a]! += re[b]!;
            im[a]! += im[b]!;
            re[b] = x * cos[k]! + y * sin[k]!;
            im[b] = y * cos[k]! - x * sin[k]!;
          }
    },
    inverse({ re, im }) {
      for (let half = 1, stride = size / 2; half < size; half *= 2, stride /= 2)
        for (let start = 0; start < size; start += 2 * half)
          for (let a = start, b = start + half, k = 0; a < start + half; a++, b++, k += stride) {
            const x = re[b]! * cos[k]! - im[b]! * sin[k]!;
            const y = im[b]! * cos[k]! + re[b]! * sin[k]!;
            re[b] = re[a]! - x;
            im[b] = im[a]! - y;
            re[a]! += x;
            im[a]! += y;
          }
    },
  };
}

export function complex(size: number): Complex {
  return { re: new Float64Array(size), im: new Float64Array(size) };
}
