import { barTicks } from "../domain/meter";
import {
  endOf,
  scoreTicks,
  type Note,
  type Range,
  type Score,
  type VoiceId,
} from "../domain/score";
import type { Ticks } from "../domain/units";
import { analyse, type Analysis } from "../exercises/analysis/analysis";
import { rulesOf, type Exercise } from "../exercises/exercise";
import type { Finding } from "../exercises/finding";
import type { HelpAsked } from "../exercises/hand-in";
import { hintsOnFinding, hintsOnLack, type Hints } from "../exercises/hints";
import { contextFor, findingsIn, toldOf } from "../exercises/judgement";
import { lacksOf, mark, type Lack, type Marking } from "../exercises/rubric";
import type { RuleId } from "../exercises/rules/catalogue";
import { keyOf } from "../exercises/rules/check";
import type { Context } from "../exercises/rules/context";
import { fixOf } from "../exercises/rules/fix";
import { praise } from "../exercises/rules/praise";
import { Excerpts, type ExcerptPorts } from "./excerpts.svelte";
import type { Playback } from "./playback.svelte";
import type { Sketch } from "./sketch.svelte";

/** What feedback has to know of the exercise that is open, and whom it tells of help. */
export interface Run {
  readonly exercise: Exercise | undefined;
  helped(kind: HelpAsked["kind"], step?: HelpAsked["step"]): void;
}

export type FeedbackPorts = ExcerptPorts;

/** Findings by one rule, in order of time. */
export interface RuleFindings {
  readonly rule: RuleId;
  /** Points that each takes. */
  readonly weight: number;
  readonly findings: readonly Finding<RuleId>[];
}

/** What can be asked about: something that is wrong, or that is missing. */
export type Concern = Finding<RuleId> | Lack;

/** A fix as it is looked at before it is taken: the notes as they are to be. Undefined where none was found. */
export interface Fix {
  readonly finding: Finding<RuleId>;
  readonly notes: readonly Note[] | undefined;
}

/** A work as it was looked over. */
interface Looked {
  readonly exercise: Exercise;
  readonly score: Score;
}

/** The hand has to rest so long before what it wrote is looked over. */
const SETTLED_MS = 300;
/** What is heard before a place and after it. */
const AROUND_BEATS = 1;
/** The sound goes on a little, so that the last note is heard out. */
const TAIL_MS = 350;

/** Feedback on the open work: what a good teacher would say, when the exercise has it said. */
export class Feedback {
  readonly #sketch: Sketch;
  readonly #run: Run;
  readonly #playback: Playback;
  readonly #ports: FeedbackPorts;
  readonly #excerpts: Excerpts<string>;
  #looked = $state.raw<Looked | undefined>(undefined);
  /** `[concern]`: how many of its hints were asked for. */
  #steps = $state.raw<ReadonlyMap<string, number>>(new Map());
  #fix = $state.raw<Fix | undefined>(undefined);
  readonly #hints = new Map<string, Hints>();
  #waiting: (() => void) | undefined;

