import { userEvent } from "vitest/browser";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { render } from "vitest-browser-svelte";
import type { Score } from "../../../src/domain/score";
import { pitchToY, tickToX } from "../../../src/ui/roll/geometry";
import { Roll } from "../../../src/ui/roll/roll.svelte";
import { melody, note, score, voice } from "../../support/score";
import { createStage, type Stage } from "./stage";
import StagePage from "./Stage.svelte";

const choir = [
  voice("Soprano"),
  voice("Alto", { pigment: "ultramarine" }),
  voice("Tenor", { pigment: "verdigris" }),
];
const tune = score(melody([64, 65, 67, 72], "Soprano"), { voices: choir, title: "Morning" });

let stage: Stage;
let roll: Roll;
let screen: Awaited<ReturnType<typeof render>>;

async function open(of: Score = tune): Promise<void> {
  stage = createStage(of);
  roll = new Roll(stage.session);
  screen = await render(StagePage, { session: stage.session, roll });
  await expect.poll(() => roll.view.width).toBeGreaterThan(0);
}

const sketch = () => stage.session.sketch;
const notes = () => sketch().score.notes;
const grid = () => screen.getByRole("application", { name: "Piano roll" });

/** Where a tick and a pitch are on the screen. */
function place(tick: number, pitch: number) {
  const box = grid().element().getBoundingClientRect();
  return {
    clientX: box.left + tickToX(roll.view, tick),
    clientY: box.top + pitchToY(roll.view, pitch) + roll.view.rowHeight / 2,
  };
}

type At = readonly [tick: number, pitch: number];

function pointer(type: string, at: At, options: PointerEventInit = {}): void {
  const buttons = type === "pointerup" ? 0 : 1;
  grid()
    .element()
    .dispatchEvent(
      new PointerEvent(type, {
        ...place(...at),
        pointerId: 1,
        pointerType: "mouse",
        button: 0,
        buttons,
        bubbles: true,
        cancelable: true,
        ...options,
      }),
    );
}

function drag(from: At, to: At, options: PointerEventInit = {}): void {
  pointer("pointerdown", from, options);
  const half: At = [(from[0] + to[0]) / 2, Math.round((from[1] + to[1]) / 2)];
  pointer("pointermove", half, options);
  pointer("pointermove", to, options);
  pointer("pointerup", to, options);
}

async function focusGrid(): Promise<void> {
  grid().element().focus();
  await expect.element(grid()).toHaveFocus();
}

