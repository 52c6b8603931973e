import { createContext } from "svelte";
import type { AskKind } from "../domain/ask";
import type { Project } from "../domain/project";
import {
  emptyScore,
  MAX_TEMPO,
  MIN_TEMPO,
  scoreTicks,
  type Score,
  type TakeId,
} from "../domain/score";
import { tapsAMinute, withTap } from "../domain/tap-tempo";
import { starterScore, type Starter } from "../domain/starters";
import { newVoice } from "../domain/voicing";
import { barTicks, beatTicks } from "../domain/meter";
import type { Take } from "../domain/take";
import type { Exercise } from "../exercises/exercise";
import type { Returned } from "../exercises/hand-in";
import { TICKS_PER_QUARTER, type Ticks } from "../domain/units";
import type { BounceKind } from "../session/bounce.svelte";
import type { Session } from "../session/session.svelte";
import { chosenFiles } from "./classroom/gather-files";
import { carry, download } from "./download";
import { exerciseTitle } from "./exercises/exercise-words";
import { exerciseProblemWords } from "./exercises/problem-words";
import { titleOf } from "./human/day-words";
import { t } from "./messages/messages.svelte";
import { isAsk, isListening, takeNumber, type PageAction, type PageCommand } from "./page-commands";

type ExportFormat = Parameters<Session["library"]["exportAs"]>[0];

/** What *Blend* meets halfway, with the words for it. */
export interface BlendPartner {
  readonly name: string;
  readonly score: Score;
}

export interface ExerciseOffer {
  readonly exercise: Exercise;
  readonly begun: readonly BegunExercise[];
}

/** A part of the page that was needed and could not be fetched. */
interface MissingPart {
  readonly again: () => void;
  readonly close: () => void;
}

export type LedgerTab = "ledger" | "originality" | "statement";
export type TaskTab = "task" | "takes" | "comments";
type BegunExercise = Session["exercise"]["begun"][number];

