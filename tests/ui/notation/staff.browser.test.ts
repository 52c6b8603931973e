import { userEvent } from "vitest/browser";
import { describe, expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import type { NoteId, Score, VoiceId } from "../../../src/domain/score";
import { keptGiven } from "../../../src/exercises/kept-given";
import { Roll } from "../../../src/ui/roll/roll.svelte";
import { Stand } from "../../../src/ui/notation/stand.svelte";
import { melody, note, score, voice } from "../../support/score";
import { createStage, type Stage } from "../roll/stage";
import StagePage from "../roll/Stage.svelte";

const choir = ["Soprano", "Alto", "Tenor", "Bass"].map((name) => voice(name));
const tune = score(melody([64, 65, 67, 72], "Soprano"), { voices: [choir[0]!] });

let stage: Stage;
let screen: Awaited<ReturnType<typeof render>>;

async function open(of: Score = tune): Promise<void> {
  stage = createStage(of);
  screen = await render(StagePage, { session: stage.session, roll: new Roll(stage.session) });
  await screen.getByRole("button", { name: "Staff", exact: true }).click();
  await expect.poll(() => document.querySelector(".vf-stave")).not.toBeNull();
}

const sketch = () => stage.session.sketch;
const sheet = () => screen.getByRole("application", { name: "Staff" });

/** The middle of the first head of a note, on the screen. */
function headOf(id: string): { x: number; y: number } {
  const label = [...sheet().element().querySelectorAll('[role="option"]')].find((option) =>
    option.id.endsWith(`-${id}`),
  );
  const box = label!.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Half the distance of two lines on the screen. */
function step(): number {
  const lines = [...document.querySelectorAll(".vf-stave > path")];
  return (lines[1]!.getBoundingClientRect().y - lines[0]!.getBoundingClientRect().y) / 2;
}

function pointer(type: string, at: { x: number; y: number }, options: PointerEventInit = {}): void {
  sheet()
    .element()
    .dispatchEvent(
      new PointerEvent(type, {
        clientX: at.x,
        clientY: at.y,
        pointerId: 1,
        pointerType: "mouse",
        button: 0,
        buttons: type === "pointerup" ? 0 : 1,
        bubbles: true,
        cancelable: true,
        ...options,
      }),
    );
}

function click(at: { x: number; y: number }, options: PointerEventInit = {}): void {
  pointer("pointerdown", at, options);
  pointer("pointerup", at, options);
}

test("what is on the staff are the notes of the score, and what is tied is one note", async () => {
  await open(
    score(
      [
        ...melody([72, 74], "Soprano"),
        note({ id: "held", voice: "Bass", start: 960, duration: 1920 }),
      ],
      { voices: choir },
    ),
  );
  const heads = [...document.querySelectorAll<SVGElement>("[data-note]")];
  const ids = heads.map((head) => head.dataset["note"]);
  expect(new Set(ids)).toEqual(new Set(sketch().score.notes.map(({ id }) => id)));
  expect(ids.filter((id) => id === "held")).toHaveLength(2);
  await expect
    .element(screen.getByRole("option", { name: /^C4, bar 1 beat 3, whole, Bass, yours$/ }))
    .toBeInTheDocument();
  expect(sheet().getByRole("option").elements()).toHaveLength(3);
});

describe("with the mouse", () => {
  test("a click selects, with Shift it adds", async () => {
    await open();
    click(headOf("Soprano-1"));
    expect([...sketch().selection]).toEqual(["Soprano-1"]);
    click(headOf("Soprano-3"), { shiftKey: true });
    expect([...sketch().selection]).toEqual(["Soprano-1", "Soprano-3"]);
    expect(sketch().score).toBe(tune);
  });

  test("the pen draws a quarter on the line that was clicked, on the beat", async () => {
    await open({ ...tune, key: { fifths: 1, mode: "major" } });
    const first = headOf("Soprano-0");
    const third = headOf("Soprano-2");
    click({ x: third.x + 9, y: first.y - 8 * step() });
    const drawn = sketch().score.notes.at(-1);
    expect(drawn).toMatchObject({ pitch: 78, start: 960, duration: 480, origin: { by: "you" } });
    expect([...sketch().selection]).toEqual([drawn!.id]);
    expect(sketch().undoLabel).toBe("Draw");
  });

  test("a note is dragged by lines and spaces and along the grid, and one undo brings it back", async () => {
    await open();
    sketch().snap = 480;
    const from = headOf("Soprano-0");
    const right = headOf("Soprano-1");
    pointer("pointerdown", from);
    pointer("pointermove", { x: from.x, y: from.y - 3 * step() });
    expect(sketch().score.notes[0]).toMatchObject({ pitch: 69, start: 0 });
    pointer("pointermove", { x: right.x, y: from.y - 2 * step() });
    pointer("pointerup", { x: right.x, y: from.y - 2 * step() });
    expect(sketch().score.notes[0]).toMatchObject({ pitch: 67, start: 480 });
    sketch().undo();
    expect(sketch().score).toBe(tune);
    expect(sketch().undoLabel).toBeUndefined();
  });

  test("a drag out and back leaves nothing to undo", async () => {
    await open();
    const from = headOf("Soprano-0");
    pointer("pointerdown", from);
    pointer("pointermove", { x: from.x, y: from.y - 4 * step() });
    pointer("pointermove", from);
    pointer("pointerup", from);
    expect(sketch().score).toBe(tune);
    expect(sketch().undoLabel).toBeUndefined();
  });
});

describe("what an exercise gave", () => {
  test("stays where it is in the hand, sounds as it is, and the cursor says so", async () => {
    const given = { ...tune, locks: [{ voice: "Soprano" as VoiceId, start: 0, end: 960 }] };
    await open(given);
    sketch().keeps = (before, after) => keptGiven(given, before, after);
    const heard = stage.player.auditioned.length;
    const from = headOf("Soprano-0");
    pointer("pointerdown", from);
    pointer("pointermove", { x: from.x + 600, y: from.y - 4 * step() });
    await expect.poll(() => getComputedStyle(sheet().element()).cursor).toBe("not-allowed");
    expect(sketch().score).toBe(given);
    pointer("pointerup", from);
    await expect.poll(() => getComputedStyle(sheet().element()).cursor).not.toBe("not-allowed");
    expect(stage.player.auditioned.slice(heard)).toEqual([64]);
    expect(sketch().undoLabel).toBeUndefined();
  });

  test("stays behind where it is dragged together with what is one's own", async () => {
    const given = { ...tune, locks: [{ voice: "Soprano" as VoiceId, start: 0, end: 960 }] };
    await open(given);
    sketch().keeps = (before, after) => keptGiven(given, before, after);
    sketch().select(["Soprano-1", "Soprano-2"] as NoteId[]);
    const from = headOf("Soprano-2");
    pointer("pointerdown", from);
    pointer("pointermove", { x: from.x, y: from.y - 2 * step() });
    pointer("pointerup", { x: from.x, y: from.y - 2 * step() });
    expect(sketch().score.notes.map(({ pitch }) => pitch)).toEqual([64, 65, 71, 72]);
  });
});

describe("the tools of the staff", () => {
  const tool = (name: string | RegExp) => screen.getByRole("button", { name, exact: true });

  test("a value is given to what is selected, dotted too, and to what is written next", async () => {
    await open();
    click(headOf("Soprano-3"));
    await tool("half").click();
    expect(sketch().selected[0]?.duration).toBe(960);
    await tool("Dotted").click();
    expect(sketch().selected[0]?.duration).toBe(1440);
    sketch().select([]);
    await tool("half").click();
    await tool("Dotted").click();
    sketch().undo();
    sketch().undo();
    expect(sketch().score).toBe(tune);
    sketch().snap = 480;
    const { x } = headOf("Soprano-1");
    click({ x, y: headOf("Soprano-0").y - 8 * step() });
    expect(sketch().score.notes.at(-1)).toMatchObject({ start: 480, duration: 960 });
  });

  test("accidentals go by buttons and by keys", async () => {
    await open();
    click(headOf("Soprano-1"));
    await tool(/^Sharp/).click();
    expect(sketch().selected[0]?.pitch).toBe(66);
    sheet().element().focus();
    await userEvent.keyboard("=");
    expect(sketch().selected[0]?.pitch).toBe(65);
    await userEvent.keyboard("-");
    expect(sketch().selected[0]?.pitch).toBe(64);
    sketch().select([]);
    await expect.element(tool(/^Flat/)).toBeDisabled();
  });

  test("a box selects with the tool for it, and Escape breaks it off", async () => {
    await open();
    await tool("Select").click();
    const from = headOf("Soprano-1");
    const to = headOf("Soprano-2");
    pointer("pointerdown", { x: from.x - 12, y: from.y - 30 });
    pointer("pointermove", { x: to.x + 12, y: to.y + 30 });
    expect([...sketch().selection]).toEqual(["Soprano-1", "Soprano-2"]);
    sheet().element().focus();
    await userEvent.keyboard("{Escape}");
    expect([...sketch().selection]).toEqual([]);
    pointer("pointerup", to);
    expect(sketch().score).toBe(tune);
  });

  test("what only the roll has a use for is not shown beside the staff", async () => {
    await open();
    const zoom = () => screen.getByRole("button", { name: "Zoom in" });
    await expect.element(zoom()).not.toBeInTheDocument();
    await screen.getByRole("button", { name: "Roll", exact: true }).click();
    await expect.element(zoom()).toBeVisible();
  });
});

test("the keys of the roll write, move and delete on the staff", async () => {
  await open();
  click(headOf("Soprano-1"));
  sheet().element().focus();
  await userEvent.keyboard("{ArrowUp}");
  expect(sketch().selected[0]?.pitch).toBe(66);
  await userEvent.keyboard("{Alt>}{ArrowUp}{/Alt}");
  expect(sketch().selected[0]?.pitch).toBe(67);
  await userEvent.keyboard("{Delete}");
  expect(sketch().score.notes.map(({ id }) => id)).not.toContain("Soprano-1");
  expect(document.querySelector('[data-note="Soprano-1"]')).toBeNull();
});

test("the selection is there again in the roll and on the staff", async () => {
  await open();
  click(headOf("Soprano-2"));
  await screen.getByRole("button", { name: "Roll", exact: true }).click();
  await expect.element(screen.getByRole("application", { name: "Piano roll" })).toBeVisible();
  await screen.getByRole("button", { name: "Staff", exact: true }).click();
  await expect
    .element(sheet().getByRole("option", { selected: true }))
    .toHaveAttribute("aria-label", expect.stringMatching(/^G4/));
  expect([...sketch().selection]).toEqual(["Soprano-2" as NoteId]);
});

test("an edit draws the bar anew in which it is, and no other; undo draws it as it was", async () => {
  const long = score(melody([64, 65, 67, 72, 71, 69, 67, 65, 64, 65, 67, 72], "Soprano"), {
    voices: [choir[0]!],
    bars: 3,
  });
  await open(long);
  const headsOf = (id: string) => document.querySelector(`[data-note="${id}"]`);
  const before = ["Soprano-0", "Soprano-5", "Soprano-10"].map(headsOf);
  click(headOf("Soprano-5"));
  sheet().element().focus();
  await userEvent.keyboard("{Alt>}{ArrowUp}{/Alt}");
  await expect.poll(() => headsOf("Soprano-5") === before[1]).toBe(false);
  expect(headsOf("Soprano-0")).toBe(before[0]);
  expect(headsOf("Soprano-10")).toBe(before[2]);
  sketch().undo();
  await expect
    .element(sheet().getByRole("option", { name: /^A4, bar 2 beat 2/ }))
    .toBeInTheDocument();
  expect(headsOf("Soprano-0")).toBe(before[0]);
});

test("in print stand the title, who wrote it, and what is under the staves", async () => {
  stage = createStage({ ...tune, title: "Exercise 3" });
  stage.session.preferences.staff = true;
  const roll = new Roll(stage.session);
  const stand = new Stand(roll);
  stand.sheet.credit = "Ada, 9b";
  stand.sheet.numerals = [{ start: 0, text: "viio65/V" }];
  stand.sheet.figures = [{ start: 480, text: "6/4" }];
  screen = await render(StagePage, { session: stage.session, roll, stand });
  await expect.poll(() => stand.sheet.vex).toBeDefined();
  window.dispatchEvent(new Event("beforeprint"));
  const printed = document.querySelector(".printed")!;
  expect(printed.querySelector("h1")?.textContent).toBe("Exercise 3");
  expect(printed.querySelector("p")?.textContent).toContain("Ada, 9b");
  expect(printed.querySelector(".numeral")?.textContent.trim()).toBe("vii°65/V");
  expect(printed.querySelectorAll(".figure tspan")).toHaveLength(2);
  window.dispatchEvent(new Event("afterprint"));
  expect(document.querySelector(".printed")).toBeNull();
});
