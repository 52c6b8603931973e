import type { Edit } from "../../domain/edit";
import type { Score, Voice, VoiceId } from "../../domain/score";
import { CHORALE_NAMES, newVoice } from "../../domain/voicing";

/** Adds an empty voice below the others, with the first part of a choir that is not there yet for a name. */
export function addVoice(score: Score, id: VoiceId): readonly Edit[] {
  const names = new Set(score.voices.map((voice) => voice.name));
  const name = CHORALE_NAMES.find((part) => !names.has(part)) ?? `Voice ${score.voices.length + 1}`;
  return [{ type: "addVoice", voice: newVoice(score, id, name) }];
}

/** The voice's notes and locks go with it. */
export function removeVoice(voice: Voice): readonly Edit[] {
  return [{ type: "removeVoice", id: voice.id }];
}

export function changeVoice(voice: Voice, change: Partial<Omit<Voice, "id">>): readonly Edit[] {
  return [{ type: "updateVoice", voice: { ...voice, ...change } }];
}
