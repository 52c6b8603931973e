"""Progressions as the index of originality is made of."""

import unittest
from types import SimpleNamespace

import numpy as np

from models.training.chord_symbols import NO_CHORD, class_of
from models.training.originality_progressions import chords_of, has_upbeat, notes_of

C, F, G7 = class_of(0, "major"), class_of(5, "major"), class_of(7, "dominant")


class Progressions(unittest.TestCase):
    def test_a_chord_lasts_until_the_next_other_one_also_where_none_is_said(self):
        classes = [NO_CHORD] * 4 + [C] * 8 + [NO_CHORD] * 4 + [C] * 4 + [G7] * 4 + [NO_CHORD] * 4
        self.assertEqual(chords_of(classes), [[4, 16, 0, 0], [20, 8, 7, 2]])
        self.assertEqual(chords_of([NO_CHORD] * 4), [])

    def test_a_note_lasts_until_the_next_or_a_rest(self):
        sheet = SimpleNamespace(pitch=np.array([60, 60, 62, -1, 64, 64]), onset=np.array([1, 0, 1, 0, 1, 0]))
        self.assertEqual(notes_of(sheet), [[0, 2, 60], [2, 1, 62], [4, 2, 64]])

    def test_a_first_bar_that_is_shorter_is_an_upbeats(self):
        self.assertTrue(has_upbeat(SimpleNamespace(bars=[0, 1, 5])))
        self.assertFalse(has_upbeat(SimpleNamespace(bars=[0, 4, 8])))


if __name__ == "__main__":
    unittest.main()
