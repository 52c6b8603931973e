// A sketch with a long history, and what opening its ledger costs the page.

const TICKS = 480;
const BAR = 4 * TICKS;
const BARS = 64;
const TAKES = 200;
/** Takes of one ask. */
const TOGETHER = 3;
const VOICES = /** @type {const} */ ([
  ["soprano", 72],
  ["alto", 65],
  ["tenor", 57],
  ["bass", 48],
]);
const MINUTE = 60_000;
const BEGUN_MS = Date.UTC(2026, 10, 2, 9);

const SETTINGS = {
  difference: 0.35,
  surprise: 0.3,
  mood: 0,
  harmonist: "harmony",
  harmonicRhythm: "auto",
  pattern: "block",
  takes: TOGETHER,
  bars: 4,
};

/**
 * Antiphon's own file of a sketch of 64 bars in four voices, 1024 notes: a tune by hand, and under it what was kept of 200 takes (of each
 * ask the first for alto and tenor, the second for the bass, the third dropped or remixed), every fifth note changed by hand.
 */
export function busySketch() {
  const takes = Array.from({ length: TAKES }, (_, i) => takeOf(i));
  const score = scoreOf(
    "A long history",
    Array.from({ length: BARS }, (_, bar) =>
      VOICES.flatMap(([voice]) => notesOf(voice, bar)),
    ).flat(),
  );
  const original = {
    id: "take-original",
    name: "Original",
    score: scoreOf(
      "A long history",
      score.notes.filter(({ voice }) => voice === "soprano"),
    ),
    createdMs: BEGUN_MS,
  };
  return file({
    id: "busy",
    score,
    takes: [original, ...takes],
    settings: SETTINGS,
    credits: [],
    journal: journal(),
    createdMs: BEGUN_MS,
    changedMs: BEGUN_MS,
  });
}

/** The same file of a sketch in which nothing was made yet but one note. */
export function emptySketch() {
  return file({
    id: "empty",
    score: scoreOf("Hardly begun", notesOf("soprano", 0).slice(0, 1)),
    takes: [],
    settings: SETTINGS,
    credits: [],
    journal: [],
    createdMs: BEGUN_MS,
    changedMs: BEGUN_MS,
  });
}

/** @param {unknown} sketch */
function file(sketch) {
  return Buffer.from(JSON.stringify({ app: "antiphon", version: 4, sketch }));
}

/** @param {string} title @param {readonly ReturnType<typeof notesOf>[number][]} notes */
function scoreOf(title, notes) {
  return {
    title,
    key: { fifths: 0, mode: "major" },
    meter: { beats: 4, unit: 4 },
    tempo: 96,
    bars: BARS,
    voices: VOICES.map(([id]) => ({
      id,
      name: `${id[0]?.toUpperCase()}${id.slice(1)}`,
      pigment: PIGMENTS[id],
      instrument: "piano",
      volume: 0.8,
      muted: false,
      solo: false,
      locked: false,
    })),
    notes,
    locks: [],
    chords: [],
  };
}

const PIGMENTS = { soprano: "vermilion", alto: "ultramarine", tenor: "verdigris", bass: "gold" };

/** Four quarter notes of a voice in a bar. @param {typeof VOICES[number][0]} voice @param {number} bar */
function notesOf(voice, bar) {
  const pitch = VOICES.find(([id]) => id === voice)?.[1] ?? 60;
  return [0, 2, 4, -1].map((step, i) => ({
    id: `${voice}-${bar}-${i}`,
    voice,
    pitch: pitch + step,
    start: bar * BAR + i * TICKS,
    duration: TICKS,
    velocity: 80,
    origin:
      voice === "soprano"
        ? { by: "you" }
        : {
            by: "model",
            take: `take-${bar * TOGETHER + (voice === "bass" ? 1 : 0)}`,
            changed: (bar * 4 + i) % 5 === 0,
          },
  }));
}

