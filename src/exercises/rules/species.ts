import { endOf, notesOfVoice, type Note } from "../../domain/score";
import { intervalOf } from "./chord-facts";
import type { Passage } from "./passage";
import type { Report } from "./report";
import type { Species } from "./rule-set";

/** A note of the cantus with the counterpoint to it. */
interface Bar {
  readonly cantus: Note;
  /** What sounds with the beginning of the cantus note. */
  readonly strong: Note | undefined;
  /** What is struck while it lasts. */
  readonly struck: readonly Note[];
}

interface Setting {
  readonly passage: Passage;
  readonly bars: readonly Bar[];
  /** The counterpoint, in order. */
  readonly line: readonly Note[];
  readonly isAbove: boolean;
  readonly report: Report;
}

/** Two parts of which one is a cantus firmus in long notes; nothing is said about others. */
export function checkSpecies(passage: Passage, report: Report): void {
  const { context, parts, score, set } = passage;
  const { species } = set;
  const cantus = context.cantus;
  const part = parts.findIndex((voice) => voice !== cantus);
  if (species === undefined || cantus === undefined || part < 0 || !parts.includes(cantus)) return;
  const line = notesOfVoice(score, parts[part]!);
  const bars = notesOfVoice(score, cantus).map((note): Bar => ({
    cantus: note,
    strong: line.find(
      ({ start, duration }) => start <= note.start && start + duration > note.start,
    ),
    struck: line.filter(({ start }) => start >= note.start && start < endOf(note)),
  }));
  if (bars.length === 0 || line.length === 0) return;
  const isAbove = part < parts.indexOf(cantus);
  const setting: Setting = { passage, bars, line, isAbove, report };
  checkRhythm(setting, species);
  checkDissonance(setting, species);
  if (species === 4) checkSuspensions(setting);
  checkEnds(setting);
  checkPlaces(setting, species);
  checkDownbeats(setting);
  checkDirect(setting);
  checkLeaps(setting);
}

const CONSONANT_LETTERS: Readonly<Record<number, number>> = { 0: 0, 3: 2, 4: 2, 7: 4, 8: 5, 9: 5 };

/** Unison, third, fifth, sixth and octave; the fourth is a dissonance between two parts. */
function isConsonant({ passage }: Setting, note: Note, cantus: Note): boolean {
  const { semitones, letters } = intervalBetween(passage, note, cantus);
  return CONSONANT_LETTERS[semitones % 12] === letters % 7;
}

function intervalBetween({ score }: Passage, note: Note, cantus: Note) {
  const [low, high] = [note.pitch, cantus.pitch].toSorted((a, b) => a - b);
  return intervalOf(low!, high!, score.key);
}

function isStep(a: Note | undefined, b: Note | undefined): boolean {
  const size = Math.abs((a?.pitch ?? NaN) - (b?.pitch ?? NaN));
  return size === 1 || size === 2;
}

const NOTES_TO_ONE: Readonly<Record<Species, number>> = { 1: 1, 2: 2, 3: 4, 4: 2 };

/** The first bar may begin with a rest, the last has one note, and the last but one of the second species may have. Bars that wait to be written have none. */
function checkRhythm({ bars, report }: Setting, species: Species): void {
  const wanted = NOTES_TO_ONE[species];
  bars.forEach(({ cantus, struck, strong }, i) => {
    const places = struck.map(({ start }) => ((start - cantus.start) * wanted) / cantus.duration);
    const isLast = i === bars.length - 1;
    const all = Array.from({ length: wanted }, (_, k) => k);
    const allowed = isLast ? [[0]] : [all];
    if (!isLast && i === 0 && wanted > 1) allowed.push(all.slice(1));
    if (species === 2 && i === bars.length - 2) allowed.push([0]);
    if (species === 4 && !isLast) allowed.push([1]);
    const isUnwritten = struck.length === 0 && !strong;
    if (isUnwritten || allowed.some((one) => one.join() === places.join())) return;
    report("speciesRhythm", [struck[0] ?? strong], { count: struck.length, wanted });
  });
}

function checkDissonance(setting: Setting, species: Species): void {
  const { bars, line, report } = setting;
  for (const { cantus, strong, struck } of bars)
    for (const note of struck) {
      if (isConsonant(setting, note, cantus)) continue;
      const at = line.indexOf(note);
      if (note === strong || species === 1) report("strongDissonance", [note, cantus]);
      else if (species === 4 || !isOrnament(setting, at, species))
        report("weakDissonance", [note, cantus]);
    }
}

