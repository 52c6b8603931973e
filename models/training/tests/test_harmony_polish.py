"""The polish of the harmony model: what is told of a setting, the critic, and what a choice is answered with."""

import unittest

import numpy as np

try:
    import torch

    from models.training import harmony_polish
    from models.training.four_part import CHORALE, Piece
    from models.training.harmony_polish import HORIZON, Critic, Traits, missed_cadences, returns
except ModuleNotFoundError:
    torch = None

TONIC, DOMINANT, OTHER = [72, 67, 64, 48], [71, 67, 62, 55], [74, 69, 65, 50]


def setting(*chords, each=4):
    return torch.tensor([chord for chord in chords for _ in range(each)])[None]


def piece(pitch):
    steps = pitch.shape[1]
    zeros = np.zeros(steps, np.int8)
    return Piece("made", CHORALE, pitch[0].numpy().astype(np.int8), zeros, True, zeros + 1, zeros, zeros, True)


@unittest.skipIf(torch is None, "needs torch")
class Telling(unittest.TestCase):
    def setUp(self):
        self.pitch = setting(TONIC, DOMINANT, TONIC)
        self.place = torch.arange(12)[None] % 16
        self.traits = Traits([piece(self.pitch)])

    def told(self, pitch):
        return self.traits(pitch, self.place, torch.zeros(pitch.shape[:2]))[0]

    def test_a_setting_is_like_itself_in_another_key_but_for_where_its_voices_lie(self):
        here, there = self.told(self.pitch), self.told(self.pitch - 1)
        self.assertEqual(int((here != there).any(0).sum()), 0)

    def test_nothing_moves_into_the_first_step(self):
        self.assertEqual(float(self.told(self.pitch)[0, :41].sum()), 0)
        self.assertEqual(float(self.told(self.pitch)[4, :25].sum()), 1)

    def test_a_chord_that_no_piece_has_is_told_on_the_beat(self):
        strange = self.pitch.clone()
        strange[0, 4:8] = torch.tensor([71, 66, 61, 60])
        differs = (self.told(strange) - self.told(self.pitch)).sum(0)
        known = self.told(self.pitch).shape[1]
        self.assertTrue(any(float(differs[i]) == 1 for i in range(known)))
        self.assertFalse(bool(self.traits.is_known[harmony_polish.bits((strange[0, 4] - 60) % 12)]))

    def test_parallel_fifths_are_told_where_they_are_made(self):
        fifths = setting([72, 67, 55, 48], [74, 69, 57, 50], [72, 67, 55, 48])
        contrary = setting([72, 67, 55, 48], [74, 65, 62, 50], [72, 67, 55, 48])
        self.assertGreater(float(self.told(fifths)[4, -40:].sum()), float(self.told(contrary)[4, -40:].sum()))


@unittest.skipIf(torch is None, "needs torch")
class Cadences(unittest.TestCase):
    PHRASE = np.array([0] * 12 + [1] * 4)

    def test_a_phrase_that_ends_in_a_cadence_misses_none(self):
        self.assertEqual(float(missed_cadences(setting(TONIC, OTHER, DOMINANT, TONIC), [self.PHRASE], [0]).sum()), 0)

    def test_one_that_does_not_misses_it_where_it_ends(self):
        missed = missed_cadences(setting(TONIC, DOMINANT, TONIC, [76, 67, 59, 52]), [self.PHRASE], [0])
        self.assertEqual(missed[0].nonzero().flatten().tolist(), [12])


@unittest.skipIf(torch is None, "needs torch")
class Answering(unittest.TestCase):
    def test_what_follows_counts_less_the_later_it_comes(self):
        rewards = torch.zeros(1, 6)
        rewards[0, 3] = 1
        found = returns(rewards)[0]
        self.assertEqual(float(found[3]), 1)
        self.assertAlmostEqual(float(found[1]), (1 - 1 / HORIZON) ** 2, places=6)
        self.assertEqual(float(found[4:].sum()), 0)

    def test_a_critic_tells_two_kinds_apart_and_rewards_what_is_one(self):
        torch.manual_seed(1)
        own, made = torch.randn(200, 5), torch.randn(200, 5)
        own[:, 2] += 3
        critic = Critic(5)
        critic.fit(own, made)
        told = (critic.logit(own) > 0).float().mean() + (critic.logit(made) < 0).float().mean()
        self.assertGreater(float(told) / 2, 0.85)
        steps = torch.zeros(1, 2, 5)
        steps[0, 1, 2] = 1
        rewards = critic.rewards(steps)[0]
        self.assertEqual(float(rewards[0]), 0)
        self.assertGreater(float(rewards[1]), 0)


if __name__ == "__main__":
    unittest.main()
