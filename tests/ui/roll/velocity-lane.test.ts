import { expect, test } from "vitest";
import type { TakeId, VoiceId } from "../../../src/domain/score";
import type { Colours } from "../../../src/ui/roll/colours";
import { paintVelocities } from "../../../src/ui/roll/paint-margins";
import { silentIn } from "../../../src/ui/roll/paint-notes";
import { note, score, voice } from "../../support/score";

const MODEL = { by: "model", take: "take-1" as TakeId, changed: true } as const;
const ink = { full: "full", quietLight: "quiet", faint: "faint" };
// Of all colours those that the lane asks for.
const COLOURS = {
  surface: "surface",
  softRule: "rule",
  ink: "ink",
  inks: { vermilion: ink },
} as unknown as Colours;
const VIEW = {
  scrollX: 0,
  scrollY: 0,
  pxPerTick: 0.1,
  rowHeight: 10,
  width: 800,
  height: 400,
} as Parameters<typeof paintVelocities>[2];

const SKETCH = score(
  [
    note({ start: 0 }),
    note({ start: 480, origin: MODEL }),
    note({ start: 960, voice: "bass" }),
    note({ start: 1440, voice: "muted" }),
  ],
  { voices: [voice("soprano"), voice("bass"), voice("muted", { muted: true })] },
);

/** The colours of stems, from the left. */
function stems(onlyMine: boolean): readonly string[] {
  const drawn: (readonly [x: number, colour: string])[] = [];
  const nothing = () => undefined;
  const context = {
    fillStyle: "",
    fillRect(this: { fillStyle: string }, x: number, _: number, width: number) {
      if (width === 2) drawn.push([x, this.fillStyle]);
    },
    beginPath: nothing,
    moveTo: nothing,
    lineTo: nothing,
    arc: nothing,
    fill: nothing,
    stroke: nothing,
  };
  paintVelocities(
    context as unknown as CanvasRenderingContext2D,
    60,
    VIEW,
    {
      score: SKETCH,
      selection: new Set(),
      active: "soprano" as VoiceId,
      isSilent: silentIn(SKETCH, onlyMine),
    },
    COLOURS,
  );
  return drawn.toSorted(([a], [b]) => a - b).map(([, colour]) => colour);
}

test("stems of notes that are not heard are faint, as the notes are: of muted voices, and of the machine's part while it is silenced", () => {
  expect(stems(false)).toEqual(["full", "full", "quiet", "faint"]);
  expect(stems(true)).toEqual(["full", "faint", "quiet", "faint"]);
});
