"""The counted pairs and the bar before that the melody model is measured against."""

import unittest

import numpy as np

from models.training.melody_baselines import Bigram, LastBar, tuned_last_bar

#: Up and down in eighths, four steps a bar, as events: 0 holds, a pitch begins.
TUNE = np.array([60, 0, 62, 0] * 8, np.uint8)
INDICES = np.where(TUNE > 0, TUNE.astype(int) - 46, 0)[None]


class Counting(unittest.TestCase):
    bigram = Bigram([TUNE], 48, 83)

    def test_a_tone_is_followed_by_the_one_above_or_below_in_about_as_many_keys(self):
        nll = self.bigram.nll(INDICES)[0]
        self.assertLess(nll[::2].max(), 0.1)
        np.testing.assert_allclose(nll[1::2], np.log(2), atol=0.2)

    def test_what_never_followed_is_a_surprise(self):
        other = INDICES.copy()
        other[0, 8] += 1
        nll = self.bigram.nll(other)[0]
        self.assertGreater(nll[7], 3)
        self.assertLess(nll[6], 0.1)

    def test_a_hold_remembers_what_it_holds(self):
        self.assertEqual(self.bigram.states(np.array([[14, 0, 0, 1, 0]])).tolist(), [[28, 29, 29, 2, 3]])

    def test_what_was_counted_in_one_key_is_known_in_the_others(self):
        moved = self.bigram.nll(np.where(INDICES > 0, INDICES + 2, 0))
        np.testing.assert_allclose(moved, self.bigram.nll(INDICES), atol=0.2)


class Repeating(unittest.TestCase):
    flat = Bigram([], 48, 83)

    def test_only_from_the_second_bar_on_is_there_a_bar_before(self):
        nll = LastBar(self.flat, 0.9).nll(INDICES, [4])[0]
        self.assertAlmostEqual(nll[2], np.log(38), places=5)
        self.assertAlmostEqual(nll[3], -np.log(0.9 + 0.1 / 38), places=5)

    def test_trust_is_what_fits(self):
        self.assertAlmostEqual(tuned_last_bar(self.flat, INDICES, [4]).trust, 0.9)
        self.assertAlmostEqual(tuned_last_bar(self.flat, INDICES, [3]).trust, 0.05)


if __name__ == "__main__":
    unittest.main()
