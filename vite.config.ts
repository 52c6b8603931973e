import { svelte } from "@sveltejs/vite-plugin-svelte";
import { playwright } from "@vitest/browser-playwright";
import type { Rolldown } from "vite";
import { defineConfig } from "vitest/config";
import { CHROMIUM_ARGS, findChromium } from "./scripts/browser.mjs";
import { checkpoints } from "./scripts/checkpoints.mjs";
import { licences } from "./scripts/licences.mjs";
import { offline, WORKER_PACKAGES } from "./scripts/offline.mjs";
import { policy } from "./scripts/policy.mjs";

const chromium = findChromium();
const inBrowser = "tests/**/*.{browser,svelte}.test.ts";
const builtPage = ["tests/e2e/**", "tests/bench/**"];
const minute = 60_000;

const licence = licences(import.meta.dirname, WORKER_PACKAGES);

const instead = [
  {
    // Magenta's `global` reads `window` when imported, which a worker does not have; its browser twin does not.
    find: /^(\.\.?\/)+core\/compat\/global$/,
    replacement: "@magenta/music/esm/core/compat/global_browser.js",
  },
  {
    // All of tfjs is twice the size of its core, which is everything that the models use.
    find: /^@tensorflow\/tfjs$/,
    replacement: "@tensorflow/tfjs-core",
  },
];

/** `MusicVAE` names a function that tfjs no longer has, on a path that is never taken here; every build would say so. */
function withoutMagentaWarnings(
  level: Rolldown.LogLevel,
  log: Rolldown.RolldownLog,
  next: (level: Rolldown.LogLevel, log: Rolldown.RolldownLog) => void,
): void {
  if (log.code !== "IMPORT_IS_UNDEFINED" || !log.message.includes("addStrict")) next(level, log);
}

export default defineConfig({
  base: "./",
  plugins: [svelte({ configFile: false }), checkpoints(), licence.page, policy(), offline()],
  worker: { format: "es", plugins: () => [licence.worker] },
  resolve: { alias: instead },
  build: {
    target: ["es2022", "firefox128", "safari16.4", "chrome111"],
    // A data: URL would ask for a wider content security policy than the page needs.
    assetsInlineLimit: 0,
    // In one file: of a part that is fetched once more, Vite would not fetch the styles again.
    cssCodeSplit: false,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      checks: { bundlerTimings: false },
      onLog: withoutMagentaWarnings,
      // What the page begins with comes in one file, though parts that come later share some of it.
      output: { codeSplitting: { groups: [{ name: "start", tags: ["$initial"] }] } },
    },
  },
  optimizeDeps: {
    // What only the worker imports is not seen from the page, and found late it reloads a running test.
    entries: ["src/main.ts", "src/**/*worker.ts"],
    include: [
      "@magenta/music/esm/coconet/model",
      "@magenta/music/esm/music_rnn/model",
      "@magenta/music/esm/music_vae/model",
      "@rgrove/parse-xml",
      "@tensorflow/tfjs-backend-cpu",
      "@tensorflow/tfjs-backend-wasm",
      "@tensorflow/tfjs-core",
      "fast-check",
      "fflate",
      "idb",
      "midi-file",
      "pitchy",
      "tone/build/esm/classes.js",
      "tone/build/esm/core/Global.js",
    ],
    // The dependency bundler does not apply aliases to what a package imports from itself.
    rolldownOptions: {
      plugins: [
        {
          name: "antiphon:instead",
          resolveId(source, importer) {
            const found = instead.find(({ find }) => find.test(source));
            return found && this.resolve(found.replacement, importer);
          },
        },
      ],
    },
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "node",
          environment: "node",
          include: ["tests/**/*.test.ts"],
          exclude: [inBrowser, ...builtPage],
          testTimeout: minute,
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: [inBrowser],
          exclude: builtPage,
          testTimeout: minute,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            viewport: { width: 1440, height: 900 },
            provider: playwright({
              launchOptions: {
                args: CHROMIUM_ARGS,
                ...(chromium !== undefined && { executablePath: chromium }),
              },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          environment: "node",
          include: ["tests/e2e/**/*.test.ts"],
          exclude: ["tests/e2e/engines/**"],
          globalSetup: "tests/support/built-page.ts",
          testTimeout: 2 * minute,
          hookTimeout: minute,
        },
      },
      {
        extends: true,
        test: {
          name: "engines",
          environment: "node",
          include: ["tests/e2e/engines/**/*.test.ts"],
          globalSetup: "tests/support/built-page.ts",
          testTimeout: 5 * minute,
          hookTimeout: 2 * minute,
          fileParallelism: false,
        },
      },
    ],
  },
});
