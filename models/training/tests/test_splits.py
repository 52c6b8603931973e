"""No tune is on both sides of a split."""

import unittest

import numpy as np

from models.training.splits import families, interval_runs, split_of


def tune(seed, length=40):
    return [60 + int(step) for step in np.random.default_rng(seed).integers(-7, 8, length)]


class Families(unittest.TestCase):
    def test_a_tune_in_another_key_is_the_same_family(self):
        family = families({"a": tune(1), "b": [pitch + 5 for pitch in tune(1)], "c": tune(2)})
        self.assertEqual(family["a"], family["b"])
        self.assertNotEqual(family["a"], family["c"])

    def test_a_tune_with_a_changed_ending_is_the_same_family(self):
        family = families({"a": tune(1), "b": tune(1)[:30] + tune(3)[:10]})
        self.assertEqual(family["a"], family["b"])

    def test_kin_of_kin_are_kin(self):
        family = families({"a": tune(1), "b": tune(1)[20:] + tune(2)[:20], "c": tune(2)})
        self.assertEqual(len(set(family.values())), 1)

    def test_a_repeated_note_makes_nobody_kin(self):
        self.assertEqual(interval_runs([60] * 30), set())
        family = families({"a": [60] * 20 + tune(1), "b": [60] * 20 + tune(2)})
        self.assertNotEqual(family["a"], family["b"])

    def test_families_do_not_depend_on_the_order_of_the_pieces(self):
        pieces = {"a": tune(1), "b": tune(1), "c": tune(2)}
        self.assertEqual(families(pieces), families(dict(reversed(pieces.items()))))


class Splits(unittest.TestCase):
    def test_a_family_is_always_on_the_same_side(self):
        # Cards name figures by split, so these may never move.
        sides = {name: split_of(name) for name in ("piece 0", "piece 3", "piece 7")}
        self.assertEqual(sides, {"piece 0": "train", "piece 3": "valid", "piece 7": "test"})

    def test_about_nine_in_ten_are_trained_on(self):
        sides = [split_of(f"piece {i}") for i in range(4000)]
        self.assertAlmostEqual(sides.count("train") / 4000, 0.9, delta=0.02)
        self.assertAlmostEqual(sides.count("test") / 4000, 0.05, delta=0.015)


if __name__ == "__main__":
    unittest.main()
