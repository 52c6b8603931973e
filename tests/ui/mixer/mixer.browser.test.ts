import { userEvent } from "vitest/browser";
import { beforeEach, expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import { Roll } from "../../../src/ui/roll/roll.svelte";
import type { VoiceId } from "../../../src/domain/score";
import { note, score, voice } from "../../support/score";
import StagePage from "../roll/Stage.svelte";
import { createStage, type Stage } from "../roll/stage";

let stage: Stage;
let roll: Roll;
let screen: Awaited<ReturnType<typeof render>>;
const voices = () => stage.session.sketch.score.voices;
const slider = (name: string) => screen.getByRole("slider", { name, exact: true });

beforeEach(async () => {
  stage = createStage(score([note()], { voices: [voice("Alto"), voice("Bass", { pan: 0.5 })] }));
  roll = new Roll(stage.session);
  screen = await render(StagePage, { session: stage.session, roll });
  await screen.getByRole("button", { name: "Mixer", exact: true }).click();
});

test("volume, place and room of a voice are set by their sliders, each change a step to undo", async () => {
  await slider("Volume of Alto").fill("0.5");
  await slider("Place of Alto").fill("-0.5");
  await slider("Room of Bass").fill("0.25");
  expect(voices()[0]).toMatchObject({ volume: 0.5, pan: -0.5 });
  expect(voices()[1]).toMatchObject({ pan: 0.5, reverb: 0.25 });
  await expect.element(slider("Place of Alto")).toHaveAttribute("aria-valuetext", "50 % left");
  const { sketch } = stage.session;
  for (const label of ["Change room", "Change place", "Change volume"]) {
    expect(sketch.undoLabel).toBe(label);
    sketch.undo();
  }
  expect(voices()[0]).toEqual(voice("Alto"));
});

test("all together are turned down by a fader of their own, which is undone like any", async () => {
  const { sketch } = stage.session;
  await slider("Volume of all").fill("0.5");
  expect(sketch.score.volume).toBe(0.5);
  await expect.element(slider("Volume of all")).toHaveAttribute("aria-valuetext", "50 %");
  expect(voices()[0]?.volume).toBe(0.8);
  expect(sketch.undoLabel).toBe("Change volume of all");
  sketch.undo();
  expect(sketch.score.volume).toBeUndefined();
  sketch.redo();
  await slider("Volume of all").fill("1");
  expect(sketch.score.volume).toBeUndefined();
});

test("the arrow keys move a slider, and a double click brings a place back to the middle", async () => {
  slider("Place of Bass").element().focus();
  await userEvent.keyboard("{ArrowLeft}{ArrowLeft}");
  expect(voices()[1]?.pan).toBeCloseTo(0.4);
  await slider("Place of Bass").dblClick();
  expect(voices()[1]?.pan).toBeUndefined();
  await expect.element(slider("Place of Bass")).toHaveAttribute("aria-valuetext", "middle");
});

test("an instrument is chosen by picture and name", async () => {
  await screen.getByRole("button", { name: "Instrument of Bass: Piano" }).click();
  await screen.getByRole("listitem", { name: "Bass" }).getByText("Drums").click();
  expect(voices()[1]?.instrument).toBe("drums");
  expect(stage.session.sketch.undoLabel).toBe("Change instrument");
  await expect
    .element(screen.getByRole("button", { name: "Instrument of Bass: Drums" }))
    .toBeVisible();
});

test("levels are measured only while the mixer is there, and shown only while it plays", async () => {
  const { player, session } = stage;
  const level = (of: number) =>
    Number(
      getComputedStyle(document.querySelectorAll(".mixer .meter")[of]!).getPropertyValue("--level"),
    );
  expect(player.metered).toBe(true);
  player.loud = {
    master: { rms: 0.3, peak: 0.5 },
    voices: new Map([["Alto" as VoiceId, { rms: 0.1, peak: 0.25 }]]),
  };
  expect(level(0)).toBe(0);
  await session.playback.play();
  await expect.poll(() => level(0)).toBeCloseTo(0.749, 2);
  expect(level(1)).toBe(0);
  expect(level(2)).toBeCloseTo(0.875, 2);
  player.loud = { master: { rms: 0, peak: 0 }, voices: new Map() };
  session.playback.stop();
  await expect.poll(() => level(2), { timeout: 5000 }).toBe(0);
  await screen.getByRole("button", { name: "Put the mixer away" }).click();
  expect(player.metered).toBe(false);
});

test("the lamp lights when it was too loud, and stays lit until it is put out", async () => {
  const { player, session } = stage;
  const lamp = () => screen.getByRole("button", { name: /too loud/i });
  await expect.element(lamp()).toHaveAccessibleName("Not too loud");
  player.loud = { master: { rms: 0.9, peak: 0.97 }, voices: new Map() };
  await session.playback.play();
  await expect.element(lamp()).toHaveAccessibleName(/^It was too loud/);
  player.loud = { master: { rms: 0, peak: 0 }, voices: new Map() };
  session.playback.stop();
  await expect.element(lamp()).toHaveAccessibleName(/^It was too loud/);
  await lamp().click();
  await expect.element(lamp()).toHaveAccessibleName("Not too loud");
});
