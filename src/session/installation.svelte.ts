import type { Offline } from "../storage/offline";

/** A browser's offer to install the page as an app; not all make one. */
export interface InstallOffer {
  /** Asks the person; whether it was taken. */
  readonly take: () => Promise<boolean>;
}

export interface InstallationPorts {
  readonly offline: Offline;
  /** Called with an offer as long as there is one. */
  readonly offers: (heard: (offer: InstallOffer | undefined) => void) => void;
  /** Writes what is not stored yet. */
  readonly flush: () => Promise<void>;
}

/** The page as an app on this machine: kept for when there is no network, installed, renewed. */
export class Installation {
  readonly #ports: InstallationPorts;
  #kept = $state.raw(false);
  #newer = $state.raw(false);
  #offer = $state.raw<InstallOffer | undefined>(undefined);

  /** Whether all of the page works without a network. */
  readonly kept = $derived(this.#kept);
  /** Whether another version waits. It is taken when it is asked for, or when all windows are closed: never while somebody works. */
  readonly newer = $derived(this.#newer);
  readonly canInstall = $derived(this.#offer !== undefined);

  constructor(ports: InstallationPorts) {
    this.#ports = ports;
    ports.offers((offer) => (this.#offer = offer));
  }

  start(): void {
    this.#ports.offline.keep({
      kept: () => (this.#kept = true),
      newer: () => (this.#newer = true),
      // A browser that keeps nothing, in a private window for one, works as pages always did.
      failed: () => undefined,
    });
  }

  /** Puts off the version that waits: it will be there when the page is opened again. */
  later(): void {
    this.#newer = false;
  }

  /** Takes it now; what is open is stored before. */
  async renew(): Promise<void> {
    await this.#ports.flush();
    await this.#ports.offline.renew();
  }

  async install(): Promise<void> {
    if (await this.#offer?.take()) this.#offer = undefined;
  }
}
