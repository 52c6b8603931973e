import { HANDS, type Hand } from "../domain/latency";

/** Where small settings are kept between visits; may refuse. */
export interface PreferenceStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

export type Theme = "system" | "light" | "dark";

/** Latencies that make sense, in milliseconds. Who plays ahead of the click has one below 0. */
export const LATENCIES: readonly [least: number, most: number] = [-100, 500];

/** What the person set once and expects to find again: never part of a sketch. */
export class Preferences {
  readonly #storage: PreferenceStorage | undefined;
  #theme = $state.raw<Theme>("system");
  #language = $state.raw("system");
  #keys = $state.raw<Readonly<Record<string, string>>>({});
  #showMakers = $state.raw(true);
  #staff = $state.raw(false);
  #pads = $state.raw(false);
  #latencies = $state.raw<Readonly<Partial<Record<Hand, number>>>>({});

  constructor(storage: PreferenceStorage | undefined) {
    this.#storage = storage;
    const stored = this.#read();
    if (stored.theme === "light" || stored.theme === "dark") this.#theme = stored.theme;
    if (typeof stored.language === "string") this.#language = stored.language;
    if (stored.showMakers === false) this.#showMakers = false;
    if (stored.staff === true) this.#staff = true;
    if (stored.pads === true) this.#pads = true;
    const latencies = Object(stored.latencies) as Partial<Record<Hand, unknown>>;
    for (const hand of HANDS) {
      const ms = latencies[hand];
      if (typeof ms === "number") this.#latencies = { ...this.#latencies, [hand]: limited(ms) };
    }
    if (typeof stored.keys === "object" && stored.keys !== null)
      this.#keys = Object.fromEntries(
        Object.entries(stored.keys).filter(
          (entry): entry is [string, string] => typeof entry[1] === "string",
        ),
      );
  }

  get theme(): Theme {
    return this.#theme;
  }
  set theme(theme: Theme) {
    this.#theme = theme;
    this.#write();
  }

  /** The tag of a language, or "system" for the first that the browser lists and the page has. */
  get language(): string {
    return this.#language;
  }
  set language(language: string) {
    this.#language = language;
    this.#write();
  }

  /** Whether the roll marks who made each note. */
  get showMakers(): boolean {
    return this.#showMakers;
  }
  set showMakers(show: boolean) {
    this.#showMakers = show;
    this.#write();
  }

  /** Whether the sketch is shown on staves rather than in the roll. */
  get staff(): boolean {
    return this.#staff;
  }
  set staff(staff: boolean) {
    this.#staff = staff;
    this.#write();
  }

  /** Whether what is played on the page are pads of the key, rather than a piano's keys. */
  get pads(): boolean {
    return this.#pads;
  }
  set pads(pads: boolean) {
    this.#pads = pads;
    this.#write();
  }

  /** Milliseconds that what is played on each thing is heard late, and taken off what is recorded. */
  get latencies(): Readonly<Partial<Record<Hand, number>>> {
    return this.#latencies;
  }
  setLatency(hand: Hand, ms: number): void {
    this.#latencies = { ...this.#latencies, [hand]: limited(ms) };
    this.#write();
  }

  /** Keys that the person changed: command name to key combination. */
  get keys(): Readonly<Record<string, string>> {
    return this.#keys;
  }
  set keys(keys: Readonly<Record<string, string>>) {
    this.#keys = keys;
    this.#write();
  }

  #read(): Partial<
    Record<"theme" | "language" | "keys" | "showMakers" | "staff" | "pads" | "latencies", unknown>
  > {
    try {
      const stored: unknown = JSON.parse(this.#storage?.getItem("antiphon.preferences") ?? "{}");
      return typeof stored === "object" && stored !== null ? stored : {};
    } catch {
      return {}; // Unreadable preferences are as good as none.
    }
  }

  #write(): void {
    try {
      this.#storage?.setItem(
        "antiphon.preferences",
        JSON.stringify({
          theme: this.#theme,
          language: this.#language,
          keys: this.#keys,
          showMakers: this.#showMakers,
          staff: this.#staff,
          pads: this.#pads,
          latencies: this.#latencies,
        }),
      );
    } catch {
      // A browser that refuses storage still gets the setting for this visit.
    }
  }
}

function limited(ms: number): number {
  const [least, most] = LATENCIES;
  return Math.min(most, Math.max(least, Math.round(ms)));
}
