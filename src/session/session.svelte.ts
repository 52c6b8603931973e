import type { Aid } from "./aid.svelte";
import type { Bounce } from "./bounce.svelte";
import type { Calibration } from "./calibration.svelte";
import type { Cards } from "./cards.svelte";
import type { Duet } from "./duet.svelte";
import type { ExerciseRun } from "./exercise-run.svelte";
import type { Follow } from "./follow.svelte";
import type { Installation } from "./installation.svelte";
import type { Library } from "./library.svelte";
import type { Listening } from "./listening.svelte";
import type { Live } from "./live.svelte";
import type { Models } from "./models.svelte";
import type { Originality } from "./originality.svelte";
import type { Personal } from "./personal.svelte";
import type { Playback } from "./playback.svelte";
import type { Preferences } from "./preferences.svelte";
import type { Recorder } from "./recorder.svelte";
import type { Responses } from "./responses.svelte";
import type { School } from "./school.svelte";
import type { Sending } from "./sending.svelte";
import type { Sketch } from "./sketch.svelte";
import type { Statements } from "./statements.svelte";

/** All that the page shows and does; `main.ts` builds it. */
export interface Session {
  readonly sketch: Sketch;
  readonly playback: Playback;
  readonly live: Live;
  readonly listening: Listening;
  readonly recorder: Recorder;
  readonly sending: Sending;
  readonly duet: Duet;
  readonly calibration: Calibration;
  readonly responses: Responses;
  readonly follow: Follow;
  readonly library: Library;
  readonly exercise: ExerciseRun;
  readonly aid: Aid;
  readonly school: Pick<School, "rooms" | "open">;
  readonly bounce: Bounce;
  readonly models: Models;
  readonly cards: Cards;
  readonly installation: Installation;
  readonly personal: Personal;
  readonly statements: Statements;
  readonly originality: Originality;
  readonly preferences: Preferences;
}

/** Lets the sound, the harmony and the store follow what is on the desk. Returns how to stop. */
export function connect(session: Session): () => void {
  const { playback, responses, follow, library, exercise, aid, school } = session;
  return $effect.root(() => {
    $effect(() => {
      playback.setScore(responses.sounding);
    });
    $effect(() => {
      follow.changed();
    });
    $effect(() => {
      library.changed();
    });
    $effect(() => {
      exercise.changed();
    });
    $effect(() => {
      aid.changed();
    });
    $effect(() => {
      school.rooms?.feedback.changed();
    });
  });
}
