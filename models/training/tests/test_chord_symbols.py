"""Chord symbols become classes."""

import unittest

from models.training.chord_symbols import (
    CLASSES,
    NO_CHORD,
    QUALITIES,
    TONES,
    TRIADS,
    UNKNOWN,
    class_of,
    tones_of,
    transposed,
)


class Classes(unittest.TestCase):
    def test_there_are_twelve_qualities_over_twelve_roots_and_no_chord(self):
        self.assertEqual(len(QUALITIES), 12)
        self.assertEqual(len(TONES), 12)
        self.assertEqual(len(TRIADS), 12)
        self.assertEqual(CLASSES, 145)

    def test_a_class_is_its_root_times_twelve_and_its_quality(self):
        self.assertEqual(class_of(0, "major"), 0)
        self.assertEqual(class_of(7, "dominant"), 7 * 12 + 2)
        self.assertEqual(class_of(-1, "minor"), 11 * 12 + 1)
        self.assertEqual(class_of(0, "none"), NO_CHORD)

    def test_what_stands_on_a_seventh_is_that_seventh(self):
        sevenths = {
            "dominant-ninth": "dominant",
            "major-ninth": "major-seventh",
            "minor-11th": "minor-seventh",
            "dominant-13th": "dominant",
        }
        for kind, seventh in sevenths.items():
            self.assertEqual(class_of(2, kind), class_of(2, seventh))

    def test_an_altered_fifth_counts_where_there_is_a_quality_for_it(self):
        self.assertEqual(class_of(0, "minor-seventh", -1), class_of(0, "half-diminished"))
        self.assertEqual(class_of(0, "dominant", 1), class_of(0, "augmented"))
        self.assertEqual(class_of(0, "dominant", -1), class_of(0, "dominant"))

    def test_a_kind_that_nobody_knows_is_a_major_triad(self):
        self.assertEqual(class_of(5, "mystic"), class_of(5, "major"))

    def test_the_tones_of_a_chord(self):
        self.assertEqual(tones_of(class_of(7, "dominant")), {7, 11, 2, 5})
        self.assertEqual(tones_of(NO_CHORD), frozenset())

    def test_transposing_moves_the_root_and_keeps_the_quality(self):
        self.assertEqual(transposed(class_of(11, "minor"), 2), class_of(1, "minor"))
        self.assertEqual(transposed(NO_CHORD, 5), NO_CHORD)
        self.assertEqual(transposed(UNKNOWN, 5), UNKNOWN)


if __name__ == "__main__":
    unittest.main()
