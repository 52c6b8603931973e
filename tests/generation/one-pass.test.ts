import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Ask, DraftNote } from "../../src/domain/ask";
import { barTicks, parseMeter } from "../../src/domain/meter";
import { judgeSonority, SILENT, type Rule } from "../../src/domain/part-writing";
import { createRandom } from "../../src/domain/random";
import { notesOfVoice, type Note, type Score, type VoiceId } from "../../src/domain/score";
import { stepsToTicks, type Steps } from "../../src/domain/units";
import { LOWEST, PARTS } from "../../src/generation/chorale";
import { HABIT_TABLE, HABITS, habitsIn } from "../../src/generation/habits";
import { writeHarmony, type HarmonyAsk } from "../../src/generation/harmony";
import {
  CHOICES,
  CONTEXT_INPUTS,
  DECODING_ORDER,
  QUIET,
  UNKNOWN,
  type HarmonyNet,
  type HarmonySheet,
} from "../../src/generation/harmony-run";
import { lineOf } from "../../src/generation/line";
import { onePassHarmonist } from "../../src/generation/one-pass";
import { pressed, takeOf } from "../support/ask";
import { melody, note, score, voice } from "../support/score";

/** A cell that a network is asked for. */
interface Cell {
  readonly step: Steps;
  readonly part: number;
  readonly take: number;
  /** Tokens of the step before, and of what is decided of this one, of the same take. */
  readonly previous: readonly number[];
  readonly tokens: readonly number[];
  readonly sheet: HarmonySheet;
}

/** Nats by which a network leans: to pitches, by their MIDI numbers, and to striking a pitch anew. */
interface Lean {
  readonly pitches?: Readonly<Record<number, number>>;
  readonly strike?: number;
}

/** A network written by hand: all that it has learnt is `lean`. */
function leaning(lean: (cell: Cell) => Lean, habits: HarmonyNet["habits"] = {}): HarmonyNet {
  return {
    model: { name: "leaning", version: "1" },
    habits,
    start: (sheet, takes) => {
      let step = -1;
      let heard = new Uint8Array();
      return {
        advance: (next, previous) => {
          expect(previous).toHaveLength(takes * PARTS);
          if (step >= 0) expect(next).toBe(step + 1);
          step = next;
          heard = previous.slice();
        },
        logits: (k, take, tokens, out) => {
          out.fill(0);
          const own = (all: Uint8Array) => [...all.subarray(take * PARTS, (take + 1) * PARTS)];
          const { pitches = {}, strike = 0 } = lean({
            step,
            part: DECODING_ORDER[k]!,
            take,
            previous: own(heard),
            tokens: own(tokens),
            sheet,
          });
          for (const [pitch, nats] of Object.entries(pitches)) out[Number(pitch) - LOWEST] = nats;
          out[CHOICES] = strike;
        },
        copy: () => undefined,
        dispose: () => undefined,
      };
    },
  };
}

const indifferent = () => ({});
/** More than anything else weighs. */
const SURELY = 200;

async function write(
  ask: HarmonyAsk,
  lean: (cell: Cell) => Lean,
  seeds: readonly number[] = [1],
  onNotes?: (notes: readonly (readonly DraftNote[])[], to: Steps) => void,
): Promise<readonly (readonly DraftNote[])[]> {
  const harmonist = onePassHarmonist(leaning(lean));
  return writeHarmony(ask, harmonist, seeds.map(createRandom), () => Promise.resolve(), onNotes);
}

async function writeOne(ask: HarmonyAsk, lean: (cell: Cell) => Lean, seed = 1) {
  const [notes] = await write(ask, lean, [seed]);
  return notes!;
}

/** The sheet that the network is shown. */
async function sheetOf(ask: HarmonyAsk): Promise<HarmonySheet> {
  const sheets = new Set<HarmonySheet>();
  await write(ask, ({ sheet }) => {
    sheets.add(sheet);
    return {};
  });
  expect(sheets.size).toBe(1);
  return [...sheets][0]!;
}