/** Passing notes; in the third species also neighbours, double neighbours and the cambiata. */
function isOrnament(setting: Setting, at: number, species: Species): boolean {
  const { line } = setting;
  const [before, note, after] = [line[at - 1], line[at]!, line[at + 1]];
  if (isStep(before, note) && isStep(note, after)) {
    const passes = (note.pitch - before!.pitch) * (after!.pitch - note.pitch) > 0;
    if (passes) return true;
    if (species === 3 && before!.pitch === after!.pitch) return true;
  }
  return species === 3 && (isCambiata(setting, at) || isDoubleNeighbour(line, at));
}

/** Down a step, down a third to a consonance, and up two steps: the second note may be dissonant. */
function isCambiata(setting: Setting, at: number): boolean {
  const { line, bars } = setting;
  const five = line.slice(at - 1, at + 4);
  const first = five[0];
  if (at < 1 || five.length < 5 || !first) return false;
  const steps = five.slice(1).map(({ pitch }, i) => pitch - five[i]!.pitch);
  const [a, b, c, d] = steps as [number, number, number, number];
  const hasShape =
    [-1, -2].includes(a) && [-3, -4].includes(b) && [1, 2].includes(c) && [1, 2].includes(d);
  const bar = bars.findLast(({ cantus }) => cantus.start <= first.start);
  const begins = bar?.struck[0] === first;
  return hasShape && begins && isConsonant(setting, five[2]!, bar.cantus);
}

/** A note, its neighbours on either side and the note again, within one bar: both neighbours may be dissonant. */
function isDoubleNeighbour(line: readonly Note[], at: number): boolean {
  return [at - 1, at - 2].some((first) => {
    const [a, b, c, d] = line.slice(Math.max(0, first), first + 4);
    if (first < 0 || !a || !b || !c || !d || a.pitch !== d.pitch) return false;
    return isStep(a, b) && isStep(c, d) && (b.pitch - a.pitch) * (c.pitch - a.pitch) < 0;
  });
}

/** A note that is held into a dissonance was consonant before, and goes down by step to a consonance. */
function checkSuspensions(setting: Setting): void {
  const { passage, bars, line, isAbove, report } = setting;
  const limit = passage.set.rules.brokenLigature?.limit ?? 1;
  const broken: Note[] = [];
  bars.forEach(({ cantus, strong }, i) => {
    if (!strong || i === 0) return;
    if (strong.start === cantus.start) {
      if (i < bars.length - 1) broken.push(strong);
      return;
    }
    if (isConsonant(setting, strong, cantus)) return;
    const after = line[line.indexOf(strong) + 1];
    const isPrepared = isConsonant(setting, strong, bars[i - 1]!.cantus);
    const falls = isStep(strong, after) && after!.pitch < strong.pitch;
    const isResolved =
      falls && after!.start < endOf(cantus) && isConsonant(setting, after!, cantus);
    if (!isPrepared || !isResolved) {
      report("suspension", [isPrepared ? (after ?? strong) : strong, strong, cantus], {
        prepared: Number(isPrepared),
        resolved: Number(isResolved),
      });
      return;
    }
    const { letters } = intervalBetween(passage, strong, cantus);
    const allowed = isAbove
      ? [6, 3].includes(letters % 7) || (letters % 7 === 1 && letters > 1)
      : letters % 7 === 1;
    if (!allowed) report("suspensionKind", [strong, after, cantus], { interval: letters + 1 });
  });
  if (broken.length > limit)
    report("brokenLigature", broken.slice(limit), { count: broken.length, limit });
}

/** Begins with a perfect consonance, an octave or unison below; ends with one of those, which both parts reach by step from either side. */
function checkEnds({ bars, line, isAbove, report }: Setting): void {
  const first = bars[0]!;
  const opening = first.struck[0];
  if (opening) {
    const interval = Math.abs(opening.pitch - first.cantus.pitch);
    if (interval % 12 !== 0 && !(isAbove && interval % 12 === 7))
      report("openingInterval", [opening, first.cantus], { interval });
  }
  const last = bars.at(-1)!;
  const closing = last.strong;
  if (!closing || bars.length < 2) return;
  const interval = Math.abs(closing.pitch - last.cantus.pitch);
  if (interval % 12 !== 0) report("closingInterval", [closing, last.cantus], { interval });
  const before = line[line.indexOf(closing) - 1];
  if (!before) return;
  const own = closing.pitch - before.pitch;
  const other = last.cantus.pitch - bars.at(-2)!.cantus.pitch;
  const sizes = [Math.abs(own), Math.abs(other)].toSorted((a, b) => a - b);
  const isVera = own * other < 0 && sizes[0] === 1 && sizes[1]! <= 2;
  if (!isVera) report("closingStep", [before, closing, last.cantus], { interval: own });
}

