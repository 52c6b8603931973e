// Importing "tone" itself makes an AudioContext and a clock worker of its own at once, before any gesture;
// its classes alone do not. Vite is told of these two files in `optimizeDeps.include`.
export { Context, Gain, OfflineContext, WaveShaper } from "tone/build/esm/classes.js";
export type { BaseContext } from "tone/build/esm/classes.js";
export { setContext } from "tone/build/esm/core/Global.js";
