import type { Score } from "../../../src/domain/score";
import type { Exercise } from "../../../src/exercises/exercise";
import type { HelpAsked } from "../../../src/exercises/hand-in";
import { Feedback } from "../../../src/session/feedback.svelte";
import { createStage } from "../roll/stage";

/** An exercise that is open, with a timer that goes when it is told to. */
export function openExercise(exercise: Exercise, score: Score = exercise.given) {
  const stage = createStage(score);
  const { sketch, playback, responses } = stage.session;
  const helps: Pick<HelpAsked, "kind" | "step">[] = [];
  const waiting = new Map<() => void, number>();
  const run = {
    exercise,
    helped: (kind: HelpAsked["kind"], step: HelpAsked["step"] = 0) => {
      helps.push({ kind, step });
    },
  };
  const feedback = new Feedback(sketch, run, playback, {
    later: (go, ms) => {
      waiting.set(go, ms);
      return () => {
        waiting.delete(go);
      };
    },
    sounding: () => responses.sounding,
  });
  /** Lets the time pass after which everything that waits has come. */
  const rest = () => {
    const due = [...waiting.keys()];
    waiting.clear();
    for (const go of due) go();
  };
  const rooms = { ...stage.session.school.rooms!, feedback };
  return {
    ...stage,
    session: { ...stage.session, school: { rooms, open: () => Promise.resolve(rooms) } },
    feedback,
    sketch,
    helps,
    waiting,
    rest,
  };
}
