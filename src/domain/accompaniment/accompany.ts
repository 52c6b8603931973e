import { NO_CHORD } from "../chord";
import { scoreTicks, type Accompaniment, type Note, type PlacedChord, type Score } from "../score";
import { pulseOf } from "./beats";
import { voiceChords, type Voicing } from "./chord-voicing";
import { play, type PlayedNote, type Stretch } from "./patterns";

/** The stretches in which chords of `score` are played, in order. */
export function stretchesOf(score: Pick<Score, "chords" | "bars" | "meter">): readonly Stretch[] {
  const { chords } = score;
  const end = scoreTicks(score);
  return chords.flatMap((placed, i): readonly Stretch[] => {
    const { start, chord, playing } = placed;
    if (chord === NO_CHORD || !playing || start >= end) return [];
    const after = chords[i + 1];
    const next = sounding(after);
    return [{ start, end: Math.min(end, after?.start ?? end), chord, playing, next }];
  });
}

function sounding(placed: PlacedChord | undefined): Stretch["next"] {
  return placed?.playing && placed.chord !== NO_CHORD ? placed.chord : undefined;
}

/** All notes of the accompaniment that the chords of `score` ask for. */
export function accompany(score: Pick<Score, "chords" | "bars" | "meter">): readonly PlayedNote[] {
  return runsOf(stretchesOf(score)).flatMap((run) => playRun(run, score, () => undefined));
}

/** Stretches that follow each other without a gap. */
export function runsOf(stretches: readonly Stretch[]): readonly (readonly Stretch[])[] {
  const runs: Stretch[][] = [];
  for (const stretch of stretches) {
    const run = runs.at(-1);
    if (run?.at(-1)?.end === stretch.start) run.push(stretch);
    else runs.push([stretch]);
  }
  return runs;
}

/** The notes of a run. @param settled the voicing of a stretch that has one already */
export function playRun(
  run: readonly Stretch[],
  { meter }: Pick<Score, "meter">,
  settled: (stretch: Stretch) => Voicing | undefined,
  before?: Voicing,
  after?: Voicing,
): readonly PlayedNote[] {
  const pulse = pulseOf(meter);
  const chords = run.map((stretch) => ({ chord: stretch.chord, settled: settled(stretch) }));
  const voicings = voiceChords(chords, before, after);
  return run.flatMap((stretch, i) => play(stretch, voicings[i]!, pulse));
}

/** How a stretch is voiced by the notes that are there; undefined where a person made something else of it. */
export function heardVoicing(
  notes: readonly Note[],
  { upper, bass }: Accompaniment,
  { start, end }: Pick<Stretch, "start" | "end">,
): Voicing | undefined {
  const within = notes
    .filter((note) => note.start >= start && note.start < end)
    .toSorted((a, b) => a.start - b.start);
  const pitches = new Set(within.filter(({ voice }) => voice === upper).map(({ pitch }) => pitch));
  const lowest = within.find(({ voice }) => voice === bass);
  if (pitches.size !== 3 || !lowest) return undefined;
  return { upper: [...pitches].toSorted((a, b) => a - b), bass: lowest.pitch };
}
