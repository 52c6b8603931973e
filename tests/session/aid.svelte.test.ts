import { flushSync } from "svelte";
import { describe, expect, onTestFinished, test } from "vitest";
import { failed } from "../../src/domain/result";
import type { VoiceId } from "../../src/domain/score";
import { makeExercise } from "../../src/exercises/kinds/make";
import { exportFile, type ExportedFile } from "../../src/formats/export";
import { openFile } from "../../src/formats/open";
import { Aid } from "../../src/session/aid.svelte";
import { dayAt } from "../../src/session/day";
import { ExerciseRun } from "../../src/session/exercise-run.svelte";
import { Library } from "../../src/session/library.svelte";
import { Preferences } from "../../src/session/preferences.svelte";
import { Responses } from "../../src/session/responses.svelte";
import { Sketch } from "../../src/session/sketch.svelte";
import { FakeGenerator } from "../support/generator";
import { countingIds, melody, note, placedChord, score } from "../support/score";
import { manualAutosave, MemoryStore } from "../support/store";
import { exercisePorts } from "../support/works";

/** Storage for settings that lasts as long as the test. */
function settingsStorage() {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  };
}

const NOON = new Date(2026, 10, 28, 12).getTime();
const TUNE = score(melody([72, 74, 76, 77, 79, 77, 76, 74]), { bars: 2 });

/** A visit to the page, with what earlier ones stored. */
async function visit(store = new MemoryStore(), storage = settingsStorage(), name = "a") {
  const ids = countingIds(name);
  const clock = { ms: NOON };
  let projects = 0;
  const sketch = new Sketch(ids);
  const generator = new FakeGenerator();
  const nowMs = () => clock.ms;
  const responses: Responses = new Responses(sketch, {
    generator,
    ids,
    nowMs,
    newSeed: () => 1,
    allows: (helper) => aid.allows(helper),
    restraint: {
      begun: (ask, id) => {
        aid.begun(ask, id);
      },
      answered: () => {
        aid.answered();
      },
      isCovered: (id) => aid.isCovered(id),
    },
  });
  const autosave = manualAutosave(store);
  const library = new Library(sketch, responses, {
    store,
    autosave,
    openFile: () => Promise.resolve(failed({ kind: "empty" })),
    exportAs: exportFile,
    firstScore: () => TUNE,
    newProjectId: () => `${name}-project${++projects}`,
    nowMs,
  });
  const exercise = new ExerciseRun(sketch, library, exercisePorts(undefined, clock));
  const preferences = new Preferences(storage);
  const aid: Aid = new Aid(sketch, responses, library, exercise, preferences, nowMs);
  onTestFinished(
    $effect.root(() => {
      $effect(() => {
        library.changed();
      });
      $effect(() => {
        aid.changed();
      });
    }),
  );
  await library.start();
  flushSync();
  /** An ask that brings takes of these pitches. */
  const answered = async (kind: Parameters<Responses["ask"]>[0], pitches: readonly number[]) => {
    const asked = responses.ask(kind);
    const open = generator.asks.at(-1)!;
    for (const pitch of pitches) open.draft(pitch);
    open.finish();
    await asked;
    flushSync();
  };
  /** Writes a note of the person's own of a bar. */
  const write = (bar: number, voice = "own bass") => {
    if (!sketch.score.voices.some(({ id }) => id === voice))
      sketch.dispatch("Add voice", [
        { type: "addVoice", voice: { ...TUNE.voices[0]!, id: voice as VoiceId, name: voice } },
      ]);
    const { pitch, start, duration, velocity } = note({ start: bar * 1920, duration: 1920 });
    sketch.draw({ voice: voice as VoiceId, pitch: pitch - 12, start, duration, velocity });
    flushSync();
  };
  const stored = async () => {
    flushSync();
    await autosave.flush();
    await library.refresh();
  };
  return {
    sketch,
    responses,
    generator,
    library,
    exercise,
    preferences,
    aid,
    clock,
    answered,
    write,
    stored,
    store,
    storage,
  };
}

