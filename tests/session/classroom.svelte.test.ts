import { strToU8, unzipSync, zipSync } from "fflate";
import { beforeEach, describe, expect, test } from "vitest";
import { MARK_COLUMNS, type CsvLanguage } from "../../src/exercises/class-rows";
import { makeExercise } from "../../src/exercises/kinds/make";
import { exerciseLink } from "../../src/formats/exercise-link";
import { parseReturned } from "../../src/formats/hand-in-file";
import { Classroom, isWork, type Work } from "../../src/session/classroom.svelte";
import { Playback } from "../../src/session/playback.svelte";
import { MemoryReviews } from "../support/classroom";
import { fileOf, handInOf, sha256 } from "../support/hand-ins";
import { score } from "../support/score";
import { SilentPlayer } from "../ui/roll/silent-player";

const made = makeExercise("harmoniseMelody", 1, 7);
const sketch = score([]);

let store: MemoryReviews;
let player: SilentPlayer;
let room: Classroom;
let later: (() => void)[];
let breaths: number;

function newRoom(): Classroom {
  return new Classroom(new Playback(player), {
    store,
    digest: sha256,
    breathe: () => {
      breaths++;
      return Promise.resolve();
    },
    later: (run) => {
      later.push(run);
      return () => {
        later = later.filter((other) => other !== run);
      };
    },
    nowMs: () => Date.UTC(2026, 0, 2),
    sounding: () => sketch,
  });
}

beforeEach(() => {
  store = new MemoryReviews();
  player = new SilentPlayer();
  later = [];
  breaths = 0;
  room = newRoom();
});

const given = (path: string, bytes: Uint8Array<ArrayBuffer>) => ({
  path,
  size: bytes.length,
  bytes: () => Promise.resolve(bytes),
});
const workOf = (file: string): Work => {
  const entry = room.entries.find((one) => one.file === file);
  if (!entry || !isWork(entry)) throw new Error(`${file} is no work`);
  return entry;
};
const kinds = (file: string) => workOf(file).remarks.map(({ kind }) => kind);
const bytesOf = (text: string) => new Uint8Array(strToU8(text));

describe("a class's files", () => {
  test("become rows in their order, whether they come one by one or in an archive", async () => {
    const ada = await fileOf(handInOf("Ada", made));
    const ben = await fileOf(handInOf("Ben", made, (note, i) => (i % 3 === 0 ? undefined : note)));
    const archive = zipSync({ "5b/ben.json": ben, "5b/notes.txt": strToU8("hello") });
    await room.read([given("ada.json", ada), given("5b.zip", new Uint8Array(archive))]);
    expect(room.entries.map(({ file }) => file)).toEqual([
      "ada.json",
      "5b/ben.json",
      "5b/notes.txt",
    ]);
    expect(room.works.map(({ row }) => row.read.handIn.name)).toEqual(["Ada", "Ben"]);
    expect(workOf("ada.json").row.marking.complete).toBe(1);
    expect(workOf("5b/ben.json").row.marking.complete).toBeLessThan(1);
    expect(room.entries[2]).toMatchObject({ problem: { kind: "jsonBroken" } });
    expect(room.reading).toBeUndefined();
    // Between reading and hearing each of them, the page can answer.
    expect(breaths).toBeGreaterThanOrEqual(5);
  });

  test("that were tampered with, broken off or foreign are said to be so, each in its row", async () => {
    const whole = await fileOf(handInOf("Ada", made));
    const text = new TextDecoder().decode(whole);
    await room.read([
      given("tampered.json", bytesOf(text.replace('"name":"Ada"', '"name":"Eve"'))),
      given("cut.json", whole.slice(0, whole.length / 2)),
      given("foreign.json", bytesOf('{"app":"other"}')),
      given("empty.json", new Uint8Array()),
      { path: "gone.json", size: 1, bytes: () => Promise.reject(new Error("gone")) },
    ]);
    expect(kinds("tampered.json")).toEqual(["changed"]);
    expect(
      room.entries.slice(1).map((entry) => (isWork(entry) ? "work" : entry.problem.kind)),
    ).toEqual(["jsonBroken", "jsonNotThis", "empty", "unreadable"]);
  });

  test("of which two are alike are told of each other, and so are the same notes by others", async () => {
    const ada = handInOf("Ada", made);
    const bytes = await fileOf(ada);
    await room.read([
      given("ada.json", bytes),
      given("copy.json", bytes),
      given("eve.json", await fileOf({ ...ada, name: "Eve" })),
      given(
        "ben.json",
        await fileOf(handInOf("Ben", made, (note) => ({ ...note, pitch: note.pitch - 12 }))),
      ),
    ]);
    expect(workOf("ada.json").remarks).toEqual([
      { kind: "sameFile", file: "copy.json", others: 0 },
    ]);
    expect(workOf("eve.json").remarks).toEqual([
      { kind: "sameNotes", file: "ada.json", others: 1 },
    ]);
    expect(kinds("ben.json")).toEqual([]);
  });

  test("whose history does not end in the work are told so", async () => {
    const ada = handInOf("Ada", made);
    const other = { ...ada, growth: { ...ada.growth, steps: ada.growth.steps.slice(0, -3) } };
    await room.read([given("ada.json", await fileOf(other))]);
    expect(kinds("ada.json")).toEqual(["otherHistory"]);
  });

  test("are 200 at the most: more are refused with their number, in files and in archives", async () => {
    const file = given("x.json", bytesOf("{}"));
    await room.read(Array.from({ length: 201 }, () => file));
    expect(room.tooMany).toBe(201);
    expect(room.entries).toEqual([]);
    await room.read([file]);
    expect(room.tooMany).toBeUndefined();
    const many = Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [`${i}.json`, strToU8("{}")]),
    );
    await room.read([given("all.zip", new Uint8Array(zipSync(many)))]);
    expect(room.entries.at(-1)).toMatchObject({
      file: "all.zip",
      problem: { kind: "tooManyFiles", files: 201, limit: 200 },
    });
  });

  test("are read no further once somebody says stop", async () => {
    const file = given("x.json", bytesOf("{}"));
    const reading = room.read([file, file, file]);
    room.cancel();
    await reading;
    expect(room.reading).toBeUndefined();
    expect(room.entries.length).toBeLessThan(3);
  });
});

