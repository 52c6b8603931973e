import { describe, expect, test } from "vitest";
import { ASK_KINDS, DEFAULT_SETTINGS, type AskSettings, type Draft } from "../../src/domain/ask";
import { composeTake, keepTake, prepareAsk } from "../../src/domain/asking";
import { followingVoices, followRange, isSilent, prepareFollow } from "../../src/domain/follow";
import {
  isDrums,
  withoutDrums,
  type NoteId,
  type Score,
  type TakeId,
  type VoiceId,
} from "../../src/domain/score";
import { isEditedByHand, isIn, takesIn, type Take } from "../../src/domain/take";
import { newVoice, withChoraleVoices } from "../../src/domain/voicing";
import { pressed } from "../support/ask";
import { countingIds, melody, note, score, voice } from "../support/score";

const KIT = voice("kit", { instrument: "drums" });
const hats = Array.from({ length: 8 }, (_, i) =>
  note({ id: `hat-${i}`, voice: "kit", pitch: 110, start: i * 240, duration: 120 }),
);
/** A melody under drums that are the first voice and the highest. */
const base = score([...melody([60, 62, 64, 65]), ...hats], { voices: [KIT, voice("soprano")] });
const PITCHED = ASK_KINDS.filter((kind) => kind !== "groove" && kind !== "humanise");

function ask(
  kind: (typeof ASK_KINDS)[number],
  about: Score,
  settings: Partial<AskSettings> = {},
  more: { selection?: readonly string[]; activeVoice?: string } = {},
) {
  const ids = countingIds("new");
  return prepareAsk(
    {
      kind,
      score: about,
      selection: new Set(more.selection as readonly NoteId[] | undefined),
      settings: { ...DEFAULT_SETTINGS, ...settings },
      seed: 1,
      other: base,
      activeVoice: more.activeVoice as VoiceId | undefined,
    },
    () => ids.voice(),
  );
}

describe("drums and the other asks", () => {
  test.each(PITCHED)("%s writes nothing for drums, selected or not", (kind) => {
    for (const selection of [[], ["hat-0", "hat-1"], ["hat-0", "soprano-0"]]) {
      const asked = ask(kind, base, {}, { selection });
      if (typeof asked === "string") throw new Error(asked);
      expect(asked.voices).not.toContain("kit");
      expect(asked.voices.every((id) => !isDrums(asked.score, id))).toBe(true);
    }
  });

  test.each(PITCHED)("%s finds nothing where there are drums alone", (kind) => {
    expect(ask(kind, score(hats, { voices: [KIT] }))).toBe("noNotes");
  });

  test("Continue goes on behind the music, however long the drums play", () => {
    const late = note({ id: "late", voice: "kit", pitch: 36, start: 3 * 1920 });
    const asked = ask("continue", { ...base, notes: [...base.notes, late] });
    expect(asked).toMatchObject({ range: { start: 1920 } });
  });

  test("four voices are made beside the drums, none of them drums", () => {
    const four = withChoraleVoices(base, () => countingIds(`${Math.random()}`).voice());
    expect(four.voices).toHaveLength(5);
    expect(four.voices.filter(({ instrument }) => instrument === "drums")).toEqual([KIT]);
    expect(newVoice(score([], { voices: [KIT] }), "x" as VoiceId, "X").instrument).toBe("piano");
  });

  test("Follow writes into no drums, and does not answer them", () => {
    const ids = countingIds();
    const four = withChoraleVoices(base, () => ids.voice());
    expect(followingVoices(four, undefined).map(({ id }) => id)).not.toContain("kit");
    const more = { ...four, notes: [...four.notes, note({ id: "k", voice: "kit", pitch: 36 })] };
    expect(followRange(four, more, undefined)).toBeUndefined();
    const range = { start: 0, end: 1920 };
    const only = score(hats, { voices: [KIT, voice("soprano")] });
    const followed = prepareFollow(
      { score: only, range, settings: DEFAULT_SETTINGS, seed: 1, take: undefined },
      ids,
    )!;
    expect(isSilent(followed)).toBe(true);
  });

  test("a score without drums is the very same, and one with them is what else there is", () => {
    const plain = score(melody([60]));
    expect(withoutDrums(plain)).toBe(plain);
    expect(withoutDrums(base).notes).toEqual(melody([60, 62, 64, 65]));
    expect(withoutDrums(base).voices.map(({ id }) => id)).toEqual(["soprano"]);
  });
});

