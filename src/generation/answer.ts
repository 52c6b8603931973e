import type { Ask, Draft, DraftNote } from "../domain/ask";
import { replaceableNotes } from "../domain/asking";
import { portraitOf, type Ground } from "../domain/likeness";
import { barTicks } from "../domain/meter";
import { awayFrom } from "../domain/personal-habits";
import { createRandom, deriveSeed } from "../domain/random";
import { noteKey } from "../domain/take";
import { stepsToTicks, type Ticks } from "../domain/units";
import type { Composer, OnGrowth } from "./composer";
import { faultsOf } from "./faults";
import { ModelError } from "./model-error";
import { clipped } from "./page";
import type { AskProgress } from "./protocol";
import { chooseSet } from "./set-choice";

/** Drafts that are tried for each that is wanted, before the ask is answered with fewer. */
const TRIES_A_TAKE = 5;
/** Times that a draft which came out as the base is composed anew, further and further away. */
const ATTEMPTS = 4;
/** Drafts that are drawn for each take that is chosen. */
const DRAWN_A_TAKE = 3;
/** Bars that are drawn at most, all drafts together: more would make who asks wait. */
const MOST_BARS = 64;
/** Longer answers are shown as they grow, and are what they grow to be. */
const LONGEST_CHOSEN = 16;

export interface AnswerHooks {
  /** Lets other messages in; rejects when the ask was cancelled. */
  readonly pause: () => Promise<void>;
  readonly onDrafts: (drafts: readonly Draft[], first: number) => void;
  /** Drafts from `first` on as far as they are decided, up to a tick. */
  readonly onGrowth?: (notes: readonly (readonly DraftNote[])[], to: Ticks, first: number) => void;
  readonly onProgress: (progress: AskProgress) => void;
  /** Whether a draft may be offered; one that may not is drawn again. */
  readonly isAcceptable?: (draft: Draft) => boolean | Promise<boolean>;
  /** The draft as it is offered. */
  readonly mark?: (draft: Draft) => Promise<Draft>;
}

/** Who draws the drafts of an ask. */
export interface Drawer {
  /** Whether several drafts cost little more than one, so that they are best drawn together. */
  readonly abreast: boolean;
  /** How many drafts of others one costs; 1 when not given. */
  readonly weight?: number | undefined;
  /** A draft for each seed, which alone decides it. */
  draw(
    seeds: readonly number[],
    look: (fraction: number) => Promise<void>,
    onGrowth: OnGrowth,
  ): Promise<readonly Draft[]>;
  /** Equal for drafts that are the same to who hears them. */
  printOf(draft: Pick<Draft, "notes" | "chords">): string;
  /** The prints of what is no answer. */
  readonly stale: Iterable<string>;
}

/**
 * The seed of the `index`-th draft that is tried: the ask's own for the first, so that an ask for one take with a draft's seed, and nothing
 * beside which to choose, makes that draft again; streams derived from it for the others.
 */
export function seedOfTry(seed: number, index: number): number {
  return index === 0 ? seed : deriveSeed(seed, index);
}

/**
 * As many different drafts as are wanted, each unlike what is there already. Fewer when there are no more to be found; rejects with
 * `nothingNew` when there is none.
 */
export async function answer(
  ask: Ask,
  composer: Composer,
  hooks: AnswerHooks,
): Promise<readonly Draft[]> {
  // No answer is what is there already, nor silence.
  const stale = new Set([fingerprint(clipped(replaceableNotes(ask), ask.range)), fingerprint([])]);
  return answerFrom(
    ask,
    {
      abreast: composer.abreast,
      weight: composer.weight,
      draw: (seeds, look, onGrowth) => composeUnlike(stale, composer, seeds, look, onGrowth),
      printOf: ({ notes }) => fingerprint(notes),
      stale,
    },
    hooks,
  );
}

