/** What belongs to one of `lanes` lanes that lie side by side in `values`; a view. */
export function laneOf(values: Float32Array, lane: number, lanes: number): Float32Array {
  const width = values.length / lanes;
  return values.subarray(lane * width, (lane + 1) * width);
}

/** `values` so many times side by side: lanes that are alike. */
export function repeated(values: Float32Array, lanes: number): Float32Array {
  const all = new Float32Array(values.length * lanes);
  for (let lane = 0; lane < lanes; lane++) all.set(values, lane * values.length);
  return all;
}
