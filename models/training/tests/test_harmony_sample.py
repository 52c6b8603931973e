"""Drawing harmonies: what is known stays, and the rules hold back what the page's rules hold back."""

import unittest

import numpy as np

try:
    import torch

    from models.training import harmony, harmony_net
    from models.training.harmony_sample import COSTS, midi, rule_costs, sample
except ModuleNotFoundError:
    torch = None

SOPRANO, ALTO, TENOR, BASS = range(4)


@unittest.skipIf(torch is None, "needs torch")
class Drawing(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(1)
        self.net = harmony_net.HarmonyNet().eval()
        token = np.tile(np.array([[36, 31, 28, 12]]), (16, 1))
        unknown = np.zeros((16, 4), bool)
        unknown[4:12, 1:] = True
        cells = (token, np.zeros((16, 4), np.int64), token, token[0], np.ones(16, bool), np.zeros((16, 30), np.float32), unknown, True)
        self.batch = harmony.stack([cells, cells])

    def test_only_what_is_asked_is_drawn(self):
        drawn, _ = sample(self.net, self.batch)
        asked = self.batch["asked"]
        self.assertTrue(bool((drawn[~asked] == self.batch["token"][~asked]).all()))
        self.assertFalse(bool((drawn[asked] == self.batch["token"][asked]).all()))

    def test_two_takes_differ_and_a_seed_gives_the_same_again(self):
        torch.manual_seed(5)
        first, _ = sample(self.net, self.batch)
        self.assertFalse(bool((first[0] == first[1]).all()))
        torch.manual_seed(5)
        self.assertTrue(bool((sample(self.net, self.batch)[0] == first).all()))

    def test_out_of_range_is_not_drawn_under_the_rules(self):
        drawn, costs = sample(self.net, self.batch, rules=True)
        tenor = midi(drawn)[:, 4:12, TENOR]
        sounding = tenor[tenor >= 0]
        self.assertTrue(bool(((sounding >= 47) & (sounding <= 69)).all()))
        self.assertEqual(float(costs[:, :4].abs().sum()), 0)


@unittest.skipIf(torch is None, "needs torch")
class Rules(unittest.TestCase):
    def cost(self, voice, before, now, at):
        return float(rule_costs(torch.tensor([before]), torch.tensor([now]), voice)[0, at - harmony_net.MIN_PITCH])

    def test_parallels_cost_in_similar_motion_only(self):
        self.assertEqual(self.cost(BASS, [67, -1, -1, 48], [69, -1, -1, -1], 50), COSTS["parallel"])
        self.assertEqual(self.cost(BASS, [67, -1, -1, 60], [69, -1, -1, -1], 50), 0)
        self.assertEqual(self.cost(TENOR, [72, -1, 60, -1], [74, -1, -1, -1], 62), COSTS["parallel"])

    def test_hidden_ones_cost_where_the_soprano_leaps(self):
        self.assertEqual(self.cost(BASS, [67, -1, -1, 50], [72, -1, -1, -1], 53), COSTS["hidden fifth"])
        self.assertEqual(self.cost(BASS, [67, -1, -1, 50], [69, -1, -1, -1], 52), 0)

    def test_crossing_spacing_and_overlap(self):
        self.assertAlmostEqual(self.cost(ALTO, [-1] * 4, [64, -1, -1, -1], 65), COSTS["crossing"])
        self.assertAlmostEqual(self.cost(ALTO, [-1] * 4, [74, -1, -1, -1], 60), COSTS["spacing"])
        self.assertAlmostEqual(self.cost(ALTO, [67, 64, -1, -1], [72, -1, -1, -1], 69), COSTS["overlap"])


if __name__ == "__main__":
    unittest.main()
