import { CHORD_QUALITIES, NO_CHORD, type Chord, type Harmony } from "../domain/chord";
import { fields, oneOf, optional, whole, type Shape } from "./shape";

const pitchClass = whole(0, 11);
export const harmony = fields<Harmony>({
  root: pitchClass,
  quality: oneOf(...CHORD_QUALITIES.map(({ name }) => name)),
  bass: optional(pitchClass),
});
export const chord: Shape<Chord> = (value, path) =>
  value === NO_CHORD ? value : harmony(value, path);
