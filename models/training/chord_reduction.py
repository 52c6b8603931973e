"""Four-part settings reduced to chords: the best class of each beat, changing only where the notes make it worth it."""

import numpy as np

from .chord_symbols import NO_CHORD, QUALITIES, TONES

#: Beats' worth of notes that each quality must win by over a plain triad. Sixths are heard as the sevenths they invert.
RELUCTANCE = {
    "": 0.0,
    "m": 0.0,
    "7": 0.3,
    "m7": 0.5,
    "maj7": 0.8,
    "dim": 0.4,
    "m7b5": 0.6,
    "dim7": 0.7,
    "aug": 1.2,
    "sus4": 1.2,
}
#: What a beat gains by the root in the bass, and loses by a root or a third that nobody sounds.
ROOT_IN_BASS, NO_ROOT, NO_THIRD = 0.6, 1.0, 0.6
#: What a change of chord costs: less than a beat that clashes, more than a passing note.
CHANGE = 0.7
BASS = 3


def chord_scores():
    """([144, 12] 1 for chord tones and -1 for others, [144] reluctance, [144] root, [144] third)."""
    signs = np.full((NO_CHORD, 12), -1.0)
    reluctance = np.full(NO_CHORD, np.inf)
    third = np.zeros(NO_CHORD, int)
    for root in range(12):
        for quality, (name, tones) in enumerate(zip(QUALITIES, TONES)):
            chord = 12 * root + quality
            signs[chord, [(root + tone) % 12 for tone in tones]] = 1
            reluctance[chord] = RELUCTANCE.get(name, np.inf)
            third[chord] = (root + tones[1]) % 12
    return signs, reluctance, np.arange(NO_CHORD) // 12, third


SIGNS, RELUCTANCES, ROOTS, THIRDS = chord_scores()


def beat_scores(pitch):
    """[144]: how well each class explains the notes int8 [steps, 4] of one beat; -inf where it is never used."""
    weight = np.zeros(12)
    for value in pitch[pitch >= 0]:
        weight[value % 12] += 1 / len(pitch)
    scores = SIGNS @ weight - RELUCTANCES - NO_ROOT * (weight[ROOTS] == 0) - NO_THIRD * (weight[THIRDS] == 0)
    bass = pitch[pitch[:, BASS] >= 0, BASS] % 12
    for value in bass:
        scores[ROOTS == value] += ROOT_IN_BASS / len(pitch)
    return scores


def chords_of(pitch, beats):
    """int16 [steps]: the class at each step of int8 [steps, 4], constant from each of `beats` (steps, the first is 0) to
    the next, by Viterbi; no chord where all voices rest."""
    spans = list(zip(beats, [*beats[1:], len(pitch)]))
    scores = [beat_scores(pitch[start:end]) for start, end in spans]
    total, back = scores[0], []
    for score in scores[1:]:
        best = int(total.argmax())
        stays = total >= total[best] - CHANGE
        back.append(np.where(stays, np.arange(NO_CHORD), best))
        total = np.where(stays, total, total[best] - CHANGE) + score
    path = [int(total.argmax())]
    for choice in reversed(back):
        path.append(int(choice[path[-1]]))
    chords = np.zeros(len(pitch), np.int16)
    for (start, end), chord in zip(spans, reversed(path)):
        chords[start:end] = chord if (pitch[start:end] >= 0).any() else NO_CHORD
    return chords
