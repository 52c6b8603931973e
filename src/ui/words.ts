import type {
  Ask,
  AskedPattern,
  AskKind,
  AskSettings,
  BeatSource,
  BeatStyle,
  HarmonistName,
  HarmonyStyle,
  MelodyAttribute,
  Strictness,
} from "../domain/ask";
import { MELODY_ATTRIBUTES } from "../domain/ask";
import type { AskProblem } from "../domain/asking";
import { standingRanges } from "../domain/chord-track";
import { isExchange, isShadow } from "../domain/duet";
import { FEWEST_STROKES, type Hand } from "../domain/latency";
import { FOLLOW_ASK } from "../domain/follow";
import { keyName, type Key } from "../domain/key";
import { barTicks, type Meter } from "../domain/meter";
import type { PersonalName } from "../domain/personal";
import { unreachable } from "../domain/result";
import {
  findVoice,
  scoreTicks,
  withoutDrums,
  type Range,
  type Score,
  type VoiceId,
} from "../domain/score";
import type { Making } from "../domain/take";
import type { Ticks } from "../domain/units";
import type { CalibrationState } from "../session/calibration.svelte";
import type { Turn } from "../session/duet.svelte";
import type { FollowState } from "../session/follow.svelte";

/** What the button says. */
export const ASK_LABELS: Record<AskKind, string> = {
  harmonise: "Harmonise",
  vary: "Vary",
  continue: "Continue",
  rewrite: "Rewrite",
  blend: "Blend",
  accompany: "Accompany",
  groove: "Drums",
  humanise: "Humanise",
};

/** What the button does, for who points at it. */
export const ASK_HINTS: Record<AskKind, string> = {
  harmonise: "Sets the melody for four voices",
  vary: "Melodies that resemble this one",
  continue: "What could come next",
  rewrite: "Fills the selection again, around what is locked",
  blend: "Halfway between this and another",
  accompany: "Chords for the melody, and who plays them",
  groove: "A beat under the music, from nothing or from a rhythm of yours",
  humanise: "Plays the same notes with a drummer’s timing and accents",
};

/** @example plural(3, "take") // => "3 takes" */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** @example listWords(["alto", "tenor", "bass"]) // => "alto, tenor and bass" */
export function listWords(words: readonly string[]): string {
  return words.length < 2
    ? (words[0] ?? "")
    : `${words.slice(0, -1).join(", ")} and ${words.at(-1)!}`;
}

const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];

/** @example ordinal(2) // => "second" */
export function ordinal(number: number): string {
  return ORDINALS[number - 1] ?? `${number}th`;
}