/** The page itself: what is open on it and what its buttons and keys do. Nothing here is part of a sketch. */
export class Page {
  readonly #session: Session;
  #taps: readonly number[] = [];
  #tapping = "";
  #styleFrom: AskKind | undefined;
  /** On a phone one page of the book is seen at a time. */
  side = $state.raw<"sketch" | "takes">("sketch");
  libraryIsOpen = $state.raw(false);
  keysAreOpen = $state.raw(false);
  modelsAreOpen = $state.raw(false);
  styleIsOpen = $state.raw(false);
  bounceIsOpen = $state.raw(false);
  /** What one keeps to oneself: suggestions, limits, sketches without models, the machine's part. */
  ownIsOpen = $state.raw(false);
  /** The desk with a class's hand-ins, over everything else. */
  classIsOpen = $state.raw(false);
  /** Who made what of the sketch, over everything else. */
  ledgerIsOpen = $state.raw(false);
  ledgerTab = $state.raw<LedgerTab>("ledger");
  exercisesTab = $state.raw<"practise" | "teach">("practise");
  /** The catalogue of exercises, or where they are made. */
  exercisesAreOpen = $state.raw(false);
  /** An exercise that somebody gave, until it is begun or put away, and the works on it that were begun before. */
  offer = $state.raw<ExerciseOffer | undefined>(undefined);
  handInIsOpen = $state.raw(false);
  /** Comments on a work that is not on this machine. */
  strayComments = $state.raw<Returned | undefined>(undefined);
  /** What the right page shows of an exercise. */
  taskTab = $state.raw<TaskTab>("task");
  /** Whether the keys to play on are there. */
  bedIsOpen = $state.raw(false);
  /** The ask whose ways stand open over its button. */
  chooser = $state.raw<AskKind | undefined>(undefined);
  partner = $state.raw<BlendPartner | undefined>(undefined);
  /** The ask that the caption tells about: pointed at, or else the last one. */
  pointedAsk = $state.raw<AskKind | undefined>(undefined);
  lastAsk = $state.raw<AskKind>("harmonise");
  /** The sketch that was just deleted, until the offer to bring it back goes. */
  removed = $state.raw<Project | undefined>(undefined);
  /** Whether the last export left out what is silenced, until that was read. */
  exportedOwnPart = $state.raw(false);
  /** What could not be read from the disk, in words. */
  readFault = $state.raw<string | undefined>(undefined);
  missing = $state.raw<readonly MissingPart[]>([]);
  /** Set by the transport, whose hidden input opens the browser's file chooser. */
  chooseFile: () => void = () => undefined;
  /** Set by the piano roll, which brings what was kept into sight. */
  onKept: (id: TakeId) => void = () => undefined;
  /** Set by the piano roll, which brings a place into sight. */
  onGoTo: (tick: Ticks) => void = () => undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Asks, and shows where the answers will come. *Blend* first wants to know with what. */
  ask(kind: AskKind): void {
    if (!this.#session.aid.allows(kind)) return;
    if (kind === "blend" && !this.partner) {
      this.chooser = "blend";
      return;
    }
    this.chooser = undefined;
    this.lastAsk = kind;
    this.side = "takes";
    this.taskTab = "takes";
    void this.#session.responses.ask(kind, kind === "blend" ? this.partner?.score : undefined);
  }

  blendWith(partner: BlendPartner): void {
    this.partner = partner;
    this.ask("blend");
  }

  /**
   * Plays a take in place of what sounds, from the playhead, or from a bar before what it wrote where that lies further on; the sketch
   * when `id` is undefined.
   */
  listen(id: TakeId | undefined): void {
    const { playback, responses } = this.#session;
    responses.audition(id);
    if (playback.playing) return;
    const take = responses.auditioned;
    void playback.play(Math.max(playback.cursor, take ? barBefore(take) : 0));
  }

  /** Whether `id` is what sounds, or would. The original stands for the sketch while it is the same. */
  isHeard(take: Take | undefined): boolean {
    const heard = this.#session.responses.auditioned;
    if (heard) return heard === take;
    return take === undefined || take.score === this.#session.sketch.score;
  }

  keep(id: TakeId): void {
    this.#session.responses.keep(id);
    this.onKept(id);
  }

  /** Leaves what stands over the sketch, and goes to a place in it. */
  goTo(tick: Ticks): void {
    this.ledgerIsOpen = false;
    this.side = "sketch";
    this.#session.playback.seek(tick);
    this.onGoTo(tick);
  }

  exportAs(format: ExportFormat): void {
    const { library, responses, sketch } = this.#session;
    const file = library.exportAs(format);
    download(file.name, file.bytes, file.type);
    this.exportedOwnPart = format !== "antiphon" && responses.heardSketch !== sketch.score;
  }

  exportTake(take: Take): void {
    const file = this.#session.library.exportTake(take);
    download(file.name, file.bytes, file.type);
  }

  /** Has the pointer carry a take out of the page, as a MIDI file where the browser lets files out. */
  dragTake(take: Take, data: DataTransfer): void {
    carry(this.#session.library.exportTake(take), data);
  }

  /** Where the style of one's own is learnt; what stood open makes room, and the ways of an ask come back afterwards. */
  openStyle(): void {
    this.#styleFrom = this.chooser;
    this.chooser = undefined;
    this.libraryIsOpen = false;
    this.styleIsOpen = true;
  }

  closeStyle(): void {
    if (!this.styleIsOpen) return;
    this.styleIsOpen = false;
    this.chooser = this.#styleFrom;
  }

  exportStyle(): void {
    const file = this.#session.personal.exportFile();
    if (file) download(file.name, file.bytes, file.type);
  }

  async importStyle(file: File | undefined): Promise<void> {
    if (!file) return;
    // A file that the browser cannot read is empty to it, and that is said.
    const bytes = await file.arrayBuffer().catch(() => new ArrayBuffer());
    await this.#session.personal.importFile(file.name, new Uint8Array(bytes));
  }

  /** Gives the sketch as sound, and puts the dialog away; what went wrong stays in it to be read. */
  async bounce(kind: BounceKind): Promise<void> {
    const { bounce, responses } = this.#session;
    const file = await bounce.make(kind, responses.heardSketch);
    if (!file) return;
    download(file.name, new Blob([...file.pieces]), file.type);
    this.bounceIsOpen = false;
  }

  async openFile(file: File | undefined): Promise<void> {
    if (!file) return;
    this.readFault = undefined;
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const kind = this.#session.exercise.kindOf(file.name, bytes);
      if (kind === "exercise") this.#offerRead(this.#session.exercise.readFile(bytes), file.name);
      else if (kind === "handIn") this.openClass([file]);
      else if (kind === "comments") await this.#openComments(file.name, bytes);
      else await this.#openSketchFile(file.name, bytes);
    } catch {
      this.readFault = t("files.unreadable", { file: file.name });
    }
  }

  async #openSketchFile(name: string, bytes: Uint8Array): Promise<void> {
    try {
      if (await this.#session.library.openFile(name, bytes)) this.#settle();
    } catch {
      const again = () => void this.#openSketchFile(name, bytes);
      this.missing = [...this.missing, { again, close: () => undefined }];
    }
  }

  /** Several at once are a class's hand-ins. */
  openFiles(files: readonly File[]): void {
    if (files.length > 1) this.openClass(files);
    else void this.openFile(files[0]);
  }

  /** Puts hand-ins on the teacher's desk. */
  openClass(files: readonly File[]): void {
    this.exercisesAreOpen = false;
    this.classIsOpen = true;
    const chosen = chosenFiles(files);
    // Where it cannot be opened, the class's page says so.
    void this.#session.school.open().then(
      ({ classroom }) => classroom.read(chosen),
      () => undefined,
    );
  }