describe("suggestions after one's own version", () => {
  test("takes are there, and cannot be heard, kept, remixed nor gone to", async () => {
    const { sketch, responses, preferences, answered } = await visit();
    preferences.ownFirst = true;
    await answered("harmonise", [55, 57]);
    expect(responses.shown).toHaveLength(2);
    expect(responses.isCovered).toBe(true);
    const [take] = responses.shown;
    const before = sketch.score;
    responses.audition(take!.id);
    responses.goTo(take!.id);
    responses.remix(take!.id);
    responses.keep(take!.id);
    expect(responses.auditioned).toBeUndefined();
    expect(responses.base).toBeUndefined();
    expect(responses.sounding).toBe(before);
    expect(sketch.score).toBe(before);
  });

  test("a take that is still being written is not heard either", async () => {
    const { responses, preferences, generator } = await visit();
    preferences.ownFirst = true;
    void responses.ask("harmonise");
    generator.asks[0]!.grow(0, [55]);
    expect(responses.shown).toHaveLength(1);
    responses.audition(responses.shown[0]!.id);
    expect(responses.auditioned).toBeUndefined();
    responses.cancel();
  });

  test("one's own version uncovers them for good and stands among them", async () => {
    const { sketch, responses, preferences, answered, write } = await visit();
    preferences.ownFirst = true;
    await answered("harmonise", [55, 57]);
    write(0);
    expect(responses.isCovered).toBe(false);
    const own = responses.shown.at(-1)!;
    expect(responses.shown.map(({ name }) => name)).toEqual([
      "Take 1: Harmony",
      "Take 2: Harmony",
      "Yours",
    ]);
    expect(own.score).toBe(sketch.score);
    sketch.undo();
    flushSync();
    expect(responses.isCovered).toBe(false);
    responses.keep(own.id);
    flushSync();
    expect(sketch.score.notes.map(({ pitch }) => pitch)).toContain(48);
    expect(responses.shown).toHaveLength(3);
  });

  test("they can be shown at any time, and stay shown", async () => {
    const { responses, preferences, aid, answered, storage, store, stored } = await visit();
    preferences.ownFirst = true;
    await answered("harmonise", [55]);
    aid.uncover(responses.shown[0]!.making!.ask);
    expect(responses.isCovered).toBe(false);
    responses.audition(responses.shown[0]!.id);
    expect(responses.auditioned).toBe(responses.shown[0]);
    await stored();
    expect((await visit(store, storage, "b")).responses.isCovered).toBe(false);
  });

  test("a reload does not uncover them, and a version written afterwards does", async () => {
    const first = await visit();
    first.preferences.ownFirst = true;
    await first.answered("harmonise", [55]);
    await first.stored();
    const next = await visit(first.store, first.storage, "b");
    expect(next.responses.isCovered).toBe(true);
    next.write(1);
    expect(next.responses.isCovered).toBe(false);
  });

  test("who has a version already sees them at once; so does who turns the setting off", async () => {
    const { sketch, responses, preferences, answered } = await visit();
    preferences.ownFirst = true;
    sketch.dispatch("Write chord", [{ type: "setChords", chords: [placedChord(0, "C")] }]);
    await answered("accompany", [55]);
    expect(responses.isCovered).toBe(false);
    await answered("vary", [70]);
    expect(responses.isCovered).toBe(true);
    preferences.ownFirst = false;
    expect(responses.isCovered).toBe(false);
  });

  test("what was made human is never covered: its notes are one's own", async () => {
    const { responses, preferences, answered } = await visit();
    preferences.ownFirst = true;
    await answered("humanise", [72]);
    expect(responses.isCovered).toBe(false);
  });

  test("whoever answers without being asked keeps silent meanwhile", async () => {
    const { aid, preferences } = await visit();
    const unasked = ["follow", "answer", "trade", "shadow"] as const;
    expect(unasked.every((helper) => aid.allows(helper))).toBe(true);
    preferences.ownFirst = true;
    expect(unasked.some((helper) => aid.allows(helper))).toBe(false);
    expect(aid.allows("harmonise")).toBe(true);
  });
});

describe("a limit of asks a day", () => {
  test("is none until it is set; then each ask that is answered counts, and the last one is the last", async () => {
    const { aid, preferences, answered, generator, responses } = await visit();
    await answered("vary", [70]);
    expect(aid.left).toBeUndefined();
    preferences.asksADay = 2;
    expect(aid.left).toBe(2);
    await answered("vary", [71, 72]);
    expect(aid.left).toBe(1);
    await answered("harmonise", [55]);
    expect(aid.isSpent).toBe(true);
    await responses.ask("vary");
    expect(generator.asks).toHaveLength(3);
    expect(aid.offers("vary")).toBe(true);
    expect(aid.allows("vary")).toBe(false);
  });

  test("an ask that came to nothing does not count", async () => {
    const { aid, preferences, answered } = await visit();
    preferences.asksADay = 2;
    await answered("vary", []);
    expect(aid.left).toBe(2);
  });

  test("begins anew with the day of the clock on the wall, and outlasts a reload", async () => {
    const { aid, preferences, answered, clock, storage } = await visit();
    preferences.asksADay = 1;
    await answered("vary", [70]);
    expect(new Preferences(storage).asked).toEqual({ day: "2026-11-28", asks: 1 });
    clock.ms = new Date(2026, 10, 28, 23, 59).getTime();
    aid.look();
    expect(aid.isSpent).toBe(true);
    clock.ms = new Date(2026, 10, 29).getTime();
    aid.look();
    expect(aid.left).toBe(1);
  });

  test("can be raised or lifted on the spot", async () => {
    const { aid, preferences, answered } = await visit();
    preferences.asksADay = 1;
    await answered("vary", [70]);
    preferences.asksADay = 3;
    expect(aid.left).toBe(2);
    preferences.asksADay = undefined;
    expect(aid.left).toBeUndefined();
    expect(aid.allows("follow")).toBe(true);
  });

  test("in an exercise its own limits count, and no others", async () => {
    const { aid, preferences, exercise, answered } = await visit();
    preferences.asksADay = 1;
    await answered("vary", [70]);
    const { exercise: made } = makeExercise("harmoniseMelody", 1, 3);
    exercise.start({ ...made, help: "suggestion" }, "Harmony");
    flushSync();
    expect(aid.left).toBeUndefined();
    expect(aid.allows("harmonise")).toBe(true);
    expect(aid.allows("vary")).toBe(false);
  });
});

