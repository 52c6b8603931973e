import {
  answerDue,
  answerEcho,
  answerStart,
  composeAnswer,
  exchangeAsk,
  partnerVoice,
  prepareExchange,
  type Partner,
  type TurnBars,
} from "../domain/duet";
import type { Ask, Draft } from "../domain/ask";
import { barTicks } from "../domain/meter";
import type { Touched } from "../domain/performance";
import type { Voice, VoiceId } from "../domain/score";
import { findTake, type Take } from "../domain/take";
import { secondsToTicks, type Seconds, type Ticks } from "../domain/units";
import type { Playback } from "./playback.svelte";
import type { Companion, Recorder } from "./recorder.svelte";
import type { Responses, ResponsesPorts } from "./responses.svelte";
import type { Sketch } from "./sketch.svelte";

export interface DuetPorts extends ResponsesPorts {
  /** Calls back some forty times a second until it is told to stop. */
  readonly often: (run: () => void) => () => void;
}

/** Whose turn it is. */
export type Turn =
  | { readonly by: "you"; readonly from: Ticks }
  | { readonly by: "machine"; readonly from: Ticks; readonly end: Ticks };

/** What both do while one records. */
interface Scene {
  readonly name: string;
  readonly you: Voice;
  readonly partner: VoiceId;
  readonly kind: "answer" | "trade";
  readonly bars: TurnBars;
  readonly stop: () => void;
}

/** An answer that is on its way. */
interface Asked {
  readonly due: Ticks;
  readonly abort: AbortController;
}

/** Before any answer has shown how long one takes. */
const FIRST_LEAD: Seconds = 1.2;
const SHORTEST_LEAD: Seconds = 0.3;
/** Of the slowest of the last answers; the lead never falls below it. */
const SAFETY = 1.6;
const REMEMBERED = 12;
/** A note struck this long before the machine's turn ends is the first of the person's. */
const PICKUP: Seconds = 0.5;

/** Call and response: while somebody records, the machine takes its turns, in time, and every exchange is a step and an ask with its takes. */
export class Duet implements Companion {
  readonly #sketch: Sketch;
  readonly #playback: Playback;
  readonly #recorder: Recorder;
  readonly #responses: Responses;
  readonly #ports: DuetPorts;
  #scene: Scene | undefined;
  #turn = $state.raw<Turn | undefined>(undefined);
  #asked: Asked | undefined;
  #problem = $state.raw<string | undefined>(undefined);
  #answers = $state.raw(0);
  #late = $state.raw(0);
  readonly #held = new Set<string>();
  #struck: Ticks = -Infinity;
  #released: Ticks | undefined;
  #took: readonly Seconds[] = [];

  partner = $state.raw<Partner>("none");
  bars = $state.raw<TurnBars>(2);

  /** Undefined while nobody plays with it. */
  readonly turn = $derived(this.#turn);
  /** Answers of this recording, and how many of them waited a bar. */
  readonly answers = $derived(this.#answers);
  readonly late = $derived(this.#late);
  readonly problem = $derived(this.#problem);

  constructor(
    sketch: Sketch,
    playback: Playback,
    recorder: Recorder,
    responses: Responses,
    ports: DuetPorts,
  ) {
    this.#sketch = sketch;
    this.#playback = playback;
    this.#recorder = recorder;
    this.#responses = responses;
    this.#ports = ports;
    recorder.join(this);
  }

  get isLinear(): boolean {
    return this.#playing === "answer" || this.#playing === "trade";
  }

  /** The partner that plays along, where one may. */
  get #playing(): Partner {
    return this.allows(this.partner) ? this.partner : "none";
  }

  /** Whether one may play with this partner in the open sketch. */
  allows(partner: Partner): boolean {
    return partner === "none" || this.#ports.allows?.(partner) !== false;
  }

  began(you: Voice, from: Ticks, name: string, group: string): void {
    const { bars } = this;
    const partner = this.#playing;
    if (partner !== "answer" && partner !== "trade") return;
    if (you.instrument === "drums") {
      this.#problem = "Antiphon answers melodies: choose another voice than the drums to play in.";
      return;
    }
    const { score, ids } = this.#sketch;
    const { voice, isNew } = partnerVoice(score, you, partner, () => ids.voice());
    if (isNew) this.#sketch.dispatch("Record", [{ type: "addVoice", voice }], group);
    this.#problem = undefined;
    this.#answers = 0;
    this.#late = 0;
    this.#held.clear();
    this.#struck = -Infinity;
    this.#released = undefined;
    this.#turn = { by: "you", from };
    this.#scene = {
      name,
      you,
      partner: voice.id,
      kind: partner,
      bars,
      stop: this.#ports.often(() => {
        this.#look();
      }),
    };
    void this.#warmUp(you);
  }

