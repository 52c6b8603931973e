import type { VoiceId } from "../domain/score";

/** How loud something is now: linear, 1 at full scale. */
export interface Level {
  readonly rms: number;
  readonly peak: number;
}

/** The levels of a moment: of each voice behind its fader, and of what leaves the limiter. */
export interface Levels {
  readonly master: Level;
  readonly voices: ReadonlyMap<VoiceId, Level>;
}

export const SILENCE: Level = { rms: 0, peak: 0 };

/** Listens to what is connected to it, the channels of a stereo sound added up. */
export interface Ear {
  readonly input: AudioNode;
  /** Of the last 2048 frames or so. */
  level(): Level;
}

const FRAMES = 2048;

/** @param gain linear, of what it hears */
export function createEar(context: BaseAudioContext, gain = 1): Ear {
  const analyser = new AnalyserNode(context, { fftSize: FRAMES });
  const samples = new Float32Array(FRAMES);
  return {
    input: analyser,
    level() {
      analyser.getFloatTimeDomainData(samples);
      return levelOf(samples, gain);
    },
  };
}

export function levelOf(samples: Float32Array, gain = 1): Level {
  let sum = 0;
  let peak = 0;
  for (const sample of samples) {
    sum += sample * sample;
    peak = Math.max(peak, Math.abs(sample));
  }
  return { rms: gain * Math.sqrt(sum / samples.length), peak: gain * peak };
}

/** Listens to the louder side of a stereo sound. */
export interface StereoEar {
  level(): Level;
  dispose(): void;
}

export function listenToBothSides(context: BaseAudioContext, output: AudioNode): StereoEar {
  const ears = [createEar(context), createEar(context)];
  const sides = new ChannelSplitterNode(context, { numberOfOutputs: 2 });
  output.connect(sides);
  ears.forEach((ear, side) => sides.connect(ear.input, side));
  return {
    level() {
      const levels = ears.map((ear) => ear.level());
      return {
        rms: Math.max(...levels.map(({ rms }) => rms)),
        peak: Math.max(...levels.map(({ peak }) => peak)),
      };
    },
    dispose() {
      output.disconnect(sides);
      sides.disconnect();
    },
  };
}
