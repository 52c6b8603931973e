import { expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import { DEFAULT_SETTINGS, type AskKind, type Chosen } from "../../src/domain/ask";
import type { TakeId, VoiceId } from "../../src/domain/score";
import type { Take } from "../../src/domain/take";
import { melody, score } from "../support/score";
import { createStage } from "./roll/stage";
import SpreadStage from "./SpreadStage.svelte";

const RISING = [60, 62, 64, 65];
const FALLING = [79, 77, 76, 74];

function take(
  id: string,
  pitches: readonly number[],
  chosen?: Chosen,
  kind: AskKind = "vary",
): Take {
  return {
    id: id as TakeId,
    parent: "original" as TakeId,
    name: `Take ${id}: Variation`,
    score: score(melody(pitches), { bars: 1 }),
    making: {
      kind,
      model: { name: "melody-vae", version: "1" },
      seed: 1,
      settings: DEFAULT_SETTINGS,
      voices: ["soprano" as VoiceId],
      range: { start: 0, end: 1920 },
      ask: "ask",
      ...(chosen && { chosen }),
    },
    createdMs: 1,
  };
}

async function show(takes: readonly Take[], growing?: Take) {
  const { session } = createStage(score(melody(RISING)));
  const { responses } = session;
  const grownTo = responses.grownTo.bind(responses);
  responses.grownTo = (one) => (one === growing ? 480 : grownTo(one));
  return render(SpreadStage, { session, takes });
}

const circles = () =>
  [...document.querySelectorAll("summary circle")].map((circle) => ({
    x: Number(circle.getAttribute("cx")),
    y: Number(circle.getAttribute("cy")),
  }));

test("takes that are the same are nothing apart and lie on one point, another lies away from both", async () => {
  const screen = await show([take("1", RISING), take("2", RISING), take("3", FALLING)]);
  await screen.getByText(/The takes are \d+.% apart/).click();
  const pairs = screen.getByRole("listitem");
  const apart = pairs.elements().map(({ textContent }) => textContent.replaceAll("\u00a0", " "));
  expect(apart[0]).toBe("1 and 2: 0 % apart");
  expect(apart[1]).toMatch(/^1 and 3: [1-9]\d* % apart$/);
  expect(apart[1]!.replace("1 and 3", "")).toBe(apart[2]!.replace("2 and 3", ""));
  // Of three pairs one is nothing apart: the mean is two thirds of what the others are, give or take what was rounded.
  const percentIn = (words: string) => Number(/(\d+).%/.exec(words)?.[1]);
  const mean = percentIn(screen.getByText(/The takes are/).element().textContent);
  expect(Math.abs(mean - (2 * percentIn(apart[1]!)) / 3)).toBeLessThanOrEqual(1);
  const [a, b, c] = circles();
  expect(Math.hypot(a!.x - b!.x, a!.y - b!.y)).toBeLessThan(1);
  expect(Math.hypot(a!.x - c!.x, a!.y - c!.y)).toBeGreaterThan(3);
  await expect
    .element(screen.getByText(/^These takes are as they came; none was chosen\./))
    .toBeVisible();
});

test("takes that were chosen say among how many, and how far apart chance would have had them", async () => {
  const chosen = { of: 12, byChance: 0.21 };
  const screen = await show([take("1", RISING, chosen), take("2", FALLING, chosen)]);
  await screen.getByText(/The takes are \d+.% apart, by chance 21.%/).click();
  await expect.element(screen.getByText(/^The takes were chosen from 12 drafts/)).toBeVisible();
});

test("one take has nothing to be apart from, nor have takes that are still being written, or that changed nothing that is compared", async () => {
  const [first, second] = [take("1", RISING), take("2", FALLING)];
  for (const [takes, growing] of [
    [[first], undefined],
    [[first, second], second],
    [
      [take("1", RISING, undefined, "humanise"), take("2", FALLING, undefined, "humanise")],
      undefined,
    ],
  ] as const) {
    const screen = await show(takes, growing);
    expect(screen.container.querySelector("details")).toBeNull();
    await screen.unmount();
  }
  const screen = await show([first, second]);
  expect(screen.container.querySelector("details")).not.toBeNull();
});
