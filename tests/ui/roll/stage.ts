import type { Score } from "../../../src/domain/score";
import { exportStyle, parseStyle } from "../../../src/formats/personal-file";
import { Aid } from "../../../src/session/aid.svelte";
import { Bounce } from "../../../src/session/bounce.svelte";
import { Calibration } from "../../../src/session/calibration.svelte";
import { Classroom } from "../../../src/session/classroom.svelte";
import { Duet } from "../../../src/session/duet.svelte";
import { ExerciseRun } from "../../../src/session/exercise-run.svelte";
import { ExerciseMaker } from "../../../src/session/exercise-maker.svelte";
import { Feedback } from "../../../src/session/feedback.svelte";
import { Follow } from "../../../src/session/follow.svelte";
import { Installation } from "../../../src/session/installation.svelte";
import { Listening } from "../../../src/session/listening.svelte";
import { Live } from "../../../src/session/live.svelte";
import { Cards } from "../../../src/session/cards.svelte";
import { Models } from "../../../src/session/models.svelte";
import { Originality } from "../../../src/session/originality.svelte";
import { Personal } from "../../../src/session/personal.svelte";
import { Playback } from "../../../src/session/playback.svelte";
import { Preferences } from "../../../src/session/preferences.svelte";
import { Recorder } from "../../../src/session/recorder.svelte";
import { Responses, type ResponsesPorts } from "../../../src/session/responses.svelte";
import type { Session } from "../../../src/session/session.svelte";
import { Sending } from "../../../src/session/sending.svelte";
import { Shadow } from "../../../src/session/shadow.svelte";
import { Sketch } from "../../../src/session/sketch.svelte";
import { Statements } from "../../../src/session/statements.svelte";
import { MemoryExercises, MemoryReviews } from "../../support/classroom";
import { sha256 } from "../../support/hand-ins";
import { FakeHands } from "../../support/hands";
import { FakeLearner, MemoryPersonalStore, shelf } from "../../support/personal";
import { FakeMicrophone } from "../../support/microphone";
import { FakeGenerator } from "../../support/generator";
import { countingIds } from "../../support/score";
import { exercisePorts } from "../../support/works";
import { SilentPlayer } from "./silent-player";

export interface Stage {
  readonly session: Session;
  readonly player: SilentPlayer;
  readonly generator: FakeGenerator;
  readonly learner: FakeLearner;
  readonly styles: MemoryPersonalStore;
  readonly hands: FakeHands;
  readonly microphone: FakeMicrophone;
}

/**
 * A session without sound, models and storage, with `score` on the desk and `others` in the list of sketches.
 * @param more what it is told besides
 */
export function createStage(
  score: Score,
  others: Readonly<Record<string, Score>> = {},
  more: Pick<ResponsesPorts, "allows"> = {},
): Stage {
  const player = new SilentPlayer();
  const generator = new FakeGenerator();
  const ids = countingIds();
  const sketch = new Sketch(ids);
  sketch.open(score);
  const ports: ResponsesPorts = {
    generator,
    ids,
    nowMs: () => 0,
    newSeed: () => 1,
    style: () => personal.usable,
    ...more,
  };
  const responses = new Responses(sketch, ports);
  const library = shelf(() => sketch.score, others);
  const exercise = new ExerciseRun(sketch, library, exercisePorts());
  const learner = new FakeLearner();
  const styles = new MemoryPersonalStore();
  const personal: Personal = new Personal(library, responses, {
    store: styles,
    generator: learner,
    exportStyle,
    parseStyle,
    nowMs: () => 0,
  });
  const playback = new Playback(player);
  const hands = new FakeHands();
  const recorder = new Recorder(sketch, playback, responses, hands.ports);
  const duet = new Duet(sketch, playback, recorder, responses, {
    ...ports,
    often: (run) => {
      hands.look = run;
      return () => {
        hands.look = () => undefined;
      };
    },
  });
  new Shadow(sketch, playback, recorder, responses, duet, ports);
  const live = new Live(sketch, playback, recorder, hands.ports);
  const preferences = new Preferences(undefined);
  const aid = new Aid(sketch, responses, library, exercise, preferences, () => 0);
  const microphone = new FakeMicrophone();
  const rooms = {
    feedback: new Feedback(sketch, exercise, playback, {
      later: () => () => undefined,
      sounding: () => responses.sounding,
    }),
    maker: new ExerciseMaker(sketch, {
      store: new MemoryExercises(),
      newSeed: () => 1,
      newId: () => "own",
      nowMs: () => 0,
    }),
    classroom: new Classroom(playback, {
      store: new MemoryReviews(),
      digest: sha256,
      breathe: () => Promise.resolve(),
      later: () => () => undefined,
      nowMs: () => 0,
      sounding: () => responses.sounding,
    }),
  };
  const session: Session = {
    sketch,
    playback,
    recorder,
    sending: new Sending(playback, live),
    duet,
    live,
    calibration: new Calibration(playback, live, preferences, {
      nowMs: () => hands.nowMs,
      often: (run) => {
        hands.beat = run;
        return () => {
          hands.beat = () => undefined;
        };
      },
    }),
    listening: new Listening(sketch, live, microphone),
    responses,
    originality: new Originality(playback, {
      known: { pieces: 2, collections: ["One", "Another"] },
      comparer: { compare: () => Promise.reject(new Error("nothing is compared here")) },
      later: () => () => undefined,
      sounding: () => responses.sounding,
    }),
    follow: new Follow(sketch, responses, ports),
    library,
    exercise,
    aid,
    installation: new Installation({
      offline: { keep: () => undefined, renew: () => Promise.resolve() },
      offers: () => undefined,
      flush: () => Promise.resolve(),
    }),
    bounce: new Bounce({
      render: () => {
        throw new Error("nothing is rendered here");
      },
      nowMs: () => 0,
    }),
    school: { rooms, open: () => Promise.resolve(rooms) },
    models: new Models(generator),
    cards: new Cards(library, { cardAt: () => Promise.resolve(undefined) }),
    personal,
    statements: new Statements(library, {
      digest: sha256,
      files: () => import("../../../src/formats/statement-file"),
      nowMs: () => 0,
    }),
    preferences,
  };
  return { session, player, generator, learner, styles, hands, microphone };
}