/** The same of any who draws: a pool of different drafts, and of those the set that is offered. */
export async function answerFrom(
  ask: Ask,
  drawer: Drawer,
  { pause, onDrafts, onGrowth = () => undefined, onProgress, isAcceptable, mark }: AnswerHooks,
): Promise<readonly Draft[]> {
  const total = Math.max(1, Math.round(ask.settings.takes));
  const size = poolSize(ask, drawer, total);
  const isPool = size > total;
  const seen = new Set(drawer.stale);
  const drafts: Draft[] = [];
  let tried = 0;
  while (drafts.length < total && tried < Math.max(size, total * TRIES_A_TAKE)) {
    const done = drafts.length;
    const missing = tried === 0 ? size : total - done;
    const count = drawer.abreast ? missing : 1;
    const look = (fraction: number): Promise<void> => {
      onProgress({
        stage: "composing",
        done: isPool ? 0 : done,
        total,
        fraction: (done + (drawer.abreast ? total - done : 1) * fraction) / total,
      });
      return pause();
    };
    const seeds = Array.from({ length: count }, () => seedOfTry(ask.seed, tried++));
    const drawn = await drawer.draw(seeds, look, (notes, to) => {
      // What may not be chosen is not shown.
      if (!isPool) onGrowth(notes, stepsToTicks(to), done);
    });
    for (const draft of drawn) {
      const print = drawer.printOf(draft);
      if (seen.has(print)) continue;
      seen.add(print);
      if ((await isAcceptable?.(draft)) === false) continue;
      drafts.push(draft);
    }
    if (drafts.length === done || isPool) continue;
    const fresh = await markedBy(mark, drafts.slice(done));
    drafts.splice(done, fresh.length, ...fresh);
    onDrafts(fresh, done);
  }
  if (drafts.length === 0)
    throw new ModelError("nothingNew", "every answer was what is there already");
  if (!isPool) return drafts;
  const offered = await markedBy(mark, chosenOf(ask, drafts, total));
  onDrafts(offered, 0);
  return offered;
}

async function markedBy(
  mark: AnswerHooks["mark"],
  drafts: readonly Draft[],
): Promise<readonly Draft[]> {
  return mark ? Promise.all(drafts.map(mark)) : drafts;
}

/** How many drafts are drawn before takes are chosen among them; as many as are wanted where nothing is chosen. */
function poolSize({ kind, beside, range, score }: Ask, drawer: Drawer, total: number): number {
  const bars = (range.end - range.start) / barTicks(score.meter);
  // What is made human differs in nothing that is compared.
  if (!beside || !drawer.abreast || kind === "humanise" || bars > LONGEST_CHOSEN) return total;
  const most = Math.min(DRAWN_A_TAKE * total, MOST_BARS / bars) / (drawer.weight ?? 1);
  return Math.max(total, Math.floor(most));
}

/** Those of the drafts that are offered, each with what it was chosen from. */
function chosenOf(ask: Ask, drafts: readonly Draft[], count: number): readonly Draft[] {
  const { recent = [], habits } = ask.beside ?? {};
  const { difference, daring } = ask.settings;
  const candidates = drafts.map((draft) => ({
    portrait: portraitOf(draft, ask),
    faults: faultsOf(ask, draft.notes),
    away: habits && awayFrom(habits, draft, ask),
  }));
  const { places, byChance } = chooseSet(candidates, count, {
    recent: recent.map((one) => portraitOf(one, ask)),
    standing: standingIn(ask),
    difference,
    daring,
  });
  const chosen = { of: drafts.length, byChance };
  return places.map((place) => ({ ...drafts[place]!, chosen }));
}

/** What the takes would take the place of; undefined for nothing. */
function standingIn(ask: Ask): ReturnType<typeof portraitOf> | undefined {
  const { range, score } = ask;
  const notes = replaceableNotes(ask);
  const chords = score.chords.filter(({ start }) => start >= range.start && start < range.end);
  const isAny = (ask.kind === "accompany" ? chords : notes).length > 0;
  return isAny ? portraitOf({ notes, chords }, ask satisfies Ground) : undefined;
}

/** What each seed alone makes: the first of a few attempts that is not stale. */
async function composeUnlike(
  stale: ReadonlySet<string>,
  composer: Composer,
  seeds: readonly number[],
  look: (fraction: number) => Promise<void>,
  onGrowth: OnGrowth,
): Promise<readonly Draft[]> {
  const randoms = seeds.map(createRandom);
  const answers: (readonly DraftNote[])[] = seeds.map(() => []);
  let open = seeds.map((_, i) => i);
  for (let attempt = 0; attempt < ATTEMPTS && open.length > 0; attempt++) {
    const made = await composer.compose(
      open.map((i) => ({ random: randoms[i]!, attempt })),
      look,
      // What may yet be thrown away is not shown.
      attempt === 0 ? onGrowth : () => undefined,
    );
    open.forEach((i, j) => {
      answers[i] = made[j]!;
    });
    open = open.filter((i) => stale.has(fingerprint(answers[i]!)));
  }
  return answers.map((notes, i) => ({ notes, model: composer.model, seed: seeds[i]! }));
}

/** Equal for the same notes in any order, whatever their velocities. */
function fingerprint(
  notes: readonly Pick<DraftNote, "voice" | "pitch" | "start" | "duration">[],
): string {
  return notes.map(noteKey).toSorted().join("\n");
}
