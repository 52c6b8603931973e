import type { Classroom } from "./classroom.svelte";
import type { ExerciseMaker } from "./exercise-maker.svelte";
import type { Feedback } from "./feedback.svelte";

export interface SchoolRooms {
  readonly feedback: Feedback;
  readonly maker: ExerciseMaker;
  readonly classroom: Classroom;
}

/** What teaches. It knows all rules and kinds of exercises, so it is built when it is first needed, and stays. */
export class School {
  readonly #build: () => Promise<SchoolRooms>;
  #rooms = $state.raw<SchoolRooms | undefined>(undefined);

  /** Undefined before `open`. */
  readonly rooms = $derived(this.#rooms);

  /** @param build rejects where it cannot be fetched */
  constructor(build: () => Promise<SchoolRooms>) {
    this.#build = build;
  }

  async open(): Promise<SchoolRooms> {
    const built = this.#rooms ?? (await this.#build());
    // Two may have waited; what is there first stays.
    return (this.#rooms ??= built);
  }
}