describe("with the mouse", () => {
  beforeEach(() => open());

  test("the pen draws a note where it is dragged, sounds it and selects it", async () => {
    drag([1920 + 10, 69], [1920 + 900, 69]);
    const drawn = notes().at(-1);
    expect(drawn).toMatchObject({
      pitch: 69,
      start: 1920,
      duration: 960,
      voice: "Soprano",
      origin: { by: "you" },
    });
    expect(sketch().selection).toEqual(new Set([drawn?.id]));
    await expect.poll(() => stage.player.auditioned).toEqual([69]);
    sketch().undo();
    expect(notes()).toEqual(tune.notes);
    expect(sketch().undoLabel).toBeUndefined();
  });

  test("a note is moved by its middle, and one undo brings it back", () => {
    drag([240, 64], [240 + 1920, 67]);
    expect(notes()[0]).toMatchObject({ pitch: 67, start: 1920 });
    expect(sketch().undoLabel).toBe("Move");
    sketch().undo();
    expect(sketch().score).toBe(tune);
  });

  test("a note is lengthened by its end", () => {
    drag([1920 - 20, 72], [1920 + 440, 72]);
    expect(notes()[3]).toMatchObject({ start: 1440, duration: 960 });
    expect(sketch().undoLabel).toBe("Resize");
  });

  test("a drag that comes back to where it began leaves nothing to undo", () => {
    pointer("pointerdown", [240, 64]);
    pointer("pointermove", [2000, 70]);
    pointer("pointermove", [240, 64]);
    pointer("pointerup", [240, 64]);
    expect(sketch().score).toBe(tune);
    expect(sketch().undoLabel).toBeUndefined();
  });

  test("what is written into the sketch during a drag stays, and is undone with it", () => {
    pointer("pointerdown", [240, 64]);
    pointer("pointermove", [240, 66]);
    const answer = note({ id: "answer", voice: "Alto", pitch: 55, start: 0 });
    const group = sketch().lastEdit!.group;
    sketch().dispatch("Move", [{ type: "addNotes", notes: [answer] }], group);
    pointer("pointermove", [240, 67]);
    pointer("pointerup", [240, 67]);
    expect(notes()).toContain(answer);
    expect(notes()[0]).toMatchObject({ pitch: 67, start: 0 });
    sketch().undo();
    expect(sketch().score).toBe(tune);
  });

  test("Escape breaks a drag off", async () => {
    await focusGrid();
    pointer("pointerdown", [240, 64]);
    pointer("pointermove", [2160, 70]);
    expect(notes()[0]?.pitch).toBe(70);
    await userEvent.keyboard("{Escape}");
    pointer("pointermove", [4000, 75]);
    pointer("pointerup", [4000, 75]);
    expect(sketch().score).toBe(tune);
    expect(sketch().undoLabel).toBeUndefined();
    expect(sketch().redoLabel).toBeUndefined();
  });

  test("the select tool draws a box, and a click beside the notes lets them go", async () => {
    await screen.getByRole("button", { name: "Select", exact: true }).click();
    drag([10, 68], [1400, 63]);
    expect(sketch().selected.map((n) => n.pitch)).toEqual([64, 65, 67]);
    drag([3000, 60], [3000, 60]);
    expect(sketch().selected).toEqual([]);
    expect(notes()).toHaveLength(4);
  });

  test("Shift adds a note to the selection and takes it out again", () => {
    drag([240, 64], [240, 64]);
    drag([720, 65], [720, 65], { shiftKey: true });
    expect(sketch().selected.map((n) => n.pitch)).toEqual([64, 65]);
    drag([240, 64], [240, 64], { shiftKey: true });
    expect(sketch().selected.map((n) => n.pitch)).toEqual([65]);
  });

  test("notes are snapped to the chosen grid, triplets too", async () => {
    await screen.getByRole("combobox", { name: "Snap" }).selectOptions("1/4T");
    drag([1920 + 700, 70], [1920 + 700, 70]);
    expect(notes().at(-1)).toMatchObject({ start: 1920 + 640 });
  });

  test("the right button takes a note away", () => {
    pointer("pointerdown", [240, 64], { button: 2, buttons: 2 });
    expect(notes()).toHaveLength(3);
  });

  test("zooming with the wheel keeps the place under the pointer", () => {
    const before = place(960, 67).clientX;
    grid()
      .element()
      .dispatchEvent(
        new WheelEvent("wheel", {
          ...place(960, 67),
          deltaY: -30,
          ctrlKey: true,
          cancelable: true,
        }),
      );
    expect(roll.view.pxPerTick).toBeGreaterThan(0);
    expect(place(960, 67).clientX).toBeCloseTo(Math.max(before, place(960, 67).clientX), 0);
  });
});

describe("by keyboard alone", () => {
  test("a melody is written, step after step", async () => {
    await open(score([], { voices: choir }));
    await focusGrid();
    roll.cursor = { tick: 0, pitch: 60 };
    await userEvent.keyboard("{Enter}{ArrowUp}{ArrowUp}{Enter}");
    expect(notes().map((n) => [n.start, n.pitch, n.duration])).toEqual([
      [0, 60, 480],
      [480, 62, 480],
    ]);
    await expect.element(screen.getByText(/Drew D4, bar 1 beat 2/)).toBeInTheDocument();
  });

  test("notes are found, moved, transposed, lengthened, doubled, softened and deleted", async () => {
    await open();
    await focusGrid();
    roll.cursor = { tick: 0, pitch: 60 };
    await userEvent.keyboard("{Alt>}{ArrowRight}{ArrowRight}{/Alt}");
    expect(sketch().selected.map((n) => n.pitch)).toEqual([65]);
    await userEvent.keyboard("{ArrowUp}");
    expect(sketch().selected[0]?.pitch).toBe(66);
    await userEvent.keyboard("{Alt>}{ArrowUp}{/Alt}");
    expect(sketch().selected[0]?.pitch).toBe(67);
    await userEvent.keyboard("{Shift>}{ArrowUp}{ArrowRight}{/Shift}");
    expect(sketch().selected[0]).toMatchObject({ pitch: 79, duration: 600 });
    await userEvent.keyboard("{ArrowLeft}");
    expect(sketch().selected[0]?.start).toBe(360);
    await userEvent.keyboard("[[");
    expect(sketch().selected[0]?.velocity).toBe(72);
    await userEvent.keyboard("{Control>}d{/Control}");
    expect(notes()).toHaveLength(5);
    expect(sketch().selected[0]?.start).toBe(960);
    await userEvent.keyboard("{Delete}");
    expect(notes()).toHaveLength(4);
    await userEvent.keyboard("{Control>}a{/Control}");
    expect(sketch().selected).toHaveLength(4);
    await userEvent.keyboard("{Escape}");
    expect(sketch().selected).toHaveLength(0);
  });

  test("loose notes are quantised to the grid", async () => {
    await open(score([note({ start: 130, duration: 470, voice: "Soprano" })], { voices: choir }));
    await focusGrid();
    await userEvent.keyboard("{Control>}a{/Control}q");
    expect(notes()[0]).toMatchObject({ start: 120, duration: 480 });
    expect(sketch().undoLabel).toBe("Quantise");
  });

  test("Shift F puts a fermata on the selection and takes it off, each undoable", async () => {
    await open();
    await focusGrid();
    sketch().select(
      notes()
        .slice(2)
        .map((n) => n.id),
    );
    await userEvent.keyboard("{Shift>}f{/Shift}");
    expect(notes().map((n) => n.fermata)).toEqual([undefined, undefined, true, true]);
    expect(sketch().undoLabel).toBe("Fermata");
    const named = screen.getByRole("option", { name: "G4, bar 1 beat 3, quarter, fermata" });
    await expect.element(named).toBeInTheDocument();
    const button = screen.getByRole("button", { name: "Fermata: a phrase ends here" });
    await button.click();
    expect(notes().some((n) => n.fermata)).toBe(false);
    sketch().undo();
    expect(notes().map((n) => n.fermata)).toEqual([undefined, undefined, true, true]);
    sketch().select([]);
    await expect.element(button).toBeDisabled();
  });

  test("the cursor is said with the note that lies there", async () => {
    await open();
    await focusGrid();
    roll.cursor = { tick: 0, pitch: 63 };
    await userEvent.keyboard("{ArrowUp}");
    await expect
      .element(screen.getByText("E4, bar 1 beat 1, quarter, Soprano, yours", { exact: true }))
      .toBeInTheDocument();
  });

  test("keys that were changed are obeyed", async () => {
    await open();
    stage.session.preferences.keys = { quantise: "g" };
    await focusGrid();
    sketch().selectAll();
    sketch().snap = 960;
    await userEvent.keyboard("q");
    expect(sketch().undoLabel).toBeUndefined();
    await userEvent.keyboard("g");
    expect(sketch().undoLabel).toBe("Quantise");
  });
});

