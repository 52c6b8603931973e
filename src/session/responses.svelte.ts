import { composeTake, keepTake, prepareAsk, type AskProblem, type Ids } from "../domain/asking";
import { besideOf } from "../domain/beside";
import {
  DEFAULT_SETTINGS,
  takeNoun,
  type Ask,
  type AskKind,
  type AskSettings,
  type Draft,
} from "../domain/ask";
import {
  findTake,
  isEditedByHand,
  isIn,
  lineage,
  type Making,
  type Take,
  type TakeTree,
} from "../domain/take";
import { ownPart } from "../domain/own-part";
import type { CopyRule } from "../domain/echo";
import type { PersonalModel, PersonalName } from "../domain/personal";
import type { NoteId, Score, TakeId } from "../domain/score";
import type { Ticks } from "../domain/units";
import type { Helper } from "../exercises/work";
import type { AskProgress, Generator } from "../generation/client";
import { GrowingTakes } from "./growing-takes.svelte";
import { withTake } from "./shelf";
import type { Sketch } from "./sketch.svelte";

/** What the machine is doing about the last ask. */
export type AskState =
  | { readonly phase: "idle" }
  | { readonly phase: "asking"; readonly kind: AskKind; readonly progress: AskProgress | undefined }
  | { readonly phase: "ready"; readonly takes: number; readonly seconds: number }
  | { readonly phase: "cancelled"; readonly takes: number }
  | { readonly phase: "refused"; readonly kind: AskKind; readonly problem: AskProblem }
  | { readonly phase: "failed"; readonly kind: AskKind; readonly message: string };

/** A take that somebody else made. */
export interface Brought {
  /** Of a take that is known; a new one gets its own. */
  readonly id?: TakeId;
  /** What it answers, where that is in the tree. */
  readonly parent?: TakeId | undefined;
  readonly name: string;
  readonly score: Score;
  readonly making: Making;
}

/** What a person set themselves: it is told of asks, and says what is not to be seen or heard yet. */
export interface Restraint {
  /** @param id of the ask, which its takes share */
  begun(ask: Ask, id: string): void;
  /** The first take of an ask has come. */
  answered(): void;
  isCovered(id: string): boolean;
}

export interface ResponsesPorts {
  readonly generator: Generator;
  readonly ids: Ids & { take(): TakeId };
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  /** A fresh seed for each ask. */
  readonly newSeed: () => number;
  /** Runs something before the page is next drawn; at once when not given. */
  readonly nextFrame?: (run: () => void) => void;
  /** The style that *Vary* goes towards as far as the settings say; undefined where there is none. */
  readonly style?: () => PersonalModel | undefined;
  /** Whether a model may do this in the open sketch; anything may be done when not given. */
  readonly allows?: (helper: Helper) => boolean;
  readonly restraint?: Restraint;
  /** What is done with takes that copy beyond what people share; nothing when not given. */
  readonly copies?: () => CopyRule;
}

/** The asks and their answers: the right-hand page. */
export class Responses {
  readonly #sketch: Sketch;
  readonly #ports: ResponsesPorts;
  #tree = $state.raw<TakeTree>([]);
  #state = $state.raw<AskState>({ phase: "idle" });
  #base = $state.raw<TakeId | undefined>(undefined);
  #shownAsk = $state.raw<string | undefined>(undefined);
  /** The ask whose answers were shown before those of one that has only growing takes. */
  #shownBefore: string | undefined;
  #auditioned = $state.raw<TakeId | undefined>(undefined);
  readonly #growing: GrowingTakes;
  #abort: AbortController | undefined;
  /** The ask whose fate `state` tells; a late answer to any other changes nothing. */
  #current: string | undefined;
  /** The original that each score is. */
  readonly #originals = new WeakMap<Score, TakeId>();

  settings = $state.raw<AskSettings>(DEFAULT_SETTINGS);