describe("asking for drums", () => {
  test("makes a kit where there is none, and writes into the one there is", () => {
    const made = pressed("groove", score(melody([60])));
    const [kit] = made.voices;
    expect(made.voices).toHaveLength(1);
    expect(made.score.voices.at(-1)).toMatchObject({ id: kit, name: "Drums", instrument: "drums" });
    expect(pressed("groove", base).voices).toEqual(["kit"]);
  });

  test("is about the bars of the selection, or all; an empty sketch has drums too", () => {
    const asked = ask("groove", base, {}, { selection: ["soprano-3"] });
    expect(asked).toMatchObject({ range: { start: 0, end: 1920 }, voices: ["kit"] });
    expect(ask("groove", score())).toMatchObject({ range: { start: 0, end: 4 * 1920 } });
  });

  test("takes the rhythm of what is selected, else of the voice that is played into, else of the melody", () => {
    const rhythm = { beatSource: "rhythm" } as const;
    const ids = (asked: ReturnType<typeof ask>) =>
      typeof asked === "string" ? asked : asked.rhythm?.map(({ id }) => id);
    expect(ids(ask("groove", base, rhythm, { selection: ["soprano-1"] }))).toEqual(["soprano-1"]);
    expect(ids(ask("groove", base, rhythm, { activeVoice: "kit" }))).toHaveLength(8);
    expect(ids(ask("groove", base, rhythm))).toHaveLength(4);
    expect(ids(ask("groove", base))).toBeUndefined();
  });

  test("says what is missing", () => {
    expect(ask("groove", score(), { beatSource: "rhythm" })).toBe("noRhythm");
    expect(ask("groove", score(melody([60])), { beatSource: "drums" })).toBe("noDrums");
    const locked = { ...base, voices: [{ ...KIT, locked: true }, voice("soprano")] };
    expect(ask("groove", locked)).toBe("allLocked");
    expect(ask("humanise", score())).toBe("noNotes");
  });

  test("a stroke that is as it was but harder is the machine’s", () => {
    const asked = pressed("groove", base);
    const again = hats.map(({ voice: id, pitch, start, duration, velocity }, i) => ({
      voice: id,
      pitch,
      start,
      duration,
      velocity: i === 0 ? velocity + 20 : velocity,
    }));
    const draft: Draft = { notes: again, model: { name: "m", version: "1" }, seed: 1 };
    const ids = countingIds("take");
    const taken = composeTake(asked, draft, "take" as TakeId, () => ids.note());
    const strokes = taken.notes.filter(({ voice: id }) => id === "kit");
    expect(strokes.filter(({ origin }) => origin.by === "model")).toHaveLength(1);
    expect(strokes.filter(({ id }) => hats.some((hat) => hat.id === id))).toHaveLength(7);
  });
});

describe("a humanised take", () => {
  const asked = pressed("humanise", base);
  const draft: Draft = {
    notes: base.notes.map(({ id, voice: own, pitch, start, duration, velocity }, i) => ({
      voice: own,
      pitch,
      start: i === 0 ? start + 7 : start,
      duration: i === 0 ? duration - 7 : duration,
      velocity: velocity + (i % 2),
      of: id,
    })),
    model: { name: "m", version: "1" },
    seed: 1,
  };
  const ids = countingIds("take");
  const id = "take" as TakeId;
  const after = composeTake(asked, draft, id, () => ids.note());
  const take: Take = {
    id,
    parent: undefined,
    name: "Take 1: Feel",
    score: after,
    making: {
      kind: "humanise",
      model: draft.model,
      seed: 1,
      settings: asked.settings,
      voices: asked.voices,
      range: asked.range,
      ask: "a",
    },
    createdMs: 0,
  };

  test("has the same notes of the same makers", () => {
    expect(after.notes).toHaveLength(base.notes.length);
    expect(after.notes.every(({ origin }) => origin.by === "you")).toBe(true);
  });

  test("is in the sketch once it is kept, not before, and says when it was changed by hand", () => {
    expect(isIn(take, base)).toBe(false);
    expect(isIn(take, after)).toBe(true);
    expect(takesIn([take], after)).toEqual(new Set([id]));
    expect(isEditedByHand(take, after)).toBe(false);
    const moved = after.notes.map((one, i) => (i === 2 ? { ...one, pitch: one.pitch + 1 } : one));
    expect(isEditedByHand(take, { ...after, notes: moved })).toBe(true);
  });

  test("brings its accents into a sketch that went on, and leaves what was changed there", () => {
    const louder = base.notes.map((one, i) => (i === 1 ? { ...one, velocity: 20 } : one));
    const kept = keepTake({ ...base, title: "on", notes: louder }, base, after);
    expect(kept.notes).toHaveLength(base.notes.length);
    const velocity = (i: number) => {
      const { pitch, voice: own } = base.notes[i]!;
      return kept.notes.find((one) => one.voice === own && one.pitch === pitch)!.velocity;
    };
    expect(velocity(1)).toBe(20);
    expect(velocity(3)).toBe(81);
  });
});
