"""What the report of melodies counts."""

import unittest

import numpy as np

from models.training.chord_symbols import NO_CHORD
from models.training.melody_report import chord_share, contour_distance, continue_figures, cut, meter_of, notes_of, rhythm_distance


def tune(pitches, length=4):
    return [[pitch, i * length, length] for i, pitch in enumerate(pitches)]


class Distances(unittest.TestCase):
    def test_a_transposition_has_the_same_contour_and_rhythm(self):
        a, b = tune([60, 64, 62, 67]), tune([65, 69, 67, 72])
        self.assertEqual(contour_distance(a, b, 16), 0)
        self.assertEqual(rhythm_distance(a, b), 0)

    def test_an_inversion_has_no_pair_of_different_notes_alike(self):
        # Of the 120 pairs of 16 sixteenths, 4 × 6 lie in one note.
        self.assertAlmostEqual(contour_distance(tune([60, 62, 64, 65]), tune([65, 64, 62, 60]), 16), 96 / 120)

    def test_rhythm_is_the_share_of_onsets_that_are_not_shared(self):
        self.assertAlmostEqual(rhythm_distance(tune([60, 62]), [[60, 0, 4], [62, 4, 2], [64, 6, 2]]), 1 / 3)


class Reading(unittest.TestCase):
    def test_events_become_notes_with_silence_between(self):
        self.assertEqual(notes_of(np.array([1, 0, 60, 0, 1, 0, 62, 64])), [[60, 2, 2], [62, 6, 1], [64, 7, 1]])

    def test_a_stretch_is_cut_out_with_its_own_start(self):
        self.assertEqual(cut(tune([60, 62, 64]), 4, 10), [[62, 0, 4], [64, 4, 2]])

    def test_twelve_sixteenths_are_six_eight_where_notes_begin_in_the_middle(self):
        jig, waltz = np.zeros(24, int), np.zeros(24, int)
        jig[[0, 6, 12, 18]] = 60
        waltz[[0, 4, 8, 12, 16, 20]] = 60
        self.assertEqual(meter_of(jig, 12), (6, 8))
        self.assertEqual(meter_of(waltz, 12), (3, 4))


class Continuations(unittest.TestCase):
    def test_chord_tones_are_counted_over_chords_alone(self):
        # C major, then no chord.
        chords = [0] * 8 + [NO_CHORD] * 8
        self.assertAlmostEqual(chord_share(tune([60, 62, 61, 63]), chords), 0.5)

    def test_a_long_last_tonic_ends_a_phrase_and_a_short_leading_tone_does_not(self):
        piece = {"bar": 16, "key": {"tonic": 0, "scale": [0, 2, 4, 5, 7, 9, 11]}, "chords": None}
        home, away = [[62, 0, 8], [60, 56, 8]], [[62, 0, 8], [71, 60, 4]]
        figures = continue_figures([piece], [[home, away]])
        self.assertEqual(figures["ends_long_on_tonic_or_dominant"], 0.5)
        self.assertEqual(figures["in_key"], 1)


if __name__ == "__main__":
    unittest.main()
