import type { Edit } from "../../domain/edit";
import type { Instrument, Score, Voice, VoiceId } from "../../domain/score";
import { CHORALE_NAMES, newVoice } from "../../domain/voicing";

/** What the list of instruments says. */
export const INSTRUMENT_WORDS: Readonly<Record<Instrument, string>> = {
  piano: "Piano",
  strings: "Strings",
  organ: "Organ",
  clarinet: "Clarinet",
  flute: "Flute",
  cello: "Cello",
  drums: "Drums",
};

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
