import { describe, expect, test } from "vitest";
import { tonic, pitchClassOf } from "../../../src/domain/key";
import { isNoteLocked, notesOfVoice, type VoiceId } from "../../../src/domain/score";
import { LEVELS, rulesOf } from "../../../src/exercises/exercise";
import { species } from "../../../src/exercises/kinds/species";
import { check } from "../../../src/exercises/rules/check";
import { NO_CONTEXT } from "../../../src/exercises/rules/context";

const SEEDS = Array.from({ length: 10 }, (_, i) => 17 + i * 7919);
const CANTUS = "cantus" as VoiceId;

describe.each(LEVELS)("species %i", (level) => {
  const instances = SEEDS.map((seed) => species(level, seed));

  test("has a counterpoint to which its rules have no objection", () => {
    for (const { exercise, solution } of instances)
      expect(check(solution, rulesOf(exercise.rules), { ...NO_CONTEXT, cantus: CANTUS })).toEqual(
        [],
      );
  });

  test("gives a cantus firmus, locked: by step to the tonic, one highest note, mostly steps", () => {
    for (const { exercise } of instances) {
      const { given } = exercise;
      const cantus = notesOfVoice(given, CANTUS);
      const pitches = cantus.map(({ pitch }) => pitch);
      expect(given.notes).toHaveLength(cantus.length);
      expect(cantus.every((note) => isNoteLocked(given, note))).toBe(true);
      expect(pitches.length).toBeGreaterThanOrEqual(8);
      expect(pitches.length).toBeLessThanOrEqual(12);
      expect(pitchClassOf(pitches[0]!)).toBe(tonic(given.key));
      expect(pitches.at(-1)).toBe(pitches[0]);
      const top = Math.max(...pitches);
      expect(pitches.filter((pitch) => pitch === top)).toHaveLength(1);
      const steps = pitches.slice(1).map((pitch, i) => pitch - pitches[i]!);
      expect(steps).not.toContain(0);
      expect([-1, -2]).toContain(steps.at(-1));
      expect(steps.filter((step) => Math.abs(step) <= 2).length).toBeGreaterThan(steps.length / 2);
    }
  });

  test("lies above the cantus for some seeds, and below for others", () => {
    const sides = new Set(instances.map(({ exercise }) => exercise.target.species!.above));
    expect(sides.size).toBe(2);
    for (const { exercise, solution } of instances) {
      const { above } = exercise.target.species!;
      const upper = solution.voices[0]!.id;
      expect(upper === CANTUS).toBe(!above);
    }
  });
});
