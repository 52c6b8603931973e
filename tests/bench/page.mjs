import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// A CommonJS package, whose names Node cannot import one by one.
/** @type {typeof import("@tonejs/midi")} */
const { Midi } = createRequire(import.meta.url)("@tonejs/midi");

/** @type {typeof import("./melody.json")} */
const melody = JSON.parse(readFileSync(new URL("melody.json", import.meta.url), "utf8"));

/** The melody as a MIDI file. */
export function melodyFile() {
  const midi = new Midi();
  midi.name = melody.title;
  midi.header.setTempo(96);
  midi.header.timeSignatures.push({ ticks: 0, timeSignature: [4, 4] });
  const track = midi.addTrack();
  const ticks = midi.header.ppq / melody.stepsPerQuarter;
  for (const { pitch, start, end } of melody.notes)
    track.addNote({ midi: pitch, ticks: start * ticks, durationTicks: (end - start) * ticks });
  return Buffer.from(midi.toArray());
}

/**
 * Opens the built page with the melody in it.
 * @param {import("playwright").Browser} browser
 * @param {string} url
 */
export async function openPage(browser, url) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(url);
  await page
    .getByLabel("Open file", { exact: true })
    .setInputFiles({ name: "bench.mid", mimeType: "audio/midi", buffer: melodyFile() });
  await page.waitForFunction((title) => document.title.includes(title), melody.title);
  return page;
}

/**
 * Presses an ask's button once.
 * @param {import("playwright").Page} page
 * @param {string} name of the button
 * @returns {Promise<{ firstMs: number, allMs: number, takes: number }>} from the click until the first take, and until all of them,
 *   have been painted
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
            painted(() => resolve({ firstMs, allMs: performance.now() - start, takes: fresh }));
          });
          observer.observe(document.body, { childList: true, characterData: true, subtree: true });
          const start = performance.now();
          button.click();
        }),
    );
}
