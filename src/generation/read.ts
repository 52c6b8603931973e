import * as tf from "@tensorflow/tfjs-core";

/**
 * The values of the tensor that `make` returns; every tensor that it made is disposed of. Never `tf.tidy(() => tensor.dataSync())`: tidy looks for
 * tensors in whatever it is given back, element by element, which takes longer than most products do (0.4 µs a float).
 */
export function read(make: () => tf.Tensor): Float32Array {
  const result = tf.tidy(make);
  try {
    return result.dataSync<"float32">();
  } finally {
    result.dispose();
  }
}
