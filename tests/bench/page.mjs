import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// A CommonJS package, whose names Node cannot import one by one.
/** @type {typeof import("@tonejs/midi")} */
const { Midi } = createRequire(import.meta.url)("@tonejs/midi");

/** @type {typeof import("./melody.json")} */
const melody = JSON.parse(readFileSync(new URL("melody.json", import.meta.url), "utf8"));

/** Bars of the melody. */
export const BARS = 4;

/** The melody as a MIDI file. @param bars as long as this: it is repeated, a multiple of `BARS` */
export function melodyFile(bars = BARS) {
  const midi = new Midi();
  midi.name = melody.title;
  midi.header.setTempo(96);
  midi.header.timeSignatures.push({ ticks: 0, timeSignature: [4, 4] });
  const track = midi.addTrack();
  const ticks = midi.header.ppq / melody.stepsPerQuarter;
  for (let from = 0; from < (bars / BARS) * melody.steps; from += melody.steps)
    for (const { pitch, start, end } of melody.notes)
      track.addNote({
        midi: pitch,
        ticks: (from + start) * ticks,
        durationTicks: (end - start) * ticks,
      });
  return Buffer.from(midi.toArray());
}

/**
 * Opens the built page with the melody in it.
 * @param {import("playwright").Browser} browser
 * @param {string} url
 * @param {number} [bars] of the melody, a multiple of `BARS`
 */
export async function openPage(browser, url, bars) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(url);
  await page
    .getByLabel("Open file", { exact: true })
    .setInputFiles({ name: "bench.mid", mimeType: "audio/midi", buffer: melodyFile(bars) });
  await page.waitForFunction((title) => document.title.includes(title), melody.title);
  return page;
}

/**
 * Has harmony written by Coconet from now on.
 * @param {import("playwright").Page} page
 */
export async function chooseCoconet(page) {
  const control = page.getByRole("button", { name: "How harmony is written" });
  await control.click();
  await page.getByRole("radio", { name: /^Coconet/ }).press("Space");
  await control.click();
}

/**
 * Blends with a tune of the page's own, as it will from now on.
 * @param {import("playwright").Page} page
 */
export async function choosePartner(page) {
  await page.getByRole("region", { name: "Ask" }).getByRole("button", { name: "Blend" }).click();
  await page.getByRole("dialog", { name: "Blend with" }).getByRole("button").first().click();
  await page.getByText(/ready in/).waitFor();
}

/**
 * Presses an ask's button once.
 * @param {import("playwright").Page} page
 * @param {string} name of the button
 * @returns {Promise<{ firstMs: number, allMs: number, takes: number, longestTaskMs: number }>} from the click until anything of a take,
 *   and until all takes, have been painted; and the longest that the page was deaf meanwhile, 0 for less than 50 ms
 */
export async function timeAsk(page, name) {
  return page
    .getByRole("region", { name: "Ask" })
    .getByRole("button", { name, exact: true })
    .evaluate(
      (/** @type {HTMLButtonElement} */ button) =>
        new Promise((resolve, reject) => {
          const takes = document.querySelector("[aria-label=Takes]");
          const status =
            takes?.querySelector("[role=status]") ?? document.querySelector("[role=status]");
          if (!takes || !status) throw new Error("the page has no takes or no status");
          const cards = () => [...takes.querySelectorAll("li[aria-label^='Take ']")];
          const before = new Set(cards());
          const was = status.textContent;
          let firstMs = 0;
          let isDone = false;
          let longestTaskMs = 0;
          const heed = (/** @type {PerformanceEntryList} */ tasks) => {
            for (const { duration } of tasks) longestTaskMs = Math.max(longestTaskMs, duration);
          };
          const tasks = new PerformanceObserver((list) => heed(list.getEntries()));
          const painted = (/** @type {() => void} */ then) =>
            requestAnimationFrame(() => setTimeout(then));
          const observer = new MutationObserver(() => {
            const fresh = cards().filter((card) => !before.has(card)).length;
            if (fresh > 0 && firstMs === 0) painted(() => (firstMs ||= performance.now() - start));
            const said = status.textContent ?? "";
            const isOver = /ready in/.test(said) && (was !== said || fresh > 0);
            if (document.querySelector("[role=alert]")?.textContent?.trim())
              reject(new Error(document.querySelector("[role=alert]")?.textContent ?? ""));
            if (!isOver || isDone) return;
            isDone = true;
            observer.disconnect();
            painted(() => {
              const allMs = performance.now() - start;
              heed(tasks.takeRecords());
              tasks.disconnect();
              resolve({ firstMs, allMs, takes: fresh, longestTaskMs });
            });
          });
          observer.observe(document.body, { childList: true, characterData: true, subtree: true });
          tasks.observe({ type: "longtask" });
          const start = performance.now();
          button.click();
        }),
    );
}

