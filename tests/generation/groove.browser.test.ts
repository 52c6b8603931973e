import { describe, expect, test } from "vitest";
import type { Ask, Draft } from "../../src/domain/ask";
import { DRUMS } from "../../src/domain/drums";
import { barTicks, METERS, meterName } from "../../src/domain/meter";
import { isDrums, type Score } from "../../src/domain/score";
import { ticksToSteps, TICKS_PER_STEP } from "../../src/domain/units";
import { pressed as pressedWith, takeOf } from "../support/ask";
import { melody, note, score, voice } from "../support/score";
import { mean } from "./measures";
import { compose } from "./trained";

const pressed: typeof pressedWith = (kind, base, settings, overrides) =>
  pressedWith(kind, base, { beatSource: "nothing", ...settings }, overrides);

const SEEDS = [3, 8, 21, 34];
/** Eight bars whose melody rests at the end of the fourth and the eighth. */
const tune = score(
  [0, 4].flatMap((bar) =>
    Array.from({ length: 14 }, (_, i) =>
      note({
        id: `tune-${bar}-${i}`,
        pitch: 60 + ((i * 5) % 12),
        start: bar * 1920 + i * 480,
        duration: i === 13 ? 960 : 480,
      }),
    ),
  ),
  { bars: 8 },
);

const strokesOf = (drafts: readonly Draft[]) => mean(drafts.map(({ notes }) => notes.length));

function strokesInBar({ notes }: Draft, bar: number): number {
  return notes.filter(({ start }) => Math.floor(ticksToSteps(start) / 16) === bar).length;
}

async function drafts(ask: Ask): Promise<readonly Draft[]> {
  const all = await Promise.all(SEEDS.map((seed) => compose({ ...ask, seed })));
  return all.flat();
}

describe("Drums", () => {
  test("come under the music on pieces of a kit, in three takes that differ, the same for the same seed", async () => {
    const ask = pressed("groove", tune, { takes: 3 });
    const takes = await compose(ask);
    expect(takes).toHaveLength(3);
    expect(await compose(ask)).toEqual(takes);
    expect(new Set(takes.map(({ notes }) => JSON.stringify(notes))).size).toBe(3);
    const pieces = new Set<number>(DRUMS.map(({ pitch }) => pitch));
    for (const { notes } of takes) {
      expect(new Set(notes.map(({ start }) => Math.floor(start / 1920))).size).toBe(8);
      expect(notes.every(({ pitch }) => pieces.has(pitch))).toBe(true);
      expect(new Set(notes.map(({ velocity }) => velocity)).size).toBeGreaterThan(20);
      expect(notes.some(({ start }) => start % TICKS_PER_STEP !== 0)).toBe(true);
    }
    const kept = takeOf(ask, takes[0]!);
    expect(kept.notes.filter(({ voice: id }) => !isDrums(kept, id))).toEqual(tune.notes);
  });

  test("are busier the further the slider goes, over several seeds", async () => {
    const counts: number[] = [];
    for (const busyness of [0, 0.25, 0.5, 0.75, 1])
      counts.push(strokesOf(await drafts(pressed("groove", tune, { busyness, fills: false }))));
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(counts.at(-1)! / counts[0]!).toBeGreaterThan(1.5);
  });

  test("fill the bars in which phrases end, on snare and toms, and others less", async () => {
    const fillers = new Set([38, 43, 47, 50]);
    const onFillers = (all: readonly Draft[], bars: readonly number[]) =>
      mean(
        all.flatMap(({ notes, ...rest }) => {
          const own = notes.filter(({ pitch }) => fillers.has(pitch));
          return bars.map((bar) => strokesInBar({ ...rest, notes: own }, bar));
        }),
      );
    const all = await drafts(pressed("groove", tune, { fills: true }));
    const plain = await drafts(pressed("groove", tune, { fills: false }));
    expect(onFillers(all, [3, 7])).toBeGreaterThan(1.25 * onFillers(all, [0, 1, 2, 4, 5, 6]));
    expect(onFillers(all, [3, 7])).toBeGreaterThan(1.25 * onFillers(plain, [3, 7]));
  });

  test("of a rhythm strike most of its onsets, more than chance would", async () => {
    const steps = [0, 3, 6, 10, 12, 16, 19, 22, 26, 28, 31];
    const taps = steps.map((step) =>
      note({ id: `tap-${step}`, pitch: 60, start: step * TICKS_PER_STEP, duration: 60 }),
    );
    const base = score(taps, { bars: 2 });
    const ask = pressed("groove", base, { beatSource: "rhythm", busyness: 0.3, fills: false });
    const all = await drafts(ask);
    const other = Array.from({ length: 32 }, (_, i) => i).filter((step) => !steps.includes(step));
    const struck = (wanted: readonly number[]) =>
      mean(
        all.map(({ notes }) => {
          const loud = notes.filter(({ pitch, velocity }) => pitch !== 42 && velocity > 40);
          const at = new Set(loud.map(({ start }) => ticksToSteps(start)));
          return mean(wanted.map((step) => (at.has(step) ? 1 : 0)));
        }),
      );
    expect(struck(steps)).toBeGreaterThan(2 * struck(other));
    expect(struck(steps)).toBeGreaterThan(0.5);
  });

  test("after drums that stand are more like them than a beat made of nothing", async () => {
    const beat = [0, 8, 11, 16, 24, 27].map((step) =>
      note({ id: `k${step}`, voice: "kit", pitch: 36, start: step * 120, duration: 120 }),
    );
    const snare = [4, 12, 20, 28].map((step) =>
      note({ id: `s${step}`, voice: "kit", pitch: 38, start: step * 120, duration: 120 }),
    );
    const base = score([...beat, ...snare], {
      bars: 2,
      voices: [voice("kit", { instrument: "drums" })],
    });
    const like = (all: readonly Draft[]) =>
      mean(
        all.map(({ notes }) => {
          const at = new Set(notes.map(({ pitch, start }) => `${pitch} ${ticksToSteps(start)}`));
          const both = base.notes.filter((n) => at.has(`${n.pitch} ${n.start / 120}`)).length;
          const own = notes.filter(({ pitch }) => pitch === 36 || pitch === 38).length;
          return (2 * both) / (base.notes.length + own);
        }),
      );
    const after = like(await drafts(pressed("groove", base, { beatSource: "drums" })));
    const afresh = like(await drafts(pressed("groove", base)));
    console.log(`like the drums that stand: ${after}; from nothing: ${afresh}`);
    expect(after).toBeGreaterThan(afresh);
  });

  test.each(
    [...METERS, { beats: 7, unit: 8 } as const, { beats: 1, unit: 16 } as const].map(
      (meter) => [meterName(meter), meter] as const,
    ),
  )("in %s stay in the bars they are asked for", async (_, meter) => {
    const base: Score = score(melody([60, 62, 64, 65]), { meter, bars: 5 });
    const bars = Math.max(5, Math.ceil(1920 / barTicks(meter)));
    const [draft] = await compose(pressed("groove", base, { busyness: 0.8 }));
    for (const { start, duration } of draft!.notes) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(duration).toBeGreaterThan(0);
      expect(start + duration).toBeLessThanOrEqual(bars * barTicks(meter));
    }
  });
});

