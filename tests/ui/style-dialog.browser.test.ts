import { userEvent } from "vitest/browser";
import { beforeEach, expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import { STARTERS, starterScore } from "../../src/domain/starters";
import { countingIds, melody, score } from "../support/score";
import { createStage, type Stage } from "./roll/stage";
import StyleStage from "./StyleStage.svelte";

let stage: Stage;
let screen: Awaited<ReturnType<typeof render>>;

beforeEach(async () => {
  stage = createStage(score(melody([72, 74, 76, 77, 79, 77, 76, 74]), { title: "Jig" }), {
    reel: score(melody([60, 62, 64, 65]), { title: "Reel" }),
    empty: score([], { title: "Sent by somebody" }),
    tune: starterScore(STARTERS[0]!, countingIds()),
  });
  screen = await render(StyleStage, { session: stage.session });
  await screen.getByRole("button", { name: "How melodies go" }).click();
});

const dialog = () => screen.getByRole("dialog", { name: "Your style" });
const slider = () => screen.getByRole("slider", { name: "like the tune – like you" });
const open = () => screen.getByRole("button", { name: "Your style" }).click();
const press = (name: string) => dialog().getByRole("button", { name, exact: true }).click();

async function learn(): Promise<void> {
  await open();
  await press("Learn");
  stage.learner.learnings.at(-1)!.finish();
  await expect.element(dialog().getByText(/^Learnt in/)).toBeVisible();
}

test("there is no slider for a style before one was learnt; then there is, half way", async () => {
  await expect.element(slider()).not.toBeInTheDocument();
  await learn();
  await userEvent.keyboard("{Escape}");
  await expect.element(dialog()).not.toBeInTheDocument();
  await expect.element(screen.getByRole("slider", { name: "sparser – denser" })).toHaveFocus();
  await expect.element(slider()).toHaveValue("0.5");
  await slider().fill("0.8");
  expect(stage.session.responses.settings.personal).toBe(0.8);
  await screen.getByRole("button", { name: /^Vary/ }).hover();
  await expect.element(screen.getByText("Vary: soprano, like you 80 %")).toBeVisible();
  await screen.getByRole("button", { name: "As it comes" }).click();
  expect(stage.session.responses.settings.personal).toBe(0);
});

test("sketches are ticked by what they have to give, and learning is told of as it goes", async () => {
  await open();
  const tick = (name: string) => dialog().getByRole("checkbox", { name });
  await expect.element(tick("Jig 2 bars")).toBeChecked();
  await expect.element(tick("Reel 1 bar")).toBeChecked();
  await expect.element(tick("Sent by somebody nothing of yours")).toBeDisabled();
  // A tune that Antiphon brings along is hardly anybody's own.
  await expect.element(tick(STARTERS[0]!.title)).not.toBeChecked();
  await expect.element(dialog().getByText("3 bars to learn from.")).toBeVisible();
  await tick("Reel 1 bar").click();
  await expect.element(dialog().getByText("2 bars to learn from.")).toBeVisible();
  await dialog().getByRole("textbox", { name: "Name" }).fill("Jigs");
  await press("Learn");
  const [learning] = stage.learner.learnings;
  expect(learning!.scores.map(({ title }) => title)).toEqual(["Jig"]);
  learning!.progress(0.42);
  await expect.element(dialog().getByRole("progressbar")).toHaveAttribute("value", "42");
  learning!.finish();
  await expect.element(dialog().getByRole("heading", { name: "Jigs" })).toBeVisible();
  expect(stage.styles.model?.name).toBe("Jigs");
});

test("learning is broken off by a press, and too little is said where one looks", async () => {
  await open();
  await press("Learn");
  await press("Cancel");
  await expect.element(dialog().getByText("Stopped. Nothing was learnt.")).toBeVisible();
  await press("Learn");
  stage.learner.learnings[1]!.fail(new Error("there are only 2 different stretches"));
  await expect
    .element(dialog().getByText("There are only 2 different stretches. Nothing was learnt."))
    .toBeVisible();
});

test("with nothing ticked there is nothing to press", async () => {
  await open();
  for (const box of dialog().getByRole("checkbox").elements().slice(0, 2))
    await userEvent.click(box);
  await expect.element(dialog().getByText("Tick a sketch to learn from.")).toBeVisible();
  await expect.element(dialog().getByRole("button", { name: "Learn", exact: true })).toBeDisabled();
});

test("a style is deleted and brought back by the keyboard alone", async () => {
  await learn();
  (dialog().getByRole("button", { name: "Delete My style" }).element() as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  expect(stage.styles.model).toBeUndefined();
  const back = dialog().getByRole("button", { name: "Bring it back" });
  await expect.element(back).toBeVisible();
  (back.element() as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  await expect.element(dialog().getByRole("heading", { name: "My style" })).toBeVisible();
  expect(stage.styles.model?.windows).toBe(143);
});

test("a style that another variation model goes with says so, and Vary has no slider", async () => {
  stage.learner.checkpoint = { name: "Other", version: "2" };
  await learn();
  await expect.element(dialog().getByText(/another variation model/)).toBeVisible();
  await userEvent.keyboard("{Escape}");
  await expect.element(screen.getByRole("slider", { name: "sparser – denser" })).toBeVisible();
  await expect.element(slider()).not.toBeInTheDocument();
});