/**
 * Plays on the computer's letters.
 * @param {import("playwright").Page} page as `openPage` leaves it
 * @param {number} runs
 * @returns {Promise<number[]>} milliseconds from each press until its sound has been scheduled: all that happens in between is our own code,
 *   in one turn
 */
export async function timeKeys(page, runs) {
  await page.getByRole("button", { name: "Keys to play" }).click();
  // A press by hand starts the sound.
  await page.keyboard.press("a", { delay: 200 });
  return page.evaluate(async (count) => {
    const ms = [];
    const codes = ["KeyA", "KeyS", "KeyD", "KeyF", "KeyG"];
    for (let i = 0; i < count; i++) {
      const code = codes[i % codes.length] ?? "KeyA";
      const start = performance.now();
      window.dispatchEvent(new KeyboardEvent("keydown", { code }));
      ms.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, 60));
      window.dispatchEvent(new KeyboardEvent("keyup", { code }));
    }
    return ms;
  }, runs);
}

/**
 * Drags the melody's note `index` up and down by rows with Follow on.
 * @param {import("playwright").Page} page as `openPage` leaves it
 * @param {number} runs
 * @returns {Promise<number[]>} milliseconds from each move of the pointer until the harmony has been painted anew
 */
export async function timeFollow(page, runs, index = 6) {
  await page.getByRole("button", { name: "How harmony is written" }).click();
  await page.getByRole("switch", { name: /^Follow/ }).click();
  await page.keyboard.press("Escape");
  const note = page.getByRole("listbox", { name: "Notes" }).getByRole("option").nth(index);
  const box = await note.boundingBox();
  if (!box) throw new Error("the note to drag is not on the page");
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  await page.mouse.move(x, y);
  await page.mouse.down();
  const ms = [];
  // The first move has the whole melody harmonised and the model loaded; the second is the first that is dragged on.
  for (let i = 0; i < runs + 2; i++) {
    const changed = page.evaluate(
      () =>
        new Promise((/** @type {(ms: number) => void} */ resolve) => {
          const written = () =>
            [...document.querySelectorAll("[role=listbox] [role=option]")]
              .map((option) => option.getAttribute("aria-label") ?? "")
              .filter((words) => words.includes("the machine’s"))
              .join();
          const before = written();
          let start = 0;
          addEventListener("pointermove", () => (start ||= performance.now()), {
            capture: true,
            once: true,
          });
          const observer = new MutationObserver(() => {
            if (start === 0 || written() === before) return;
            observer.disconnect();
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
          });
          observer.observe(document.body, { childList: true, attributes: true, subtree: true });
        }),
    );
    // One row up, two down, three up …: a melody that was not there just before.
    const rows = (i % 2 === 0 ? 1 : -1) * (1 + (i % 5));
    await page.mouse.move(x, y + rows * box.height);
    ms.push(await changed);
  }
  await page.mouse.up();
  return ms.slice(2);
}

/**
 * Trades turns with the machine, eighth notes on the computer's letters whenever it is the player's turn.
 * @param {import("playwright").Page} page as `openPage` leaves it
 * @param {{ readonly exchanges: number; readonly bpm: number; readonly settle?: () => Promise<void> }} wish turns of one bar; `settle` is
 *   awaited after the fourth exchange, from which on everything counts
 */
export async function tradeTurns(page, { exchanges, bpm, settle }) {
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  const tempo = page.getByRole("spinbutton", { name: /tempo|bpm/i });
  await tempo.fill(String(bpm));
  await tempo.press("Enter");
  await page.getByRole("button", { name: "Keys to play" }).click();
  await page.getByLabel("Partner").selectOption("trade");
  await page.getByLabel("Bars of a turn").selectOption({ label: "1 bar" });
  await page.getByRole("button", { name: "Record", exact: true }).click();
  await page.evaluate((seconds) => {
    const letters = "ADGJKJGDSFH".split("");
    const press = (/** @type {string} */ type, /** @type {string} */ code) =>
      window.dispatchEvent(new KeyboardEvent(type, { code }));
    let i = 0;
    const timer = setInterval(() => {
      const turn = document.querySelector("[data-turn]")?.getAttribute("data-turn");
      if (turn !== "you") return;
      const code = `Key${letters[i++ % letters.length]}`;
      press("keydown", code);
      setTimeout(() => press("keyup", code), seconds * 800);
    }, seconds * 1000);
    Object.assign(window, { stopPlaying: () => clearInterval(timer) });
  }, 30 / bpm);
  const seconds = (8 * 60) / bpm;
  const told = page.locator("[data-turn]");
  const answers = async () => {
    const words = (await told.getAttribute("title")) ?? "";
    const [count = 0, late = 0] = (words.match(/\d+/g) ?? []).map(Number);
    return { answers: count, late };
  };
  const until = async (/** @type {number} */ count) => {
    const limit = Date.now() + 1000 * seconds * (count + 10);
    while ((await answers()).answers < count && Date.now() < limit) await page.waitForTimeout(500);
  };
  await until(4);
  await settle?.();
  await until(exchanges);
  const result = await answers();
  await page.evaluate(() => {
    /** @type {{ stopPlaying?: () => void }} */ (window).stopPlaying?.();
  });
  await page.getByRole("button", { name: "Record", exact: true }).click();
  return result;
}

