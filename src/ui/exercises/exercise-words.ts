import { barAndBeat, barTicks } from "../../domain/meter";
import { isDrums, type VoiceId } from "../../domain/score";
import type {
  Criterion,
  CriterionName,
  Exercise,
  ExerciseKind,
  Feedback,
  Help,
  Level,
  MotiveTask,
  RuleSetName,
  Section,
} from "../../exercises/exercise";
import { listed, t } from "../messages/messages.svelte";
import { voiceInside } from "../messages/names";
import { pitchWords, tonicName } from "../messages/note-names";

export function kindTitle(kind: ExerciseKind): string {
  return t(`exercises.kinds.${kind}.title`);
}

/** What a kind is about, in a sentence. */
export function kindAbout(kind: ExerciseKind): string {
  return t(`exercises.kinds.${kind}.about`);
}

/** The author's title, else what such an exercise is called. */
export function exerciseTitle(exercise: Exercise): string {
  const written = exercise.title.trim();
  if (written !== "") return written;
  const { species } = exercise.target;
  if (exercise.kind === "species" && species)
    return t(`exercises.titles.species${species.species}`);
  if (exercise.kind === "ostinato" && hasGroove(exercise)) return t("exercises.titles.groove");
  return kindTitle(exercise.kind);
}

function hasGroove({ given }: Exercise): boolean {
  return given.notes.some(({ voice }) => isDrums(given, voice));
}

/** What has to be done: the author's words, else the program's, made from what the exercise asks for. */
export function instructionsOf(exercise: Exercise): string {
  const written = exercise.instructions.trim();
  if (written !== "") return written;
  const { pitches } = exercise.target;
  const { key } = exercise.given;
  const bounds = pitches && {
    low: pitchWords(pitches[0], key),
    high: pitchWords(pitches[1], key),
  };
  return [
    ...taskWords(exercise),
    ...(bounds ? [t("exercises.instructions.pitches", bounds)] : []),
  ].join(" ");
}

function taskWords(exercise: Exercise): readonly string[] {
  const { kind, target, given } = exercise;
  const voices = voicesInside(exercise, target.voices);
  const bar = barTicks(given.meter);
  const bars = (range: { readonly start: number; readonly end: number }) =>
    Math.round((range.end - range.start) / bar);
  switch (kind) {
    case "harmoniseMelody":
    case "figuredBass":
    case "harmoniseBass":
      return [t(`exercises.instructions.${kind}`, { voices })];
    case "romanNumerals":
      return [t("exercises.instructions.romanNumerals")];
    case "consequent":
      return [t("exercises.instructions.consequent", { count: bars(target.range) })];
    case "continueMelody":
      return [t("exercises.instructions.continueMelody", { count: bars(target.range) })];
    case "species": {
      const { species, above } = target.species ?? { species: 1, above: true };
      return [t(`exercises.species.${above ? "above" : "below"}${species}`)];
    }
    case "variations":
      return [
        t("exercises.instructions.variations", { count: Math.max(1, target.form.length - 1) }),
      ];
    case "ostinato":
      return hasGroove(exercise)
        ? [t("exercises.instructions.groove", { voices })]
        : [t("exercises.instructions.ostinato")];
    case "motive": {
      const motives = listed(target.motives.map((task) => motiveWords(task, exercise)));
      return [t("exercises.instructions.motive", { motives })];
    }
    case "correctErrors":
      return [t("exercises.instructions.correctErrors", { count: target.planted.length })];
    case "free":
      return freeWords(exercise, bars(target.range), voices);
  }
}

function freeWords({ target, given }: Exercise, count: number, voices: string): readonly string[] {
  const { form, closes, chords } = target;
  return [
    target.voices.length === 1
      ? t("exercises.instructions.freeMelody", { count })
      : t("exercises.instructions.freeParts", { count, voices }),
    ...(form.length > 0
      ? [
          t(`exercises.instructions.${isVaried(form) ? "formVaried" : "form"}`, {
            form: form.map(({ letter }) => letter).join(" "),
          }),
        ]
      : []),
    ...(chords.length > 0 ? [t("exercises.instructions.chords")] : []),
    ...(closes ? [t("exercises.instructions.close", { tonic: tonicName(given.key) })] : []),
  ];
}

function isVaried(form: readonly Section[]): boolean {
  return form.some(({ letter }) => letter.includes("'"));
}

/** @example voicesInside(exercise, target.voices) // => "alto, tenor and bass" */
export function voicesInside({ given }: Exercise, voices: readonly VoiceId[]): string {
  return listed(
    voices.flatMap((id) => {
      const voice = given.voices.find((one) => one.id === id);
      return voice ? [voiceInside(voice.name)] : [];
    }),
  );
}

/** How a motive comes again, and where. @example "in retrograde, from its last note to its first from bar 3" */
function motiveWords(task: MotiveTask, { given }: Exercise): string {
  const how = transformedWords(task);
  const { bar } = barAndBeat(task.at, given.meter);
  return t("exercises.motives.at", { how, bar });
}

function transformedWords({ transformation, steps }: MotiveTask): string {
  if (transformation !== "sequence") return t(`exercises.motives.${transformation}`);
  if (steps === 0) return t("exercises.motives.sequenceSame");
  const way = steps > 0 ? "Up" : "Down";
  const size = Math.abs(steps);
  if (size === 1) return t(`exercises.motives.sequenceStep${way}`);
  if (size === 2) return t(`exercises.motives.sequenceThird${way}`);
  return t(`exercises.motives.sequenceFar${way}`, { steps: size });
}

export function levelName(level: Level): string {
  return t("exercises.levels.name", { level });
}

/** What a level is for; those of counterpoint are its species. */
export function levelAbout(level: Level, kind?: ExerciseKind): string {
  return t(`exercises.levels.${kind === "species" ? "species" : "about"}${level}`);
}

export function helpName(help: Help): string {
  return t(`exercises.helps.${help}.name`);
}

export function helpAbout(help: Help): string {
  return t(`exercises.helps.${help}.about`);
}

export function feedbackName(feedback: Feedback): string {
  return t(`exercises.feedbacks.${feedback}.name`);
}

export function feedbackAbout(feedback: Feedback): string {
  return t(`exercises.feedbacks.${feedback}.about`);
}

export function criterionName(of: CriterionName): string {
  return t(`exercises.criteria.${of}`);
}

/** The author's words for a criterion, else the program's. */
export function criterionWords({ of, words }: Criterion): string {
  return words.trim() || criterionName(of);
}

export function ruleSetName(set: RuleSetName): string {
  return t(`exercises.ruleSets.${set}.name`);
}

export function ruleSetAbout(set: RuleSetName): string {
  return t(`exercises.ruleSets.${set}.about`);
}
