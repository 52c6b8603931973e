import { userEvent } from "vitest/browser";
import { beforeEach, describe, expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import type { Score, TakeId } from "../../../src/domain/score";
import { tickToX } from "../../../src/ui/roll/geometry";
import { Roll } from "../../../src/ui/roll/roll.svelte";
import { chordsOf } from "../../support/arbitrary-score";
import { melody, placedChord as placed, score, voice } from "../../support/score";
import { createStage, type Stage } from "./stage";
import StagePage from "./Stage.svelte";

const bar = 1920;
const tune = score(melody([64, 65, 67, 72], "Soprano"), { voices: [voice("Soprano")] });

const sheet: Score = {
  ...tune,
  chords: [
    placed(0, "C"),
    placed(bar, "F", { origin: { by: "model", take: "take" as TakeId, changed: false } }),
  ],
};

let stage: Stage;
let roll: Roll;
let screen: Awaited<ReturnType<typeof render>>;

async function open(of: Score): Promise<void> {
  stage = createStage(of);
  roll = new Roll(stage.session);
  screen = await render(StagePage, { session: stage.session, roll });
  await expect.poll(() => roll.view.width).toBeGreaterThan(0);
}
const chords = () => chordsOf(stage.session.sketch.score);
const lane = () => screen.getByRole("application", { name: "Chord track" });
const toggle = () => screen.getByRole("button", { name: "Show chords" });
const option = (name: string | RegExp) =>
  screen.getByRole("listbox", { name: "Chords" }).getByRole("option", { name });
const field = (place: string) => screen.getByRole("textbox", { name: `Chord, ${place}` });

async function clickAt(tick: number): Promise<void> {
  await lane().click({ position: { x: tickToX(roll.view, tick) + 3, y: 12 } });
}
async function focusLane(): Promise<void> {
  lane().element().focus();
  await expect.element(lane()).toHaveFocus();
}

describe("a sketch without chords", () => {
  beforeEach(() => open(tune));

  test("has no chord track until it is asked for", async () => {
    await expect.element(lane()).not.toBeInTheDocument();
    await toggle().click();
    await expect.element(lane()).toBeInTheDocument();
    await expect.element(toggle()).toHaveAttribute("aria-pressed", "true");
  });

  test("gets a chord by a click at its beat and a symbol; undo takes it back", async () => {
    await toggle().click();
    await clickAt(bar + 500);
    await userEvent.keyboard("d7/f#");
    await expect.element(screen.getByText("D seventh over F sharp: F♯ D A C")).toBeInTheDocument();
    await userEvent.keyboard("{Enter}");
    expect(chords()).toEqual(["2400 D7/F#"]);
    await expect
      .element(option("D seventh over F sharp, bar 2 beat 2, yours"))
      .toHaveTextContent("D7/F♯");
    await expect.element(lane()).toHaveFocus();
    expect(stage.session.sketch.undoLabel).toBe("Write chord");
    stage.session.sketch.undo();
    expect(chords()).toEqual([]);
  });

  test("what is no chord is said at once, and nothing is written until it is put right", async () => {
    await toggle().click();
    await clickAt(0);
    await userEvent.keyboard("Cxyz{Enter}");
    const typed = field("bar 1 beat 1");
    await expect.element(typed).toHaveAttribute("aria-invalid", "true");
    await expect.element(screen.getByText(/“xyz” after C is no chord known here/)).toBeVisible();
    expect(chords()).toEqual([]);
    await userEvent.keyboard("{Backspace}{Backspace}{Backspace}m7{Enter}");
    expect(chords()).toEqual(["0 Cm7"]);
  });

  test("is written without a mouse: beats by Space, bars by Tab, letters begin", async () => {
    await toggle().click();
    await focusLane();
    await userEvent.keyboard("cmaj7 f{Tab}g7{Tab}{Escape}");
    expect(chords()).toEqual(["0 Cmaj7", "480 F", "1920 G7"]);
    await expect.element(lane()).toHaveFocus();
    await userEvent.keyboard("{Control>}{ArrowRight}{/Control}{ArrowLeft}n.c.{Enter}");
    expect(chords().at(-1)).toBe("5280 N.C.");
  });
});

describe("a sketch with chords", () => {
  beforeEach(() => open(sheet));

  test("shows them, and says who made each", async () => {
    await expect.element(option("C major, bar 1 beat 1, yours")).toBeInTheDocument();
    const machine = option("F major, bar 2 beat 1, the machine’s");
    await expect.element(machine).toHaveClass("machine");
    await focusLane();
    await userEvent.keyboard("{Control>}{ArrowRight}{/Control}{Enter}fm{Enter}");
    await expect
      .element(option("F minor, bar 2 beat 1, the machine’s, changed by you"))
      .toHaveClass("both");
  });

  test("is gone through beat by beat; Delete removes, Alt moves, L locks", async () => {
    await focusLane();
    await userEvent.keyboard("{Alt>}{ArrowRight}{/Alt}");
    expect(chords()).toEqual(["480 C", "1920 F"]);
    await userEvent.keyboard("l");
    await expect.element(option("C major, bar 1 beat 2, yours, locked")).toBeInTheDocument();
    await userEvent.keyboard("{Control>}{ArrowRight}{/Control}{Delete}");
    expect(chords()).toEqual(["480 C"]);
    await userEvent.keyboard("{Home}{ArrowRight}{Enter}{Control>}a{/Control}{Delete}{Enter}");
    expect(chords()).toEqual([]);
  });

  test("lets a chord be dragged to another beat in one step, and a click changes it", async () => {
    const chip = option(/^F major/).element();
    const { left, top } = chip.getBoundingClientRect();
    const pointer = (type: string, dx: number) =>
      chip.dispatchEvent(
        new PointerEvent(type, {
          clientX: left + 5 + dx,
          clientY: top + 5,
          pointerId: 1,
          button: 0,
          bubbles: true,
        }),
      );
    pointer("pointerdown", 0);
    for (const beats of [0.4, 0.9, 2.1]) pointer("pointermove", beats * 480 * roll.view.pxPerTick);
    pointer("pointerup", 0);
    expect(chords()).toEqual(["0 C", "2880 F"]);
    stage.session.sketch.undo();
    expect(chords()).toEqual(["0 C", "1920 F"]);
    await option(/^F major/).click();
    await expect.element(field("bar 2 beat 1")).toHaveValue("F");
  });

  test("keeps its chords under the bars when the roll scrolls and zooms", async () => {
    roll.zoomTime(3, 0);
    roll.scrollBy(200, 0);
    const { left } = lane().element().getBoundingClientRect();
    await expect
      .poll(() =>
        Math.round(
          option(/^F major/)
            .element()
            .getBoundingClientRect().left - left,
        ),
      )
      .toBe(Math.round(tickToX(roll.view, bar) + 1));
  });
});
