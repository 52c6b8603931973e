import type { Seconds } from "../domain/units";

/**
 * The time on the audio clock of what left the speakers at a moment, not long ago or now. The clock itself runs ahead of them by the
 * output's latency, and in steps of what the output asks for at a time; where the browser tells when it last asked, the time between is
 * added or taken off.
 * @param ms the moment, of `performance.now()`
 * @param nowMs the same clock now
 */
export function heardTime(
  audio: Pick<AudioContext, "currentTime" | "baseLatency" | "outputLatency" | "getOutputTimestamp">,
  ms: number,
  nowMs: number = ms,
): Seconds {
  const { currentTime } = audio;
  const { contextTime = 0, performanceTime = 0 } = audio.getOutputTimestamp();
  if (contextTime > 0 && performanceTime > 0)
    return Math.min(currentTime, contextTime + (ms - performanceTime) / 1000);
  // Not every engine has both figures, whatever the types say.
  return currentTime - (audio.outputLatency || audio.baseLatency || 0) - (nowMs - ms) / 1000;
}