describe("Humanise", () => {
  const kit = [0, 2, 4, 6, 8, 10, 12, 14].flatMap((step) =>
    [42, ...(step % 8 === 0 ? [36] : step % 8 === 4 ? [38] : [])].map((pitch) =>
      note({ id: `d${step}-${pitch}`, voice: "kit", pitch, start: step * 120, duration: 120 }),
    ),
  );
  const base = score([...tune.notes, ...kit], {
    bars: 8,
    voices: [voice("soprano"), voice("kit", { instrument: "drums" })],
  });

  test("keeps every note, its pitch and its maker, and moves it by half a sixteenth at most", async () => {
    const ask = pressed("humanise", base, { human: 1, takes: 3 });
    const takes = await compose(ask);
    expect(takes).toHaveLength(3);
    expect(await compose(ask)).toEqual(takes);
    expect(takes[0]!.notes).not.toEqual(takes[1]!.notes);
    for (const draft of takes) {
      const after = takeOf(ask, draft);
      expect(after.notes).toHaveLength(base.notes.length);
      const moved = after.notes.map(({ start }, i) => start - base.notes[i]!.start);
      expect(Math.max(...moved.map(Math.abs))).toBeLessThanOrEqual(60);
      expect(mean(moved.map(Math.abs))).toBeGreaterThan(1);
      after.notes.forEach((one, i) => {
        const { pitch, voice: id, origin } = base.notes[i]!;
        expect(one).toMatchObject({ pitch, voice: id, origin });
        expect(one.duration).toBeGreaterThan(0);
      });
      for (const own of ["soprano", "kit"]) {
        const loud = after.notes.filter((one) => one.voice === own).map((one) => one.velocity);
        expect(new Set(loud).size).toBeGreaterThan(3);
        expect(Math.abs(mean(loud) - 80)).toBeLessThan(3);
      }
    }
  });

  test("does less the lower its slider, and keeps what was played before it was drawn to a grid", async () => {
    const played = { start: 10, end: 470 };
    const some = {
      ...base,
      notes: base.notes.map((one, i) => (i === 0 ? { ...one, asPlayed: played } : one)),
    };
    const spread = async (human: number) => {
      const ask = pressed("humanise", some, { human });
      const [draft] = await compose(ask);
      const after = takeOf(ask, draft!);
      expect(after.notes[0]!.asPlayed).toEqual(played);
      return mean(after.notes.map(({ start }, i) => Math.abs(start - some.notes[i]!.start)));
    };
    expect(await spread(0.3)).toBeLessThan(await spread(1));
  });

  test("strikes chords together and keeps legato lines legato", async () => {
    const chords = [0, 1, 2, 3].flatMap((i) =>
      [60, 64, 67].map((pitch) => note({ id: `c${i}-${pitch}`, pitch, start: i * 480 })),
    );
    const ask = pressed("humanise", score(chords), { human: 1 });
    const [draft] = await compose(ask);
    const starts = [...new Set(draft!.notes.map(({ start }) => start))];
    expect(starts).toHaveLength(4);
    for (const { start, duration } of draft!.notes.filter((one) => one.start !== starts.at(-1)))
      expect(starts).toContain(start + duration);
  });

  test("moves nothing that is locked", async () => {
    const locks = [{ voice: voice("soprano").id, start: 0, end: 1920 }];
    const ask = pressed("humanise", { ...base, locks }, { human: 1 });
    const [draft] = await compose(ask);
    const after = takeOf(ask, draft!);
    const inLock = (all: Score) =>
      all.notes.filter((one) => one.voice === "soprano" && one.start < 1920);
    expect(inLock(after)).toEqual(inLock(base));
    expect(after.notes).toHaveLength(base.notes.length);
  });
});
