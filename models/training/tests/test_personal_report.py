import unittest

import numpy as np

from models.training.melodies import Melody
from models.training.personal_report import BARS, divergence, features, found_again, interval, logistic, spread, unlike, whole_bars


def melody(bars, length, bar=16):
    return Melody("tunes/a", "test", np.zeros(length, np.uint8), np.array(bars), bar, np.zeros(length, np.int16))


class PersonalReport(unittest.TestCase):
    def test_bars_are_whole_and_as_many_as_wanted(self):
        self.assertEqual(whole_bars(melody(range(0, 96, 16), 96), 24), (0, 6))
        self.assertEqual(whole_bars(melody(range(0, 96, 16), 96), 4), (0, 4))
        self.assertIsNone(whole_bars(melody(range(0, 48, 16), 48), 24))

    def test_an_upbeat_is_no_whole_bar(self):
        bars = [0, 4, 20, 36, 52]
        self.assertEqual(whole_bars(melody(bars, 68), 24), (4, BARS))

    def test_features_are_four_histograms_that_a_transposition_leaves_alone(self):
        tune = [[60, 0, 4], [64, 4, 4], [62, 8, 8]]
        higher = [[pitch + 2, start, length] for pitch, start, length in tune]
        self.assertAlmostEqual(features(tune, 0).sum(), 4)
        np.testing.assert_allclose(features(tune, 0), features(higher, -2))

    def test_what_is_the_same_does_not_diverge(self):
        tune = features([[60, 0, 4], [64, 4, 4]], 0)
        other = features([[60, 0, 8], [59, 8, 8]], 0)
        self.assertAlmostEqual(divergence(tune, tune), 0)
        self.assertAlmostEqual(divergence(tune, other), 0.625)  # All intervals and times, one of two degrees, no place in the quarter.
        self.assertEqual(divergence(tune, other), divergence(other, tune))

    def test_a_constant_has_no_spread_and_is_found_by_chance_alone(self):
        inputs = [np.full(64, pitch) for pitch in (60.0, 62.0, 64.0, 65.0)]
        self.assertEqual(spread([inputs[0]] * 4), 0)
        self.assertEqual(spread(inputs), 1)
        self.assertEqual(unlike(inputs[0], inputs[0] + 12), 0)
        found, chance = found_again([inputs[0]] * 4, inputs)
        self.assertEqual((found.mean(), chance), (0.25, 0.25))
        self.assertEqual(found_again(inputs, inputs)[0].mean(), 1)

    def test_the_regression_knows_the_side_that_it_was_shown(self):
        random = np.random.default_rng(1)
        odds = logistic(random.normal(1, 1, (80, 3)), random.normal(-1, 1, (40, 3)))
        self.assertGreater((odds(random.normal(1, 1, (50, 3))) > 0).mean(), 0.85)
        self.assertGreater((odds(random.normal(-1, 1, (50, 3))) < 0).mean(), 0.85)

    def test_an_interval_holds_its_mean(self):
        mean, low, high = interval(np.arange(30.0))
        self.assertTrue(low < mean < high)


if __name__ == "__main__":
    unittest.main()
