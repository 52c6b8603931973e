"""What Coconet is asked while it is trained, and the pieces that it is asked about."""

import unittest
from fractions import Fraction

import numpy as np

from models.training import chorales, masks
from models.training.line import Line


class Masks(unittest.TestCase):
    def setUp(self):
        self.rng = np.random.default_rng(1)

    def test_something_is_always_asked(self):
        for _ in range(300):
            mask = masks.training_mask(self.rng, 16)
            self.assertEqual(mask.shape, (4, 16))
            self.assertEqual(set(np.unique(mask)) - {0, 1}, set())
            self.assertGreater(mask.sum(), 0)

    def test_given_voices_are_known_throughout(self):
        for _ in range(50):
            mask = masks.voices_given(self.rng, 16, {0, 2})
            self.assertEqual(mask[[0, 2]].sum(), 0)
            self.assertGreater(mask[[1, 3]].sum(), 0)

    def test_from_one_cell_to_all_cells_are_asked_alike(self):
        counts = [int(masks.orderless(self.rng, 4).sum()) for _ in range(2000)]
        self.assertEqual((min(counts), max(counts)), (1, 16))
        self.assertAlmostEqual(np.mean(counts), 8.5, delta=0.4)

    def test_harmony_under_a_soprano_is_asked_most(self):
        given = [masks.training_mask(self.rng, 64)[0].sum() == 0 for _ in range(500)]
        self.assertGreater(np.mean(given), 0.4)


class Pieces(unittest.TestCase):
    piece = np.array([[72, 67, 64, 48]] * 8 + [[74, 67, 59, 55]] * 8, np.int8)

    def test_rests_are_sounded_through(self):
        piece = self.piece.copy()
        piece[:2, 0] = piece[4:6, 0] = piece[10, 3] = -1
        np.testing.assert_array_equal(chorales.carry_rests(piece), self.piece)
        piece[:, 1] = -1
        self.assertIsNone(chorales.carry_rests(piece))

    def test_transpositions_stay_among_the_pitches_that_are_known(self):
        self.assertEqual(list(chorales.transpositions(self.piece)), list(range(-6, 7)))
        low = self.piece - np.int8(10)
        self.assertEqual(min(chorales.transpositions(low)), chorales.MIN_PITCH - int(low.min()))

    def test_a_short_piece_holds_its_last_chord(self):
        window = chorales.crop(self.piece, np.random.default_rng(1), 64)
        self.assertEqual(window.shape, (64, 4))
        self.assertTrue((window[16:] == window[15]).all())

    def test_a_fingerprint_is_free_of_key_and_of_rhythm(self):
        chords = np.array([[72, 67, 64, 48], [74, 67, 59, 55], [72, 69, 65, 53], [71, 67, 62, 43]], np.int8)
        chords = np.repeat(chords, 4, axis=0)
        slower = np.repeat(chords + np.int8(3), 2, axis=0)
        self.assertEqual(chorales.fingerprint(chords), chorales.fingerprint(slower))
        self.assertEqual(len(chorales.fingerprint(chords)), 1)

    def test_four_lines_make_a_piece_where_they_fit(self):
        def line(pitch):
            found = Line()
            found.add(Fraction(0), Fraction(8), pitch)
            found.end = Fraction(8)
            return found

        piece = chorales.from_lines([line(72), line(67), line(64), line(48)])
        self.assertEqual(piece.shape, (32, 4))
        self.assertIsNone(chorales.from_lines([line(84), line(67), line(64), line(48)]))


if __name__ == "__main__":
    unittest.main()
