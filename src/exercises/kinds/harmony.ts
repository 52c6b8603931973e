import { createRandom, deriveSeed } from "../../domain/random";
import type { Score, VoiceId } from "../../domain/score";
import type { Exercise, ExerciseKind, Instance, Level, RequiredChord } from "../exercise";
import { chorale, CHORALE_VOICES, choraleScore, ornamented, type Chorale } from "./four-parts";
import { figuresOf } from "./numeral";
import { exerciseOf, type Task } from "./setting";

const [SOPRANO, ALTO, TENOR, BASS] = CHORALE_VOICES as [VoiceId, VoiceId, VoiceId, VoiceId];

/** A melody to harmonise in four parts; from level 3 on it has passing notes. */
export function harmoniseMelody(level: Level, seed: number): Instance {
  const piece = chorale(level, seed);
  const soprano = level < 3 ? undefined : ornamented(piece, createRandom(deriveSeed(seed, 1000)));
  const whole = choraleScore("Harmonise a melody", piece, [SOPRANO], soprano);
  return instance("harmoniseMelody", level, seed, whole, {
    voices: [ALTO, TENOR, BASS],
    chords: [],
    points: { complete: 4, given: 1, rules: 12, range: 2, close: 1 },
  });
}

/** A bass with figures to realise. */
export function figuredBass(level: Level, seed: number): Instance {
  const piece = chorale(level, seed);
  const whole = choraleScore("Realise a figured bass", piece, [BASS]);
  return instance("figuredBass", level, seed, whole, {
    voices: [SOPRANO, ALTO, TENOR],
    chords: required(piece, "figures"),
    points: { complete: 2, given: 1, chords: 8, rules: 12, range: 2 },
  });
}

/** Roman numerals to write out; the first chord stands. */
export function romanNumerals(level: Level, seed: number): Instance {
  const piece = chorale(level, seed);
  const whole = choraleScore("Write out Roman numerals", piece);
  const { start, end } = piece.places[0]!;
  const locked = {
    ...whole,
    locks: CHORALE_VOICES.map((voice) => ({ voice, start, end })),
  };
  return instance("romanNumerals", level, seed, locked, {
    voices: CHORALE_VOICES,
    chords: required(piece, "numerals"),
    points: { complete: 2, given: 1, chords: 8, rules: 12, range: 2 },
  });
}

/** A bass without figures to harmonise. */
export function harmoniseBass(level: Level, seed: number): Instance {
  const piece = chorale(level, seed);
  const whole = choraleScore("Harmonise a bass", piece, [BASS]);
  return instance("harmoniseBass", level, seed, whole, {
    voices: [SOPRANO, ALTO, TENOR],
    chords: [],
    points: { complete: 4, given: 1, rules: 12, range: 2, close: 1 },
  });
}

function instance(
  kind: ExerciseKind,
  level: Level,
  seed: number,
  solution: Score,
  { voices, chords, points }: Pick<Exercise["target"], "voices" | "chords"> & Pick<Task, "points">,
): Instance {
  const given = {
    ...solution,
    notes: solution.notes.filter(
      (note) =>
        !voices.includes(note.voice) ||
        solution.locks.some((lock) => lock.voice === note.voice && note.start < lock.end),
    ),
  };
  const target = { voices, chords };
  return {
    exercise: exerciseOf({ kind, level, seed, given, target, rules: "ap", points }),
    solution,
  };
}

function required(
  { places, chords, key }: Chorale,
  by: "figures" | "numerals",
): readonly RequiredChord[] {
  return chords.map(({ chord, text }, i) => ({
    ...places[i]!,
    chord,
    label: by === "figures" ? figuresOf(chord, key) : text,
  }));
}
