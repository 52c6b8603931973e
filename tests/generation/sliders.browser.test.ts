import { describe, expect, test } from "vitest";
import {
  DEFAULT_SETTINGS,
  HARMONISTS,
  MELODY_ATTRIBUTES,
  type Ask,
  type AskKind,
  type AskSettings,
  type DraftNote,
  type HarmonistName,
  type MelodyAttribute,
} from "../../src/domain/ask";
import type { Key } from "../../src/domain/key";
import type { Score, VoiceId } from "../../src/domain/score";
import { melody, score, voice } from "../support/score";
import {
  distance,
  harmonicMood,
  harmonySurprise,
  mean,
  meanInterval,
  melodicMood,
  melodySurprise,
} from "./measures";
import { compose, trained } from "./trained";

const PARTS = ["soprano", "alto", "tenor", "bass"] as VoiceId[];
const SOPRANO = PARTS.slice(0, 1);
const LOWER = PARTS.slice(1);
const C_MINOR: Key = { fifths: -3, mode: "minor" };

const TUNE = [67, 69, 71, 72, 74, 72, 71, 67, 64, 65, 67, 69, 67, 65, 64, 60];
const MINOR_TUNE = [67, 68, 67, 63, 65, 63, 62, 60, 63, 65, 67, 68, 67, 65, 62, 60];
const OTHER = [72, 72, 71, 71, 69, 69, 67, 67, 65, 65, 64, 64, 62, 62, 60, 60];
const CHORDS = [
  [72, 69, 71, 72],
  [67, 65, 67, 67],
  [64, 62, 62, 64],
  [48, 50, 43, 48],
];

const BAR = 1920;
const WHOLE = { start: 0, end: 4 * BAR };

/** A question but for its sliders. */
type Question = Omit<Ask, "settings" | "seed">;

function ofMelody(kind: AskKind, pitches = TUNE, overrides: Partial<Score> = {}): Question {
  return {
    kind,
    score: score(melody(pitches), overrides),
    voices: SOPRANO,
    range:
      kind === "continue"
        ? { start: WHOLE.end, end: 2 * WHOLE.end }
        : kind === "rewrite"
          ? { start: BAR, end: 3 * BAR }
          : WHOLE,
    ...(kind === "blend" ? { other: score(melody(OTHER)) } : {}),
  };
}

function ofChorale(kind: AskKind, voices: readonly VoiceId[], given = PARTS): Question {
  const notes = PARTS.flatMap((part, i) => (given.includes(part) ? melody(CHORDS[i]!, part) : []));
  const chorale = score(notes, { voices: PARTS.map((part) => voice(part)), bars: 1 });
  return { kind, score: chorale, voices, range: { start: 0, end: BAR } };
}

function isOfMelody({ voices }: Question): boolean {
  return voices === SOPRANO;
}

async function answers(
  question: Question,
  settings: Partial<AskSettings>,
): Promise<readonly (readonly DraftNote[])[]> {
  const takes = isOfMelody(question) ? 6 : 4;
  // A bar of harmony has few notes, and four takes of it tell little.
  const seeds = settings.harmonist === "harmony" && !isOfMelody(question) ? [1, 2, 3, 4] : [1];
  const notes: (readonly DraftNote[])[] = [];
  for (const seed of seeds) {
    const made = { ...DEFAULT_SETTINGS, takes, ...settings };
    const drafts = await compose({ ...question, settings: made, seed });
    notes.push(...drafts.map((draft) => draft.notes));
  }
  return notes;
}

const FROM_MIDDLE: readonly string[] = ["mood", ...MELODY_ATTRIBUTES];

/** The mean of `measure` over the takes with the slider at its left, in the middle and at its right. */
async function along(
  slider: "difference" | "surprise" | "mood" | MelodyAttribute,
  question: Question,
  measure: (notes: readonly DraftNote[]) => number,
  harmonist: HarmonistName = DEFAULT_SETTINGS.harmonist,
): Promise<readonly [number, number, number]> {
  const means: number[] = [];
  for (const at of FROM_MIDDLE.includes(slider) ? [-1, 0, 1] : [0, 0.5, 1])
    means.push(mean((await answers(question, { harmonist, [slider]: at })).map(measure)));
  console.info(
    question.kind,
    question.voices.join(),
    harmonist,
    slider,
    ...means.map((m) => m.toFixed(3)),
  );
  return means as [number, number, number];
}

function given({ score: { notes }, voices }: Question) {
  return notes.filter((note) => !voices.includes(note.voice));
}

