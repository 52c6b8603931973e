import { COPY_RULES, type CopyRule } from "../domain/echo";
import { HANDS, type Hand } from "../domain/latency";
import { isDay, type Day } from "./day";

/** Where small settings are kept between visits; may refuse. */
export interface PreferenceStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

export type Theme = "system" | "light" | "dark";

/** Latencies that make sense, in milliseconds. Who plays ahead of the click has one below 0. */
export const LATENCIES: readonly [least: number, most: number] = [-100, 500];

/** How many asks a day one can hold oneself to. */
export const MOST_ASKS_A_DAY = 50;

/** How often models were asked on a day. */
export interface AskedOn {
  readonly day: Day;
  readonly asks: number;
}

/** Asks that are known to be covered; of more the oldest are shown. */
const MOST_COVERED = 100;

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
  #ownFirst = $state.raw(false);
  #covered = $state.raw<readonly string[]>([]);
  #asksADay = $state.raw<number | undefined>(undefined);
  #asked = $state.raw<AskedOn | undefined>(undefined);
  #dailySketch = $state.raw(false);
  #greeted = $state.raw<Day | undefined>(undefined);
  #copies = $state.raw<CopyRule>("mark");

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
    this.#ownFirst = stored.ownFirst === true;
    if (Array.isArray(stored.covered))
      this.#covered = stored.covered.filter((ask) => typeof ask === "string");
    if (typeof stored.asksADay === "number") this.#asksADay = limitOf(stored.asksADay);
    const { day, asks } = Object(stored.asked) as Partial<Record<keyof AskedOn, unknown>>;
    if (isDay(day) && typeof asks === "number") this.#asked = { day, asks: Math.max(0, asks) };
    this.#dailySketch = stored.dailySketch === true;
    if (isDay(stored.greeted)) this.#greeted = stored.greeted;
    this.#copies = COPY_RULES.find((rule) => rule === stored.copies) ?? "mark";
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

  /** Whether takes that arrive are covered until there is a version of one's own. */
  get ownFirst(): boolean {
    return this.#ownFirst;
  }
  set ownFirst(ownFirst: boolean) {
    this.#ownFirst = ownFirst;
    if (!ownFirst) this.#covered = [];
    this.#write();
  }

  /** Asks whose takes are covered, the last one last. */
  get covered(): readonly string[] {
    return this.#covered;
  }
  cover(ask: string): void {
    this.#covered = [...this.#covered, ask].slice(-MOST_COVERED);
    this.#write();
  }
  uncover(ask: string): void {
    this.#covered = this.#covered.filter((other) => other !== ask);
    this.#write();
  }

  /** Asks a day that the person holds to, from 1; undefined for as many as they like. */
  get asksADay(): number | undefined {
    return this.#asksADay;
  }
  set asksADay(asks: number | undefined) {
    this.#asksADay = asks === undefined ? undefined : limitOf(asks);
    this.#write();
  }

  /** How often models were asked on the last day on which they were; counted while a limit is set. */
  get asked(): AskedOn | undefined {
    return this.#asked;
  }
  set asked(asked: AskedOn | undefined) {
    this.#asked = asked;
    this.#write();
  }

  /** Whether the first visit of a day offers to begin with a sketch without models. */
  get dailySketch(): boolean {
    return this.#dailySketch;
  }
  set dailySketch(daily: boolean) {
    this.#dailySketch = daily;
    this.#write();
  }

  /** The last day on which that offer was taken or put away. */
  get greeted(): Day | undefined {
    return this.#greeted;
  }
  set greeted(day: Day | undefined) {
    this.#greeted = day;
    this.#write();
  }

  /** What is done with a take that copies beyond what people share. */
  get copies(): CopyRule {
    return this.#copies;
  }
  set copies(copies: CopyRule) {
    this.#copies = copies;
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

  #read(): Partial<Record<Stored, unknown>> {
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
          ownFirst: this.#ownFirst,
          covered: this.#covered,
          asksADay: this.#asksADay,
          asked: this.#asked,
          dailySketch: this.#dailySketch,
          greeted: this.#greeted,
          copies: this.#copies,
        }),
      );
    } catch {
      // A browser that refuses storage still gets the setting for this visit.
    }
  }
}

type Stored =
  | "theme"
  | "language"
  | "keys"
  | "showMakers"
  | "staff"
  | "pads"
  | "latencies"
  | "ownFirst"
  | "covered"
  | "asksADay"
  | "asked"
  | "dailySketch"
  | "greeted"
  | "copies";

function limitOf(asks: number): number {
  return Math.min(MOST_ASKS_A_DAY, Math.max(1, Math.round(asks)));
}

function limited(ms: number): number {
  const [least, most] = LATENCIES;
  return Math.min(most, Math.max(least, Math.round(ms)));
}
