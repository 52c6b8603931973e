import { join } from "node:path";
import type { Page } from "playwright";
import { expect, inject } from "vitest";
import { root } from "../../scripts/project.mjs";
import {
  answerTo,
  button,
  card,
  exported,
  openTune,
  playedTo,
  region,
  wantBars,
  wantTakes,
} from "./desk";
import { test } from "./page";
import { SCREENS } from "./screens";

const elsewhere = "https://models.example/";

/** What a page has to send by besides requests: called by nothing. */
function spyOnSenders(): void {
  const tell = (what: string) => (): never => {
    console.error(`the page called ${what}`);
    throw new Error(what);
  };
  navigator.sendBeacon = tell("sendBeacon");
  for (const name of ["WebSocket", "EventSource", "RTCPeerConnection", "XMLHttpRequest"] as const)
    Object.defineProperty(window, name, { value: tell(name) });
}

test("a full session asks the page's own origin alone, by GET, without a body or a query, the models' worker too", async ({
  chromium,
}) => {
  const { page } = chromium;
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.addInitScript(spyOnSenders);
  await openTune(chromium);
  await wantTakes(page, 1);
  await wantBars(page, 1);
  for (const ask of ["Vary", "Rewrite", "Continue", "Drums", "Humanise", "Accompany"])
    await answerTo(page, ask);
  await button(page, "Blend").click();
  await button(page.getByRole("dialog", { name: "Blend with" }), "Ode to Joy").click();
  await button(page, "Cancel").waitFor({ state: "detached", timeout: 60_000 });
  await answerTo(page, "Harmonise");
  const take = card(page, "Take 1: Harmony");
  await button(take, "Play").click();
  await playedTo(page, 1);
  await button(region(page, "Transport"), "Stop").click();
  await button(take, "Remix").click();
  await answerTo(page, "Vary");
  await button(card(page, "Take 1: Variation"), "Keep").click();
  for (const name of ["Export MIDI", "Export MusicXML", "Save Antiphon file"])
    await exported(page, name);
  for (const [, goTo] of SCREENS) await goTo(page);

  // Weights and the index are fetched by the worker, samples by the page: all are seen. The rest is said of every test by `watch`.
  const own = inject("pageUrl");
  for (const name of ["harmony", "melody-vae", "melody-rnn", "chords", "groove"])
    expect(asked).toContain(`${own}models/${name}/weights_manifest.json`);
  expect(asked).toContain(`${own}models/originality/melodies.bin`);
  expect(asked.some((url) => url.endsWith(".mp3"))).toBe(true);
}, 180_000);

/** Whether the page's policy lets it have a thing from somewhere else, which answers everything. */
const has = (page: Page, what: "script" | "img" | "iframe" | "link" | "audio"): Promise<boolean> =>
  page.evaluate(
    ([tag, url]) =>
      new Promise<boolean>((resolve) => {
        const element = document.createElement(tag);
        element.onload = () => resolve(true);
        element.onerror = () => resolve(false);
        document.addEventListener("securitypolicyviolation", () => resolve(false), { once: true });
        if (element instanceof HTMLLinkElement) {
          element.rel = "stylesheet";
          element.href = url;
        } else (element as HTMLImageElement).src = url;
        document.body.append(element);
      }),
    [what, `${elsewhere}${what}`] as const,
  );

test.for(["script", "img", "iframe", "link", "audio"] as const)(
  "nothing foreign gets into the page: %s",
  async (what, { chromium, watch }) => {
    const { page } = chromium;
    await page.route(`${elsewhere}**`, (route) => route.fulfill({ body: "" }));
    await chromium.open(inject("pageUrl"));
    expect(await has(page, what)).toBe(false);
    // The browser's own words for it in the console show that it was the policy.
    expect(watch.faults.splice(0).join()).toMatch(/Content Security Policy/);
    watch.strayRequests.length = 0;
  },
);

test("the page carries its policy itself, whoever serves it", async ({ chromium }) => {
  const { page } = chromium;
  // Only the page without what `npm start` says beside it.
  await page.route(inject("pageUrl"), async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { "content-type": "text/html; charset=utf-8" } });
  });
  await chromium.open(inject("pageUrl"));
  await region(page, "Transport").waitFor();
  const policy = page.locator('meta[http-equiv="Content-Security-Policy"]');
  expect(await policy.getAttribute("content")).toMatch(/^default-src 'self'; script-src 'self' /);
  expect(await page.locator('meta[name="referrer"]').getAttribute("content")).toBe("no-referrer");
});

test("text cannot become a script", async ({ chromium, watch }) => {
  const { page } = chromium;
  await chromium.open(inject("pageUrl"));
  const outcome = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(script);
    return "ran" in window;
  });
  expect(outcome).toBe(false);
  expect(watch.faults.splice(0).join()).toMatch(/Content Security Policy/);
});

test("the workers are bound by the page's policy where no server sends one", async ({
  chromium,
  watch,
}) => {
  const { page } = chromium;
  await page.route(`${elsewhere}**`, (route) =>
    route.fulfill({ headers: { "Access-Control-Allow-Origin": "*" } }),
  );
  await page.route(`${inject("pageUrl")}**`, async (route) => {
    const response = await route.fetch();
    const type = response.headers()["content-type"]!;
    await route.fulfill({ response, headers: { "content-type": type } });
  });
  await openTune(chromium);
  await wantTakes(page, 1);
  await answerTo(page, "Harmonise");
  const workers = page.workers();
  expect(workers).not.toEqual([]);
  for (const worker of workers)
    expect(
      await worker.evaluate(
        (url) =>
          new Promise<string>((resolve) => {
            self.addEventListener("securitypolicyviolation", (event) => {
              resolve(event.effectiveDirective);
            });
            void fetch(url).then(() => {
              resolve("answered");
            });
          }).catch(String),
        elsewhere,
      ),
    ).toBe("connect-src");
  watch.faults.length = 0; // The browser logs every refusal.
  watch.strayRequests.length = 0;
});

test("a checkpoint elsewhere is not asked for, and the page says what to do instead", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium);
  await openModels(page);
  const models = page.getByRole("dialog", { name: "Models" });
  await models.getByText("By an address on this page’s own origin").first().click();
  const address = models.getByRole("textbox").first();
  await address.fill(`${elsewhere}harmony`);
  await address.press("Enter");
  await models.getByText("Download the checkpoint, then choose its files here.").waitFor();

  // The models that were there still answer.
  await page.keyboard.press("Escape");
  await wantTakes(page, 1);
  expect(await answerTo(page, "Harmonise")).toMatch(/^1 take ready/);
});

test("a checkpoint of one's own is read from a folder on the disk, and answers", async ({
  chromium,
}) => {
  const { page } = chromium;
  await openTune(chromium);
  await openModels(page);
  const models = page.getByRole("dialog", { name: "Models" });
  const folder = models.locator("input[webkitdirectory]").first();
  await folder.setInputFiles(join(root, "models/training"));
  await models.getByText("There is no weights_manifest.json among these files.").waitFor();
  await folder.setInputFiles(join(root, "models/harmony"));
  await models.getByText("It fits, and answers from now on.").waitFor();
  await models.getByText("From your files: harmony.").waitFor();
  await page.keyboard.press("Escape");
  await wantTakes(page, 1);
  expect(await answerTo(page, "Harmonise")).toMatch(/^1 take ready/);
});

async function openModels(page: Page): Promise<void> {
  await button(page, "Models").click();
  await page.getByRole("dialog", { name: "Models" }).waitFor();
}
