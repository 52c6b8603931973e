import { RANGES } from "../domain/part-writing";
import {
  isAccompaniment,
  notesOfVoice,
  scoreTicks,
  type Score,
  type VoiceId,
} from "../domain/score";
import { ticksToSteps, type Steps } from "../domain/units";
import { foldInto, LOWEST, PARTS, PITCHES, seatLines } from "./chorale";
import type { HarmonyAsk } from "./harmony";
import { lineOf, REST, transposed, type Line } from "./line";
import { openSteps } from "./page";

/** A voice of the score in a part of the chorale. */
export interface Seat {
  readonly voice: VoiceId;
  readonly part: number;
  /** As the score has it. */
  readonly line: Line;
  /** Moved into the range of the part. */
  readonly moved: Line;
  /** `[steps]`: 1 where the voice is to be written. */
  readonly open: Uint8Array;
  readonly asked: boolean;
}

/** The voices that are written and heard together, at most four, and by how many semitones they were moved to sit there. */
export interface Seats {
  readonly seats: readonly Seat[];
  readonly shift: number;
}

/** Up to four voices: the asked ones and, of the others that sound, the highest and then from the lowest up. What plays the chords is no part. */
export function takeSeats({ score, voices, range }: HarmonyAsk, steps: Steps): Seats {
  const lines = new Map(
    score.voices.map((voice) => [voice.id, lineOf(notesOfVoice(score, voice.id), steps)]),
  );
  const sounding = score.voices
    .map((voice) => voice.id)
    .filter((id) => !voices.includes(id) && sounds(lines.get(id)!) && !isAccompaniment(score, id));
  const outerFirst = [...sounding.slice(0, 1), ...sounding.slice(1).toReversed()];
  const taken = new Set([...voices, ...outerFirst].slice(0, PARTS));
  const seated = score.voices.map((voice) => voice.id).filter((id) => taken.has(id));
  const { seats, shift } = seatLines(seated.map((id) => lines.get(id)!));
  return {
    shift,
    seats: seated.map((voice, i) => {
      const part = seats[i]!;
      const line = lines.get(voice)!;
      const [low, high] = seatCompass(part);
      return {
        voice,
        part,
        line,
        moved: foldInto(transposed(line, shift), low, high),
        asked: voices.includes(voice),
        open: voices.includes(voice)
          ? openSteps(score, voice, range, steps)
          : new Uint8Array(steps),
      };
    }),
  };
}

export function sounds(line: Line): boolean {
  return line.pitch.some((pitch) => pitch !== REST);
}

/** Steps of the score and of what is to be written. */
export function stepsOfAsk(score: Score, to: Steps): Steps {
  return Math.max(to, ticksToSteps(scoreTicks(score)));
}

/** Given notes may go beyond the range of a part as far as the network can hear. */
function seatCompass(part: number): readonly [number, number] {
  const [low, high] = RANGES[part]!;
  return [Math.max(LOWEST, low - 5), Math.min(LOWEST + PITCHES - 1, high + 5)];
}

/** The highest given voice that sounds, which says when the others strike again. */
export function leadOf(seats: readonly Seat[]): Seat | undefined {
  return seats.find((seat) => !seat.asked && sounds(seat.line));
}
