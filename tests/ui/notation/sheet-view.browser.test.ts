import { userEvent } from "vitest/browser";
import { describe, expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import { PIGMENTS, type NoteId, type Score } from "../../../src/domain/score";
import { Sheet } from "../../../src/ui/notation/sheet.svelte";
import { melody, placedChord, score, voice } from "../../support/score";
import SheetStage from "./SheetStage.svelte";

const hymn = score([...melody([72, 74, 76, 77], "Soprano"), ...melody([60, 59, 57, 53], "Bass")], {
  voices: [voice("Soprano"), voice("Bass")],
});

let sheet: Sheet;
let chosen: readonly string[] = [];
let screen: Awaited<ReturnType<typeof render>>;

async function open(of: Score = hymn, more: { tall?: boolean } = {}): Promise<void> {
  sheet = new Sheet(() => of);
  chosen = [];
  const onselect = (ids: ReadonlySet<NoteId>) => (chosen = [...ids]);
  screen = await render(SheetStage, { sheet, onselect, ...more });
  await expect.poll(() => document.querySelector(".vf-stave")).not.toBeNull();
}

const list = () => screen.getByRole("listbox", { name: "Hymn" });

function middleOf(id: string): { x: number; y: number } {
  const head = document.querySelector(`[role="option"][id$="-${id}"]`)!;
  const box = head.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

function pointer(type: string, { x, y }: { x: number; y: number }, shiftKey = false): void {
  const at = { clientX: x, clientY: y, pointerId: 1, pointerType: "mouse", button: 0, shiftKey };
  list()
    .element()
    .dispatchEvent(new PointerEvent(type, { ...at, bubbles: true, cancelable: true }));
}

describe("a sheet to read", () => {
  test("is a list of its notes, each in words with what is said about it", async () => {
    await open();
    sheet.marks = new Map([
      ["Bass-2" as NoteId, { kind: "wrong", words: "parallel octaves with the soprano" }],
    ]);
    await expect
      .element(list().getByRole("option", { name: /^A3, .*parallel octaves with the soprano$/ }))
      .toBeInTheDocument();
    expect(list().getByRole("option").elements()).toHaveLength(8);
  });

  test("what stands under the staves is told too, where there are no notes as well", async () => {
    await open(score([], { voices: [voice("Soprano"), voice("Bass")], bars: 2 }));
    sheet.numerals = [{ start: 1920, text: "V65/V" }];
    sheet.figures = [{ start: 0, text: "♯6/4" }];
    await expect
      .element(screen.getByRole("list", { name: "Numerals under the staff" }))
      .toHaveTextContent("bar 2 beat 1: V 6 5 /V");
    await expect
      .element(screen.getByRole("list", { name: "Figures under the staff" }))
      .toHaveTextContent("bar 1 beat 1: ♯6 4");
  });

  test("marks are told apart by shape: a ring, a broken ring, a tick", async () => {
    await open();
    const marks = (["wrong", "doubtful", "good"] as const).map(
      (kind, i) => [`Soprano-${i}` as NoteId, { kind, words: kind }] as const,
    );
    sheet.marks = new Map(marks);
    await expect.poll(() => document.querySelectorAll(".ring")).toHaveLength(2);
    const dashes = [...document.querySelectorAll(".ring")].map(
      (ring) => getComputedStyle(ring).strokeDasharray,
    );
    expect(dashes.filter((dash) => dash === "none")).toHaveLength(1);
    expect(document.querySelectorAll(".tick")).toHaveLength(1);
  });

  test("a comment has its number at its first note, and is read out there; one whose notes are gone keeps its number", async () => {
    await open();
    const range = { start: 0, end: 1920 };
    const on = (text: string, ...notes: string[]) => ({ text, range, notes: notes as NoteId[] });
    sheet.comments = [
      on("Leads well.", "Soprano-2", "Soprano-1"),
      on("This one is gone.", "Alto-1"),
      on("Why so low?", "Bass-3"),
      on("A fine line."),
    ];
    await expect.poll(() => document.querySelectorAll("text.count")).toHaveLength(3);
    const counts = [...document.querySelectorAll("text.count")].map((count) => count.textContent);
    expect(counts.toSorted()).toEqual(["1", "3", "4"]);
    for (const name of [
      /^D5, .*comment 1: Leads well\.$/,
      /^F3, .*comment 3: Why so low\?$/,
      /^C5, .*comment 4: A fine line\.$/,
    ])
      await expect.element(list().getByRole("option", { name })).toBeInTheDocument();
    const bass = middleOf("Bass-3");
    const sign = document.querySelectorAll("circle.comment")[counts.indexOf("3")]!;
    const box = sign.getBoundingClientRect();
    expect(Math.abs(box.x + box.width / 2 - bass.x)).toBeLessThan(12);
  });

  test("a click chooses a note, with Shift another; a click beside them lets go", async () => {
    await open();
    pointer("pointerdown", middleOf("Soprano-1"));
    pointer("pointerup", middleOf("Soprano-1"));
    expect(chosen).toEqual(["Soprano-1"]);
    pointer("pointerdown", middleOf("Bass-1"), true);
    pointer("pointerup", middleOf("Bass-1"), true);
    expect(chosen).toEqual(["Soprano-1", "Bass-1"]);
    const { x, y } = middleOf("Soprano-1");
    pointer("pointerdown", { x: x + 25, y });
    pointer("pointerup", { x: x + 25, y });
    expect(chosen).toEqual([]);
  });

  test("a box chooses what it is drawn around", async () => {
    await open();
    const from = middleOf("Soprano-1");
    const to = middleOf("Bass-2");
    pointer("pointerdown", { x: from.x - 14, y: from.y - 20 });
    pointer("pointermove", { x: to.x + 14, y: to.y + 12 });
    await expect.poll(() => document.querySelector(".box")).not.toBeNull();
    pointer("pointerup", { x: to.x + 14, y: to.y + 12 });
    expect(chosen.toSorted()).toEqual(["Bass-1", "Bass-2", "Soprano-1", "Soprano-2"]);
    await expect.poll(() => document.querySelector(".box")).toBeNull();
  });

  test("the arrows walk the notes, which are announced, and Shift adds", async () => {
    await open();
    list().element().focus();
    await userEvent.keyboard("{ArrowRight}{ArrowRight}");
    expect(chosen).toHaveLength(1);
    const active = () =>
      document.getElementById(list().element().getAttribute("aria-activedescendant") ?? "");
    expect(active()?.getAttribute("aria-selected")).toBe("true");
    await userEvent.keyboard("{Home}{ArrowRight}");
    const before = chosen;
    await userEvent.keyboard("{Shift>}{ArrowRight}{/Shift}");
    expect(chosen).toEqual([...before, expect.any(String)]);
    await userEvent.keyboard("{Escape}");
    expect(chosen).toEqual([]);
  });

  test("where the page scrolls it is as tall as its music", async () => {
    const long = score(melody(Array.from({ length: 160 }, (_, i) => 60 + (i % 12))), { bars: 40 });
    await open(long, { tall: true });
    await expect.poll(() => list().element().clientHeight).toBeGreaterThan(600);
    expect(list().getByRole("option").elements()).toHaveLength(160);
  });
});

/** What is seen where colours lie over one another, from the lowest: each channel from 0 to 1. */
function seen(...colours: readonly string[]): readonly number[] {
  const brush = new OffscreenCanvas(1, 1).getContext("2d")!;
  for (const colour of colours) {
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
  }
  return [...brush.getImageData(0, 0, 1, 1).data.slice(0, 3)].map((value) => value / 255);
}

/** Contrast ratio after WCAG 2.2. */
function contrast(a: readonly number[], b: readonly number[]): number {
  const [lower, higher] = [a, b]
    .map((rgb) => {
      const [red, green, blue] = rgb.map((value) =>
        value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
    })
    .toSorted((x, y) => x - y);
  return (higher! + 0.05) / (lower! + 0.05);
}

test.for(["light", "dark"] as const)(
  "in the %s theme words on the staff have a contrast of 4.5 to 1, and signs and notes 3 to 1, on locked stretches and in rings too",
  async (theme, { onTestFinished }) => {
    document.documentElement.dataset["theme"] = theme;
    onTestFinished(() => {
      delete document.documentElement.dataset["theme"];
    });
    await open({
      ...hymn,
      chords: [placedChord(0, "C")],
      locks: [{ voice: hymn.voices[1]!.id, start: 0, end: 1920 }],
    });
    sheet.marks = new Map(
      (["wrong", "doubtful", "good"] as const).map(
        (kind, i) => [`Soprano-${i}` as NoteId, { kind, words: kind }] as const,
      ),
    );
    sheet.figures = [{ start: 0, text: "6/4" }];
    sheet.numerals = [{ start: 0, text: "I64" }];
    sheet.comments = [
      { notes: ["Soprano-3" as NoteId], range: { start: 0, end: 1920 }, text: "Good." },
    ];
    await expect.poll(() => document.querySelector("text.count")).not.toBeNull();

    const style = (selector: string) => getComputedStyle(document.querySelector(selector)!);
    const page = getComputedStyle(document.querySelector(".scroller")!).backgroundColor;
    const grounds = [
      [page],
      [page, style(".locked").fill],
      [page, style(".ring.wrong").fill],
      [page, style(".ring.doubtful").fill],
    ];
    for (const words of [".figure", ".numeral", ".number", ".chord"])
      expect.soft(contrast(seen(page), seen(page, style(words).fill)), words).toBeGreaterThan(4.5);
    expect
      .soft(contrast(seen(style(".comment").fill), seen(style(".count").fill)), "comment")
      .toBeGreaterThan(4.5);
    for (const sign of [".ring.wrong", ".ring.doubtful", ".tick", ".lozenge"])
      expect.soft(contrast(seen(page), seen(page, style(sign).stroke)), sign).toBeGreaterThan(3);
    for (const pigment of PIGMENTS)
      for (const ground of grounds) {
        const ink = style(":root").getPropertyValue(`--${pigment}`);
        expect
          .soft(contrast(seen(...ground), seen(...ground, ink)), `${pigment} on ${ground.join()}`)
          .toBeGreaterThan(3);
      }
  },
);