function checkPlaces({ passage, bars, report }: Setting, species: Species): void {
  const farthest = passage.set.rules.distance?.limit ?? 16;
  const longest = passage.set.rules.imperfectRun?.limit ?? 3;
  let run = 0;
  let kind = 0;
  bars.forEach(({ cantus, strong, struck }, i) => {
    const isInside = i > 0 && i < bars.length - 1;
    for (const note of struck) {
      const interval = Math.abs(note.pitch - cantus.pitch);
      if (interval > farthest) report("distance", [note, cantus], { interval, limit: farthest });
      const counts = species === 1 || (note === strong && species !== 4);
      if (interval === 0 && isInside && counts) report("unisonInside", [note, cantus]);
    }
    const { letters } = strong ? intervalBetween(passage, strong, cantus) : { letters: 0 };
    const now = [2, 5].includes(letters % 7) ? letters % 7 : 0;
    run = now === kind ? run + 1 : 1;
    kind = now;
    if (now !== 0 && run === longest + 1)
      report("imperfectRun", [strong, cantus], { interval: now + 1, limit: longest });
  });
}

/**
 * Fifths or octaves on two downbeats, with other notes between: a leap of more than a third saves them (Fux, second species). What is held over from the bar
 * before is no downbeat of its own.
 */
function checkDownbeats({ bars, line, report }: Setting): void {
  for (let i = 1; i < bars.length; i++) {
    const [a, b] = [bars[i - 1]!, bars[i]!];
    if (!a.strong || !b.strong || a.strong === b.strong) continue;
    if (a.strong.start !== a.cantus.start || b.strong.start !== b.cantus.start) continue;
    const at = line.indexOf(b.strong);
    // Next to each other they are parallels already.
    if (line[at - 1] === a.strong) continue;
    const [from, to] = [a, b].map(({ strong, cantus }) => (strong!.pitch - cantus.pitch) % 12);
    if (from !== to || (Math.abs(to!) !== 7 && to !== 0)) continue;
    const own = b.strong.pitch - a.strong.pitch;
    if (own * (b.cantus.pitch - a.cantus.pitch) <= 0) continue;
    const between = line.slice(line.indexOf(a.strong), at + 1);
    const leaps = between.slice(1).some(({ pitch }, k) => Math.abs(pitch - between[k]!.pitch) > 4);
    if (leaps) continue;
    report("downbeatParallels", [b.strong, a.strong, b.cantus, a.cantus], {
      interval: Math.abs(to!) === 7 ? 5 : 8,
    });
  }
}

/** Both parts move in one direction to a fifth or octave. */
function checkDirect({ passage, bars, line, report }: Setting): void {
  for (let i = 1; i < bars.length; i++) {
    const [a, b] = [bars[i - 1]!, bars[i]!];
    const to = b.strong;
    if (to?.start !== b.cantus.start) continue;
    const from = line[line.indexOf(to) - 1];
    if (!from || endOf(from) !== to.start) continue;
    const interval = intervalBetween(passage, to, b.cantus).semitones % 12;
    const before = intervalBetween(passage, from, a.cantus).semitones % 12;
    if ((interval !== 0 && interval !== 7) || before === interval) continue;
    if ((to.pitch - from.pitch) * (b.cantus.pitch - a.cantus.pitch) > 0)
      report("directPerfect", [to, from, b.cantus, a.cantus], { interval: interval === 7 ? 5 : 8 });
  }
}

const LEAPS: Readonly<Record<number, number>> = { 3: 2, 4: 2, 5: 3, 7: 4, 8: 5, 12: 7 };

function checkLeaps({ passage, line, report }: Setting): void {
  line.slice(1).forEach((to, i) => {
    const from = line[i]!;
    if (endOf(from) !== to.start) return;
    const { semitones, letters } = intervalOf(from.pitch, to.pitch, passage.score.key);
    const size = Math.abs(semitones);
    if (size === 1 && letters === 0) report("chromaticStep", [to, from]);
    if (size <= 2) return;
    const isAllowed = LEAPS[size] === Math.abs(letters) && (size !== 8 || semitones > 0);
    if (!isAllowed) report("speciesLeap", [to, from], { interval: semitones });
  });
}
