import { isPart, PIGMENTS, type Score, type Voice, type VoiceId } from "./score";

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
    instrument:
      score.voices.find(({ instrument }) => instrument !== "drums")?.instrument ?? "piano",
    volume: 0.8,
    muted: false,
    solo: false,
    locked: false,
  };
}

/**
 * `score` with voices added behind the others until there are four, drums and those that play chords left out, named for the parts of a
 * chorale that are missing.
 * @returns `score` itself when it has four or more
 */
export function withChoraleVoices(score: Score, newId: () => VoiceId): Score {
  const played = score.voices.filter((voice) => !isPart(score, voice.id));
  let result = { ...score, voices: score.voices.filter((voice) => !played.includes(voice)) };
  if (result.voices.length >= CHORALE_NAMES.length) return score;
  while (result.voices.length < CHORALE_NAMES.length) {
    const names = new Set(result.voices.map((voice) => voice.name));
    const name =
      CHORALE_NAMES.slice(result.voices.length).find((n) => !names.has(n)) ??
      CHORALE_NAMES.find((n) => !names.has(n)) ??
      `Voice ${result.voices.length + 1}`;
    const all = { ...result, voices: [...result.voices, ...played] };
    result = { ...result, voices: [...result.voices, newVoice(all, newId(), name)] };
  }
  return { ...result, voices: [...result.voices, ...played] };
}

/** `score` with a drum kit behind its voices, whose id is `id`. */
export function withDrums(score: Score, id: VoiceId): Score {
  const kit: Voice = { ...newVoice(score, id, "Drums"), instrument: "drums" };
  return { ...score, voices: [...score.voices, kit] };
}

/** Voices of who plays along with a person. */
export const PARTNER_NAMES = { answer: "Answer", shadow: "Shadow" } as const;

/** Whether a voice is told by its name to be what the machine played along: no harmony that is asked for takes its place. */
export function isPartnerVoice({ name }: Voice): boolean {
  return name === PARTNER_NAMES.answer || name === PARTNER_NAMES.shadow;
}

export const ACCOMPANIMENT_NAMES = { upper: "Accompaniment", bass: "Accompaniment bass" } as const;

/** `score` with voices to play its chords in, behind the others; `score` itself when both are there. */
export function withAccompanimentVoices(score: Score, newId: () => VoiceId): Score {
  let { voices } = score;
  const part = (known: VoiceId | undefined, name: string): VoiceId => {
    if (known !== undefined && voices.some((voice) => voice.id === known)) return known;
    const voice = newVoice({ ...score, voices }, newId(), name);
    voices = [...voices, { ...voice, instrument: "piano" }];
    return voice.id;
  };
  const upper = part(score.accompaniment?.upper, ACCOMPANIMENT_NAMES.upper);
  const bass = part(score.accompaniment?.bass, ACCOMPANIMENT_NAMES.bass);
  return voices === score.voices ? score : { ...score, voices, accompaniment: { upper, bass } };
}
