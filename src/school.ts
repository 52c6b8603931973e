import { Classroom, type ClassroomPorts } from "./session/classroom.svelte";
import { ExerciseMaker, type MakerPorts } from "./session/exercise-maker.svelte";
import { Feedback, type Run } from "./session/feedback.svelte";
import type { Playback } from "./session/playback.svelte";
import type { SchoolRooms } from "./session/school.svelte";
import type { Sketch } from "./session/sketch.svelte";
import { createExerciseStore } from "./storage/exercise-store";
import { createReviewStore } from "./storage/review-store";

/** What teaches, put together: `main.ts` fetches it when it is first needed. */
export function createSchool(
  sketch: Sketch,
  exercise: Run,
  playback: Playback,
  ports: Omit<ClassroomPorts & MakerPorts, "store">,
): SchoolRooms {
  return {
    feedback: new Feedback(sketch, exercise, playback, ports),
    maker: new ExerciseMaker(sketch, { ...ports, store: createExerciseStore() }),
    classroom: new Classroom(playback, { ...ports, store: createReviewStore() }),
  };
}