describe("for assistive technology", () => {
  beforeEach(() => open());

  test("each note on view is an option with its words", async () => {
    const list = screen.getByRole("listbox", { name: "Notes" });
    await expect.element(list).toBeInTheDocument();
    expect(list.getByRole("option").elements()).toHaveLength(4);
    const first = screen.getByRole("option", { name: "E4, bar 1 beat 1, quarter, Soprano, yours" });
    await first.click();
    expect(sketch().selected.map((n) => n.pitch)).toEqual([64]);
    await expect.element(first).toHaveAttribute("aria-selected", "true");
  });

  test("the place to play from is a slider along the bars", async () => {
    const ruler = screen.getByRole("slider", { name: "Playing starts at" });
    ruler.element().focus();
    await userEvent.keyboard("{ArrowRight}{ArrowRight}");
    expect(stage.session.playback.cursor).toBe(960);
    await expect.element(ruler).toHaveAttribute("aria-valuetext", "bar 1 beat 3");
  });
});

describe("locks", () => {
  beforeEach(() => open());

  test("L locks the selected stretch of its voice and opens it again", async () => {
    await focusGrid();
    sketch().select(
      notes()
        .slice(0, 2)
        .map((n) => n.id),
    );
    await userEvent.keyboard("l");
    expect(sketch().score.locks).toEqual([{ voice: "Soprano", start: 0, end: 960 }]);
    await expect.element(screen.getByRole("option", { name: /^E4.*locked$/ })).toBeInTheDocument();
    await userEvent.keyboard("l");
    expect(sketch().score.locks).toEqual([]);
  });

  test("what an exercise locked is not opened, and the tool says why", async () => {
    vi.spyOn(stage.session.exercise, "holdsStretchOf").mockImplementation(
      (voices, { start }) => voices.includes(tune.voices[0]!.id) && start < 960,
    );
    const tool = screen.getByRole("button", { name: "Lock selection", exact: true });
    sketch().select([notes()[3]!.id]);
    await expect.element(tool).toBeEnabled();
    sketch().select([notes()[0]!.id]);
    await expect.element(tool).toBeDisabled();
    await expect
      .element(tool)
      .toHaveAttribute("title", "That belongs to the exercise and stays as it was given.");
    await focusGrid();
    await userEvent.keyboard("l");
    expect(sketch().score.locks).toEqual([]);
  });

  test("a voice is locked by its lozenge", async () => {
    const lock = screen.getByRole("button", { name: "Lock Alto" });
    await lock.click();
    expect(sketch().score.voices[1]?.locked).toBe(true);
    await expect.element(lock).toHaveAttribute("aria-pressed", "true");
  });
});

