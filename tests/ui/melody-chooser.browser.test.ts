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
const opener = () => screen.getByRole("button", { name: "How melodies go" });
const panel = () => screen.getByRole("dialog", { name: "How melodies go" });
const slider = (name: string) => panel().getByRole("slider", { name });

test("melodies are steered beside Vary, and the caption says how", async () => {
  await opener().click();
  await slider("sparser – denser").fill("0.4");
  await slider("lower – higher").fill("-0.2");
  expect(settings()).toMatchObject({ density: 0.4, register: -0.2, leaps: 0 });
  await screen.getByRole("button", { name: /^Vary/ }).hover();
  await expect.element(screen.getByText("Vary: soprano, denser 40 %, lower 20 %")).toBeVisible();
  await screen.getByRole("button", { name: /^Continue/ }).hover();
  await expect
    .element(screen.getByText("Continue: soprano, 4 bars more, denser 40 %, lower 20 %"))
    .toBeVisible();
});

test("one press leaves melodies as they come again", async () => {
  await opener().click();
  const reset = panel().getByRole("button", { name: "As it comes" });
  await expect.element(reset).toBeDisabled();
  await slider("smoother – leapier").fill("1");
  expect(settings().leaps).toBe(1);
  await reset.click();
  expect(settings()).toMatchObject({ density: 0, register: 0, leaps: 0 });
});

test("Escape closes the sliders and gives the keyboard back", async () => {
  await opener().click();
  await expect.element(slider("sparser – denser")).toHaveFocus();
  await userEvent.keyboard("{Escape}");
  await expect.element(panel()).not.toBeInTheDocument();
  await expect.element(screen.getByRole("button", { name: /^Vary/ })).toHaveFocus();
});