const MELODIC: readonly (readonly [string, Question])[] = [
  ["Vary", ofMelody("vary")],
  ["Continue", ofMelody("continue")],
  ["Rewrite of a melody", ofMelody("rewrite")],
  ["Blend", ofMelody("blend")],
];
const HARMONIC = byEach([
  ["Harmonise", ofChorale("harmonise", LOWER)],
  ["Rewrite of two voices", ofChorale("rewrite", PARTS.slice(1, 3))],
]);

/** The questions, put to each of those who write harmony. */
function byEach(
  questions: readonly (readonly [string, Question])[],
): readonly (readonly [string, Question, HarmonistName])[] {
  return HARMONISTS.flatMap((by) =>
    questions.map(([title, question]) => [`${title} by ${by}`, question, by] as const),
  );
}

describe("similar–different", () => {
  test.each([...MELODIC, ...HARMONIC])(
    "%s goes further from what was there",
    async (_, question, by?: HarmonistName) => {
      const { kind, voices, range } = question;
      // What is to come is like what was: bar by bar.
      const like = kind === "continue" ? WHOLE : range;
      const [similar, middle, different] = await along(
        "difference",
        question,
        (notes) => distance(notes, question.score.notes, voices, range, like),
        by,
      );
      expect(similar).toBeLessThan(middle);
      expect(middle).toBeLessThan(different);
      expect(different - similar).toBeGreaterThan(0.1);
    },
  );
});

describe("conventional–surprising", () => {
  test.each(MELODIC)(
    "%s is less expected by a network that knows melodies",
    async (_, question) => {
      const net = await trained.melodyRnn();
      const { range } = question;
      const before = question.score.notes.filter((note) => note.start < range.start);
      const [conventional, middle, surprising] = await along("surprise", question, (notes) =>
        melodySurprise(net, before, notes, range),
      );
      expect(surprising - conventional).toBeGreaterThan(0.03);
      expect(middle).toBeLessThan(surprising);
    },
  );

  test.each(
    byEach([
      ["Harmonise", ofChorale("harmonise", LOWER, SOPRANO)],
      [
        "Rewrite of two voices",
        ofChorale("rewrite", PARTS.slice(1, 3), ["soprano", "bass"] as VoiceId[]),
      ],
    ]),
  )("%s is less expected by a network that knows chorales", async (_, question, by) => {
    const net = await trained.coconet();
    const surpriseOf = (notes: readonly DraftNote[]) => {
      const all = [...given(question), ...notes];
      return mean(question.voices.map((one) => harmonySurprise(net, all, PARTS, [one], 16)));
    };
    const [conventional, middle, surprising] = await along("surprise", question, surpriseOf, by);
    expect(surprising - conventional).toBeGreaterThan(0.1);
    expect(middle).toBeLessThan(surprising);
  });
});

describe("minor–major", () => {
  test.each([
    ...MELODIC,
    ["Vary of minor", ofMelody("vary", MINOR_TUNE, { key: C_MINOR })] as const,
    ["Continue of minor", ofMelody("continue", MINOR_TUNE, { key: C_MINOR })] as const,
  ])("%s has more of the degrees of major", async (_, question) => {
    const [minor, middle, major] = await along("mood", question, (notes) =>
      melodicMood(notes, question.score.key),
    );
    expect(minor).toBeLessThan(middle);
    expect(middle).toBeLessThan(major);
    expect(major - minor).toBeGreaterThan(0.3);
  });

  test.each(HARMONIC)("%s has more major triads and fewer minor ones", async (_, question, by) => {
    const [minor, middle, major] = await along(
      "mood",
      question,
      (notes) => harmonicMood([...given(question), ...notes], question.range),
      by,
    );
    expect(minor).toBeLessThanOrEqual(middle);
    expect(middle).toBeLessThanOrEqual(major);
    expect(major - minor).toBeGreaterThan(0.3);
  });
});

describe("sparser–denser, lower–higher, smoother–leapier", () => {
  /** How much of it a melody has, and how much more it is to have at the right than at the left. */
  const MEASURES: Readonly<
    Record<MelodyAttribute, readonly [(notes: readonly DraftNote[]) => number, number]>
  > = {
    density: [(notes) => notes.length / 16, 0.5],
    register: [(notes) => mean(notes.map(({ pitch }) => pitch)), 4],
    leaps: [meanInterval, 1],
  };
  test.each(
    MELODY_ATTRIBUTES.flatMap((name) =>
      MELODIC.map(([title, question]) => [title, name, question] as const),
    ),
  )("%s has as much %s as is asked for", async (_, name, question) => {
    const [measure, much] = MEASURES[name];
    const [less, middle, more] = await along(name, question, measure);
    expect(less).toBeLessThan(middle);
    expect(middle).toBeLessThan(more);
    expect(more - less).toBeGreaterThan(much);
  });
});