  readonly tree = $derived(this.#tree);
  readonly state = $derived(this.#state);
  readonly busy = $derived(this.#state.phase === "asking");
  /** The take that the next ask is about; undefined when it is about the sketch. */
  readonly base: Take | undefined = $derived(this.#base && findTake(this.#tree, this.#base));
  /** The answers on the page: those of one ask, newest ask first shown, and those of them that are still being written. */
  readonly shown: readonly Take[] = $derived.by(() =>
    [...this.#tree, ...this.#growing.takes].filter(
      (take) => take.making?.ask === this.#shownAsk && take.making !== undefined,
    ),
  );
  /** What the shown answers answer: a take that was remixed, or an original. Undefined before the first ask. */
  readonly original: Take | undefined = $derived.by(() => {
    const parent = this.shown[0]?.parent ?? this.#tree.findLast((take) => !take.parent)?.id;
    return parent && findTake(this.#tree, parent);
  });
  /** The take that is being listened to over the sketch; undefined for the sketch itself. */
  readonly auditioned: Take | undefined = $derived.by(
    () =>
      this.#auditioned &&
      (findTake(this.#tree, this.#auditioned) ?? findTake(this.#growing.takes, this.#auditioned)),
  );
  /** Whether what models wrote into the sketch keeps silent, changed by hand or not. A take that is listened to is heard whole. */
  onlyMine = $state.raw(false);
  /** The sketch as it is heard. */
  readonly heardSketch: Score = $derived.by(() =>
    this.onlyMine ? ownPart(this.#sketch.score, "remove") : this.#sketch.score,
  );
  /** What should sound now. */
  readonly sounding: Score = $derived.by(() => this.auditioned?.score ?? this.heardSketch);
  /** Whether the answers on the page are covered. */
  readonly isCovered: boolean = $derived.by(() => this.shown.some((take) => this.covers(take)));

  constructor(sketch: Sketch, ports: ResponsesPorts) {
    this.#sketch = sketch;
    this.#ports = ports;
    this.#growing = new GrowingTakes(ports.nextFrame ?? ((run) => run()));
  }

  /** Takes the tree of another sketch on the desk. @param base the take that the next ask is about */
  open(tree: TakeTree, base?: TakeId): void {
    this.cancel();
    this.#current = undefined;
    this.#tree = tree;
    for (const { id, parent, score } of tree) if (!parent) this.#originals.set(score, id);
    this.#base = base;
    this.#auditioned = undefined;
    this.onlyMine = false;
    this.#shownAsk = tree.at(-1)?.making?.ask;
    this.#shownBefore = undefined;
    this.#state = { phase: "idle" };
  }

  /**
   * Asks the models about the base. Takes appear as they arrive; a new ask stops the one before.
   * @param other for *Blend*: what to meet halfway
   */
  async ask(kind: AskKind, other?: Score): Promise<void> {
    if (this.#ports.allows?.(kind) === false) return;
    this.cancel();
    const { ids } = this.#ports;
    const about = this.base?.score ?? this.#sketch.score;
    const prepared = prepareAsk(
      {
        kind,
        score: about,
        selection: this.base ? new Set() : this.#sketch.selection,
        settings: this.settings,
        seed: this.#ports.newSeed(),
        other,
        activeVoice: this.#sketch.activeVoice?.id,
      },
      () => ids.voice(),
    );
    if (typeof prepared === "string") {
      this.#state = { phase: "refused", kind, problem: prepared };
      return;
    }
    const beside = besideOf(prepared, this.#tree, this.#sketch.score);
    const ask = this.checked({ ...this.#inStyle(prepared), beside });
    await this.#run(ask, this.base ?? this.#originalOf(about));
  }

  /** The ask, with what is to be done with answers that copy. */
  checked(ask: Ask): Ask {
    return { ...ask, copies: this.#ports.copies?.() ?? "off" };
  }

  #inStyle(ask: Ask): Ask {
    const { allows, style: own } = this.#ports;
    const isWanted = ask.settings.personal > 0 && allows?.("style") !== false;
    const style = isWanted ? own?.() : undefined;
    return ask.kind === "vary" && style ? { ...ask, personal: style } : ask;
  }

  cancel(): void {
    this.#dropGrowing();
    this.#abort?.abort(new DOMException("cancelled", "AbortError"));
    this.#abort = undefined;
  }

  async #run(ask: Ask, parent: Take): Promise<void> {
    const { generator, nowMs, ids, restraint } = this.#ports;
    const abort = new AbortController();
    this.#abort = abort;
    const askId: string = ids.take();
    this.#current = askId;
    restraint?.begun(ask, askId);
    const startedMs = nowMs();
    this.#state = { phase: "asking", kind: ask.kind, progress: undefined };
    let arrived = 0;
    const takeOf = (
      id: TakeId,
      number: number,
      ofAsk: Ask,
      draft: Draft,
      newId = () => ids.note(),
    ): Take => ({
      id,
      parent: parent.id,
      name: `Take ${number}: ${takeNoun(ask.kind)}`,
      score: composeTake(ofAsk, draft, id, newId),
      making: {
        kind: ask.kind,
        model: draft.model,
        seed: draft.seed,
        settings: ask.settings,
        personal: ask.personal && nameOf(ask.personal),
        ...(draft.chosen ? { chosen: draft.chosen } : {}),
        ...(draft.echo ? { echo: draft.echo } : {}),
        voices: ask.voices,
        range: ask.range,
        ask: askId,
      },
      createdMs: nowMs(),
    });
    try {
      await generator.ask(ask, {
        signal: abort.signal,
        onProgress: (progress) => {
          if (!abort.signal.aborted) this.#state = { phase: "asking", kind: ask.kind, progress };
        },
        onGrowth: (notes, index, to) => {
          if (abort.signal.aborted) return;
          this.#growing.grow({ notes, index, to }, (id, place) => {
            if (this.#shownAsk !== askId) this.#shownBefore = this.#shownAsk;
            this.#shownAsk = askId;
            const { start } = ask.range;
            const partly = { ...ask, range: { start, end: Math.min(to, ask.range.end) } };
            const draft = { notes, model: { name: "", version: "" }, seed: ask.seed };
            let written = 0;
            // Notes that are for now have names for now; fresh ones are dear.
            const newId = () => `growing ${place} ${written++}` as NoteId;
            return takeOf(id ?? ids.take(), arrived + place + 1, partly, draft, newId);
          });
        },
        onDraft: (draft) => {
          if (abort.signal.aborted) return;
          arrived += 1;
          if (arrived === 1) restraint?.answered();
          const id = this.#growing.finish(draft.notes) ?? ids.take();
          this.#add(takeOf(id, arrived, ask, draft));
          if (arrived === 1) this.#shownAsk = askId;
        },
      });
      if (abort.signal.aborted) throw abort.signal.reason as Error;
      this.#state = { phase: "ready", takes: arrived, seconds: (nowMs() - startedMs) / 1000 };
    } catch (error) {
      if (this.#current !== askId) return;
      this.#state = abort.signal.aborted
        ? { phase: "cancelled", takes: arrived }
        : {
            phase: "failed",
            kind: ask.kind,
            message: error instanceof Error ? error.message : String(error),
          };
    } finally {
      if (this.#current === askId) this.#dropGrowing();
      if (this.#abort === abort) this.#abort = undefined;
    }
  }

  /** What came to nothing goes, and with it an ask that has no other answers. */
  #dropGrowing(): void {
    this.#growing.clear();
    if (!this.#tree.some((take) => take.making?.ask === this.#shownAsk))
      this.#shownAsk = this.#shownBefore;
  }

  /** Listens to a take over the sketch; the original or undefined for the sketch again. The sound swaps in place. */
  audition(id: TakeId | undefined): void {
    if (!this.#isHidden(id)) this.#auditioned = id;
  }

  /** Whether a take is covered: it can neither be seen nor heard, kept nor remixed. */
  covers({ making }: Take): boolean {
    return (
      making !== undefined &&
      making.kind !== "play" &&
      this.#ports.restraint?.isCovered(making.ask) === true
    );
  }

  #isHidden(id: TakeId | undefined): boolean {
    const take = id && (findTake(this.#tree, id) ?? findTake(this.#growing.takes, id));
    return take !== undefined && this.covers(take);
  }

  /**
   * Puts the take into the sketch as one undoable step, in the place of another of the same ask that is there. An original comes back as it
   * was.
   */
  keep(id: TakeId): void {
    const take = findTake(this.#tree, id);
    const original = lineage(this.#tree, id)[0];
    if (!take || !original || this.covers(take)) return;
    const score =
      take === original
        ? take.score
        : keepTake(this.#withoutOthers(take, original.score), original.score, take.score);
    if (take === original) this.#originals.set(score, id);
    this.#sketch.dispatch(take === original ? "Return to original" : `Keep ${take.name}`, [
      { type: "replace", score },
    ]);
    this.#base = undefined;
    this.#auditioned = undefined;
  }

  /** The sketch before any other take of the ask was kept; what was changed by hand since stays. */
  #withoutOthers(take: Take, original: Score): Score {
    return this.#tree
      .filter((other) => other !== take && other.making?.ask === take.making?.ask)
      .filter((other) => isIn(other, this.#sketch.score))
      .reduce((score, other) => keepTake(score, other.score, original), this.#sketch.score);
  }

  /** Makes the take the base of the next ask; undefined goes back to the sketch. */
  remix(id: TakeId | undefined): void {
    if (id !== undefined && (!findTake(this.#tree, id) || this.#isHidden(id))) return;
    this.#base = id;
    this.#auditioned = id;
  }

  /** Shows the answers of an earlier ask again. */
  goTo(id: TakeId): void {
    const take = findTake(this.#tree, id);
    if (!take) return;
    this.#shownAsk =
      take.making?.ask ?? this.#tree.find((other) => other.parent === id)?.making?.ask;
    this.audition(this.covers(take) ? undefined : id);
  }

  /** Up to where a take is written that is not finished: it can be listened to, but not kept nor remixed. Undefined when it is. */
  grownTo(take: Take): Ticks | undefined {
    return this.#growing.grownTo(take.id);
  }

  /**
   * Puts a take that was not asked for here into the tree; one that is known is written anew.
   * @param about what it answers, of which there is an original then
   * @param isShown whether it takes the place of the answers on the page, rather than wait until there are none
   */
  bring(about: Score, made: Brought, isShown = true): Take & { readonly making: Making } {
    const id = made.id ?? this.#ports.ids.take();
    const known = findTake(this.#tree, id);
    const parent = known ? known.parent : (made.parent ?? this.#originalOf(about).id);
    const take = { ...made, id, parent, createdMs: known?.createdMs ?? this.#ports.nowMs() };
    if (known) this.#tree = this.#tree.map((other) => (other === known ? take : other));
    else this.#add(take);
    if (isShown) this.#shownAsk = take.making.ask;
    else this.#shownAsk ??= take.making.ask;
    return take;
  }

  isEdited(take: Take): boolean {
    return isEditedByHand(take, this.#sketch.score);
  }

  #originalOf(score: Score): Take {
    const id = this.#originals.get(score);
    const known = id && findTake(this.#tree, id);
    if (known) return known;
    const original: Take = {
      id: this.#ports.ids.take(),
      parent: undefined,
      name: "Original",
      score,
      making: undefined,
      createdMs: this.#ports.nowMs(),
    };
    this.#add(original);
    return original;
  }

  #add(take: Take): void {
    if (take.parent === undefined) this.#originals.set(take.score, take.id);
    this.#tree = withTake(this.#tree, take);
  }
}

/** A take says which style it went towards, and does not carry it. */
function nameOf({ name, learntMs, windows }: PersonalModel): PersonalName {
  return { name, learntMs, windows };
}