const VOICES = ["soprano", "alto", "tenor", "bass"] as VoiceId[];
const [SOPRANO, ALTO, TENOR, BASS] = VOICES as [VoiceId, VoiceId, VoiceId, VoiceId];
const TUNE = [67, 67, 69, 67, 72, 71, 67, 67, 69, 67, 74, 72, 71, 69, 67, 67];

function choir(notes: readonly Note[], overrides: Partial<Score> = {}): Score {
  return score(notes, { voices: VOICES.map((id) => voice(id)), ...overrides });
}

/** Chords in quarters, each from soprano to bass. */
function chorale(chords: readonly (readonly number[])[]): Score {
  return choir(
    VOICES.flatMap((id, part) =>
      melody(
        chords.map((chord) => chord[part]!),
        id,
      ),
    ),
    { bars: Math.ceil(chords.length / 4) },
  );
}

/** *Harmonise* of the melody in the soprano. */
function harmonise(base: Score, settings: Partial<Ask["settings"]> = {}): Ask {
  return pressed("harmonise", base, settings);
}

function ending({ start, duration }: { readonly start: number; readonly duration: number }) {
  return start + duration;
}

/** What the four voices of a score sound, step by step. */
function sonorities(all: Score, steps: Steps): readonly (readonly number[])[] {
  const lines = all.voices.map(({ id }) => lineOf(notesOfVoice(all, id), steps).pitch);
  return Array.from({ length: steps }, (_, step) => lines.map((line) => line[step]!));
}

const PARALLELS: readonly Rule[] = ["parallelFifth", "parallelOctave"];

function parallelsIn(all: Score, steps: Steps): readonly string[] {
  const found: string[] = [];
  const chords = sonorities(all, steps);
  for (let step = 1; step < steps; step++)
    judgeSonority(chords[step - 1]!, chords[step]!, (rule, part, other) => {
      if (PARALLELS.includes(rule)) found.push(`${rule} ${part} ${other} at ${step}`);
    });
  return found;
}

function take(ask: Ask, notes: readonly DraftNote[]): Score {
  return takeOf(ask, { notes, model: { name: "leaning", version: "1" }, seed: 1 });
}

/** Nats that look random and hang on all that the network was told of the cell. */
function caprice(nats: number) {
  return ({ step, part, previous, tokens }: Cell): Lean => {
    const known = tokens.filter(
      (_, i) => DECODING_ORDER.indexOf(i as 0) < DECODING_ORDER.indexOf(part as 0),
    );
    const seed = [step, part, ...previous, ...known].reduce(
      (sum, one) => (Math.imul(sum, 31) + one) | 0,
      7,
    );
    const random = createRandom(seed);
    const pitches: Record<number, number> = {};
    for (let pitch = LOWEST; pitch < LOWEST + QUIET; pitch++) pitches[pitch] = nats * random();
    return { pitches, strike: 4 * random() - 2 };
  };
}

