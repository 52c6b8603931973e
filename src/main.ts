import { mount } from "svelte";
import pieces from "../models/originality/index.json";
import { inPieces, renderStretches } from "./audio/offline";
import { createPlayer } from "./audio/player";
import { createSampleLibrary } from "./audio/sample-library";
import type { TakeId, NoteId, VoiceId } from "./domain/score";
import { STARTERS, starterScore } from "./domain/starters";
import { exportFile } from "./formats/export";
import type { Work } from "./exercises/work";
import type { Digest } from "./formats/hand-in-file";
import { exportStyle, parseStyle } from "./formats/personal-file";
import { createGenerator } from "./generation/client";
import { createComputerKeys } from "./input/computer-keys";
import { createMicrophone } from "./input/microphone";
import { createMidiInput } from "./input/midi";
import { Aid } from "./session/aid.svelte";
import { Bounce } from "./session/bounce.svelte";
import { Calibration } from "./session/calibration.svelte";
import { Cards } from "./session/cards.svelte";
import { Duet } from "./session/duet.svelte";
import { ExerciseRun } from "./session/exercise-run.svelte";
import { Follow } from "./session/follow.svelte";
import { Installation, type InstallOffer } from "./session/installation.svelte";
import { Library } from "./session/library.svelte";
import { Listening } from "./session/listening.svelte";
import { Live } from "./session/live.svelte";
import { Models } from "./session/models.svelte";
import { Originality } from "./session/originality.svelte";
import { Personal } from "./session/personal.svelte";
import { Playback } from "./session/playback.svelte";
import { Preferences } from "./session/preferences.svelte";
import { Recorder } from "./session/recorder.svelte";
import { Responses, type ResponsesPorts } from "./session/responses.svelte";
import { School } from "./session/school.svelte";
import { connect, type Session } from "./session/session.svelte";
import { Sending } from "./session/sending.svelte";
import { Shadow } from "./session/shadow.svelte";
import { Sketch } from "./session/sketch.svelte";
import { Statements } from "./session/statements.svelte";
import { createAutosave } from "./storage/autosave";
import { fetchCard } from "./storage/model-cards";
import { createOffline } from "./storage/offline";
import { createPersonalStore } from "./storage/personal-store";
import { createSketchStore } from "./storage/sketch-store";
import { createWorkStore } from "./storage/work-store";
import App from "./ui/App.svelte";
import { languageFor, setLanguage } from "./ui/messages/messages.svelte";
import { nextTurn, whenIdle } from "./turns";

const newId = () => crypto.randomUUID();
const ids = {
  note: () => newId() as NoteId,
  voice: () => newId() as VoiceId,
  take: () => newId() as TakeId,
};
const nowMs = () => Date.now();

const sketch = new Sketch(ids);
const samples = createSampleLibrary();
const playback = new Playback(createPlayer({ library: samples }));
const generator = createGenerator();
const asking: ResponsesPorts = {
  generator,
  ids,
  nowMs,
  newSeed: () => Math.floor(Math.random() * 2 ** 31),
  nextFrame: (run) => requestAnimationFrame(run),
  style: () => personal.usable,
  allows: (helper) => aid.allows(helper),
  copies: () => preferences.copies,
  restraint: {
    begun: (ask, id) => {
      aid.begun(ask, id);
    },
    answered: () => {
      aid.answered();
    },
    isCovered: (id) => aid.isCovered(id),
  },
};
const responses = new Responses(sketch, asking);
const store = createSketchStore();
const autosave = createAutosave({
  save: (project) => store.save(project),
  onFailure: (error) => {
    library.storageFailed(error?.message);
  },
});
const library = new Library(sketch, responses, {
  store,
  autosave,
  openFile: async (name, bytes) => (await import("./formats/open")).openFile(name, bytes, ids),
  exportAs: exportFile,
  firstScore: () => starterScore(STARTERS[0]!, ids),
  newProjectId: newId,
  nowMs,
});
const sha256: Digest = async (bytes) =>
  Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");