describe("the exercise that was set", () => {
  test("is taken from a link, marks all anew, and tells who did another", async () => {
    const other = makeExercise("harmoniseMelody", 1, 8);
    await room.read([
      given("ada.json", await fileOf(handInOf("Ada", made))),
      given("ben.json", await fileOf(handInOf("Ben", other))),
    ]);
    await room.setLink(`https://antiphon.example/${exerciseLink(made.exercise)!}`);
    expect(room.set).toEqual(made.exercise);
    expect(kinds("ada.json")).toEqual([]);
    expect(kinds("ben.json")).toContain("otherExercise");
    await room.setExercise(undefined);
    expect(kinds("ben.json")).toEqual([]);
  });

  test("is not taken from what is none, and that is said", async () => {
    await room.setLink("https://antiphon.example/");
    expect(room.setProblem).toEqual({ kind: "linkBroken" });
    await room.setFile(bytesOf("{}"));
    expect(room.setProblem).toEqual({ kind: "jsonNotThis", wanted: "exercise" });
    expect(room.set).toBeUndefined();
  });
});

describe("what a teacher says", () => {
  const judged = {
    ...made,
    exercise: {
      ...made.exercise,
      rubric: [...made.exercise.rubric, { of: "teacher", points: 6, words: "Character" } as const],
    },
  };
  const place = judged.exercise.rubric.length - 1;

  async function one(): Promise<Work> {
    await room.read([given("ada.json", await fileOf(handInOf("Ada", judged)))]);
    return room.works[0]!;
  }

  test("lies on notes, is changed and taken back, and is there again on the next visit", async () => {
    const work = await one();
    const { score } = work.row.read.handIn.work;
    const [first, , third] = score.notes;
    room.reviews.comment(work.key, score, [third!.id], "And here?");
    room.reviews.comment(work.key, score, [first!.id], "Good.");
    expect(room.reviews.of(work.key).comments.map(({ text }) => text)).toEqual([
      "Good.",
      "And here?",
    ]);
    room.reviews.rewrite(work.key, room.reviews.of(work.key).comments[0]!, "Very good.");
    room = newRoom();
    await room.reviews.load();
    expect(room.reviews.of(work.key).comments.map(({ text }) => text)).toEqual([
      "Very good.",
      "And here?",
    ]);
    room.reviews.rewrite(work.key, room.reviews.of(work.key).comments[0]!, " ");
    expect(room.reviews.of(work.key).comments).toHaveLength(1);
    await room.reviews.forget();
    expect(store.reviews.size).toBe(0);
  });

  test("counts into the points as soon as it is given, never more than there is to give", async () => {
    const work = await one();
    const { points, most } = work.row.marking;
    expect(room.totalOf(work)).toMatchObject({ points, most, open: [{ words: "Character" }] });
    room.give(work, place, 40);
    expect(room.totalOf(work)).toEqual({ points: points + 6, most: most + 6, open: [] });
    room.give(work, place, undefined);
    expect(room.totalOf(work).open).toHaveLength(1);
  });

  test("goes into the marks, which a spreadsheet reads as UTF-8", async () => {
    const work = await one();
    room.give(work, place, 5);
    const file = room.csv(
      "5b",
      () => "a remark",
      () => "Cadences",
      {
        columns: Object.fromEntries(
          MARK_COLUMNS.map((column) => [column, column]),
        ) as CsvLanguage["columns"],
        decimal: ".",
      },
    );
    expect(file.name).toBe("5b.csv");
    expect([...file.bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [, row] = new TextDecoder().decode(file.bytes).split("\r\n");
    const { points, most } = work.row.marking;
    expect(row).toContain(`"Ada","5b","Cadences"`);
    expect(row).toContain(`"${points + 5}","${most + 6}"`);
    expect(row).toContain('"a remark"');
  });

  test("comes back to each student as a file, in one archive, and to nobody else", async () => {
    const work = await one();
    await room.read([given("ben.json", await fileOf(handInOf("Ben", made)))]);
    room.give(work, place, 5);
    room.reviews.set(work.key, { ...room.reviews.of(work.key), words: "Go on like this." });
    const archive = room.returnedAll("5b", () => "Cadences");
    const files = unzipSync(archive.bytes);
    expect(Object.keys(files)).toEqual(["Ada - Cadences.antiphon-comments.json"]);
    const read = parseReturned(Object.values(files)[0]!);
    expect(read).toMatchObject({
      ok: true,
      value: { of: work.row.read.digest, name: "Ada", words: "Go on like this." },
    });
    expect(read.ok && read.value.points[place]).toBe(5);
  });

  test("says nothing of points that the teacher has not given", async () => {
    const work = await one();
    room.reviews.set(work.key, { ...room.reviews.of(work.key), words: "More to come." });
    const read = parseReturned(room.returned(work, "Cadences").bytes);
    expect(read.ok && read.value.points).toEqual(
      work.row.marking.marks.map(({ points }) => points),
    );
    expect(read.ok && read.value.points[place]).toBeUndefined();
  });

  test("to a file that was changed is not mixed with what is said to the one it was made of", async () => {
    const bytes = await fileOf(handInOf("Ada", judged));
    const text = new TextDecoder().decode(bytes).replace('"name":"Ada"', '"name":"Eve"');
    await room.read([given("ada.json", bytes), given("eve.json", bytesOf(text))]);
    const [ada, eve] = room.works;
    expect(ada!.row.read.digest).toBe(eve!.row.read.digest);
    room.give(ada!, place, 3);
    expect(room.totalOf(eve!).open).toHaveLength(1);
  });
});

describe("a hand-in that is opened", () => {
  test("shows how it grew, step by step, with pauses made short", async () => {
    const handIn = handInOf("Ada", made);
    await room.read([given("ada.json", await fileOf(handIn))]);
    room.open(0);
    const replay = room.replay!;
    const notes = () => replay.score.notes.length;
    const { steps } = handIn.growth;
    expect(replay.step).toBe(steps.length);
    expect(notes()).toBe(handIn.work.score.notes.length);
    replay.play();
    expect(replay.step).toBe(0);
    expect(notes()).toBe(made.exercise.given.notes.length);
    later.shift()!();
    expect([replay.step, replay.playing]).toEqual([1, true]);
    expect(replay.atMs).toBe(2000);
    replay.goTo(steps.length - 1);
    expect([replay.playing, later.length]).toEqual([false, 0]);
    expect(notes()).toBe(handIn.work.score.notes.length - 1);
    replay.play();
    later.shift()!();
    expect(replay.playing).toBe(false);
  });

  test("is listened to, and the sketch is back on the desk afterwards", async () => {
    const work = handInOf("Ada", made);
    await room.read([given("ada.json", await fileOf(work))]);
    room.open(0);
    room.listen(room.opened!.row.read.handIn.work.score);
    await expect.poll(() => room.listening).toBe(true);
    expect(player.score.notes.length).toBe(work.work.score.notes.length);
    room.open(undefined);
    expect(room.listening).toBe(false);
    expect(player.score).toBe(sketch);
  });
});