describe("what is given", () => {
  const tune = [
    note({ id: "upbeat", pitch: 67, start: 1440, duration: 470 }),
    ...[0, 160, 320].map((at, i) =>
      note({ id: `triplet ${i}`, pitch: 69 + i, start: 1920 + at, duration: 160 }),
    ),
    note({ id: "off", pitch: 72, start: 2417, duration: 211 }),
    note({ id: "long", pitch: 71, start: 2880, duration: 2880 }),
  ];

  test("is kept exactly: the melody stands as it was, off the grid or not", async () => {
    const ask = harmonise(score(tune, { bars: 3 }));
    const notes = await writeOne(ask, caprice(5));
    expect(new Set(notes.map((one) => one.voice))).toEqual(new Set(ask.voices));
    expect(notesOfVoice(take(ask, notes), SOPRANO)).toEqual(tune);
  });

  test("is heard by the network as it stands, whatever it would rather have", async () => {
    const ask = harmonise(choir(melody(TUNE)));
    const heard: (readonly number[])[] = [];
    await write(ask, ({ step, part, tokens, previous }) => {
      expect(part).not.toBe(0);
      if (part === 3) heard[step] = [tokens[0]!, previous[0]!];
      return { pitches: { 60: SURELY } };
    });
    const cells = TUNE.flatMap((pitch) => {
      const choice = pitch - LOWEST;
      return [choice, ...new Array<number>(3).fill(choice + CHOICES)];
    });
    expect(heard.map(([now]) => now)).toEqual(cells);
    expect(heard.slice(1).map(([, before]) => before)).toEqual(cells.slice(0, -1));
  });

  test("is not changed in locked stretches, nor are locked notes", async () => {
    const base: Score = {
      ...chorale(TUNE.slice(0, 8).map((pitch) => [pitch, 62, 55, 43])),
      locks: [
        { voice: ALTO, start: 960, end: 1920 },
        { voice: TENOR, start: 0, end: 480 },
      ],
    };
    const ask: Ask = { ...harmonise(base), voices: [ALTO, TENOR, BASS] };
    const asked: string[] = [];
    const notes = await writeOne(ask, ({ step, part }) => {
      asked.push(`${part} ${step}`);
      return { pitches: { 60: SURELY } };
    });
    for (let step = 8; step < 16; step++) expect(asked).not.toContain(`1 ${step}`);
    for (let step = 0; step < 4; step++) expect(asked).not.toContain(`2 ${step}`);
    expect(asked).toHaveLength(3 * 32 - 8 - 4);
    for (const { id, locks } of base.voices.map(({ id }) => ({
      id,
      locks: base.locks.filter((lock) => lock.voice === id),
    })))
      for (const { start, end } of locks) {
        const within = (one: Note) => one.start >= start && ending(one) <= end;
        const kept = notesOfVoice(take(ask, notes), id).filter(within);
        expect(kept).toEqual(notesOfVoice(base, id).filter(within));
      }
  });
});

describe("the rules", () => {
  /** A bass a twelfth below the melody, a tenor an octave below: both parallel to it all the way. */
  const parallel = ({ part, tokens }: Cell): Lean => {
    const soprano = LOWEST + (tokens[0]! % CHOICES);
    return part === 3
      ? { pitches: { [soprano - 19]: 25 } }
      : { pitches: { [soprano - (part === 2 ? 12 : 3)]: 25 } };
  };

  test("strict, no parallel fifth or octave is written, much as the network may want one", async () => {
    for (let seed = 0; seed < 8; seed++)
      for (const lean of [parallel, caprice(25)]) {
        const ask = harmonise(choir(melody(TUNE)), { rules: "strict" });
        const whole = take(ask, await writeOne(ask, lean, seed));
        expect(parallelsIn(whole, 64)).toEqual([]);
      }
  });

  test("off, what the network wants is written", async () => {
    const ask = harmonise(choir(melody(TUNE)), { rules: "off" });
    const whole = take(ask, await writeOne(ask, parallel));
    expect(parallelsIn(whole, 64).length).toBeGreaterThan(10);
    const below = sonorities(whole, 64).map(([soprano, , tenor, bass]) => [
      soprano! - tenor!,
      soprano! - bass!,
    ]);
    expect(below).toEqual(new Array(64).fill([12, 19]));
  });

  test("normal, a parallel is written only where the network insists", async () => {
    const count = async (nats: number) => {
      const ask = harmonise(choir(melody(TUNE)), { rules: "normal" });
      const lean = (cell: Cell): Lean => {
        const { pitches = {} } = parallel(cell);
        return { pitches: Object.fromEntries(Object.keys(pitches).map((pitch) => [pitch, nats])) };
      };
      return parallelsIn(take(ask, await writeOne(ask, lean)), 64).length;
    };
    expect(await count(4)).toBeLessThan(await count(30));
  });

  test("normal, a hymn's parts cross and spread less than a chorale's", async () => {
    const offences = async (style: Ask["settings"]["style"]) => {
      let count = 0;
      for (let seed = 0; seed < 8; seed++) {
        const ask = harmonise(choir(melody(TUNE)), { rules: "normal", style });
        const chords = sonorities(take(ask, await writeOne(ask, caprice(4), seed)), 64);
        for (const chord of chords)
          judgeSonority(new Array(PARTS).fill(SILENT), chord, (rule) => {
            if (rule === "crossing" || rule === "spacing") count++;
          });
      }
      return count;
    };
    expect(await offences("hymn")).toBeLessThan(0.7 * (await offences("chorale")));
  });

  describe("reach over the end of a gap", () => {
    // In the last quarter of the gap the alto might sound F, a fifth below C, and go in fifths with the soprano to what stands behind it.
    const base = chorale([
      [69, 64, 60, 45],
      [71, 67, 62, 43],
      [72, 67, 64, 48],
      [74, 67, 59, 43],
    ]);
    const gap: Ask = {
      ...pressed("rewrite", base),
      voices: [ALTO],
      range: { start: 960, end: 1440 },
    };
    const wanted = (): Lean => ({ pitches: { 65: 25 } });

    test.each([
      ["off", [true, true]],
      ["strict", [false, false]],
    ] as const)("with rules %s", async (rules, expected) => {
      const ask = { ...gap, settings: { ...gap.settings, rules } };
      for (let seed = 0; seed < 8; seed++) {
        const notes = await writeOne(ask, wanted, seed);
        expect(notes[0]!.pitch).toBe(65);
        expect(ending(notes.at(-1)!)).toBe(1440);
        const isParallel = parallelsIn(take(ask, notes), 16).length > 0;
        expect([notes.at(-1)!.pitch === 65, isParallel]).toEqual(expected);
      }
    });
  });
});

