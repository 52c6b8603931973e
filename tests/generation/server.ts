/** Where tests find checkpoints: no server, but what `random-models.ts` answers for in the worker. */
export const SERVER = "https://checkpoints.invalid";
