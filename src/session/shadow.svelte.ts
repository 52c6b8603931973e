import type { Draft } from "../domain/ask";
import { partnerVoice, prepareShadow, shadowAsk, shadowPitch } from "../domain/duet";
import type { Ringing, Touched } from "../domain/performance";
import { overlaps, rangeOf, type Note, type Score, type TakeId, type Voice } from "../domain/score";
import type { Midi, Ticks, Velocity } from "../domain/units";
import type { Duet } from "./duet.svelte";
import type { Playback } from "./playback.svelte";
import type { Companion, Recorder } from "./recorder.svelte";
import type { Responses, ResponsesPorts } from "./responses.svelte";
import type { Sketch } from "./sketch.svelte";

interface Scene {
  readonly before: Score;
  readonly you: Voice;
  readonly shadow: Voice;
  readonly from: Ticks;
  readonly name: string;
  readonly take: TakeId;
  readonly seed: number;
}

/** A note that goes with one that is held. */
interface Following {
  /** Of the held note. */
  readonly key: string;
  readonly start: Ticks;
  readonly velocity: Velocity;
  readonly abort: AbortController;
  readonly pitch: Midi | undefined;
}

const SOUND = "shadow";
/** Linear, of the velocity with which the note was struck: a shadow is softer. */
const SOFTER = 0.8;

/** A harmony voice that goes with every note that is recorded, as soon as it is struck and for as long as it is held. */
export class Shadow implements Companion {
  readonly #sketch: Sketch;
  readonly #playback: Playback;
  readonly #recorder: Recorder;
  readonly #responses: Responses;
  readonly #duet: Duet;
  readonly #ports: ResponsesPorts;
  #scene: Scene | undefined;
  #following: Following | undefined;
  #last: Draft | undefined;
  readonly isLinear = false;

  /** @param duet says whether the partner is a shadow */
  constructor(
    sketch: Sketch,
    playback: Playback,
    recorder: Recorder,
    responses: Responses,
    duet: Duet,
    ports: ResponsesPorts,
  ) {
    this.#sketch = sketch;
    this.#playback = playback;
    this.#recorder = recorder;
    this.#responses = responses;
    this.#duet = duet;
    this.#ports = ports;
    recorder.join(this);
  }

  began(you: Voice, from: Ticks, name: string, group: string): void {
    if (this.#duet.partner !== "shadow" || you.instrument === "drums") return;
    if (!this.#duet.allows("shadow")) return;
    const { score, ids } = this.#sketch;
    const { voice, isNew } = partnerVoice(score, you, "shadow", () => ids.voice());
    if (isNew) this.#sketch.dispatch("Record", [{ type: "addVoice", voice }], group);
    const take = this.#ports.ids.take();
    const seed = this.#ports.newSeed();
    this.#last = undefined;
    this.#scene = { before: score, you, shadow: voice, from, name, take, seed };
    // The first note is not to wait for the model to be fetched.
    void this.#ask(this.#scene, { pitch: 67, velocity: 80, tick: 0 }).catch(() => undefined);
  }

  heard({ ended, begun }: Touched, tick: Ticks): void {
    const scene = this.#scene;
    if (!scene) return;
    if (ended.some(({ key }) => key === this.#following?.key)) this.#close(scene, tick);
    if (begun) this.#follow(scene, begun, tick);
  }

  ended(at: Ticks): void {
    const scene = this.#scene;
    if (!scene) return;
    this.#close(scene, at);
    this.#scene = undefined;
    const draft = this.#last;
    if (!draft) return;
    const { before, shadow, from, name, take, seed } = scene;
    this.#responses.bring(before, {
      id: take,
      name: "Take 1: Shadow",
      score: this.#sketch.score,
      making: {
        kind: "harmonise",
        model: draft.model,
        seed,
        settings: this.#responses.settings,
        voices: [shadow.id],
        range: { start: from, end: at },
        ask: shadowAsk(name),
      },
    });
  }

  #follow(scene: Scene, { key, pitch, velocity }: Ringing, tick: Ticks): void {
    this.#close(scene, tick);
    const abort = new AbortController();
    const softer = Math.max(1, Math.round(velocity * SOFTER));
    const following = { key, start: tick, velocity: softer, abort, pitch: undefined };
    this.#following = following;
    this.#ask(scene, { pitch, velocity, tick }, abort.signal).then(
      (found) => {
        if (abort.signal.aborted || found === undefined || found === pitch) return;
        this.#following = { ...following, pitch: found };
        this.#playback.press(SOUND, found, softer, scene.shadow);
      },
      // A note without a shadow is no fault: what is played is recorded all the same.
      () => undefined,
    );
  }

  /** Ends what goes with the last note, and writes it where that note is. */
  #close({ shadow, take }: Scene, tick: Ticks): void {
    const following = this.#following;
    if (!following) return;
    this.#following = undefined;
    following.abort.abort(new DOMException("the note is over", "AbortError"));
    this.#playback.lift(SOUND);
    const { pitch, velocity } = following;
    const start = Math.max(0, Math.round(following.start));
    const duration = Math.round(tick) - start;
    const { group } = this.#recorder;
    if (pitch === undefined || duration <= 0 || group === undefined) return;
    const { score, ids } = this.#sketch;
    const note: Note = {
      id: ids.note(),
      voice: shadow.id,
      pitch,
      start,
      duration,
      velocity,
      origin: { by: "model", take, changed: false },
    };
    const gone = score.notes.filter(
      (other) => other.voice === shadow.id && overlaps(rangeOf(other), rangeOf(note)),
    );
    this.#sketch.dispatch(
      "Record",
      [
        { type: "removeNotes", ids: new Set(gone.map(({ id }) => id)) },
        { type: "addNotes", notes: [note] },
      ],
      group,
    );
  }

  async #ask(
    { you, shadow, seed }: Scene,
    struck: { readonly pitch: Midi; readonly velocity: Velocity; readonly tick: Ticks },
    signal?: AbortSignal,
  ): Promise<Midi | undefined> {
    const { settings } = this.#responses;
    const { score } = this.#sketch;
    const ask = prepareShadow({ score, you, shadow, struck, settings, seed });
    const [draft] = await this.#ports.generator.ask(ask, signal && { signal });
    if (!draft) return undefined;
    this.#last = draft;
    return shadowPitch(ask, draft);
  }
}