/** @example keyWords({ fifths: -3, mode: "major" }) // => "E♭ major" */
export function keyWords(key: Key): string {
  return keyName(key)
    .replace(/^([A-G])b/, "$1♭")
    .replace(/^([A-G])#/, "$1♯");
}

/** @example readyWords(3, 0.84) // => "3 takes ready in 0.8 s" */
export function readyWords(takes: number, seconds: number): string {
  if (takes === 0) return "No takes this time. Move a slider and ask again.";
  return `${plural(takes, "take")} ready in ${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
}

export function cancelledWords(takes: number): string {
  return takes === 0 ? "Stopped." : `Stopped. ${plural(takes, "take")} came before that.`;
}

/** Why an ask cannot be put, and what would help. */
export function refusedWords(kind: AskKind, problem: AskProblem): string {
  switch (problem) {
    case "noRhythm":
      return "There is no rhythm yet. Choose a voice, record a rhythm on any key, and ask again.";
    case "noDrums":
      return "There are no drums to play again yet. Ask for a beat from nothing first.";
    case "noNotes":
      return `There is nothing to ${kind} yet. Draw a few notes, or choose a starter.`;
    case "allLocked":
      return "Everything this would write is locked. Unlock a voice or a stretch, then ask again.";
    case "nothingToBlend":
      return "Choose what to blend with: a take, another sketch, or a starter.";
    default:
      return unreachable(problem);
  }
}

/** @example megabytes(1_640_000) // => "1.6" */
export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

export function loadingWords(model: string, loadedBytes: number, totalBytes: number): string {
  return totalBytes > 0
    ? `Fetching the ${model}, ${megabytes(loadedBytes)} of ${megabytes(totalBytes)} MB`
    : `Fetching the ${model}`;
}

/** A model's family in a musician's words. */
export function modelNoun(kind: AskKind): string {
  switch (kind) {
    case "harmonise":
    case "rewrite":
      return "harmony model";
    case "continue":
      return "melody model";
    case "vary":
    case "blend":
      return "variation model";
    case "accompany":
      return "chord model";
    case "groove":
    case "humanise":
      return "drum model";
    default:
      return unreachable(kind);
  }
}

/** What an ask will write and what it leaves alone, before it is put. */
export function askWords(ask: Ask): string {
  if (ask.kind === "accompany") return accompanyWords(ask);
  if (ask.kind === "groove") return grooveWords(ask);
  if (ask.kind === "humanise") return humaniseWords(ask);
  const written = voiceNames(ask.score, ask.voices);
  const where = isWhole(ask.score, ask.range) ? "" : `, ${barsWords(ask.range, ask.score.meter)}`;
  const character = melodyWords(ask.settings);
  const steered = character === "" ? "" : `, ${character}`;
  if (ask.kind === "continue")
    return `Continue: ${written}, ${plural(ask.settings.bars, "bar")} more${steered}`;
  const asked = new Set(ask.voices);
  const how = writesHarmony(ask) ? `, ${harmonyWords(ask.settings)}` : steered;
  const withNotes = new Set(ask.score.notes.map((note) => note.voice));
  const staying = ask.score.voices
    .filter((voice) => !asked.has(voice.id) && withNotes.has(voice.id))
    .map((voice) => voice.name.toLowerCase());
  const stay =
    staying.length > 0 ? `; ${listWords(staying)} stay${staying.length === 1 ? "s" : ""}` : "";
  return `${ASK_LABELS[ask.kind]}: ${written}${where}${how}${stay}`;
}

/** *Harmonise*, and *Rewrite* but for a lone melody. */
function writesHarmony({ kind, score, voices }: Ask): boolean {
  if (kind !== "rewrite") return kind === "harmonise";
  const { notes } = withoutDrums(score);
  return new Set([...voices, ...notes.map(({ voice }) => voice)]).size > 1;
}

/** How harmony is written. @example "as a hymn, strictly" */
export function harmonyWords({ harmonist, style, rules }: AskSettings): string {
  if (harmonist === "coconet") return "by Coconet";
  const how = { strict: ", strictly", normal: "", off: ", without rules" }[rules];
  return `as a ${style}${how}`;
}

/** The words at both ends of what a melody is steered by. */
export const ATTRIBUTE_WORDS: Record<MelodyAttribute, readonly [less: string, more: string]> = {
  density: ["sparser", "denser"],
  register: ["lower", "higher"],
  leaps: ["smoother", "leapier"],
};

/** How melodies are steered; empty where they are left as they come. @example "denser 40 %, lower 20 %" */
export function melodyWords(settings: AskSettings): string {
  return attributesWords(settings).join(", ");
}

function attributesWords(settings: AskSettings): readonly string[] {
  return MELODY_ATTRIBUTES.filter((name) => settings[name] !== 0).map((name) => {
    const [less, more] = ATTRIBUTE_WORDS[name];
    return `${settings[name] < 0 ? less : more} ${percent(Math.abs(settings[name]))}`;
  });
}

/** What each style is. */
export const STYLE_WORDS: Record<HarmonyStyle, readonly [name: string, hint: string]> = {
  chorale: ["Chorale", "moving parts, after Bach"],
  hymn: ["Hymn", "plainer chords, as hymnals have them"],
};

/** What the rules of part-writing do at each degree. */
export const RULE_WORDS: Record<Strictness, readonly [name: string, hint: string]> = {
  strict: ["Strict", "no parallel fifths or octaves at all"],
  normal: ["Normal", "as clean as Bach"],
  off: ["Off", "whatever the model thinks"],
};

export const HARMONIST_WORDS: Record<HarmonistName, readonly [name: string, hint: string]> = {
  harmony: ["One pass", "at once, in order of time"],
  coconet: ["Coconet", "slower, rewrites until it fits"],
};

/** That Follow is on, and what it is about. */
export function followWords(state: FollowState): string {
  switch (state.phase) {
    case "off":
      return "";
    case "failed":
      return `Follow could not answer: ${state.message.trim().replace(/\.$/, "")}. It tries again with the next note.`;
    case "listening":
      return state.voices
        ? "Follow is on"
        : "Follow is on, but no voice is free: all are yours or locked";
    case "answering":
      return "Follow is on";
    default:
      return unreachable(state);
  }
}

/** @example growingWords(3840, { beats: 4, unit: 4 }) // => "being written, bar 2 so far" */
export function growingWords(to: Ticks, meter: Meter): string {
  return `being written, bar ${Math.max(1, Math.floor(to / barTicks(meter)))} so far`;
}

/** @example "Accompany: chords in bars 1–4, as a waltz; 2 of yours stay" */
function accompanyWords({ score, range, settings }: Ask): string {
  const where = isWhole(score, range) ? "" : ` in ${barsWords(range, score.meter)}`;
  const standing = standingRanges(score, range).length;
  const stay =
    standing > 0 ? `; ${standing === 1 ? "one chord stays" : `${standing} chords stay`}` : "";
  return `Accompany: chords${where}, ${PATTERN_WORDS[settings.pattern]}${stay}`;
}

/** @example "Drums: bars 1–4, from the rhythm of soprano, funk, busy 50 %, with fills" */
function grooveWords({ score, range, settings, rhythm }: Ask): string {
  const where = isWhole(score, range) ? "under everything" : barsWords(range, score.meter);
  const [first] = rhythm ?? [];
  const voice = first && findVoice(score, first.voice)?.name.toLowerCase();
  const source = {
    nothing: undefined,
    rhythm: `from the rhythm of ${voice ?? "yours"}`,
    drums: "after those that stand",
  }[settings.beatSource];
  return `Drums: ${[where, source, beatWords(settings)].filter((word) => word).join(", ")}`;
}

/** How drums are played. @example "funk, busy 50 %, with fills" */
export function beatWords({ beatStyle, busyness, fills }: AskSettings): string {
  const style = beatStyle === "any" ? [] : [BEAT_STYLE_WORDS[beatStyle].toLowerCase()];
  return [...style, `busy ${percent(busyness)}`, ...(fills ? ["with fills"] : [])].join(", ");
}

/** @example "Humanise: soprano and bass, 70 % of a drummer’s feel" */
function humaniseWords({ score, voices, range, settings }: Ask): string {
  const where = isWhole(score, range) ? "" : `, ${barsWords(range, score.meter)}`;
  return `Humanise: ${voiceNames(score, voices)}${where}, ${feelWords(settings)}`;
}

/** @example "70 % of a drummer’s feel" */
export function feelWords({ human, beatStyle }: AskSettings): string {
  const whose = beatStyle === "any" ? "a" : `a ${BEAT_STYLE_WORDS[beatStyle].toLowerCase()}`;
  return `${percent(human)} of ${whose} drummer’s feel`;
}

export const BEAT_STYLE_WORDS: Record<BeatStyle, string> = {
  any: "Whichever",
  rock: "Rock",
  latin: "Latin",
  jazz: "Jazz",
  funk: "Funk",
  afrocuban: "Cuban",
  hiphop: "Hip-hop",
  afrobeat: "Afrobeat",
  neworleans: "New Orleans",
  dance: "Dance",
  soul: "Soul",
  reggae: "Reggae",
};

/** What a beat is made of. */
export const BEAT_SOURCE_WORDS: Record<BeatSource, readonly [name: string, hint: string]> = {
  nothing: ["Nothing", "two bars are made up, and played on"],
  rhythm: [
    "A rhythm of yours",
    "of the selected notes, or of the chosen voice: record it there on any key",
  ],
  drums: ["The drums that stand", "more of the same beat"],
};

/** How chords are played, as one says it behind them. */
export const PATTERN_WORDS: Record<AskedPattern, string> = {
  silent: "symbols alone",
  block: "in blocks",
  arpeggio: "as arpeggios",
  alberti: "as an Alberti bass",
  waltz: "as a waltz",
  stride: "in stride",
  strummed: "strummed",
  walking: "over a walking bass",
};

function voiceNames(score: Score, voices: readonly VoiceId[]): string {
  return listWords(
    voices
      .map((id) => findVoice(score, id)?.name.toLowerCase() ?? "")
      .filter((name) => name !== ""),
  );
}

function isWhole(score: Score, range: Range): boolean {
  return range.start === 0 && range.end >= scoreTicks(score);
}

/** @example barsWords({ start: 1920, end: 5760 }, { beats: 4, unit: 4 }) // => "bars 2–3" */
export function barsWords(range: Range, meter: Meter): string {
  const first = Math.floor(range.start / barTicks(meter)) + 1;
  const last = Math.max(first, Math.ceil(range.end / barTicks(meter)));
  return first === last ? `bar ${first}` : `bars ${first}–${last}`;
}

/** Whose turn it is, to one who plays. */
export function turnWords({ by }: Turn): string {
  return by === "you" ? "Your turn" : "Antiphon answers";
}

export const HAND_WORDS: Record<Hand, string> = {
  keys: "The computer’s keys",
  page: "The keys on the page",
  midi: "MIDI devices",
  microphone: "The microphone",
};

/** What has come of measuring latency, for who plays to the clicks. */
export function calibrationWords(state: CalibrationState): string {
  switch (state.phase) {
    case "idle":
      return "";
    case "listening":
      return state.strokes === 0 ? "Listening" : plural(state.strokes, "stroke");
    case "unclear":
      return state.strokes < FEWEST_STROKES
        ? `Only ${plural(state.strokes, "stroke")} came: strike a key with every click, then it can be told.`
        : "The strokes lie too far apart to tell: try once more, one stroke with each click.";
    case "done": {
      const { hand, latency } = state;
      const ms = Math.round(latency.ms);
      const when = ms < 0 ? `${-ms} ms early` : `${ms} ms late`;
      return `${HAND_WORDS[hand]} came ${when}, half of the strokes within ${Math.round(latency.spreadMs)} ms of that. It is taken off from now on.`;
    }
  }
}

/** How a duet went so far. @example answersWords(12, 1) // => "12 answers, 1 of them a bar late" */
export function answersWords(answers: number, late: number): string {
  if (late === 0) return plural(answers, "answer");
  return `${plural(answers, "answer")}, ${late} of them a bar late`;
}

/** What stands beside the takes of one ask in the tree of all. */
export function branchWords({ ask, kind }: Pick<Making, "ask" | "kind">): string {
  if (kind === "play") return "Played";
  if (ask === FOLLOW_ASK) return "Follow";
  if (isExchange(ask)) return "Answer";
  return isShadow(ask) ? "Shadow" : ASK_LABELS[kind];
}

/** Who made a take, with what. @example "coconet 0.3 · seed 18231 · different 35 % · surprising 30 %" */
export function makingWords(making: Making): string {
  if (making.kind === "play") return "played by you";
  return [
    `${making.model.name} ${making.model.version}`,
    `seed ${making.seed}`,
    making.kind === "groove"
      ? beatWords(making.settings)
      : making.kind === "humanise"
        ? feelWords(making.settings)
        : settingsWords(making.settings),
    ...(making.personal
      ? [`like you ${percent(making.settings.personal)} (${styleName(making.personal)})`]
      : []),
  ].join(" · ");
}

/** Which style of a person's own it was. @example "My style, 25 Nov 2026, 143 stretches" */
export function styleName({ name, learntMs, windows }: PersonalName): string {
  return `${name}, ${dayWords(learntMs)}, ${windows} stretches`;
}

/** @example "25 Nov 2026" */
export function dayWords(ms: number): string {
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
  }).format(ms);
}

export function settingsWords(settings: AskSettings): string {
  return [
    `different ${percent(settings.difference)}`,
    `surprising ${percent(settings.surprise)}`,
    ...(settings.mood === 0
      ? []
      : [`${settings.mood > 0 ? "major" : "minor"} ${percent(Math.abs(settings.mood))}`]),
    ...attributesWords(settings),
  ].join(" · ");
}

export function percent(fraction: number): string {
  return `${Math.round(fraction * 100)} %`;
}

/** When a sketch was last touched, as one would say it. */
export function whenWords(thenMs: number, nowMs: number): string {
  const minutes = Math.floor((nowMs - thenMs) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${plural(minutes, "minute")} ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${plural(hours, "hour")} ago`;
  const days = Math.floor(hours / 24);
  if (days === 1) return "yesterday";
  if (days < 14) return `${days} days ago`;
  return dayWords(thenMs);
}

/** A model that did not answer. @param message what the engine said, without a full stop or with one */
export function failedWords(kind: AskKind, message: string): string {
  const said = message.trim().replace(/\.$/, "");
  return `${ASK_LABELS[kind]} did not work: ${said}. Nothing in the sketch has changed.`;
}
