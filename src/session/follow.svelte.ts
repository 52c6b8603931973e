import { untrack } from "svelte";
import type { Ask, Draft } from "../domain/ask";
import {
  composeFollow,
  FOLLOW_ASK,
  followingVoices,
  followRange,
  followTake,
  isSilent,
  prepareFollow,
} from "../domain/follow";
import type { Range, Score, VoiceId } from "../domain/score";
import type { ModelError } from "../generation/client";
import type { Responses, ResponsesPorts } from "./responses.svelte";
import type { LastEdit, Sketch } from "./sketch.svelte";

export type FollowState =
  | { readonly phase: "off" }
  /** Nothing to be done; `voices` is false where every voice is a person's own or locked. */
  | { readonly phase: "listening"; readonly voices: boolean }
  | { readonly phase: "answering" }
  | { readonly phase: "failed"; readonly message: string };

/** An answer under way. */
interface Asked {
  readonly score: Score;
  readonly cause: LastEdit;
  readonly abort: AbortController;
}

/** Harmony that answers whenever the melody of the sketch changes, and is undone with what it answers. */
export class Follow {
  readonly #sketch: Sketch;
  readonly #responses: Responses;
  readonly #ports: ResponsesPorts;
  /** The score whose melody the harmony follows as it stands. */
  #followed: Score;
  #isPrepared = false;
  #asked = $state.raw<Asked | undefined>(undefined);
  #fault = $state.raw<string | undefined>(undefined);

  readonly isOn: boolean = $derived.by(
    () => this.#responses.settings.follow && this.#ports.allows?.("follow") !== false,
  );
  readonly #take = $derived.by(() => followTake(this.#responses.tree)?.id);
  /** The voices that follow; none while it is off. */
  readonly voices: ReadonlySet<VoiceId> = $derived.by(
    () =>
      new Set(this.isOn ? followingVoices(this.#sketch.score, this.#take).map(({ id }) => id) : []),
  );
  readonly state: FollowState = $derived.by(() => {
    if (!this.isOn) return { phase: "off" };
    if (this.#asked) return { phase: "answering" };
    if (this.#fault !== undefined) return { phase: "failed", message: this.#fault };
    const { voices } = this.#sketch.score;
    return { phase: "listening", voices: this.voices.size > 0 || voices.length < 4 };
  });

  constructor(sketch: Sketch, responses: Responses, ports: ResponsesPorts) {
    this.#sketch = sketch;
    this.#responses = responses;
    this.#ports = ports;
    this.#followed = sketch.score;
  }

  /** Called whenever the sketch or the settings may have changed. Only what an edit did to the melody is answered. */
  changed(): void {
    const { score, lastEdit } = this.#sketch;
    const { isOn } = this;
    untrack(() => {
      if (isOn && !this.#isPrepared) this.#prepare();
      if (isOn && lastEdit) this.#look(score, lastEdit);
      else this.#stop(score);
    });
  }

  /** Has the model fetched before the first note wants it. */
  #prepare(): void {
    this.#isPrepared = true;
    const { generator } = this.#ports;
    const info = generator.models().find(({ kind }) => kind === "harmony");
    if (info && !info.model)
      generator.useCheckpoint("harmony", info.url).catch((error: unknown) => {
        this.#isPrepared = false;
        this.#fault = error instanceof Error ? error.message : String(error);
      });
  }

  #stop(score: Score): void {
    this.#drop();
    this.#fault = undefined;
    this.#followed = score;
  }

  #drop(): void {
    this.#asked?.abort.abort(new DOMException("cancelled", "AbortError"));
    this.#asked = undefined;
  }

  #look(score: Score, cause: LastEdit): void {
    // What is being answered is still what is there.
    if (this.#asked && !followRange(this.#asked.score, score, this.#take)) return;
    this.#drop();
    const range = followRange(this.#followed, score, this.#take);
    if (range) void this.#answer(score, range, cause);
    else this.#followed = score;
  }

  async #answer(score: Score, range: Range, cause: LastEdit): Promise<void> {
    const { ids, newSeed } = this.#ports;
    const { settings, tree } = this.#responses;
    const take = followTake(tree);
    // With the seed that it began with, the same melody gives the same harmony again.
    const seed = take?.making.seed ?? newSeed();
    const ask = prepareFollow({ score, range, settings, seed, take: take?.id }, ids);
    if (!ask) {
      this.#followed = score;
      return;
    }
    const abort = new AbortController();
    this.#asked = { score, cause, abort };
    try {
      const draft = await this.#draft(ask, abort.signal);
      if (abort.signal.aborted) return;
      this.#fault = undefined;
      this.#write(ask, draft, cause);
    } catch (error) {
      if (abort.signal.aborted) return;
      this.#fault = error instanceof Error ? error.message : String(error);
    } finally {
      if (!abort.signal.aborted) this.#asked = undefined;
    }
  }

  /** Undefined where nothing is to sound. */
  async #draft(ask: Ask, signal: AbortSignal): Promise<Draft | undefined> {
    if (isSilent(ask)) return undefined;
    try {
      const asked = this.#responses.checked(ask);
      const [draft] = await this.#ports.generator.ask(asked, { signal });
      return draft;
    } catch (error) {
      if ((error as Partial<ModelError>).code === "nothingNew") return undefined;
      throw error;
    }
  }

  #write(ask: Ask, draft: Draft | undefined, cause: LastEdit): void {
    const { ids } = this.#ports;
    const take = followTake(this.#responses.tree);
    const model = draft?.model ?? take?.making.model;
    const { score: before, lastEdit } = this.#sketch;
    if (model) {
      const id = take?.id ?? ids.take();
      const { seed, settings, voices, range } = ask;
      const score = composeFollow(ask, before, draft ?? { notes: [], model, seed }, id, () =>
        ids.note(),
      );
      const { echo } = draft ?? {};
      const making = {
        kind: ask.kind,
        model,
        seed,
        settings,
        echo,
        voices,
        range,
        ask: FOLLOW_ASK,
      };
      this.#responses.bring(before, { id, name: "Follow", score, making }, false);
      const label = lastEdit?.group === cause.group ? cause.label : "Follow";
      this.#sketch.dispatch(label, [{ type: "replace", score }], cause.group);
    }
    this.#followed = this.#sketch.score;
  }
}
