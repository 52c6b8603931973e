import { limit } from "./limit";
import { Gain, WaveShaper, type BaseContext } from "./tone";

/** The loudest input that is told from louder ones, as a multiple of full scale: 18 dB over. */
const RANGE = 8;
const POINTS = 8193;

/** `limit` as something to connect to, which plays to the context's destination. */
export interface Limiter {
  readonly input: Gain;
  /** For whoever wants to listen to what leaves it. */
  readonly output: AudioNode;
  dispose(): void;
}

export function createLimiter(context: BaseContext): Limiter {
  const shaper = new WaveShaper({ context });
  // The curve is spread over inputs from -1 to 1.
  shaper.curve = Float32Array.from({ length: POINTS }, (_, i) =>
    limit(((i / (POINTS - 1)) * 2 - 1) * RANGE),
  );
  shaper.connect(context.rawContext.destination);
  const input = new Gain({ context, gain: 1 / RANGE }).connect(shaper);
  return {
    input,
    output: shaper.output,
    dispose() {
      input.dispose();
      shaper.dispose();
    },
  };
}
