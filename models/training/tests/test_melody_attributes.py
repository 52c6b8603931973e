"""What a melody is steered by, and the directions that are found for it."""

import unittest

import numpy as np

from models.training.melody_attributes import attributes_of, calibrated, directions, residual


class Attributes(unittest.TestCase):
    def test_notes_a_quarter_mean_pitch_and_mean_interval(self):
        # Two quarters of 10, one of 14, silence for one.
        events = np.array([10, 0, 0, 0, 10, 0, 0, 0, 14, 0, 0, 0, 1, 0, 0, 0])
        density, register, leaps = attributes_of(events)
        self.assertAlmostEqual(density, 3 / 4)
        self.assertAlmostEqual(register, 34 / 3)
        self.assertAlmostEqual(leaps, 2)

    def test_silence_before_the_first_note_has_no_pitch(self):
        _, register, _ = attributes_of(np.array([0, 0, 12, 0, 14, 0, 0, 0]))
        self.assertAlmostEqual(register, (2 * 12 + 4 * 14) / 6)


class Directions(unittest.TestCase):
    def setUp(self):
        rng = np.random.default_rng(1)
        # Attributes that go together; each is read off the points, some of whose numbers say nothing.
        self.values = rng.normal(size=(4000, 3)) @ np.array([[1, 0.6, 0.3], [0, 1, 0.4], [0, 0, 1]])
        self.mixing = rng.normal(size=(3, 8))
        self.points = self.values @ self.mixing + 0.1 * rng.normal(size=(4000, 8))

    def test_a_residual_does_not_go_with_what_was_taken_out(self):
        left = residual(self.values[:, 0], self.values[:, 1:])
        self.assertAlmostEqual(np.corrcoef(left, self.values[:, 1])[0, 1], 0)

    def test_each_moves_its_own_attribute_by_a_deviation_and_leaves_the_others(self):
        reading = np.linalg.lstsq(self.points, self.values, rcond=None)[0]
        moved = directions(self.points, self.values) @ reading / self.values.std(0)
        np.testing.assert_allclose(moved, np.eye(3), atol=0.05)

    def test_a_direction_that_does_too_little_is_made_longer(self):
        # What is decoded rises half a semitone for each unit along the first number.
        def decode(points):
            return [np.array([40 + round(10 * point[0]) / 20, 0, 40 + round(10 * point[0]) / 20, 0]) for point in points]

        vectors = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 0.0]])
        found = calibrated(vectors, decode, np.zeros((4, 2)), np.array([1.0, 1.0, 1.0]), rounds=1)
        self.assertAlmostEqual(found[1, 0], 2)


if __name__ == "__main__":
    unittest.main()
