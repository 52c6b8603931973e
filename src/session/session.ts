import type { Library } from "./library.svelte";
import type { Playback } from "./playback.svelte";
import type { Preferences } from "./preferences.svelte";
import type { Responses } from "./responses.svelte";
import type { Sketch } from "./sketch.svelte";

/** All that the page shows and does; `main.ts` builds it. */
export interface Session {
  readonly sketch: Sketch;
  readonly playback: Playback;
  readonly responses: Responses;
  readonly library: Library;
  readonly preferences: Preferences;
}
