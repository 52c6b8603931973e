"""Chord symbols as classes: root * 12 + quality, and one class for no chord."""

#: In the order of the classes.
QUALITIES = ("", "m", "7", "maj7", "m7", "dim", "m7b5", "dim7", "aug", "sus4", "6", "m6")
#: Semitones of each quality's tones over its root.
TONES = (
    (0, 4, 7),
    (0, 3, 7),
    (0, 4, 7, 10),
    (0, 4, 7, 11),
    (0, 3, 7, 10),
    (0, 3, 6),
    (0, 3, 6, 10),
    (0, 3, 6, 9),
    (0, 4, 8),
    (0, 5, 7),
    (0, 4, 7, 9),
    (0, 3, 7, 9),
)
#: The triad that each quality is built on, as an index of "major", "minor", "diminished", "augmented", "suspended".
TRIADS = (0, 1, 0, 0, 1, 2, 2, 2, 3, 4, 0, 1)
NO_CHORD = 12 * len(QUALITIES)
CLASSES = NO_CHORD + 1
#: Of what nothing is known.
UNKNOWN = -1

#: The kinds of MusicXML. What is built on a seventh stays one without its ninth, eleventh or thirteenth; a minor triad with a
#: major seventh keeps its triad; a suspended second, like a suspended fourth, has no third.
KINDS = {
    "major": "",
    "minor": "m",
    "augmented": "aug",
    "diminished": "dim",
    "dominant": "7",
    "major-seventh": "maj7",
    "minor-seventh": "m7",
    "diminished-seventh": "dim7",
    "augmented-seventh": "aug",
    "half-diminished": "m7b5",
    "major-minor": "m",
    "minor-major": "m",
    "major-sixth": "6",
    "minor-sixth": "m6",
    "maj69": "6",
    "dominant-ninth": "7",
    "augmented-ninth": "aug",
    "major-ninth": "maj7",
    "minor-ninth": "m7",
    "dominant-11th": "7",
    "major-11th": "maj7",
    "minor-11th": "m7",
    "dominant-13th": "7",
    "major-13th": "maj7",
    "minor-13th": "m7",
    "suspended-second": "sus4",
    "suspended-fourth": "sus4",
    "Neapolitan": "",
    "Italian": "7",
    "French": "7",
    "German": "7",
    "power": "",
}
#: What a lowered or raised fifth makes of a quality; other altered and added tones do not change the class.
FLAT_FIFTH = {"m": "dim", "m7": "m7b5"}
SHARP_FIFTH = {"": "aug", "7": "aug"}


def class_of(root, kind, altered_fifth=0):
    """The class of a chord on pitch class `root`; `altered_fifth` is -1 or 1 where a `degree` says so.

    A kind that is not named is a major triad, as a bare letter is.
    """
    if kind == "none":
        return NO_CHORD
    quality = KINDS.get(kind, "")
    quality = {-1: FLAT_FIFTH, 1: SHARP_FIFTH}.get(altered_fifth, {}).get(quality, quality)
    return 12 * (root % 12) + QUALITIES.index(quality)


def tones_of(chord):
    """The pitch classes of a class; none of no chord."""
    if chord == NO_CHORD:
        return frozenset()
    root, quality = divmod(chord, 12)
    return frozenset((root + tone) % 12 for tone in TONES[quality])


def transposed(chord, semitones):
    """The class that many semitones higher."""
    if chord in (NO_CHORD, UNKNOWN):
        return chord
    return (chord + 12 * semitones) % NO_CHORD
