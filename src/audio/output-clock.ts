import type { Seconds } from "../domain/units";

/**
 * The time on the audio clock of what leaves the speakers now. The clock itself runs ahead of them by the output's latency,
 * and in steps of what the output asks for at a time; where the browser tells when it last asked, the time since is added.
 * @param nowMs `performance.now()`
 */
export function heardTime(
  audio: Pick<AudioContext, "currentTime" | "baseLatency" | "outputLatency" | "getOutputTimestamp">,
  nowMs: number,
): Seconds {
  const { currentTime } = audio;
  const { contextTime = 0, performanceTime = 0 } = audio.getOutputTimestamp();
  if (contextTime > 0 && performanceTime > 0)
    return Math.min(currentTime, contextTime + Math.max(0, nowMs - performanceTime) / 1000);
  // Not every engine has both figures, whatever the types say.
  return currentTime - (audio.outputLatency || audio.baseLatency || 0);
}