test("where a phrase ends the likeliest is written more often than elsewhere", async () => {
  const marked = melody(TUNE).map((one, i) => (i >= 8 ? { ...one, fermata: true as const } : one));
  const ask = harmonise(choir(marked), { rules: "off" });
  const lean = ({ part }: Cell): Lean => ({
    pitches: part === 1 ? { 62: 21, 64: 20 } : { [part === 2 ? 57 : 48]: 20 },
  });
  let [early, late] = [0, 0];
  for (let seed = 0; seed < 20; seed++) {
    const alto = sonorities(take(ask, await writeOne(ask, lean, seed)), 64).map((row) => row[1]!);
    // The beat before the first fermata is left out.
    early += alto.slice(0, 28).filter((pitch) => pitch === 62).length / 28;
    late += alto.slice(32).filter((pitch) => pitch === 62).length / 32;
  }
  // 1 / (1 + e^-1) is 0.73, and at 0.7 of the temperature 0.81.
  expect(early / 20).toBeCloseTo(0.73, 1);
  expect(late / 20 - early / 20).toBeGreaterThan(0.04);
});

describe("a pitch that stays", () => {
  const ask = harmonise(choir(melody(TUNE)), { rules: "off" });
  const stays =
    (strike: (cell: Cell) => number) =>
    (cell: Cell): Lean => ({
      pitches: { [[0, 64, 57, 48][cell.part]!]: SURELY },
      strike: strike(cell),
    });
  const startsOf = (notes: readonly DraftNote[], id: VoiceId) =>
    notes.filter((one) => one.voice === id).map((one) => [one.start, one.duration]);

  test("is struck where the network says so and held where it says so", async () => {
    const notes = await writeOne(
      ask,
      stays(({ step, part }) => (step % [0, 4, 8, 64][part]! === 0 ? SURELY : -SURELY)),
    );
    const every = (ticks: number) =>
      Array.from({ length: 7680 / ticks }, (_, i) => [i * ticks, ticks]);
    expect(startsOf(notes, ALTO)).toEqual(every(480));
    expect(startsOf(notes, TENOR)).toEqual(every(960));
    expect(startsOf(notes, BASS)).toEqual(every(7680));
  });

  test("is told to the network as struck or held on", async () => {
    const told = new Set<number>();
    await writeOne(
      ask,
      stays(({ step, part, previous }) => {
        if (part === 3 && step > 0) told.add(previous[3]! * 2 + (step % 2));
        return step % 2 === 0 ? SURELY : -SURELY;
      }),
    );
    const bass = 48 - LOWEST;
    expect([...told].toSorted((a, b) => a - b)).toEqual([bass * 2 + 1, (bass + CHOICES) * 2]);
  });
});

