import { userEvent } from "vitest/browser";
import { afterEach, expect, test, vi } from "vitest";
import { longHistory, openLedger } from "./ledger-stage";

type Screen = Awaited<ReturnType<typeof openLedger>>["screen"];

afterEach(() => {
  vi.restoreAllMocks();
});

/** The cells of a table by its caption, row by row. */
async function cells(screen: Screen, caption: string): Promise<readonly (readonly string[])[]> {
  const table = screen.getByRole("table", { name: caption });
  await expect.element(table).toBeInTheDocument();
  return [...(table.element() as HTMLTableElement).rows].map((row) =>
    [...row.cells].map((cell) => cell.innerText.replaceAll("\u00a0", " ")),
  );
}

/** How wide the boxes of a path are, all together. */
function widthOf(path: Element | null): number {
  const boxes = path?.getAttribute("d")?.matchAll(/0h([\d.]+)v/g) ?? [];
  return [...boxes].reduce((sum, [, width]) => sum + Number(width), 0);
}

test("the table counts each voice by notes and by sounding time", async () => {
  const { screen } = await openLedger();
  expect(await cells(screen, "By voice")).toEqual([
    [
      "Voice",
      "Notes",
      "Sounding",
      "yours",
      "the machine’s, changed by you",
      "the machine’s",
      "from a file",
    ],
    ["Soprano", "4", "0:04", "3 · 75 %", "–", "–", "1 · 25 %"],
    ["Bass", "4", "0:07", "–", "2 · 43 %", "2 · 57 %", "–"],
    ["All voices", "8", "0:11", "3 · 27 %", "2 · 27 %", "2 · 37 %", "1 · 9 %"],
  ]);
});

test("the picture is cut as the table counts", async () => {
  const { screen } = await openLedger();
  await cells(screen, "By voice");
  const map = screen.getByRole("group", { name: "Voice by voice, bar by bar" });
  await expect.element(map.getByRole("button", { name: "bar 2" })).toBeInTheDocument();
  const [soprano, bass] = map.element().querySelectorAll("svg g");
  // Boxes of a voice: what is whole a person's, what is a model's, and what of that was changed. A file's are drawn in lines.
  const [own, , none] = soprano!.querySelectorAll("path");
  expect(widthOf(none!)).toBe(0);
  expect(soprano!.querySelector(".lines")!.getAttribute("d")).toMatch(/^M[\d.]+ 1\.5h/);
  const [mine, model, touched] = bass!.querySelectorAll("path");
  expect(widthOf(mine!)).toBe(0);
  // Two half notes stay as they came, and beside them there are a quarter and a half: 57 to 43.
  const share = widthOf(model!) / (widthOf(model!) + widthOf(touched!));
  expect(share).toBeCloseTo(4 / 7, 1);
  // Three quarters of a bar are yours: three quarters of what a whole bar of the model takes.
  expect(widthOf(own!) / widthOf(model!)).toBeCloseTo(3 / 4, 1);

  const [, legend] = screen.getByRole("tabpanel").element().querySelectorAll("ul");
  expect(legend!.textContent).toContain("yours");
  const bar = screen.getByRole("tabpanel").element().querySelector(".bar")!;
  const widths = [...bar.children].map((part) => part.getBoundingClientRect().width);
  const whole = widths.reduce((sum, width) => sum + width, 0);
  expect(widths.map((width) => Math.round((100 * width) / whole))).toEqual([27, 27, 37, 9]);
});

test("a bar tells whose it is, by the arrows and by what they come to", async () => {
  const { screen, sketch } = await openLedger();
  const first = screen.getByRole("button", { name: /^Bar 1/ });
  await expect.element(first).toBeInTheDocument();
  (first.element() as HTMLElement).focus();
  const told = /^Bar 1: soprano yours: 75 % and from a file: 25 %; bass the machine’s: 100 %$/;
  await expect.element(screen.getByText(told)).toBeVisible();
  await userEvent.keyboard("{ArrowRight}");
  await expect
    .element(screen.getByText("Bar 2: bass the machine’s, changed by you: 100 %"))
    .toBeVisible();
  await expect.element(screen.getByRole("button", { name: /^Bar 2/ })).toHaveFocus();
  expect(sketch.score.bars).toBe(2);
});

test("what was changed of a take is told by what it was changed in", async () => {
  const { screen } = await openLedger();
  expect(await cells(screen, "By model and file")).toEqual([
    ["From", "Notes", "Sounding", "Share of the time", "Changed by you"],
    ["harmony 1, 1 take", "4", "0:07", "64 %", "2: pitch 1, place 1, length 1"],
    ["tune.mid", "1", "0:01", "9 %", "–"],
  ]);
});

