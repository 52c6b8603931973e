/**
 * What the built page may do, as a content security policy: everything comes from its own origin, and no script, style, picture, font
 * or frame from anywhere else. Whoever serves `dist` gets it with the page itself; `serve.mjs` sends it with every file, which
 * is what also binds the models' worker.
 */
const DIRECTIVES = {
  "default-src": "'self'",
  // The models compute in WebAssembly; nothing is made a script from text.
  "script-src": "'self' 'wasm-unsafe-eval'",
  // No inline styles: components set sizes and colours through the style object, which is free.
  "style-src": "'self'",
  // Tone's clock is a worker made from a blob, so that it goes on in a hidden tab.
  "worker-src": "'self' blob:",
  // The one way out, and only by the person's own hand: a Magenta checkpoint at an address typed into the Models dialog. Addresses
  // cannot be known beforehand, so any https one is allowed, and this machine's own for whoever trains there. That nothing else
  // uses it, tests/e2e/origin.test.ts shows.
  "connect-src": "'self' https: http://127.0.0.1:* http://localhost:*",
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