describe("a rest of the melody", () => {
  test("of a beat or more is a rest of all, a shorter one is sounded through", async () => {
    const tune = [
      note({ id: "a", pitch: 67, start: 0, duration: 480 }),
      note({ id: "b", pitch: 69, start: 960, duration: 240 }),
      note({ id: "c", pitch: 71, start: 1440, duration: 480 }),
    ];
    const ask = harmonise(choir(tune, { bars: 1 }), { rules: "off" });
    const notes = await writeOne(ask, ({ part }) => ({
      pitches: { [[0, 62, 55, 43][part]!]: SURELY },
      strike: -SURELY,
    }));
    for (const id of [ALTO, TENOR, BASS])
      expect(
        notes.filter((one) => one.voice === id).map((one) => [one.start, ending(one)]),
      ).toEqual([
        [0, 480],
        [960, 1920],
      ]);
  });
});

describe("a take", () => {
  test("is the same for the same seed, alone or beside others", async () => {
    for (const rules of ["strict", "off"] as const) {
      const ask = harmonise(choir(melody(TUNE)), { rules });
      const together = await write(ask, caprice(6), [3, 5, 8, 3]);
      const alone = await Promise.all([3, 5, 8, 3].map((seed) => writeOne(ask, caprice(6), seed)));
      expect(together).toEqual(alone);
      expect(together[1]).not.toEqual(together[0]);
      expect(together[3]).toEqual(together[0]);
    }
  });

  test("grows from its beginning: what was shown of it stays", async () => {
    const ask = harmonise(choir(melody(TUNE)));
    const grown: (readonly [notes: readonly (readonly DraftNote[])[], to: Steps])[] = [];
    const answers = await write(ask, caprice(6), [1, 2], (...growth) => grown.push(growth));
    expect(grown.map(([, to]) => to)).toEqual([16, 32, 48]);
    for (const [notes, to] of grown) {
      const edge = stepsToTicks(to);
      const begun = answers.map((answer) =>
        answer
          .filter((one) => one.start < edge)
          .map((one) => ({ ...one, duration: Math.min(one.duration, edge - one.start) })),
      );
      expect(notes).toEqual(begun);
      for (const answer of notes) expect(answer.length).toBeGreaterThan(0);
    }
  });
});

test("one voice that is asked for beside another is written, and the others are imagined", async () => {
  const base = score(melody(TUNE), { voices: [voice(SOPRANO), voice(BASS)] });
  const ask: HarmonyAsk = {
    ...pressed("rewrite", base),
    voices: [BASS],
    range: { start: 0, end: 7680 },
  };
  const parts = new Map<number, number>();
  const notes = await writeOne(ask, ({ part }) => {
    parts.set(part, (parts.get(part) ?? 0) + 1);
    return {};
  });
  expect(new Set(notes.map((one) => one.voice))).toEqual(new Set([BASS]));
  expect(parts.size).toBe(3);
  expect(new Set(parts.values())).toEqual(new Set([64]));
});