test("the journal is a picture of its steps and a list of all of them", async () => {
  const { screen } = await openLedger();
  await expect
    .element(
      screen.getByText(/^At work: 3 min.*In 2 sittings, from 24 Nov 2026 to 25 Nov 2026\.$/s),
    )
    .toBeVisible();
  const picture = screen.getByRole("img", { name: /^Notes over the time at work/ });
  await expect.element(picture).toBeInTheDocument();
  const signs = [...picture.element().querySelectorAll("circle")];
  expect(signs.map((sign) => [sign.getAttribute("class"), sign.textContent])).toEqual([
    [expect.stringContaining("kept"), "Keep Take 1: Harmony, 24 Nov 2026, 09:01"],
    [expect.stringContaining("undone"), "Undo, 24 Nov 2026, 09:02"],
  ]);
  await screen.getByText("4 steps as a list").click();
  const list = screen.getByRole("group", { name: "How it came about" }).getByRole("table");
  await expect.element(list).toBeVisible();
  const rows = [...(list.element() as HTMLTableElement).rows].slice(1);
  expect(rows.map((row) => [...row.cells].slice(1).map((cell) => cell.innerText))).toEqual([
    ["Draw", "3", "0", "0", "1"],
    ["Keep Take 1: Harmony", "3", "0", "4", "1"],
    ["Undo", "3", "0", "0", "1"],
    ["Transpose", "3", "2", "2", "1"],
  ]);
});

test("each take is told of with what became of it", async () => {
  const { screen } = await openLedger();
  await expect.element(screen.getByText("4 takes: 1 kept, 1 remixed, 2 dropped.")).toBeVisible();
  const takes = screen.getByText(/^Take \d, /);
  expect(takes.elements().map(({ textContent }) => textContent)).toEqual([
    "Take 1, kept",
    "Take 2, remixed",
    "Take 3, dropped",
    "Take 1, dropped",
  ]);
});

test("of a long history there are the last asks and the first rows, and all of it when it is wanted", async () => {
  const { screen } = await openLedger(longHistory(24));
  await expect.element(screen.getByText("24 takes: 24 kept, 0 remixed, 0 dropped.")).toBeVisible();
  const takes = screen.getByText("Take 1, kept");
  const before = takes.elements().length;
  expect(before).toBeLessThan(24);
  // The last ones are there: those that were asked before wait.
  await expect.element(screen.getByText("seed 63")).toBeInTheDocument();
  await expect.element(screen.getByText("seed 40")).not.toBeInTheDocument();
  await screen.getByRole("button", { name: "Show earlier asks" }).click();
  await screen.getByRole("button", { name: "Show earlier asks" }).click();
  await expect.element(screen.getByText("seed 40")).toBeInTheDocument();
  expect(takes.elements()).toHaveLength(24);

  const shown = await cells(screen, "By model and file");
  expect(shown.length).toBeLessThan(26);
  const copied = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  await screen.getByRole("button", { name: "Copy as text" }).click();
  const lines = (copied.mock.calls[0]?.[0] ?? "").split("\n");
  expect(lines.filter((line) => line.startsWith("– "))).toHaveLength(24);
  await screen.getByRole("button", { name: /^Show \d+ more rows$/ }).click();
  expect(await cells(screen, "By model and file")).toHaveLength(26);
  await expect.element(screen.getByRole("button", { name: /more rows/ })).not.toBeInTheDocument();
});

test("the views are gone through by the arrows, round the ends", async () => {
  const { screen } = await openLedger();
  const tab = (name: string) => screen.getByRole("tab", { name });
  (tab("Ledger").element() as HTMLElement).focus();
  await userEvent.keyboard("{ArrowLeft}");
  await expect.element(tab("Statement")).toHaveFocus();
  await expect.element(tab("Statement")).toHaveAttribute("aria-selected", "true");
  await expect
    .element(screen.getByRole("tabpanel", { name: "Statement" }).getByText("In your own words"))
    .toBeVisible();
  await userEvent.keyboard("{ArrowRight}");
  await expect.element(tab("Ledger")).toHaveFocus();
  await expect.element(screen.getByRole("tabpanel", { name: "Ledger" })).toBeVisible();
  await expect.element(screen.getByText("In your own words")).not.toBeInTheDocument();
  await userEvent.keyboard("{ArrowRight}");
  await expect.element(tab("Originality")).toHaveFocus();
  await expect.element(screen.getByRole("tabpanel", { name: "Originality" })).toBeVisible();
});
