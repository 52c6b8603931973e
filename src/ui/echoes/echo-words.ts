import { matterOf, type Echo } from "../../domain/echo";
import { findVoice, type Score } from "../../domain/score";
import { listed, t } from "../messages/messages.svelte";
import { voiceName } from "../messages/names";
import { plain } from "../messages/numbers";

/** Takes that were kept before their echoes said so are rarest from here on. */
const RAREST = 1000;

function barsWords([first, last]: readonly [number, number]): string {
  return t(first === last ? "originality.bar" : "originality.bars", { first, last });
}

/** @example "Like The White Cockade: bars 3–6" */
export function likeWords({ piece, theirBars }: Echo): string {
  return t("originality.like", { title: piece.title, bars: barsWords(theirBars) });
}

/** @example "Robert Burns, 1794. Aird's Airs" */
export function sourceWords({ piece }: Echo): string {
  const { year, collection } = piece;
  const composer = piece.composer || t("originality.unknown");
  const who = year === undefined ? composer : t("originality.made", { composer, year });
  return t("originality.source", { who, collection });
}

/** @example "Bars 3–6 here, bars 9–12 there: 19 of 24 notes are the same, 5 semitones higher here." */
export function placeWords(echo: Echo): string {
  const place = t("originality.place", {
    ours: barsWords(echo.bars),
    theirs: barsWords(echo.theirBars),
  });
  const matter = matterOf(echo);
  const matched = t(`originality.matched.${matter}`, { matched: echo.matched, of: echo.of });
  // Drums have no height.
  const hasHeight = matter !== "strokes" && !echo.isNamedOnly;
  const height = hasHeight ? `, ${heightWords(echo.transposition)}` : "";
  return `${capital(place)}: ${matched}${height}.`;
}

function heightWords(semitones: number): string {
  if (semitones === 0) return t("originality.samePitch");
  const count = Math.abs(semitones);
  return t(semitones > 0 ? "originality.higher" : "originality.lower", { count });
}

/** How unusual it is, to one figure. */
export function rarityWords({ oneIn, isRarest = oneIn >= RAREST }: Echo): string {
  const digits = 10 ** Math.floor(Math.log10(oneIn));
  if (isRarest)
    return t("originality.rarest", { oneIn: plain(Math.floor(oneIn / digits) * digits) });
  return t("originality.rarity", { oneIn: plain(Math.round(oneIn / digits) * digits) });
}

/** The voices in which it is, where they are several; empty for one. */
export function voicesWords({ lines }: Echo, score: Score): string {
  if (lines.length < 2) return "";
  const voices = lines.flatMap(({ voice }) => {
    const found = findVoice(score, voice);
    return found ? [voiceName(found.name)] : [];
  });
  return t("originality.inVoices", { voices: listed(voices) });
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
