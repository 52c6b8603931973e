import type { Midi } from "./units";

/**
 * The nine pieces of a drum kit that Antiphon knows, from the ground up, by their keys of General MIDI: those that Gillick et al. 2019
 * ("Learning to Groove") bring a drummer's kit down to.
 */
export const DRUMS = [
  { pitch: 36, name: "Kick" },
  { pitch: 38, name: "Snare" },
  { pitch: 42, name: "Closed hi-hat" },
  { pitch: 46, name: "Open hi-hat" },
  { pitch: 43, name: "Floor tom" },
  { pitch: 47, name: "Middle tom" },
  { pitch: 50, name: "High tom" },
  { pitch: 49, name: "Crash" },
  { pitch: 51, name: "Ride" },
] as const satisfies readonly { readonly pitch: Midi; readonly name: string }[];

/** Keys of General MIDI's percussion map, and of electronic kits beside it, by the piece of the kit that stands for them. */
const STAND_INS: readonly (readonly [Midi, readonly Midi[]])[] = [
  [36, [35, 36, 64, 66, 77, 84, 86, 87]],
  [38, [25, 27, 28, 31, 32, 33, 34, 37, 38, 39, 40, 60, 61, 62, 63, 65, 67, 68, 76, 85]],
  [42, [22, 42, 44, 54, 69, 70, 71, 73, 75, 78, 82]],
  [46, [26, 46, 29, 30, 72, 74, 79, 83]],
  [43, [41, 43, 58]],
  [47, [45, 47]],
  [50, [48, 50]],
  [49, [49, 52, 55, 57]],
  [51, [51, 53, 59, 56, 80, 81]],
];

const INDEX = new Map(
  STAND_INS.flatMap(([piece, keys]) =>
    keys.map((key) => [key, DRUMS.findIndex(({ pitch }) => pitch === piece)] as const),
  ),
);

/** The place in `DRUMS` of the piece that plays a key of a percussion track; keys beyond General MIDI's map are played by the snare. */
export function drumIndex(pitch: Midi): number {
  return INDEX.get(pitch) ?? 1;
}