test("voices that are imagined may be silent, one that was asked for sings", async () => {
  const base = score(melody(TUNE), { voices: [voice(SOPRANO), voice(BASS)] });
  const ask: HarmonyAsk = {
    ...pressed("rewrite", base),
    voices: [BASS],
    range: { start: 0, end: 7680 },
  };
  const silent = new Set<number>();
  const notes = await writeOne(ask, ({ part, tokens, previous }) => {
    for (const [other, token] of previous.entries()) if (token === QUIET) silent.add(other);
    expect(tokens).toHaveLength(PARTS);
    expect(part).toBeGreaterThan(0);
    return { pitches: { [LOWEST + QUIET]: SURELY } };
  });
  const covered = notes.reduce((sum, one) => sum + one.duration, 0);
  expect(covered).toBe(7680);
  expect(silent.size).toBeGreaterThan(0);
});

describe("the context", () => {
  interface Parity {
    readonly cell: readonly number[];
    readonly attack: readonly number[];
    readonly context: readonly number[];
  }
  const parity = JSON.parse(
    readFileSync(new URL("../../models/harmony/parity.json", import.meta.url), "utf8"),
  ) as Parity;
  const made = [
    [72, 67, 64, 48],
    [72, 69, 65, 53],
    [74, 67, 59, 43],
    [72, 67, 64, 48],
  ];
  const gap: Ask = {
    ...harmonise(chorale([made, made, made, made].flat()), { mood: 1 }),
    voices: [ALTO, TENOR, BASS],
    range: { start: 960, end: 4800 },
  };

  test("is what the network was trained to hear", async () => {
    const sheet = await sheetOf(held(gap, SOPRANO, (i) => i % 8 === 7));
    expect([...sheet.cell]).toEqual(parity.cell);
    expect([...sheet.attack]).toEqual(parity.attack);
    expect([...sheet.context]).toEqual(parity.context);
  });

  /** `ask` with fermatas on some notes of a voice. */
  function held(ask: Ask, of: VoiceId, has: (i: number) => boolean): Ask {
    const marked = notesOfVoice(ask.score, of).filter((_, i) => has(i));
    const notes = ask.score.notes.map((n) => (marked.includes(n) ? { ...n, fermata: true } : n));
    return { ...ask, score: { ...ask.score, notes } as Score };
  }

  const METRE_AT = 20;
  const PHRASE_AT = 25;
  const STYLE_AT = 27;
  const MODE_AT = 29;

  function row({ context }: HarmonySheet, step: Steps): readonly number[] {
    return [...context.subarray(step * CONTEXT_INPUTS, (step + 1) * CONTEXT_INPUTS)];
  }

  /** Where a row says 1 between two places. */
  function said(numbers: readonly number[], from: number, to: number): readonly number[] {
    return numbers.slice(from, to).flatMap((value, i) => (value === 1 ? [i] : []));
  }

  test.each([
    ["4/4", 1, 16],
    ["2/2", 1, 16],
    ["3/4", 2, 12],
    ["2/4", 3, 8],
    ["6/8", 4, 12],
  ])("tells the place in the bar in %s", async (name, metre, bar) => {
    const meter = parseMeter(name)!;
    const tune = melody(TUNE.slice(0, 12));
    const sheet = await sheetOf(harmonise(choir(tune, { meter, bars: (12 * 4) / bar })));
    for (let step = 0; step < sheet.steps; step++) {
      expect(said(row(sheet, step), METRE_AT, PHRASE_AT)).toEqual([metre]);
      expect(said(row(sheet, step), 4, METRE_AT)).toEqual([step % bar]);
      expect(said(row(sheet, step), 0, 4)).toEqual([step % 4]);
    }
  });

  test("of a metre that the network does not know tells the place in the quarter alone", async () => {
    const meter = parseMeter("5/4")!;
    const sheet = await sheetOf(harmonise(choir(melody(TUNE.slice(0, 10)), { meter, bars: 2 })));
    for (let step = 0; step < sheet.steps; step++) {
      expect(said(row(sheet, step), METRE_AT, PHRASE_AT)).toEqual([0]);
      expect(said(row(sheet, step), 4, METRE_AT)).toEqual([]);
      expect(said(row(sheet, step), 0, 4)).toEqual([step % 4]);
    }
  });

  test("tells the ends of phrases, found from the melody where nobody marked them", async () => {
    const tune = [...melody([67, 69]), note({ id: "end", pitch: 71, start: 960, duration: 960 })];
    const sheet = await sheetOf(harmonise(choir(tune, { bars: 1 })));
    for (let step = 0; step < 16; step++)
      expect(row(sheet, step).slice(PHRASE_AT, STYLE_AT)).toEqual([step >= 8 ? 1 : 0, 1]);
  });

  test("tells the fermatas of the melody as the ends of its phrases, and no others", async () => {
    const upbeat = melody([67, 69, 71, 72, 74]).map((n) => ({ ...n, start: n.start + 1440 }));
    const long = note({ id: "long", pitch: 72, start: 3840, duration: 1920 });
    const ask = harmonise(choir([...upbeat, long], { bars: 3 }));
    const sheet = await sheetOf(held(ask, SOPRANO, (i) => i === 1));
    expect(sheet.steps).toBe(36);
    for (let step = 0; step < 36; step++)
      expect(row(sheet, step).slice(PHRASE_AT, STYLE_AT)).toEqual([
        step >= 4 && step < 8 ? 1 : 0,
        1,
      ]);
  });

  test("finds the ends of phrases in a continuation, which has no fermatas, and none before it", async () => {
    const long = note({ id: "long", pitch: 72, start: 3840, duration: 1920 });
    const ask = harmonise(choir([...melody([67, 69, 71, 72, 71, 69, 67, 69]), long], { bars: 3 }));
    const range = { start: 3840, end: 5760 };
    const goesOn: Ask = { ...held(ask, SOPRANO, (i) => i === 1), kind: "continue", range };
    const sheet = await sheetOf(goesOn);
    const ends = Array.from({ length: 48 }, (_, step) => row(sheet, step)[PHRASE_AT]);
    expect(ends.flatMap((end, step) => (end === 1 ? [step] : []))).toEqual([
      ...[4, 5, 6, 7],
      ...Array.from({ length: 16 }, (_, i) => 32 + i),
    ]);
  });

  test("hears no fermata of a voice below the melody", async () => {
    const ask: Ask = { ...gap, voices: [ALTO, TENOR] };
    const plain = await sheetOf(ask);
    const marked = await sheetOf(held(ask, BASS, (i) => i % 4 === 0));
    expect([...marked.context]).toEqual([...plain.context]);
  });

  test("tells the style and the mood", async () => {
    const ask = harmonise(choir(melody(TUNE)), { style: "hymn", mood: -0.5 });
    const sheet = await sheetOf(ask);
    expect(row(sheet, 9).slice(STYLE_AT)).toEqual([0, 1, -0.5]);
    expect(row(sheet, 9)).toHaveLength(MODE_AT + 1);
  });
});

