import { expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import type { Score } from "../../../src/domain/score";
import type { Exercise } from "../../../src/exercises/exercise";
import { makeExercise } from "../../../src/exercises/kinds/make";
import { marksIn } from "../../../src/ui/exercises/feedback-words";
import FeedbackStage from "./FeedbackStage.svelte";
import { openExercise } from "./feedback-stage";

const { exercise, solution } = makeExercise("figuredBass", 1, 4);

/** The solution with a tenor that goes along with the bass, an octave higher, and an alto that lies too high. */
const broken: Score = {
  ...solution,
  notes: solution.notes.map((note, i) => {
    const bass = solution.notes.find((one) => one.voice === "bass" && one.start === note.start);
    if (note.voice === "tenor" && note.start < 1920) return { ...note, pitch: bass!.pitch + 12 };
    return note.voice === "alto" && i % 4 === 0 ? { ...note, pitch: note.pitch + 12 } : note;
  }),
};

async function show(change: Partial<Exercise> = {}, score: Score = broken) {
  const opened = openExercise({ ...exercise, ...change }, score);
  const screen = await render(FeedbackStage, { session: opened.session });
  return { ...opened, screen };
}

test("before it is asked for there is one button, and after it what to mend first", async () => {
  const { screen } = await show();
  await screen.getByRole("button", { name: "Look it over" }).click();
  await expect.element(screen.getByText(/To mend first: parallel octaves/)).toBeVisible();
  await expect.element(screen.getByRole("heading", { name: "To mend" })).toBeVisible();
  await expect
    .element(screen.getByRole("button", { name: "Look it over" }))
    .not.toBeInTheDocument();
});

test("the gravest rule is open, the others wait to be opened", async () => {
  const { screen, feedback } = await show();
  feedback.look();
  const rules = screen.getByRole("button", { expanded: true });
  await expect.element(rules).toHaveTextContent("Parallel octaves");
  const others = screen.getByRole("button", { expanded: false });
  expect(others.elements()).toHaveLength(feedback.groups.length - 1);
});

test("a finding that is pressed selects its notes", async () => {
  const { screen, feedback, sketch } = await show();
  feedback.look();
  await screen
    .getByRole("button", { name: /^Show on the staff/ })
    .first()
    .click();
  expect([...sketch.selection].toSorted()).toEqual(feedback.findings[0]!.notes.toSorted());
});

test("a fix is told in words, heard, and done or left", async () => {
  const { screen, feedback, player } = await show();
  feedback.look();
  const before = feedback.findings.length;
  await screen.getByRole("button", { name: "Show a fix" }).first().click();
  await expect.element(screen.getByRole("group", { name: "A fix" })).toHaveTextContent(/bar 1/);
  await screen.getByRole("button", { name: "Hear it mended" }).click();
  expect(player.state).toBe("playing");
  await screen.getByRole("button", { name: "Do it" }).click();
  expect(player.state).toBe("stopped");
  expect(feedback.findings.length).toBeLessThan(before);
});

test("hints come one by one, and the button goes with the last", async () => {
  const { screen, feedback } = await show({}, exercise.given);
  feedback.look();
  const missing = screen.getByRole("listitem").filter({ hasText: "still empty" }).first();
  await missing.getByRole("button", { name: "Hint", exact: true }).click();
  await expect.element(missing.getByText(/^Look at/)).toBeVisible();
  await missing.getByRole("button", { name: "Another hint" }).click();
  await missing.getByRole("button", { name: "Last hint" }).click();
  await expect.element(missing.getByRole("button", { name: /hint/i })).not.toBeInTheDocument();
});

test("without help there is neither a hint nor a fix to press", async () => {
  const { screen, feedback } = await show({ help: "none" });
  feedback.look();
  await expect.element(screen.getByRole("heading", { name: "To mend" })).toBeVisible();
  expect(screen.getByRole("button", { name: /hint|fix/i }).elements()).toEqual([]);
});

test("a finding is heard by pressing, and falls silent when the panel goes", async () => {
  const { screen, feedback, player, sketch } = await show();
  feedback.look();
  await screen.getByRole("button", { name: "Hear it" }).first().click();
  expect(player.state).toBe("playing");
  await screen.unmount();
  expect(player.state).toBe("stopped");
  expect(player.score).toBe(sketch.score);
});

test("each note of a finding has its mark for the staff, until the work changes", async () => {
  const { feedback, sketch } = await show();
  feedback.look();
  const marks = marksIn(feedback);
  const first = feedback.findings[0]!;
  for (const id of first.notes)
    expect(marks.get(id)).toMatchObject({
      kind: "wrong",
      words: expect.stringContaining("Parallel octaves: ") as string,
    });
  sketch.dispatch("Delete", [{ type: "removeNotes", ids: new Set(first.notes) }]);
  expect(marksIn(feedback).size).toBe(0);
});