describe("voices", () => {
  beforeEach(() => open());

  test("what is drawn goes to the active voice", async () => {
    await screen.getByRole("button", { name: "Write in Alto" }).click();
    drag([1930, 60], [1930, 60]);
    expect(notes().at(-1)?.voice).toBe("Alto");
  });

  test("a voice is named, given an instrument, muted, heard alone and removed", async () => {
    await screen.getByRole("button", { name: "Sound of Tenor" }).click();
    const panel = screen.getByRole("dialog", { name: "Sound of Tenor" });
    await panel.getByLabelText("Instrument").selectOptions("Cello");
    await panel.getByRole("button", { name: "Mute" }).click();
    await panel.getByRole("button", { name: "Solo" }).click();
    await panel.getByLabelText("Name").fill("Cantus");
    await userEvent.keyboard("{Tab}");
    expect(sketch().score.voices[2]).toMatchObject({
      name: "Cantus",
      instrument: "cello",
      muted: true,
      solo: true,
    });
    await screen.getByRole("button", { name: "Remove Cantus" }).click();
    expect(sketch().score.voices.map((v) => v.name)).toEqual(["Soprano", "Alto"]);
    expect(sketch().undoLabel).toBe("Remove voice");
  });

  test("a new voice takes the next part and the next pigment and is written in", async () => {
    await screen.getByRole("button", { name: "Add a voice" }).click();
    expect(sketch().activeVoice).toMatchObject({ name: "Bass", pigment: "gold" });
  });
});

describe("the head of the page", () => {
  beforeEach(() => open());

  test("title, key, meter and length are set there, each undoable", async () => {
    const title = screen.getByLabelText("Title");
    await title.fill("Evening");
    await userEvent.keyboard("{Enter}");
    await screen.getByRole("combobox", { name: "Key" }).selectOptions("D minor");
    await screen.getByRole("combobox", { name: "Meter" }).selectOptions("3/4");
    await screen.getByRole("button", { name: "Add a bar" }).click();
    expect(sketch().score).toMatchObject({
      title: "Evening",
      key: { fifths: -1, mode: "minor" },
      meter: { beats: 3, unit: 4 },
      bars: 7,
    });
    for (let i = 0; i < 4; i++) sketch().undo();
    expect(sketch().score).toBe(tune);
  });

  test("a sketch can be 64 bars long", async () => {
    await screen.getByRole("spinbutton", { name: "Bars" }).fill("64");
    await userEvent.keyboard("{Tab}");
    expect(sketch().score.bars).toBe(64);
  });

  test("another key is proposed when the notes sound like it", async () => {
    await open(
      score(melody([67, 69, 71, 72, 74, 76, 78, 79], "Soprano"), { voices: choir, bars: 4 }),
    );
    await screen.getByRole("button", { name: /Sounds like G major/ }).click();
    expect(sketch().score.key).toEqual({ fifths: 1, mode: "major" });
    expect(screen.getByRole("button", { name: /Sounds like/ }).elements()).toHaveLength(0);
  });
});

describe("while it plays", () => {
  beforeEach(() => open());

  test("the playhead stands where the sound is, and the notes there are lifted", async () => {
    await stage.session.playback.play(0);
    stage.player.at = 600;
    await expect.poll(() => roll.playing).toEqual(new Set([tune.notes[1]?.id]));
    stage.session.playback.stop();
    await expect.poll(() => roll.playing.size).toBe(0);
  });

  test("the page turns when the playhead walks off it", async () => {
    await open({ ...tune, bars: 64 });
    await stage.session.playback.play(0);
    stage.player.at = 1920 * 20;
    await expect.poll(() => roll.view.scrollX).toBeGreaterThan(1920 * 15 * roll.view.pxPerTick);
  });

  test("a click on the ruler seeks and a drag sets the loop", async () => {
    const ruler = screen.getByRole("slider", { name: "Playing starts at" });
    const at = (tick: number) => ({ x: tickToX(roll.view, tick), y: 10 });
    await ruler.click({ position: at(1920) });
    expect(stage.session.playback.cursor).toBe(1920);
    const box = ruler.element().getBoundingClientRect();
    const press = (type: string, tick: number) =>
      ruler.element().dispatchEvent(
        new PointerEvent(type, {
          clientX: box.left + at(tick).x,
          clientY: box.top + 10,
          pointerId: 1,
          button: 0,
          buttons: 1,
          bubbles: true,
        }),
      );
    press("pointerdown", 480);
    press("pointermove", 2400);
    press("pointerup", 2400);
    expect(stage.session.playback.loop).toEqual({ start: 480, end: 2400 });
  });
});
