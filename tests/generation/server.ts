/**
 * Where tests find checkpoints: no server, but what `random-models.ts` answers for in the worker. It is on the page's own origin, since
 * no other is asked.
 */
export const SERVER = new URL("/checkpoints-of-tests", location.origin).href;