test.each(["3/4", "6/8", "5/4"])("a score in %s is written to its end", async (name) => {
  const meter = parseMeter(name)!;
  const bar = barTicks(meter);
  const quarters = (4 * bar) / 480;
  const tune = melody(Array.from({ length: quarters }, (_, i) => TUNE[i % TUNE.length]!));
  const ask = harmonise(choir(tune, { meter, bars: 4 }), { rules: "strict" });
  const edges: Steps[] = [];
  const [notes] = await write(ask, caprice(6), [1], (_, to) => edges.push(to));
  expect(edges.map(stepsToTicks)).toEqual([bar, 2 * bar, 3 * bar]);
  for (const id of [ALTO, TENOR, BASS]) {
    const own = notes!.filter((one) => one.voice === id);
    expect(own.reduce((sum, one) => sum + one.duration, 0)).toBe(4 * bar);
    expect(ending(own.at(-1)!)).toBe(4 * bar);
  }
  expect(parallelsIn(take(ask, notes!), quarters * 4)).toEqual([]);
});

test("a score of 64 bars is gone through once, and every bar of every voice is written", async () => {
  const tune = melody(Array.from({ length: 256 }, (_, i) => TUNE[i % TUNE.length]!));
  const ask = harmonise(choir(tune, { bars: 64 }), { rules: "strict" });
  const asked: number[] = [];
  const edges: Steps[] = [];
  const lean = caprice(6);
  const [notes] = await write(
    ask,
    (cell) => {
      asked.push(cell.step);
      return lean(cell);
    },
    [1],
    (_, to) => edges.push(to),
  );
  expect(asked).toEqual(Array.from({ length: 3 * 1024 }, (_, i) => Math.floor(i / 3)));
  expect(edges).toEqual(Array.from({ length: 63 }, (_, i) => 16 * (i + 1)));
  const whole = take(ask, notes!);
  for (const chord of sonorities(whole, 1024)) expect(chord).not.toContain(SILENT);
  expect(parallelsIn(whole, 1024)).toEqual([]);
});