  heard({ ended, begun }: Touched, tick: Ticks): void {
    if (!this.#scene) return;
    for (const { key } of ended) this.#held.delete(key);
    if (begun) {
      this.#held.add(begun.key);
      this.#struck = tick;
      // The phrase goes on.
      if (this.#scene.kind === "answer" && this.#turn?.by === "you") this.#drop();
    }
    this.#released = this.#held.size > 0 ? undefined : tick;
  }

  ended(): void {
    this.#scene?.stop();
    this.#scene = undefined;
    this.#turn = undefined;
    this.#drop();
  }

  #drop(): void {
    this.#asked?.abort.abort(new DOMException("the phrase goes on", "AbortError"));
    this.#asked = undefined;
  }

  #look(): void {
    const [scene, turn] = [this.#scene, this.#turn];
    if (!scene || !turn) return;
    const now = this.#playback.position();
    if (turn.by === "machine") {
      if (now >= turn.end) this.#turn = { by: "you", from: turn.end };
      return;
    }
    if (this.#asked) return;
    const { meter, tempo } = this.#sketch.score;
    const since = turn.from - secondsToTicks(PICKUP, tempo);
    const due = answerDue(scene.kind, scene.bars, meter, {
      from: turn.from,
      now,
      lead: Math.min(barTicks(meter), secondsToTicks(this.#lead(), tempo)),
      hasPlayed: scene.kind === "trade" ? this.#hasHeard(scene) : this.#struck >= since,
      silentSince: this.#released,
    });
    if (due !== undefined) void this.#answer(scene, due, now);
  }

  #hasHeard({ you, partner }: Scene): boolean {
    if (this.#held.size > 0) return true;
    return this.#sketch.score.notes.some(({ voice }) => voice === you.id || voice === partner);
  }

  #lead(): Seconds {
    if (this.#took.length === 0) return FIRST_LEAD;
    return Math.max(SHORTEST_LEAD, SAFETY * Math.max(...this.#took) + 0.1);
  }

  async #answer(scene: Scene, due: Ticks, now: Ticks): Promise<void> {
    const { generator, newSeed, nowMs } = this.#ports;
    const abort = new AbortController();
    const asked = { due, abort };
    this.#asked = asked;
    const startedMs = nowMs();
    const exchange = prepareExchange({
      score: this.#sketch.score,
      you: scene.you,
      partner: scene.partner,
      due,
      bars: scene.bars,
      // Who takes turns goes on from each other; an answer brings a phrase home.
      endsOpen: scene.kind === "trade",
      held: this.#recorder.held(now),
      settings: this.#responses.settings,
      seed: newSeed(),
    });
    const ask = { ...this.#responses.checked(exchange), inTime: true };
    try {
      const drafts = await generator.ask(ask, { signal: abort.signal });
      if (abort.signal.aborted) return;
      this.#took = [...this.#took, (nowMs() - startedMs) / 1000].slice(-REMEMBERED);
      this.#problem = undefined;
      this.#place(scene, ask, drafts, due);
    } catch (error) {
      if (abort.signal.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      this.#problem = `No answer came: ${message.replace(/\.$/, "")}. What you play is recorded all the same.`;
      // Another turn of the person's, rather than the same question again at once.
      this.#turn = { by: "you", from: due };
    } finally {
      if (this.#asked === asked) this.#asked = undefined;
    }
  }

  /** All drafts are takes; the first one is in the sketch, and sounds. The others come a frame later each: to draw all at once takes too long. */
  #place(scene: Scene, ask: Ask, drafts: readonly Draft[], due: Ticks): void {
    const { score, ids } = this.#sketch;
    const start = answerStart(due, this.#playback.nextChange(), score.meter);
    this.#answers += 1;
    if (start > due) this.#late += 1;
    const name = exchangeAsk(this.#answers, scene.name);
    const { partner } = scene;
    const range = { start, end: start + ask.range.end - ask.range.start };
    const bring = (draft: Draft, i: number): Take => {
      const id = this.#ports.ids.take();
      const take = composeAnswer(ask, draft, { score, partner, start }, id, () => ids.note());
      const { model, seed, echo } = draft;
      const copied = echo && { echo: answerEcho(ask, echo, { partner, start }) };
      const making = { kind: ask.kind, model, seed, settings: ask.settings, ...copied };
      return this.#responses.bring(score, {
        id,
        name: `Take ${i + 1}: Answer`,
        score: take,
        making: { ...making, voices: [partner], range, ask: name },
      });
    };
    this.#turn = { by: "machine", from: range.start, end: range.end };
    const [draft] = drafts;
    if (!draft) return;
    const first = bring(draft, 0);
    this.#sketch.dispatch("Answer", [{ type: "replace", score: first.score }]);
    const next = this.#ports.nextFrame ?? ((run) => run());
    const bringOther = (i: number): void => {
      const other = drafts[i];
      if (!other) return;
      next(() => {
        // Another sketch may lie on the desk by now.
        if (!findTake(this.#responses.tree, first.id)) return;
        bring(other, i);
        bringOther(i + 1);
      });
    };
    bringOther(1);
  }

  /** The first answer is not to wait for the model and the pieces to be fetched: one that nobody hears is asked for before anybody has played. */
  async #warmUp(you: Voice): Promise<void> {
    const { score } = this.#sketch;
    const bar = barTicks(score.meter);
    const held = [{ pitch: 60, velocity: 80, start: 0, end: bar }];
    const wish = { score: { ...score, notes: [] }, you, partner: you.id, due: bar, bars: 1, held };
    const settings = { ...this.#responses.settings, takes: 1 };
    const endsOpen = true;
    try {
      const exchange = prepareExchange({ ...wish, endsOpen, settings, seed: 1 });
      await this.#ports.generator.ask(this.#responses.checked(exchange));
    } catch {
      // Whatever it is, the first answer will tell.
    }
  }
}
