import { PIGMENTS, type Score, type Voice, type VoiceId } from "./score";

export const CHORALE_NAMES = ["Soprano", "Alto", "Tenor", "Bass"] as const;

/** A new voice in the first pigment that no other voice of `score` has. */
export function newVoice(score: Score, id: VoiceId, name: string): Voice {
  const used = new Set(score.voices.map((voice) => voice.pigment));
  return {
    id,
    name,
    pigment:
      PIGMENTS.find((pigment) => !used.has(pigment)) ??
      PIGMENTS[score.voices.length % PIGMENTS.length]!,
    instrument: score.voices[0]?.instrument ?? "piano",
    volume: 0.8,
    muted: false,
    solo: false,
    locked: false,
  };
}

/**
 * `score` with voices added at the end until there are four, named for the parts of a chorale that are missing.
 * @returns `score` itself when it has four or more
 */
export function withChoraleVoices(score: Score, newId: () => VoiceId): Score {
  let result = score;
  while (result.voices.length < CHORALE_NAMES.length) {
    const names = new Set(result.voices.map((voice) => voice.name));
    const name =
      CHORALE_NAMES.slice(result.voices.length).find((n) => !names.has(n)) ??
      CHORALE_NAMES.find((n) => !names.has(n)) ??
      `Voice ${result.voices.length + 1}`;
    result = { ...result, voices: [...result.voices, newVoice(result, newId(), name)] };
  }
  return result;
}