/**
 * Plays on the computer's letters, shadowed note for note.
 * @param {import("playwright").Page} page as `openPage` leaves it
 * @param {number} runs
 * @returns {Promise<number[]>} milliseconds from each press until the sound of its shadow has been scheduled
 */
export async function timeShadow(page, runs) {
  await page.getByRole("button", { name: "Keys to play" }).click();
  await page.getByLabel("Partner").selectOption("shadow");
  // The instrument is there before anything counts.
  await page.keyboard.press("a", { delay: 1500 });
  await page.getByRole("button", { name: "Record", exact: true }).click();
  await page.waitForTimeout(4000);
  const ms = await page.evaluate(async (count) => {
    /** @type {number[]} */
    const starts = [];
    const { start } = AudioBufferSourceNode.prototype;
    /** @this {AudioBufferSourceNode} @param {number} [when] @param {number} [offset] @param {number} [duration] */
    function timedStart(when, offset, duration) {
      starts.push(performance.now());
      start.call(this, when, offset, duration);
    }
    AudioBufferSourceNode.prototype.start = timedStart;
    const pause = (/** @type {number} */ duration) =>
      new Promise((resolve) => setTimeout(resolve, duration));
    const found = [];
    const codes = ["KeyA", "KeyD", "KeyG", "KeyF", "KeyS"];
    for (let i = 0; i < count; i++) {
      const code = codes[i % codes.length] ?? "KeyA";
      starts.length = 0;
      const pressed = performance.now();
      window.dispatchEvent(new KeyboardEvent("keydown", { code }));
      await pause(700);
      // The first is the key's own.
      const shadow = starts[1];
      if (shadow !== undefined) found.push(shadow - pressed);
      window.dispatchEvent(new KeyboardEvent("keyup", { code }));
      await pause(100);
    }
    AudioBufferSourceNode.prototype.start = start;
    return found;
  }, runs);
  await page.getByRole("button", { name: "Record", exact: true }).click();
  return ms;
}

/**
 * Has all four voices of a harmony compared with the pieces that models were trained on.
 * @param {import("playwright").Page} page as `openPage` leaves it
 * @param {number} runs
 * @returns {Promise<number[]>} milliseconds from each press of the button until the findings have been painted
 */
export async function timeComparison(page, runs) {
  await timeAsk(page, "Harmonise");
  await page
    .getByRole("listitem", { name: /^Take 1/ })
    .getByRole("button", { name: "Keep", exact: true })
    .click();
  await page.getByRole("button", { name: "Whose music is it?" }).click();
  await page.getByRole("tab", { name: "Originality" }).click();
  const findings = page.getByRole("region", { name: "Resemblances" });
  const ms = [];
  for (let i = 0; i < runs; i++)
    ms.push(
      await findings.evaluate(
        (region) =>
          new Promise((/** @type {(ms: number) => void} */ resolve, reject) => {
            const [button, status] = [
              region.querySelector("button"),
              region.querySelector("[role=status]"),
            ];
            if (!button || !status) throw new Error("there is nothing to compare with");
            const start = performance.now();
            let isBegun = false;
            const observer = new MutationObserver(() => {
              // It falls silent while it compares.
              if (status.textContent === "") isBegun = true;
              if (!isBegun && status.textContent === before) return;
              if (!status.textContent) return;
              observer.disconnect();
              if (!/compared with/.test(status.textContent)) reject(new Error(status.textContent));
              requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
            });
            const before = status.textContent;
            observer.observe(status, { childList: true, characterData: true, subtree: true });
            button.click();
          }),
      ),
    );
  return ms;
}