const works = createWorkStore();
const workAutosave = createAutosave<Work>({
  save: (work) => works.save(work),
  onFailure: (error) => {
    library.storageFailed(error?.message);
  },
});
const exercise = new ExerciseRun(sketch, library, {
  store: works,
  autosave: workAutosave,
  digest: sha256,
  nowMs,
});
const personal = new Personal(library, responses, {
  store: createPersonalStore(),
  generator,
  exportStyle,
  parseStyle,
  nowMs,
});

const every = (ms: number) => (run: () => void) => {
  const timer = setInterval(run, ms);
  return () => {
    clearInterval(timer);
  };
};
const recorder = new Recorder(sketch, playback, responses, { often: every(200) });
const duet = new Duet(sketch, playback, recorder, responses, { ...asking, often: every(25) });
new Shadow(sketch, playback, recorder, responses, duet, asking);

/** Access to storage can throw where cookies are refused. */
function preferenceStorage(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

const preferences = new Preferences(preferenceStorage());
const aid = new Aid(sketch, responses, library, exercise, preferences, nowMs);
const live = new Live(sketch, playback, recorder, {
  midi: createMidiInput(),
  keys: createComputerKeys(),
  nowMs: () => performance.now(),
  latencyMs: (hand) => preferences.latencies[hand] ?? 0,
});

/** Chromium's own event, which no standard has. */
interface BeforeInstallPrompt extends Event {
  prompt(): Promise<{ readonly outcome: "accepted" | "dismissed" }>;
}

/** All that is not stored yet is stored now. */
const flushed = async () => {
  await Promise.all([autosave.flush(), workAutosave.flush()]);
};
const installation = new Installation({
  offline: createOffline(),
  offers: (heard: (offer: InstallOffer | undefined) => void) => {
    window.addEventListener("beforeinstallprompt", (event) => {
      event.preventDefault();
      const offer = event as BeforeInstallPrompt;
      heard({ take: async () => (await offer.prompt()).outcome === "accepted" });
    });
    window.addEventListener("appinstalled", () => {
      heard(undefined);
    });
  },
  flush: flushed,
});

const later = (run: () => void, ms: number) => {
  const timer = setTimeout(run, ms);
  return () => {
    clearTimeout(timer);
  };
};

const session: Session = {
  sketch,
  playback,
  recorder,
  sending: new Sending(playback, live),
  duet,
  live,
  calibration: new Calibration(playback, live, preferences, {
    often: every(50),
    nowMs: () => performance.now(),
  }),
  listening: new Listening(sketch, live, createMicrophone()),
  responses,
  follow: new Follow(sketch, responses, asking),
  library,
  exercise,
  aid,
  school: new School(async () => {
    const { createSchool } = await import("./school");
    return createSchool(sketch, exercise, playback, {
      digest: sha256,
      breathe: nextTurn,
      later,
      sounding: () => responses.sounding,
      newSeed: asking.newSeed,
      newId,
      nowMs,
    });
  }),
  bounce: new Bounce({
    render: (score, options) =>
      inPieces(renderStretches(score, { ...options, library: samples }), options.sampleRate),
    nowMs,
  }),
  models: new Models(generator),
  cards: new Cards(library, { cardAt: fetchCard }),
  installation,
  personal,
  statements: new Statements(library, {
    digest: sha256,
    files: () => import("./formats/statement-file"),
    nowMs,
  }),
  originality: new Originality(playback, {
    comparer: generator,
    known: {
      pieces: pieces.pieces + pieces.fingerprints.pieces,
      collections: [...pieces.collections.map(({ name }) => name), pieces.drums.collection],
    },
    sounding: () => responses.sounding,
    later,
  }),
  preferences,
};

connect(session);
void library.start();
void personal.start();
installation.start();

// A tab that is hidden may never come back: what is not stored yet is stored now.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") void flushed();
  else aid.look();
});
window.addEventListener("pagehide", () => void flushed());

const target = document.getElementById("app");
if (!target) throw new Error("index.html has no #app");
// In the person's language from the start; where it cannot be fetched, in English.
await setLanguage(languageFor(preferences.language)).catch(() => undefined);
mount(App, { target, props: { session } });

// The first answer should come as soon as those after it. What cannot be had now is asked for again then.
whenIdle(() => {
  if (aid.isAlone) return;
  generator.prepare("harmony", { compares: preferences.copies !== "off" }).catch(() => undefined);
});
