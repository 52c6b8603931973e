import { VitePWA } from "vite-plugin-pwa";

/**
 * Vite plugin: the page as an app that installs, and a service worker that keeps all of it, models and instruments with it, so that after
 * the first visit it works without a network. A new version waits until every window of the old one is closed, or is asked for
 * (src/storage/offline.ts).
 */
export function offline() {
  return VitePWA({
    registerType: "prompt",
    // The page registers it itself, once it has nothing better to do.
    injectRegister: false,
    manifest: {
      id: "./",
      name: "Antiphon",
      short_name: "Antiphon",
      description: "A generative music sketchpad: you call, the machine responds.",
      start_url: "./",
      scope: "./",
      display: "standalone",
      background_color: "#FBF7EE",
      theme_color: "#FBF7EE",
      categories: ["music", "education"],
      icons: [
        { src: "icon.svg", sizes: "any", type: "image/svg+xml" },
        { src: "icon-192.png", sizes: "192x192", type: "image/png" },
        { src: "icon-512.png", sizes: "512x512", type: "image/png" },
        { src: "icon-maskable.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
      ],
    },
    workbox: {
      globPatterns: ["**/*"],
      // It is there for the README.
      globIgnores: ["screenshot.png"],
      // The largest file is the harmony model.
      maximumFileSizeToCacheInBytes: 8_000_000,
      // Their names carry a hash of their content.
      dontCacheBustURLsMatching: /\/assets\//,
      navigateFallback: "index.html",
      cleanupOutdatedCaches: true,
      inlineWorkboxRuntime: true,
      sourcemap: false,
    },
  });
}

/** What the service worker is made of, which no module of the page names. */
export const WORKER_PACKAGES = ["workbox-core", "workbox-precaching", "workbox-routing"];
