import type { Ids } from "../domain/asking";
import type { FileProblem, FileWarning } from "../domain/file-problem";
import { barTicks } from "../domain/meter";
import { failed, ok, type Result } from "../domain/result";
import type { Ticks } from "../domain/units";
import { endOfParts, findExcessOf, gather, type ReadChord, type ReadPart } from "./gather";
import { findHeadline } from "./headline";
import type { MakersRecord } from "./makers";
import { claimed } from "./makers-claim";
import { parseRecord } from "./makers-json";
import { readPart, type PartContent, type Place, type Skipped } from "./musicxml-part";
import { joinTies } from "./musicxml-ties";
import { findStrayBar, headChanges, measureStarts } from "./musicxml-timeline";
import { readPartList, splitVoices, type PartHead } from "./musicxml-voices";
import { MAKERS, SOFTWARE } from "./musicxml-write";
import { tidyName, titleOfFile } from "./names";
import type { Opened } from "./opened";
import { childrenNamed, childText, findChild, type XmlElement } from "./xml";
import { parseXml } from "./xml-read";

const NO_HEAD: PartHead = {
  name: "",
  instrument: "piano",
  volume: undefined,
  strokes: new Map(),
};

/**
 * Reads a part-wise MusicXML score at concert pitch. A voice of a part is a voice; tied notes are one. Of tempos, meters and keys the
 * one that is in force longest is kept. After a pickup all notes move later so that bar lines fall where the file has them. Every bar
 * comes once, whatever repeats there are; grace notes are left out, and notes without a pitch but for those of drums.
 * @param name the file's name: the notes' origin, and the title of a file that has none
 * @param ids fresh ids for each voice and note
 */
export function parseMusicXml(text: string, name: string, ids: Ids): Result<Opened, FileProblem> {
  const document = parseXml(text);
  if (!document.ok) return document;
  const root = document.value;
  if (root.name === "score-timewise") return failed({ kind: "xmlTimewise" });
  if (root.name !== "score-partwise") return failed({ kind: "xmlNotMusic", root: root.name });
  const elements = childrenNamed(root, "part");
  if (elements.length === 0) return failed({ kind: "xmlNoParts" });

  const list = readPartList(root);
  const written: { readonly head: PartHead; readonly content: PartContent }[] = [];
  for (const part of elements) {
    const id = part.attributes["id"] ?? "";
    const head = list.get(id) ?? NO_HEAD;
    const content = readPart(part, head);
    if ("fault" in content) {
      const { element, value } = content.fault;
      const { bar } = content;
      return failed({ kind: "xmlBadValue", part: head.name || id, bar, element, value });
    }
    written.push({ head, content });
  }
  const contents = written.map(({ content }) => content);
  const starts = measureStarts(contents);
  const isOurs = writerOf(root)?.split(" ")[0] === SOFTWARE;
  const parts = written.flatMap(({ head, content }): readonly ReadPart[] => {
    const notes = joinTies(content.heads, (measure) => starts[measure]!);
    return isOurs ? [{ ...head, notes }] : splitVoices(notes, head);
  });
  const excess = findExcessOf(parts);
  if (excess) return failed(excess);

  const end = endOfParts(parts);
  const headline = findHeadline(headChanges(contents, starts, parts), end);
  const length = Math.round(starts.at(-1)!);
  const feel = contents.find((content) => content.feel)?.feel;
  const title = titleOf(root) || titleOfFile(name);
  const gathered = gather(
    parts,
    headline,
    { title, file: name, length, chords: chordsOf(contents, starts), feel },
    ids,
  );
  if (!gathered.ok) return gathered;
  const barAt = (tick: Ticks) => Math.floor((tick + headline.shift) / barTicks(headline.meter)) + 1;
  const opened = claimed(gathered.value, recordIn(root));
  const warnings = [...opened.warnings];
  const stray = findStrayBar(starts, headline);
  if (stray !== undefined && !warnings.some(({ kind }) => kind === "meterChanges"))
    warnings.push({ kind: "meterChanges", count: 1, bar: barAt(stray) });
  const barOf = ({ measure, offset }: Place) => barAt(Math.round(starts[measure]! + offset));
  warnings.push(...skippedWarnings(contents, barOf));
  return ok({ ...opened, warnings });
}

/** The chords of all parts; where several have one at a place, the highest part's comes last and counts. */
function chordsOf(
  contents: readonly PartContent[],
  starts: readonly Ticks[],
): readonly ReadChord[] {
  return contents.toReversed().flatMap(({ chords }) =>
    chords.map(({ measure, offset, value }) => ({
      start: Math.round(starts[measure]! + offset),
      chord: value,
    })),
  );
}

/** The program that the file says it comes from. */
function writerOf(root: XmlElement): string | undefined {
  const identification = findChild(root, "identification");
  const encoding = identification && findChild(identification, "encoding");
  return encoding && childText(encoding, "software");
}

/** The record of who made what, which other programs carry along. */
function recordIn(root: XmlElement): MakersRecord | "damaged" | undefined {
  const identification = findChild(root, "identification");
  const miscellaneous = identification && findChild(identification, "miscellaneous");
  const field =
    miscellaneous &&
    childrenNamed(miscellaneous, "miscellaneous-field").find(
      ({ attributes }) => attributes["name"] === MAKERS,
    );
  return field && parseRecord(field.text);
}

/** The movement's title where the work is a collection; a title on the page where neither is named. Empty without any. */
function titleOf(root: XmlElement): string {
  const work = findChild(root, "work");
  const credit = childrenNamed(root, "credit").find(
    (words) => childText(words, "credit-type") === "title",
  );
  const titles = [
    childText(root, "movement-title"),
    work && childText(work, "work-title"),
    credit && childText(credit, "credit-words"),
  ];
  return titles.map((title) => nameOf(title ?? "")).find((title) => title !== "") ?? "";
}

/** Some writers put the name of a file where the title belongs. */
function nameOf(title: string): string {
  return tidyName(title.replace(/\.(mxl|xml|musicxml)$/i, ""));
}

const COUNTED = [
  "graceNotesSkipped",
  "unpitchedSkipped",
  "pitchesSkipped",
  "chordsSkipped",
] as const;

function skippedWarnings(
  contents: readonly PartContent[],
  barOf: (place: Place) => number,
): readonly FileWarning[] {
  const barsOf = (kind: Skipped) => contents.flatMap(({ skipped }) => skipped[kind]).map(barOf);
  const counted = COUNTED.flatMap((kind): FileWarning[] => {
    const bars = barsOf(kind);
    return bars.length > 0 ? [{ kind, count: bars.length, bar: earliest(bars) }] : [];
  });
  const repeats = barsOf("repeatsIgnored");
  return repeats.length > 0
    ? [...counted, { kind: "repeatsIgnored", bar: earliest(repeats) }]
    : counted;
}

function earliest(bars: readonly number[]): number {
  return bars.reduce((first, bar) => Math.min(first, bar));
}