describe("a sketch without models", () => {
  test("lets no model do anything, is stored as such, and is marked in the list", async () => {
    const first = await visit();
    first.library.newUnaided(TUNE);
    flushSync();
    expect(first.aid.isUnaided).toBe(true);
    expect(first.aid.isAlone).toBe(true);
    await first.responses.ask("harmonise");
    expect(first.generator.asks).toEqual([]);
    first.write(0);
    await first.stored();
    expect(first.library.entries[0]?.unaidedMs).toBe(NOON);
    const next = await visit(first.store, first.storage, "b");
    expect(next.aid.isUnaided).toBe(true);
  });

  test("leaves no trace until something is written; then its day has one", async () => {
    const { library, aid, write, stored, store } = await visit();
    library.newUnaided(TUNE);
    await stored();
    expect(store.projects.size).toBe(0);
    expect(aid.unaidedDays.size).toBe(0);
    write(0);
    expect([...aid.unaidedDays]).toEqual([dayAt(NOON)]);
    await stored();
    library.newSketch(TUNE);
    await stored();
    expect([...aid.unaidedDays]).toEqual([dayAt(NOON)]);
  });

  test("becomes one like others by the person's own hand, and its journal says since when", async () => {
    const { library, aid, write, clock, stored, store } = await visit();
    library.newUnaided(TUNE);
    write(0);
    clock.ms += 5000;
    library.allowModels();
    flushSync();
    expect(aid.allows("harmonise")).toBe(true);
    expect(library.project.unaided).toBeUndefined();
    expect(library.project.journal.at(-1)).toMatchObject({
      label: "Allow models",
      atMs: NOON + 5000,
    });
    await stored();
    expect([...store.projects.values()][0]?.unaided).toBeUndefined();
    expect(aid.unaidedDays.size).toBe(0);
  });

  test("is offered once a day where that is wanted, and not where the day has one", async () => {
    const { aid, preferences, clock, library, write } = await visit();
    expect(aid.offersSketch).toBe(false);
    preferences.dailySketch = true;
    expect(aid.offersSketch).toBe(true);
    aid.greet();
    expect(aid.offersSketch).toBe(false);
    clock.ms = new Date(2026, 10, 29, 8).getTime();
    aid.look();
    expect(aid.offersSketch).toBe(true);
    library.newUnaided(TUNE);
    write(0);
    expect(aid.offersSketch).toBe(false);
  });
});

describe("only mine", () => {
  test("silences what the machine wrote into the sketch, changed or not, and a take that is listened to is heard whole", async () => {
    const { sketch, responses, answered } = await visit();
    await answered("harmonise", [55]);
    const [take] = responses.shown;
    responses.keep(take!.id);
    const whole = sketch.score;
    responses.onlyMine = true;
    expect(responses.sounding.notes).toEqual(TUNE.notes);
    expect(sketch.score).toBe(whole);
    responses.audition(take!.id);
    expect(responses.sounding).toBe(take!.score);
    responses.audition(undefined);
    responses.onlyMine = false;
    expect(responses.sounding).toBe(whole);
  });

  test("goes out as it is heard, in MIDI and MusicXML; Antiphon's own file and a take are whole", async () => {
    const { sketch, responses, library, answered } = await visit();
    await answered("harmonise", [55]);
    const [take] = responses.shown;
    responses.keep(take!.id);
    const countOf = ({ name, bytes }: ExportedFile): number => {
      const read = openFile(name, bytes, countingIds("read"));
      if (!read.ok) throw new Error(read.problem.kind);
      return read.value.score.notes.length;
    };
    const counts = () =>
      (["midi", "musicxml", "antiphon"] as const).map((format) =>
        countOf(library.exportAs(format)),
      );
    const [whole, own] = [sketch.score.notes.length, TUNE.notes.length];
    expect(whole).toBeGreaterThan(own);
    expect(counts()).toEqual([whole, whole, whole]);
    responses.onlyMine = true;
    expect(counts()).toEqual([own, own, whole]);
    expect(countOf(library.exportTake(take!))).toBe(take!.score.notes.length);
  });

  test("is for the sketch on the desk: the next one is heard whole", async () => {
    const { responses, library } = await visit();
    responses.onlyMine = true;
    library.newSketch(TUNE);
    expect(responses.onlyMine).toBe(false);
  });
});
