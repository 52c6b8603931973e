"""What the report says of harmonies beside the pieces' own."""

import unittest

import numpy as np

try:
    from models.training import harmony_report
except ModuleNotFoundError:
    harmony_report = None


@unittest.skipIf(harmony_report is None, "needs torch")
class ToldApart(unittest.TestCase):
    def pieces(self, rng, shift):
        """Ten pieces of two windows, whose alto lies `shift` semitones higher than it might."""
        found = []
        for _ in range(10):
            line = 60 + np.cumsum(rng.integers(-2, 3, (128, 1)), 0).clip(-6, 6)
            found.append(np.repeat(line, 4, 1) + np.array([12, 7 + shift, 4, 0]))
        return found

    def test_what_differs_is_told_apart_and_what_differs_by_chance_is_not(self):
        rng = np.random.default_rng(1)
        own = self.pieces(rng, 0)
        for shift in (0, 2):
            made = self.pieces(rng, shift)
            apart = harmony_report.told_apart(*harmony_report.both_sounding(own, made))
            mean, high = harmony_report.told_apart_by_chance(own, [made], 5)
            self.assertLess(mean, high)
            self.assertLess(mean, 0.75)
            if shift:
                self.assertGreater(apart, 0.95)
                self.assertGreater(apart, high)
            else:
                self.assertLess(apart, 0.75)