/** @param {number} i */
function takeOf(i) {
  const ask = Math.floor(i / TOGETHER);
  const bar = ask % BARS;
  const voices =
    i % TOGETHER === 1 ? /** @type {const} */ (["bass"]) : /** @type {const} */ (["alto", "tenor"]);
  // Every fourth ask answers the dropped take of the ask before.
  const parent = ask % 4 === 3 ? `take-${(ask - 1) * TOGETHER + 2}` : "take-original";
  return {
    id: `take-${i}`,
    parent,
    name: `Take ${(i % TOGETHER) + 1}: Harmony`,
    score: {
      ...scoreOf("A long history", []),
      notes: {
        from: parent,
        gone: [],
        changed: [],
        added: voices.flatMap((voice) =>
          notesOf(voice, bar).map((note) => ({
            ...note,
            id: ask < BARS && i % TOGETHER < 2 ? note.id : `${note.id}-${i}`,
            pitch: note.pitch + (i % 3),
            origin: { by: "model", take: `take-${i}`, changed: false },
          })),
        ),
      },
    },
    making: {
      kind: "harmonise",
      model: { name: "Antiphon harmony", version: "2" },
      seed: 1000 + i,
      settings: SETTINGS,
      voices,
      range: { start: bar * BAR, end: (bar + 1) * BAR },
      ask: `ask-${ask}`,
    },
    createdMs: BEGUN_MS + ask * MINUTE,
  };
}

/** 400 steps in six sittings: takes kept, notes moved, some undone. */
function journal() {
  return Array.from({ length: 400 }, (_, i) => ({
    atMs: BEGUN_MS + i * MINUTE + Math.floor(i / 70) * 24 * 60 * MINUTE,
    spentMs: i * MINUTE,
    label:
      i % 3 === 0
        ? `Keep Take ${(i % TOGETHER) + 1}: Harmony`
        : i % 11 === 0
          ? "Undo"
          : "Transpose",
    notes: { you: 256, file: 0, model: 2 * i, changed: Math.floor(i / 3) },
  }));
}

/**
 * Opens one of the sketches on the built page.
 * @param {import("playwright").Browser} browser
 * @param {string} url
 * @param {Buffer} sketch
 */
export async function openSketch(browser, url, sketch) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(url);
  await page
    .getByLabel("Open file", { exact: true })
    .setInputFiles({ name: "bench.antiphon.json", mimeType: "application/json", buffer: sketch });
  const { title } = JSON.parse(sketch.toString()).sketch.score;
  await page.waitForFunction((wanted) => document.title.includes(wanted), title);
  return page;
}

/**
 * Opens the ledger, all of it, and closes it again.
 * @param {import("playwright").Page} page
 * @returns {Promise<number>} milliseconds of the processor's time that the page's scripts took
 */
export async function timeLedger(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const spentMs = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1000 * (metrics.find(({ name }) => name === "ScriptDuration")?.value ?? NaN);
  };
  // Found before anything counts: a search through a page of a thousand notes is work of the page's thread, too.
  const button = await page.getByRole("button", { name: "Whose music is it?" }).elementHandle();
  if (!button) throw new Error("the page has no button for its ledger");
  const before = await spentMs();
  await button.evaluate(
    (pressed) =>
      new Promise((/** @type {(painted: void) => void} */ resolve) => {
        // The figures are the last of its four parts.
        const isThere = () =>
          document.querySelector("dialog[open] [role=tabpanel] section:nth-of-type(4) table");
        const look = () => {
          if (isThere()) requestAnimationFrame(() => setTimeout(resolve));
          else requestAnimationFrame(look);
        };
        /** @type {HTMLButtonElement} */ (pressed).click();
        look();
      }),
  );
  const after = await spentMs();
  await session.detach();
  await page.keyboard.press("Escape");
  await page.locator("dialog[open]").waitFor({ state: "detached" });
  return after - before;
}
