import { userEvent } from "vitest/browser";
import { beforeEach, expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import { melody, score } from "../support/score";
import AskStage from "./AskStage.svelte";
import { createStage, type Stage } from "./roll/stage";

let stage: Stage;
let screen: Awaited<ReturnType<typeof render>>;

beforeEach(async () => {
  stage = createStage(score(melody([72, 74, 76, 77])));
  screen = await render(AskStage, { session: stage.session });
});

const settings = () => stage.session.responses.settings;
const opener = () => screen.getByRole("button", { name: "How harmony is written" });
const panel = () => screen.getByRole("dialog", { name: "How harmony is written" });
const radio = (name: RegExp) => panel().getByRole("radio", { name });

test("style and rules of harmony are chosen beside Harmonise, and the caption says what will happen", async () => {
  await expect
    .element(screen.getByText("Harmonise: alto, tenor and bass, as a chorale; soprano stays"))
    .toBeVisible();
  await opener().click();
  await expect.element(radio(/^Chorale/)).toBeChecked();
  await expect.element(panel().getByText("no parallel fifths or octaves at all")).toBeVisible();
  await panel().getByText("Hymn").click();
  await panel().getByText("Strict").click();
  expect(settings()).toMatchObject({ harmonist: "harmony", style: "hymn", rules: "strict" });
  await expect
    .element(
      screen.getByText("Harmonise: alto, tenor and bass, as a hymn, strictly; soprano stays"),
    )
    .toBeVisible();
});

test("with Coconet, which knows neither, style and rules cannot be chosen, and it is said why", async () => {
  await opener().click();
  await panel().getByText("slower, rewrites until it fits").click();
  expect(settings().harmonist).toBe("coconet");
  for (const name of [/^Chorale/, /^Hymn/, /^Strict/, /^Normal/, /^Off/])
    await expect.element(radio(name)).toBeDisabled();
  await expect
    .element(panel().getByRole("group", { name: "Style" }))
    .toHaveAccessibleDescription(/^Coconet knows/);
  await expect.element(screen.getByText("tenor and bass, by Coconet;")).toBeVisible();
  await panel().getByText("at once, in order of time").click();
  await expect.element(radio(/^Strict/)).toBeEnabled();
});

test("Follow is switched on and off there, and the bar says that it is on", async () => {
  await opener().click();
  const follow = panel().getByRole("switch", { name: /^Follow/ });
  await expect.element(follow).not.toBeChecked();
  await follow.click();
  expect(settings().follow).toBe(true);
  await expect.element(screen.getByText("Follow is on")).toBeVisible();
  await follow.click();
  await expect.element(screen.getByText("Follow is on")).not.toBeInTheDocument();
});

test("Escape closes the options and gives the keyboard back", async () => {
  await opener().click();
  await expect.element(radio(/^One pass/)).toHaveFocus();
  await userEvent.keyboard("{Escape}");
  await expect.element(panel()).not.toBeInTheDocument();
  await expect.element(screen.getByRole("button", { name: /^Harmonise/ })).toHaveFocus();
});