test("what goes on behind a long score starts two bars before it", async () => {
  const tune = melody(Array.from({ length: 32 }, (_, i) => TUNE[i % TUNE.length]!));
  const ask: HarmonyAsk = {
    ...harmonise(choir(tune, { bars: 8 })),
    range: { start: 5 * 1920, end: 6 * 1920 },
  };
  const steps = new Set<number>();
  const notes = await writeOne(ask, ({ step }) => {
    steps.add(step);
    return {};
  });
  expect([...steps]).toEqual(Array.from({ length: 48 }, (_, i) => 48 + i));
  expect(Math.min(...notes.map((one) => one.start))).toBe(5 * 1920);
  expect(Math.max(...notes.map(ending))).toBe(6 * 1920);
});

test("an unknown cell is one that is to be written or that nobody wrote", async () => {
  const base = chorale(TUNE.slice(0, 4).map((pitch) => [pitch, 62, 55, 43]));
  const ask: HarmonyAsk = { ...harmonise(base), voices: [TENOR], range: { start: 480, end: 960 } };
  const { cell } = await sheetOf(ask);
  const unknown = [...cell].flatMap((choice, at) => (choice === UNKNOWN ? [at] : []));
  expect(unknown).toEqual([4, 5, 6, 7].map((step) => step * PARTS + 2));
  expect(await writeOne(ask, indifferent)).not.toEqual([]);
});

describe("habits of a style", () => {
  /** The bass falls a fifth whenever it moves, at the first sixteenth of the bar. */
  const FIFTH_DOWN = 3 * 25 + 12 - 7;
  const AT_THE_BARLINE = 4 * 25 + 3 * 16;
  const table = new Float32Array(HABIT_TABLE);
  for (const from of [0, HABITS]) {
    table[from + FIFTH_DOWN] = 70;
    table[from + AT_THE_BARLINE] = 70;
  }
  const tune = choir(melody(TUNE));
  const bassOf = async (settings: Partial<Ask["settings"]>) => {
    const ask = harmonise(tune, { rules: "off", ...settings });
    const net = leaning(
      ({ previous, part }) => {
        const before = previous[part]! % CHOICES;
        // It would rather stay where it is, or begin high.
        return { pitches: { [before < QUIET ? LOWEST + before : 60]: 100 }, strike: -SURELY };
      },
      { chorale: habitsIn(table) },
    );
    const [notes] = await writeHarmony(ask, onePassHarmonist(net), [createRandom(1)], () =>
      Promise.resolve(),
    );
    return notesOfVoice(take(ask, notes!), BASS);
  };

  test("weigh on each choice: what the network would leave is done where settings do it", async () => {
    const bass = await bassOf({ style: "chorale" });
    const starts = bass.slice(1).map(({ start }) => start);
    expect(bass[1]!.pitch - bass[0]!.pitch).toBe(-7);
    expect(starts.slice(0, 2)).toEqual([1920, 3840]);
  });

  test("are those of the style that was asked for", async () => {
    const bass = await bassOf({ style: "hymn" });
    expect(new Set(bass.map(({ pitch }) => pitch))).toEqual(new Set([60]));
  });
});
