import { NO_CHORD, type Chord } from "./chord";
import { meterName } from "./meter";
import { isDrums, type Note, type Score } from "./score";

/** The form below, by name; another form takes another number. */
export const CANONICAL_FORM = "antiphon-music 1";

/**
 * A score's music as text that is the same for the same music, to be digested (SHA-256 of its UTF-8 bytes). Lines end in "\n", numbers are
 * decimal without padding:
 *
 *     antiphon-music 1
 *     key FIFTHS MODE         key signature from -7 to 7, "major" or "minor"
 *     meter BEATS/UNIT
 *     tempo BPM               quarter notes a minute
 *     bars COUNT
 *     voice                   for each voice that has notes, from the highest, "voice drums" for a kit; then, for each of its notes in
 *                             order of start, pitch, duration and velocity:
 *     note START DURATION PITCH VELOCITY
 *     chord START ROOT QUALITY BASS    in order of start; pitch classes from 0 for C, "-" for no bass; "chord START none" for N.C.
 *
 * Times are ticks, 480 a quarter. Ids, makers, names, instruments other than drums, mixing, swing, locks, fermatas and empty voices are left
 * out: they do not make other notes of it.
 */
export function canonicalMusic(score: Score): string {
  const { key, meter, tempo, bars, voices, notes, chords } = score;
  const byVoice = new Map<string, Note[]>();
  for (const note of notes) {
    const known = byVoice.get(note.voice);
    if (known) known.push(note);
    else byVoice.set(note.voice, [note]);
  }
  const lines = [
    CANONICAL_FORM,
    `key ${key.fifths} ${key.mode}`,
    `meter ${meterName(meter)}`,
    `tempo ${tempo}`,
    `bars ${bars}`,
    ...voices.flatMap(({ id }) => {
      const own = byVoice.get(id);
      if (!own) return [];
      return [isDrums(score, id) ? "voice drums" : "voice", ...own.toSorted(inOrder).map(noteLine)];
    }),
    ...chords.map(({ start, chord }) => `chord ${start} ${chordWords(chord)}`),
  ];
  return `${lines.join("\n")}\n`;
}

function inOrder(a: Note, b: Note): number {
  return (
    a.start - b.start || a.pitch - b.pitch || a.duration - b.duration || a.velocity - b.velocity
  );
}

function noteLine({ start, duration, pitch, velocity }: Note): string {
  return `note ${start} ${duration} ${pitch} ${velocity}`;
}

function chordWords(chord: Chord): string {
  if (chord === NO_CHORD) return "none";
  return `${chord.root} ${chord.quality} ${chord.bass ?? "-"}`;
}
