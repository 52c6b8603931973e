import { whenIdle } from "../turns";

/** How the browser keeps the page itself. */
export interface Offline {
  /**
   * Has the browser keep all of the page, once it has nothing better to do.
   * @param on `kept`: it works without a network from now on; `newer`: another version is there and waits; `failed`: the browser refuses
   */
  readonly keep: (on: {
    readonly kept: () => void;
    readonly newer: () => void;
    readonly failed: (error: unknown) => void;
  }) => void;
  /** Takes the version that waits: the page is loaded anew, here and in its other windows. */
  readonly renew: () => Promise<void>;
}

/** A window may stay open for days; this often it is asked whether there is a newer version. */
const OFTEN_MS = 3_600_000;

export function createOffline(): Offline {
  let registration: ServiceWorkerRegistration | undefined;
  return {
    keep: ({ kept, newer, failed }) => {
      // None while developing, where every file changes at any time.
      if (!import.meta.env.PROD) return;
      whenIdle(() => {
        navigator.serviceWorker
          .register(`${import.meta.env.BASE_URL}sw.js`)
          .then((registered) => {
            registration = registered;
            watch(registered, kept, newer);
          })
          .catch(failed);
      });
    },
    renew: () =>
      new Promise((resolve) => {
        const waiting = registration?.waiting;
        if (!waiting) {
          resolve();
          return;
        }
        navigator.serviceWorker.addEventListener("controllerchange", () => {
          location.reload();
          resolve();
        });
        // The service worker that Workbox writes listens to this.
        waiting.postMessage({ type: "SKIP_WAITING" });
      }),
  };
}

/** Tells of what is there already, of what is on its way, and of all that comes. */
function watch(registration: ServiceWorkerRegistration, kept: () => void, newer: () => void): void {
  const tell = () => {
    if (registration.active) kept();
    // What waits while nothing is active is the first of all, and on its way in.
    if (registration.active && registration.waiting) newer();
  };
  const follow = () => registration.installing?.addEventListener("statechange", tell);
  registration.addEventListener("updatefound", follow);
  follow();
  tell();
  setInterval(() => {
    // Without a network nothing is newer.
    void registration.update().catch(() => undefined);
  }, OFTEN_MS);
}
