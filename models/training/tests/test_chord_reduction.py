"""Four parts become chords."""

import unittest

import numpy as np

from models.training.chord_reduction import chords_of
from models.training.chord_symbols import NO_CHORD, class_of

C, G7, A_MINOR = class_of(0, "major"), class_of(7, "dominant"), class_of(9, "minor")


def beats(*chords):
    """int8 [4 * chords, 4] of soprano to bass, each held for a beat."""
    return np.repeat(np.array(chords, np.int8), 4, axis=0)


class Reducing(unittest.TestCase):
    def reduce(self, *chords):
        return chords_of(beats(*chords), list(range(0, 4 * len(chords), 4)))[::4].tolist()

    def test_plain_chords_are_themselves(self):
        self.assertEqual(self.reduce([67, 64, 60, 48], [65, 62, 59, 43], [67, 64, 60, 48]), [C, G7, C])

    def test_an_inversion_is_named_by_its_root(self):
        self.assertEqual(self.reduce([72, 67, 60, 52]), [C])

    def test_a_triad_and_its_sixth_are_told_apart_by_the_bass(self):
        self.assertEqual(self.reduce([69, 64, 60, 45]), [A_MINOR])

    def test_a_passing_note_changes_nothing(self):
        passing = beats([67, 64, 60, 48], [67, 64, 60, 48], [67, 64, 60, 48])
        passing[6:8, 0] = 65
        self.assertEqual(chords_of(passing, [0, 4, 8]).tolist(), [C] * 12)

    def test_silence_is_no_chord(self):
        self.assertEqual(self.reduce([-1, -1, -1, -1], [67, 64, 60, 48]), [NO_CHORD, C])


if __name__ == "__main__":
    unittest.main()
