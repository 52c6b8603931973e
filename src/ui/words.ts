import {
  DEFAULT_SETTINGS,
  MELODY_ATTRIBUTES,
  type Ask,
  type AskedPattern,
  type AskKind,
  type AskSettings,
  type Chosen,
} from "../domain/ask";
import type { AskProblem } from "../domain/asking";
import { standingRanges } from "../domain/chord-track";
import { isExchange, isShadow } from "../domain/duet";
import { FEWEST_STROKES } from "../domain/latency";
import { FOLLOW_ASK } from "../domain/follow";
import { barTicks, type Meter } from "../domain/meter";
import type { PersonalName } from "../domain/personal";
import { unreachable } from "../domain/result";
import { findVoice, scoreTicks, withoutDrums, type Range, type Score } from "../domain/score";
import type { Making } from "../domain/take";
import type { Ticks } from "../domain/units";
import type { CalibrationState } from "../session/calibration.svelte";
import type { Turn } from "../session/duet.svelte";
import type { FollowState } from "../session/follow.svelte";
import { inLocale, listed, t } from "./messages/messages.svelte";
import { inside, told, voiceInside } from "./messages/names";
import { decimal, percent, seconds } from "./messages/numbers";

/** @example readyWords(3, 0.84) // => "3 takes ready in 0.8 s" */
export function readyWords(takes: number, tookSeconds: number): string {
  if (takes === 0) return t("asks.ready.none");
  return t("asks.ready.takes", { count: takes, seconds: seconds(tookSeconds) });
}

export function cancelledWords(takes: number): string {
  return takes === 0 ? t("asks.stopped.none") : t("asks.stopped.takes", { count: takes });
}

/** Why an ask cannot be put, and what would help. */
export function refusedWords(kind: AskKind, problem: AskProblem): string {
  return t(`asks.refused.${problem}`, { verb: t(`asks.verbs.${kind}`) });
}

/** @example megabytes(1_640_000) // => "1.6" */
export function megabytes(bytes: number): string {
  return decimal(bytes / 1e6, 1);
}

/** @example "Fetching the harmony model, 0.4 of 1.6 MB" */
export function loadingWords(kind: AskKind, loadedBytes: number, totalBytes: number): string {
  const what = t(`asks.fetching.${MODELS[kind]}`);
  if (totalBytes === 0) return what;
  return t("asks.fetching.amount", {
    what,
    loaded: megabytes(loadedBytes),
    total: megabytes(totalBytes),
  });
}

/** The family of the model that answers. */
const MODELS = {
  harmonise: "harmony",
  rewrite: "harmony",
  continue: "melody",
  vary: "variation",
  blend: "variation",
  accompany: "chords",
  groove: "drums",
  humanise: "drums",
} as const satisfies Record<AskKind, string>;

/** What an ask will write and what it leaves alone, before it is put. */
export function askWords(ask: Ask): string {
  const what = t("asks.caption.of", {
    ask: t(`asks.labels.${ask.kind}`),
    what: writtenWords(ask)
      .filter((words) => words !== "")
      .join(", "),
  });
  if (ask.kind === "accompany") {
    const count = standingRanges(ask.score, ask.range).length;
    return count === 0 ? what : t("asks.caption.chordsStaying", { caption: what, count });
  }
  const staying = ["groove", "humanise", "continue"].includes(ask.kind) ? [] : stayingVoices(ask);
  return staying.length === 0
    ? what
    : t("asks.caption.staying", {
        caption: what,
        voices: listed(staying),
        count: staying.length,
      });
}

/** What an ask writes, where, and how, a comma between them. */
function writtenWords(ask: Ask): readonly string[] {
  const { kind, score, range, settings } = ask;
  const where = isWhole(score, range) ? "" : barsWords(range, score.meter);
  switch (kind) {
    case "accompany":
      return [
        where === "" ? t("asks.caption.chords") : t("asks.caption.chordsIn", { bars: where }),
        patternWords(settings.pattern),
      ];
    case "groove":
      return [where || t("asks.caption.underEverything"), sourceWords(ask), beatWords(settings)];
    case "humanise":
      return [voiceNames(ask), where, feelWords(settings)];
    case "continue":
      return [
        voiceNames(ask),
        t("asks.caption.moreBars", { count: settings.bars }),
        melodyWords(settings),
      ];
    case "blend":
    case "harmonise":
    case "rewrite":
    case "vary":
      return [
        voiceNames(ask),
        where,
        writesHarmony(ask) ? harmonyWords(settings) : melodyWords(settings),
      ];
  }
}

/** The voices with notes that are not written. */
function stayingVoices({ score, voices }: Ask): readonly string[] {
  const asked = new Set(voices);
  const withNotes = new Set(score.notes.map((note) => note.voice));
  return score.voices
    .filter((voice) => !asked.has(voice.id) && withNotes.has(voice.id))
    .map((voice) => voiceInside(voice.name));
}

