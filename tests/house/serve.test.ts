import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serve } from "../../scripts/serve.mjs";

const outer = mkdtempSync(join(tmpdir(), "antiphon-serve-"));
const folder = join(outer, "dist");
let page: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  mkdirSync(join(folder, "assets"), { recursive: true });
  writeFileSync(join(outer, "secret.txt"), "not yours");
  writeFileSync(join(folder, "index.html"), "<!doctype html>");
  writeFileSync(join(folder, ".built-from"), "abc");
  writeFileSync(join(folder, "assets", "run.wasm"), "wasm");
  page = await serve(folder, 0);
});

afterAll(async () => {
  await page.close();
  rmSync(outer, { recursive: true });
});

/** Asks with the path exactly as written: `fetch` would tidy it. */
function statusOf(path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(page.url, { path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });
}

test("the folder's own address is the page", async () => {
  const response = await fetch(page.url);
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(await response.text()).toBe("<!doctype html>");
});

test("WebAssembly comes with the type that browsers compile while it loads", async () => {
  const response = await fetch(`${page.url}assets/run.wasm`);
  expect(response.headers.get("content-type")).toBe("application/wasm");
  expect(response.headers.get("cache-control")).toContain("immutable");
});

test("scripts, styles, fonts and pictures may come from the page's own origin alone", async () => {
  const { headers } = await fetch(page.url);
  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'self';");
  const scripts = /script-src ([^;]*)/.exec(policy)?.[1];
  expect(scripts).toBe("'self' 'wasm-unsafe-eval'");
  expect(policy).toContain("connect-src 'self';");
});

test.each(["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/../../secret.txt"])(
  "nothing outside the folder is served (%s)",
  async (path) => {
    expect(await statusOf(path)).toBe(404);
  },
);

test.each(["/.built-from", "/absent.json", "/assets/", "/%", "/%00"])(
  "%s is not found",
  async (path) => {
    expect(await statusOf(path)).toBe(404);
  },
);

test("only reading is allowed", async () => {
  expect((await fetch(page.url, { method: "POST", body: "x" })).status).toBe(405);
});

test("a taken port is passed over for the next one, where more may be tried", async () => {
  const taken = Number(new URL(page.url).port);
  const next = await serve(folder, taken, 20);
  expect(Number(new URL(next.url).port)).toBeGreaterThan(taken);
  await next.close();
  await expect(serve(folder, taken)).rejects.toThrow(/EADDRINUSE/);
});
