import { isAccompaniment, isDrums, type Score, type Voice, type VoiceId } from "../domain/score";
import { clefFor, PERCUSSION, type Clef } from "./clef";

/** Up or down where voices share a staff; undefined where each note's place decides. */
export type Stems = "up" | "down" | undefined;

/** Five lines, and who is written on them. */
export interface Staff {
  readonly voices: readonly { readonly id: VoiceId; readonly stems: Stems }[];
  readonly clef: Clef;
  /** Staves in a row with the same group are joined: by a brace, and by their bar lines. */
  readonly group: "parts" | "accompaniment" | "drums";
}

const BASS: Clef = { sign: "F", line: 4, octaves: 0 };

/**
 * The staves of a score from the top. Three and four parts share two, the upper two with stems apart on the upper one; more parts have a
 * staff each, as have drums and the voices that play the chords.
 */
export function stavesOf(score: Score): readonly Staff[] {
  const drums = score.voices.filter(({ id }) => isDrums(score, id));
  const accompaniment = score.voices.filter(
    (voice) => isAccompaniment(score, voice.id) && !drums.includes(voice),
  );
  const parts = score.voices.filter(
    (voice) => !drums.includes(voice) && !accompaniment.includes(voice),
  );
  const shared = parts.length === 3 || parts.length === 4;
  const together = shared ? [parts.slice(0, 2), parts.slice(2)] : parts.map((voice) => [voice]);
  const pitched = (voices: readonly Voice[], group: Staff["group"], isLow: boolean): Staff => ({
    voices: voices.map(({ id }, i) => ({
      id,
      stems: voices.length === 1 ? undefined : i === 0 ? "up" : "down",
    })),
    clef: clefOf(score, voices, isLow),
    group,
  });
  return [
    ...together.map((voices, i) =>
      pitched(voices, "parts", together.length > 1 && i === together.length - 1),
    ),
    ...accompaniment.map((voice) =>
      pitched([voice], "accompaniment", score.accompaniment?.bass === voice.id),
    ),
    ...drums.map(({ id }): Staff => ({
      voices: [{ id, stems: "up" }],
      clef: PERCUSSION,
      group: "drums",
    })),
  ];
}

function clefOf(score: Score, voices: readonly Voice[], isLow: boolean): Clef {
  const ids = new Set(voices.map(({ id }) => id));
  const pitches = score.notes.filter(({ voice }) => ids.has(voice)).map(({ pitch }) => pitch);
  if (pitches.length === 0 && isLow) return BASS;
  // Who shares a staff reads its clef: a tenor beside a bass has no clef of his own.
  return clefFor(pitches, voices.length === 1 ? voices[0]!.name : "");
}