/** *Harmonise*, and *Rewrite* but for a lone melody. */
function writesHarmony({ kind, score, voices }: Ask): boolean {
  if (kind !== "rewrite") return kind === "harmonise";
  const { notes } = withoutDrums(score);
  return new Set([...voices, ...notes.map(({ voice }) => voice)]).size > 1;
}

/** How harmony is written. @example "as a hymn, strictly" */
export function harmonyWords({ harmonist, style, rules }: AskSettings): string {
  return harmonist === "coconet"
    ? t("asks.harmony.now.coconet")
    : t(`asks.harmony.now.${style}.${rules}`);
}

/** How melodies are steered; empty where they are left as they come. @example "denser 40 %, lower 20 %" */
export function melodyWords(settings: AskSettings): string {
  return attributesWords(settings).join(", ");
}

function attributesWords(settings: AskSettings): readonly string[] {
  return MELODY_ATTRIBUTES.filter((name) => settings[name] !== 0).map((name) =>
    degreeWords(
      t(`asks.attributes.${name}.${settings[name] < 0 ? "less" : "more"}`),
      settings[name],
    ),
  );
}

function degreeWords(word: string, degree: number): string {
  return t("asks.attributes.degree", { word, percent: percent(Math.abs(degree)) });
}

/** That Follow is on, and what it is about. */
export function followWords(state: FollowState): string {
  switch (state.phase) {
    case "off":
      return "";
    case "failed":
      return t("asks.follow.failed", { reason: reason(state.message) });
    case "listening":
      return t(state.voices ? "asks.follow.on" : "asks.follow.noneFree");
    case "answering":
      return t("asks.follow.on");
    default:
      return unreachable(state);
  }
}

/** What an engine said, without its full stop. */
function reason(message: string): string {
  return told(message).trim().replace(/\.$/, "");
}

/** @example growingWords(3840, { beats: 4, unit: 4 }) // => "being written, bar 2 so far" */
export function growingWords(to: Ticks, meter: Meter): string {
  return t("asks.growing", { bar: Math.max(1, Math.floor(to / barTicks(meter))) });
}

/** What drums are made from; empty where that is nothing. @example "from the rhythm of soprano" */
function sourceWords({ score, settings, rhythm }: Ask): string {
  const [first] = rhythm ?? [];
  const voice = first && findVoice(score, first.voice)?.name;
  switch (settings.beatSource) {
    case "nothing":
      return "";
    case "rhythm":
      return voice === undefined
        ? t("asks.caption.fromYourRhythm")
        : t("asks.caption.fromRhythmOf", { voice: voiceInside(voice) });
    case "drums":
      return t("asks.caption.afterDrums");
  }
}

/** How takes are chosen; empty in the middle, where they are to differ and nothing else. @example "chosen to surprise me 70 %" */
export function choiceWords({ daring }: AskSettings): string {
  if (daring === DEFAULT_SETTINGS.daring) return "";
  return daring < DEFAULT_SETTINGS.daring
    ? t("asks.chosen.likeMe", { percent: percent(1 - daring) })
    : t("asks.chosen.surpriseMe", { percent: percent(daring) });
}

/** How drums are played. @example "funk, busy 50 %, with fills" */
export function beatWords({ beatStyle, busyness, fills }: AskSettings): string {
  return [
    ...(beatStyle === "any" ? [] : [inside(t(`asks.beat.styles.${beatStyle}`))]),
    t("asks.beat.busy", { percent: percent(busyness) }),
    ...(fills ? [t("asks.beat.withFills")] : []),
  ].join(", ");
}

/** @example "70 % of a drummer’s feel" */
export function feelWords({ human, beatStyle }: AskSettings): string {
  return beatStyle === "any"
    ? t("asks.feel.any", { percent: percent(human) })
    : t("asks.feel.of", {
        percent: percent(human),
        style: inside(t(`asks.beat.styles.${beatStyle}`)),
      });
}

/** How chords are played, as one says it behind them. @example "as a waltz" */
export function patternWords(pattern: AskedPattern): string {
  return t(`asks.accompaniment.how.${pattern}`);
}

function voiceNames({ score, voices }: Ask): string {
  return listed(
    voices.map((id) => voiceInside(findVoice(score, id)?.name ?? "")).filter((name) => name !== ""),
  );
}

function isWhole(score: Score, range: Range): boolean {
  return range.start === 0 && range.end >= scoreTicks(score);
}

