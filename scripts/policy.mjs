/**
 * What the built page may do, as a content security policy: everything comes from its own origin; no script, style, picture, font or
 * frame from anywhere else, and no word to anywhere else. Whoever serves `dist` gets it with the page itself; `serve.mjs` sends it
 * with every file besides.
 */
const DIRECTIVES = {
  "default-src": "'self'",
  // The models compute in WebAssembly; nothing is made a script from text.
  "script-src": "'self' 'wasm-unsafe-eval'",
  // No inline styles: components set sizes and colours through the style object, which is free.
  "style-src": "'self'",
  // Ours start from blobs, and so does Tone's clock, which goes on in a hidden tab.
  "worker-src": "'self' blob:",
  // Models, instruments and words come from where the page came from, and nothing is asked of anywhere else. Workers of ours start
  // from blobs (src/bound-worker.ts), so that this binds them too, whoever serves the page.
  "connect-src": "'self'",
  "object-src": "'none'",
  "base-uri": "'none'",
  "form-action": "'none'",
};

export const POLICY = Object.entries(DIRECTIVES)
  .map(([name, sources]) => `${name} ${sources}`)
  .join("; ");

/**
 * Vite plugin: writes the policy into the built page, before anything that it governs. While developing, Vite's own inline
 * scripts would break it.
 * @returns {import("vite").Plugin}
 */
export function policy() {
  return {
    name: "antiphon:policy",
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: { "http-equiv": "Content-Security-Policy", content: POLICY },
        injectTo: "head-prepend",
      },
    ],
  };
}