  /** What was looked over; undefined before that, and where another exercise is open. */
  readonly #now = $derived.by(() =>
    this.#looked?.exercise === this.#run.exercise ? this.#looked : undefined,
  );
  readonly exercise = $derived.by(() => this.#run.exercise);
  readonly isLooked = $derived(this.#now !== undefined);
  /** The work has changed since it was looked over. */
  readonly isStale = $derived.by(
    () => this.#now !== undefined && this.#now.score !== this.#sketch.score,
  );
  /** The score that everything here is about. */
  readonly score: Score = $derived.by(() => this.#now?.score ?? this.#sketch.score);
  readonly analysis: Analysis | undefined = $derived(this.#now && analyse(this.#now.score));
  readonly #context: Context | undefined = $derived(
    this.#now && this.analysis && contextFor(this.#now.exercise, this.#now.score, this.analysis),
  );
  readonly #all: readonly Finding<RuleId>[] = $derived(
    this.#now && this.#context
      ? findingsIn(this.#now.exercise, this.#now.score, this.#context)
      : [],
  );
  readonly #before: readonly Finding<RuleId>[] = $derived.by(() => {
    const { exercise } = this;
    return exercise?.kind === "correctErrors" ? findingsIn(exercise, exercise.given) : [];
  });
  /** The gravest first, then in order of time. */
  readonly findings: readonly Finding<RuleId>[] = $derived(
    this.exercise ? toldOf(this.exercise, this.#all, this.#before) : [],
  );
  readonly groups: readonly RuleFindings[] = $derived.by(() => this.#groups());
  readonly lacks: readonly Lack[] = $derived(
    this.#now ? lacksOf(this.#now.exercise, this.#now.score) : [],
  );
  readonly praise: readonly Finding<RuleId>[] = $derived(
    this.#now && this.#context
      ? praise(this.#now.score, rulesOf(this.#now.exercise.rules), this.#context)
      : [],
  );
  readonly marking: Marking | undefined = $derived(
    this.#now && mark(this.#now.exercise, this.#now.score, this.#all),
  );
  /** Findings are told whatever the help: they are what the exercise is marked by. Hints and fixes are help, and "none" has neither; models begin with a suggestion. */
  readonly helps = $derived.by(() => this.#run.exercise && this.#run.exercise.help !== "none");
  /** The fix that is looked at. */
  readonly shownFix = $derived(this.#fix);
  /** By its key, what is heard now. */
  readonly heard = $derived.by(() => (this.#playback.playing ? this.#excerpts.heard : undefined));

  constructor(sketch: Sketch, run: Run, playback: Playback, ports: FeedbackPorts) {
    this.#sketch = sketch;
    this.#run = run;
    this.#playback = playback;
    this.#ports = ports;
    this.#excerpts = new Excerpts(playback, ports, TAIL_MS);
  }

  /** Called whenever the sketch or its exercise has changed: looks the work over when the hand rests, where the exercise wants that. */
  changed(): void {
    const { exercise } = this.#run;
    const { score } = this.#sketch;
    this.#waiting?.();
    this.#waiting = undefined;
    if (exercise?.feedback !== "writing") return;
    if (this.#looked?.score === score && this.#looked.exercise === exercise) return;
    const look = () => {
      this.#look();
    };
    this.#waiting = this.#ports.later(look, SETTLED_MS);
  }

  /** Looks the work over because somebody asks, which is written down. */
  look(): void {
    this.#look();
    this.#run.helped("findings");
  }

  /** Points by the rubric as the work stands now. It takes tens of milliseconds: never in a frame. */
  markingNow(): Marking | undefined {
    const { exercise } = this.#run;
    const { score } = this.#sketch;
    return exercise && mark(exercise, score, findingsIn(exercise, score));
  }

  #look(): void {
    const { exercise } = this.#run;
    if (!exercise) return;
    const { score } = this.#sketch;
    if (this.#looked?.exercise !== exercise) this.#steps = new Map();
    this.#looked = { exercise, score };
    this.#hints.clear();
    this.#fix = undefined;
  }

  #groups(): readonly RuleFindings[] {
    const { rules } = this.exercise ? rulesOf(this.exercise.rules) : { rules: {} };
    const groups = new Map<RuleId, Finding<RuleId>[]>();
    for (const finding of this.findings)
      groups.set(finding.rule, [...(groups.get(finding.rule) ?? []), finding]);
    return [...groups].map(([rule, findings]) => ({
      rule,
      findings,
      weight: (rules as Partial<Record<RuleId, { readonly weight: number }>>)[rule]?.weight ?? 0,
    }));
  }

  /** The hints about something that were asked for so far, none where there is no help. */
  hintsOf(concern: Concern): readonly Hints[number][] {
    const step = this.#steps.get(concernKey(concern)) ?? 0;
    return step === 0 || !this.helps ? [] : this.#hintsFor(concern).slice(0, step);
  }

  /** Asks for the next of three hints, which is written down. */
  hint(concern: Concern): void {
    const key = concernKey(concern);
    const step = (this.#steps.get(key) ?? 0) + 1;
    if (!this.helps || step > 3) return;
    this.#steps = new Map([...this.#steps, [key, step]]);
    this.#run.helped("hint", step as 1 | 2 | 3);
  }

  #hintsFor(concern: Concern): Hints {
    const key = concernKey(concern);
    const known = this.#hints.get(key);
    if (known) return known;
    const { exercise } = this.#looked!;
    const { score } = this;
    const context = this.#context!;
    const hints =
      "kind" in concern
        ? hintsOnLack(concern, exercise, score)
        : hintsOnFinding(concern, exercise, score, (tried) => findingsIn(exercise, tried, context));
    this.#hints.set(key, hints);
    return hints;
  }

  /** Looks for the smallest change that mends a finding, and shows it before anything is done. It may take a moment. */
  showFix(finding: Finding<RuleId>): void {
    const { exercise } = this;
    if (!exercise || !this.helps || this.isStale || !this.#context) return;
    const { given } = exercise;
    const keep = new Set<VoiceId>(given.voices.filter(({ locked }) => locked).map(({ id }) => id));
    const set = rulesOf(exercise.rules);
    // What the exercise locked stays locked, whatever was done to the locks of the work.
    const score = { ...this.score, locks: [...this.score.locks, ...given.locks] };
    const notes = fixOf(score, finding, set, this.#context, { keep });
    this.#fix = { finding, notes };
    this.#run.helped("fix");
  }

  leaveFix(): void {
    this.hush();
    this.#fix = undefined;
  }

  /** Does what the shown fix says, in one step that undo takes back. */
  applyFix(): void {
    const notes = this.#fix?.notes;
    this.leaveFix();
    if (!notes || this.isStale) return;
    this.#sketch.dispatch("Mend", [{ type: "updateNotes", notes }]);
    this.#sketch.select(notes.map(({ id }) => id));
    this.#look();
  }

  /** Plays the voices that a finding is about, from a moment before it to a moment after. The sketch stays as it is. */
  hear(finding: Finding<RuleId>): void {
    this.#play(keyOf(finding), this.score, finding);
  }

  /** Plays the same as the shown fix would have it. */
  hearMended(): void {
    const fix = this.#fix;
    if (!fix?.notes) return;
    const moved = new Map(fix.notes.map((note) => [note.id, note]));
    const notes = this.score.notes.map((note) => moved.get(note.id) ?? note);
    this.#play(`mended ${keyOf(fix.finding)}`, { ...this.score, notes }, fix.finding);
  }

  #play(key: string, score: Score, { notes: ids, range }: Finding): void {
    const about = score.notes.filter(({ id }) => ids.includes(id));
    const excerpt = excerptOf(score, new Set(about.map(({ voice }) => voice)), range);
    this.#excerpts.hear(key, excerpt.score, excerpt);
  }

  /** Ends what is heard, and puts back what sounded before. */
  hush(): void {
    this.#excerpts.hush();
  }
}

/** Tells concerns apart, also when the work was looked over again. */
export function concernKey(concern: Concern): string {
  if (!("kind" in concern)) return keyOf(concern);
  const { kind, range } = concern;
  const voice = kind === "empty" ? concern.voice : "";
  return `${kind} ${range.start} ${voice}`;
}

/** These voices from a beat before a place to a beat after it; nothing that is muted stays silent. */
export function excerptOf(
  score: Score,
  voices: ReadonlySet<VoiceId>,
  range: Range,
): { readonly score: Score; readonly start: Ticks; readonly end: Ticks } {
  const around = (AROUND_BEATS * barTicks(score.meter)) / score.meter.beats;
  const start = Math.max(0, range.start - around);
  const end = Math.min(scoreTicks(score), range.end + around);
  const notes = score.notes
    .filter((note) => voices.has(note.voice) && endOf(note) > start && note.start < end)
    .map((note) =>
      endOf(note) > end ? { ...note, duration: Math.max(1, end - note.start) } : note,
    );
  return {
    start,
    end,
    score: {
      ...score,
      notes,
      voices: score.voices.map((voice) => ({ ...voice, muted: false, solo: false })),
    },
  };
}