/** @example barsWords({ start: 1920, end: 5760 }, { beats: 4, unit: 4 }) // => "bars 2–3" */
export function barsWords(range: Range, meter: Meter): string {
  const first = Math.floor(range.start / barTicks(meter)) + 1;
  const last = Math.max(first, Math.ceil(range.end / barTicks(meter)));
  return first === last
    ? t("sketch.bars.one", { bar: first })
    : t("sketch.bars.several", { first, last });
}

/** Whose turn it is, to one who plays. */
export function turnWords({ by }: Turn): string {
  return t(by === "you" ? "live.turn.you" : "live.turn.other");
}

/** What has come of measuring latency, for who plays to the clicks. */
export function calibrationWords(state: CalibrationState): string {
  switch (state.phase) {
    case "idle":
      return "";
    case "listening":
      return state.strokes === 0
        ? t("live.latency.listening")
        : t("live.latency.strokes", { count: state.strokes });
    case "unclear":
      return state.strokes < FEWEST_STROKES
        ? t("live.latency.tooFew", { count: state.strokes })
        : t("live.latency.unclear");
    case "done": {
      const { hand, latency } = state;
      const ms = Math.round(latency.ms);
      return t(ms < 0 ? "live.latency.early" : "live.latency.late", {
        hand: t(`live.hands.${hand}`),
        ms: Math.abs(ms),
        spread: Math.round(latency.spreadMs),
      });
    }
  }
}

/** How a duet went so far. @example answersWords(12, 1) // => "12 answers, 1 of them a bar late" */
export function answersWords(answers: number, late: number): string {
  return late === 0
    ? t("live.duet.answers", { count: answers })
    : t("live.duet.answersLate", { count: answers, late });
}

/** What stands beside the takes of one ask in the tree of all. */
export function branchWords({ ask, kind }: Pick<Making, "ask" | "kind">): string {
  if (kind === "play") return t("asks.branch.play");
  if (ask === FOLLOW_ASK) return t("asks.branch.follow");
  if (isExchange(ask)) return t("asks.branch.answer");
  return isShadow(ask) ? t("asks.branch.shadow") : t(`asks.labels.${kind}`);
}

/** Who made a take, with what. @example "coconet 0.3 · seed 18231 · different 35 % · surprising 30 %" */
export function makingWords(making: Making): string {
  if (making.kind === "play") return t("asks.made.byYou");
  return [
    `${making.model.name} ${making.model.version}`,
    t("asks.made.seed", { seed: making.seed }),
    making.kind === "groove"
      ? beatWords(making.settings)
      : making.kind === "humanise"
        ? feelWords(making.settings)
        : settingsWords(making.settings),
    ...(making.personal
      ? [
          t("asks.made.likeYouAs", {
            percent: percent(making.settings.personal),
            style: styleName(making.personal),
          }),
        ]
      : []),
    ...(making.chosen ? chosenWords(making.settings, making.chosen) : []),
  ].join(" · ");
}

function chosenWords(settings: AskSettings, { of }: Chosen): readonly string[] {
  const how = choiceWords(settings);
  return [t("asks.spread.alone", { count: of }), ...(how === "" ? [] : [how])];
}

/** Which style of a person's own it was. @example "My style, 25 Nov 2026, 143 stretches" */
export function styleName({ name, learntMs, windows }: PersonalName): string {
  return t("asks.made.style", { name, day: dayWords(learntMs), count: windows });
}

const days = inLocale(
  (tag) => new Intl.DateTimeFormat(tag, { day: "numeric", month: "short", year: "numeric" }),
);

/** @example "25 Nov 2026" */
export function dayWords(ms: number): string {
  return days().format(ms);
}

export function settingsWords(settings: AskSettings): string {
  const { difference, surprise, mood } = settings;
  return [
    degreeWords(t("asks.attributes.different"), difference),
    degreeWords(t("asks.attributes.surprising"), surprise),
    ...(mood === 0
      ? []
      : [degreeWords(t(mood > 0 ? "asks.attributes.major" : "asks.attributes.minor"), mood)]),
    ...attributesWords(settings),
  ].join(" · ");
}

/** When a sketch was last touched, as one would say it. */
export function whenWords(thenMs: number, nowMs: number): string {
  const minutes = Math.floor((nowMs - thenMs) / 60_000);
  if (minutes < 1) return t("files.when.now");
  if (minutes < 60) return t("files.when.minutes", { count: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return t("files.when.hours", { count: hours });
  const days = Math.floor(hours / 24);
  if (days === 1) return t("files.when.yesterday");
  if (days < 14) return t("files.when.days", { count: days });
  return dayWords(thenMs);
}

/** A model that did not answer. @param message what the engine said, without a full stop or with one */
export function failedWords(kind: AskKind, message: string): string {
  return t("asks.failed", { ask: t(`asks.labels.${kind}`), reason: reason(message) });
}
