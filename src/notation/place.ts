import { DRUMS, drumIndex } from "../domain/drums";
import type { Key } from "../domain/key";
import type { Midi } from "../domain/units";
import { DRUM_PLACES } from "./drum-notation";
import { bottomLine, movedBySteps, pitchAtStep, stepOf, stepOfPitch } from "./staff-step";
import type { Staff } from "./staves";

type Lines = Pick<Staff, "clef">;

/** A line or space of a staff, counted in steps from its lowest line: 8 is the highest. */
export type Place = number;

/** Where a tone, or a piece of the kit, stands. */
export function placeOnStaff(pitch: Midi, { clef }: Lines, key: Key): Place {
  if (clef.sign !== "percussion") return stepOfPitch(pitch, key) - bottomLine(clef);
  return drumPlace(drumIndex(pitch));
}

/** What is meant by a note written there without an accidental: on a staff of drums, the piece that stands nearest. */
export function pitchAtPlace(place: Place, { clef }: Lines, key: Key): Midi {
  return clef.sign === "percussion"
    ? nearestDrum(place)
    : pitchAtStep(bottomLine(clef) + place, key);
}

/** A pitch carried along the lines and spaces; not carried, it is what it was. */
export function carried(pitch: Midi, steps: number, lines: Lines, key: Key): Midi {
  if (lines.clef.sign !== "percussion") return movedBySteps(pitch, steps, key);
  return steps === 0 ? pitch : nearestDrum(placeOnStaff(pitch, lines, key) + steps);
}

function drumPlace(index: number): Place {
  const { step, octave } = DRUM_PLACES[index]!;
  // Told as if the clef were a treble one, whose lowest line is E4.
  return stepOf({ letter: step, octave }) - stepOf({ letter: "E", octave: 4 });
}

function nearestDrum(place: Place): Midi {
  const distance = (index: number) => Math.abs(drumPlace(index) - place);
  const nearest = DRUMS.reduce((best, _, i) => (distance(i) < distance(best) ? i : best), 0);
  return DRUMS[nearest]!.pitch;
}