  /** Offers the exercise of an address's fragment; false where that is about something else. */
  openLink(fragment: string): boolean {
    const read = this.#session.exercise.readLink(fragment);
    if (!read) return false;
    this.#offerRead(read, "");
    return true;
  }

  #offerRead(read: ReturnType<Session["exercise"]["readFile"]>, file: string): void {
    if (!read.ok) {
      this.readFault = exerciseProblemWords(read.problem, file);
      return;
    }
    const exercise = read.value;
    this.readFault = undefined;
    this.exercisesAreOpen = false;
    this.offer = { exercise, begun: [] };
    void this.#session.exercise.begunOf(exercise).then((begun) => {
      if (this.offer?.exercise === exercise) this.offer = { exercise, begun };
    });
  }

  async #openComments(file: string, bytes: Uint8Array): Promise<void> {
    const read = await this.#session.exercise.openComments(bytes);
    if (!read.ok) {
      this.readFault = exerciseProblemWords(read.problem, file);
      return;
    }
    this.#settle();
    this.exercisesAreOpen = false;
    if (!read.value.isHere) {
      this.strayComments = read.value.returned;
      return;
    }
    this.taskTab = "comments";
    this.side = "takes";
  }

  /** Begins an exercise in a sketch of its own, on staves: figures and numerals stand under them. */
  beginExercise(exercise: Exercise): void {
    this.#session.exercise.start(exercise, exerciseTitle(exercise));
    this.#session.preferences.staff = true;
    this.#toTask();
  }

  /** Goes on with an exercise that was begun. */
  async goOn(id: string): Promise<void> {
    if (id !== this.#session.library.openId) await this.#session.library.open(id);
    this.#toTask();
  }

  #toTask(): void {
    this.#settle();
    this.offer = undefined;
    this.exercisesAreOpen = false;
    this.taskTab = "task";
  }

  /** Saves the work as a file to hand in, and says under which name; undefined where there is none. */
  async handIn(): Promise<string | undefined> {
    const file = await this.#session.exercise.handIn();
    if (file) download(file.name, file.bytes, file.type);
    return file?.name;
  }

  startWith(starter: Starter): void {
    this.#begin(starterScore(starter, this.#session.sketch.ids));
  }

  startEmpty(): void {
    this.#begin(this.#emptyScore());
  }

  /** Today's sketch without models. */
  startUnaided(): void {
    const { aid, library } = this.#session;
    aid.greet();
    library.newUnaided({ ...this.#emptyScore(), title: titleOf(aid.today) });
    this.ownIsOpen = false;
    this.#settle();
  }

  #emptyScore(): Score {
    const soprano = newVoice(emptyScore, this.#session.sketch.ids.voice(), "Soprano");
    return { ...emptyScore, voices: [soprano] };
  }

  blendWithStarter(starter: Starter): void {
    this.blendWith({
      name: starter.title,
      score: starterScore(starter, this.#session.sketch.ids),
    });
  }

  async openSketch(id: string): Promise<void> {
    await this.#session.library.open(id);
    this.#settle();
  }

  async removeSketch(id: string): Promise<void> {
    this.removed = await this.#session.library.remove(id);
  }

  /** Fetches what is missing once more. */
  fetchMissing(): void {
    const { missing } = this;
    this.missing = [];
    for (const { again } of missing) again();
  }

  /** Does without what is missing; it is fetched when it is wanted again. */
  giveUpMissing(): void {
    const { missing } = this;
    this.missing = [];
    for (const { close } of missing) close();
  }

  async restoreSketch(): Promise<void> {
    const project = this.removed;
    this.removed = undefined;
    if (project) await this.#session.library.restore(project);
  }

  /** Whether a key's command has something to do now; otherwise the key is free for the piano roll. */
  can(command: PageCommand): boolean {
    const { responses } = this.#session;
    if (command === "keep" || command === "remix") {
      const heard = responses.auditioned;
      return heard !== undefined && responses.grownTo(heard) === undefined;
    }
    if (isAsk(command)) return this.#session.aid.allows(command);
    return command !== "cancel" || responses.busy;
  }

  run(command: PageCommand): void {
    if (isAsk(command)) this.ask(command);
    else if (isListening(command)) this.#listenTo(takeNumber(command));
    else this.#act(command);
  }

  /** @param number 0 is the original */
  #listenTo(number: number): void {
    const { original, shown } = this.#session.responses;
    const take = number === 0 ? original : shown[number - 1];
    if (take && this.#session.responses.covers(take)) return;
    if (number === 0 || take) this.listen(take?.id);
  }

  #act(command: PageAction): void {
    const { playback, responses, sketch } = this.#session;
    const heard = responses.auditioned?.id;
    switch (command) {
      case "play":
        playback.toggle();
        break;
      case "record":
        this.#session.recorder.toggle();
        break;
      case "bed":
        this.bedIsOpen = !this.bedIsOpen;
        break;
      case "sing":
        this.#session.listening.toggle();
        break;
      case "tap":
        this.tap(performance.now());
        break;
      case "loop":
        this.toggleLoop();
        break;
      case "undo":
        sketch.undo();
        break;
      case "redo":
        sketch.redo();
        break;
      case "cancel":
        responses.cancel();
        break;
      case "keep":
        if (heard) this.keep(heard);
        break;
      case "remix":
        if (heard) responses.remix(heard);
        break;
      case "onlyMine":
        responses.onlyMine = !responses.onlyMine;
        break;
      case "openFile":
        this.chooseFile();
        break;
      case "save":
        this.exportAs("antiphon");
        break;
      case "keys":
        this.keysAreOpen = true;
        break;
    }
  }

  /** One beat, tapped at `ms` of `performance.now()`: from the second on they set the tempo, in one step to undo. */
  tap(ms: number): void {
    const { sketch } = this.#session;
    this.#taps = withTap(this.#taps, ms);
    if (this.#taps.length === 1) this.#tapping = `tap ${ms}`;
    const beats = tapsAMinute(this.#taps);
    if (beats === undefined) return;
    const quarters = Math.round((beats * beatTicks(sketch.score.meter)) / TICKS_PER_QUARTER);
    const tempo = Math.min(MAX_TEMPO, Math.max(MIN_TEMPO, quarters));
    sketch.dispatch("Tempo", [{ type: "setTempo", tempo }], this.#tapping);
  }

  /** Loops the selection, or the whole sketch. */
  toggleLoop(): void {
    const { playback, sketch } = this.#session;
    playback.setLoop(
      playback.loop
        ? undefined
        : (sketch.selectedRange ?? { start: 0, end: scoreTicks(sketch.score) }),
    );
  }

  #begin(score: Score): void {
    this.#session.library.newSketch(score);
    this.#settle();
  }

  #settle(): void {
    this.#session.playback.stop();
    this.#session.playback.seek(0);
    this.#session.playback.setLoop(undefined);
    this.libraryIsOpen = false;
    this.side = "sketch";
    this.partner = undefined;
  }
}

/** A bar before the bar in which the take begins to write; below 0 where it writes from the start. */
function barBefore({ making, score }: Take): Ticks {
  const bar = barTicks(score.meter);
  return (Math.floor((making?.range.start ?? 0) / bar) - 1) * bar;
}

export const [getPage, setPage] = createContext<Page>();
