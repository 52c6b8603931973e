import { userEvent } from "vitest/browser";
import { beforeEach, expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import type { Exercise } from "../../../src/exercises/exercise";
import { parseExerciseLink } from "../../../src/formats/exercise-link";
import type { ExerciseMaker } from "../../../src/session/exercise-maker.svelte";
import { melody, score, voice } from "../../support/score";
import { createStage } from "../roll/stage";
import TeachStage from "./TeachStage.svelte";

let maker: ExerciseMaker;
let screen: Awaited<ReturnType<typeof render>>;
let tried: Exercise[];

beforeEach(async () => {
  tried = [];
  const { session } = createStage(
    score(melody([72, 74, 76, 77]), {
      title: "Evening",
      bars: 1,
      voices: [voice("soprano", { name: "Soprano" }), voice("alto", { name: "Alto" })],
    }),
  );
  maker = session.school.rooms!.maker;
  const ontry = (exercise: Exercise) => tried.push(exercise);
  screen = await render(TeachStage, { session, ontry });
});

const field = (name: string) => screen.getByRole("textbox", { name, exact: true });
const press = (name: string) => screen.getByRole("button", { name, exact: true }).click();
const source = () => screen.getByRole("combobox", { name: "Exercise" });

test("a kind is chosen, seen at once, written over and tried as a student", async () => {
  await source().selectOptions("Realise a figured bass");
  await screen.getByRole("combobox", { name: "Level" }).selectOptions("Level 3");
  const preview = screen.getByRole("listbox", { name: "What the student begins with" });
  await expect.element(preview.getByRole("option").first()).toBeInTheDocument();
  await field("Title").fill("Thorough bass");
  await screen.getByText("None", { exact: true }).click();
  await press("Try it as a student");
  expect(tried).toHaveLength(1);
  expect(tried[0]).toMatchObject({
    kind: "figuredBass",
    level: 3,
    title: "Thorough bass",
    help: "none",
  });
});

test("rules are folded into a line, found by their names, and switched", async () => {
  await source().selectOptions("Harmonise a melody");
  await expect.element(screen.getByRole("checkbox", { name: /rossing/ })).not.toBeInTheDocument();
  await screen.getByText("Rules", { exact: true }).click();
  await screen.getByRole("searchbox", { name: "Find a rule" }).fill("cross");
  await screen.getByRole("checkbox", { name: /rossing/ }).click();
  expect(maker.exercise.rules.changes).toMatchObject([{ rule: "crossing", on: false }]);
  await expect.element(screen.getByText(/without .*crossing/i)).toBeVisible();
  await press("As the set has it");
  expect(maker.exercise.rules.changes).toEqual([]);
});

test("a criterion of one's own has to have words, and says so where it is", async () => {
  await screen.getByText("Points", { exact: true }).click();
  await press("A criterion of your own");
  await expect
    .element(screen.getByText("A criterion of yours has no words.").first())
    .toBeVisible();
  await expect.element(screen.getByRole("button", { name: "Copy the link" })).toBeDisabled();
  await screen.getByPlaceholder("Character, style, playing …").last().fill("Phrasing");
  await expect.element(screen.getByRole("button", { name: "Copy the link" })).toBeEnabled();
  expect(maker.exercise.rubric.at(-1)).toEqual({ of: "teacher", points: 4, words: "Phrasing" });
});

test("the open sketch becomes an exercise, once the student is told what to do", async () => {
  await source().selectOptions("From the open sketch");
  await expect
    .element(screen.getByText("Nothing tells the student what to do.").first())
    .toBeVisible();
  await field("Instructions").fill("Write a second voice.");
  await press("Try it as a student");
  expect(tried[0]).toMatchObject({ title: "Evening", target: { voices: ["alto"] } });
});

test("the link that is copied, or shown where the browser refuses, holds it all", async () => {
  await field("Title").fill("Cadences");
  // The clipboard is refused to a page that is not in front.
  Object.defineProperty(navigator, "clipboard", {
    configurable: true,
    value: { writeText: () => Promise.reject(new Error("refused")) },
  });
  await press("Copy the link");
  const link = field("The link");
  await expect.element(link).toBeVisible();
  const address = (link.element() as HTMLInputElement).value;
  const read = parseExerciseLink(new URL(address).hash);
  expect(read).toMatchObject({ ok: true, value: { title: "Cadences" } });
});

test("what is kept is listed, opened and deleted by the keyboard alone", async () => {
  await field("Title").fill("Cadences");
  await press("Keep it here");
  await expect.element(screen.getByRole("button", { name: "Kept" })).toBeDisabled();
  await source().selectOptions("Species counterpoint");
  await screen.getByText("Made before: 1").click();
  (screen.getByRole("button", { name: "Open “Cadences”" }).element() as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  await expect.element(field("Title")).toHaveValue("Cadences");
  (screen.getByRole("button", { name: "Delete “Cadences”" }).element() as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  await press("Bring it back");
  expect(maker.kept).toHaveLength(1);
});
