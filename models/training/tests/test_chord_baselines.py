"""The rule and the HMM that the chord model is measured against."""

import unittest

import numpy as np

from models.training.chord_baselines import Hmm, by_rule, find_key
from models.training.chord_symbols import CLASSES, class_of, transposed

C, F, G7 = class_of(0, "major"), class_of(5, "major"), class_of(7, "dominant")
#: Beats of each pitch class under each of them.
HEARD = {C: {0: 2, 4: 1, 7: 1}, F: {5: 2, 9: 1, 0: 1}, G7: {7: 2, 11: 1, 5: 1}}
SONG = [C, F, G7, C, C, G7, C, C]


def weight_of(chords, key=0):
    weight = np.zeros((len(chords), 12))
    for slot, chord in enumerate(chords):
        for pitch_class, beats in HEARD[chord].items():
            weight[slot, (pitch_class + key) % 12] = beats
    return weight


def song(key):
    return weight_of(SONG, key), np.arange(len(SONG)) % 2, np.array([transposed(chord, key) for chord in SONG])


class Rule(unittest.TestCase):
    def test_the_key_is_found(self):
        self.assertEqual(find_key(weight_of(SONG, 3)), (3, False))

    def test_each_slot_has_the_triad_with_most_of_its_melody_and_a_rest_keeps_the_chord(self):
        weight = weight_of(SONG)
        weight[1] = 0
        self.assertEqual(by_rule(weight).tolist(), [C, C, class_of(7, "major"), C, C, class_of(7, "major"), C, C])


class Markov(unittest.TestCase):
    hmm = Hmm([song(key) for key in (0, 2, 5)], tone_prior=1.0, chord_prior=1.0)

    def test_what_was_learnt_in_some_keys_is_known_in_all(self):
        for key in (0, 7, 10):
            weight, place, labels = song(key)
            self.assertEqual(self.hmm.viterbi(weight, place).tolist(), labels.tolist())

    def test_probabilities_sum_to_one_and_do_not_see_the_chord_that_is_asked_for(self):
        weight, place, labels = song(4)
        for ask in (self.hmm.in_order, self.hmm.among):
            found = ask(weight, place, labels)
            self.assertEqual(found.shape, (len(SONG), CLASSES))
            np.testing.assert_allclose(np.exp(found).sum(1), 1, atol=1e-6)
            other = labels.copy()
            other[-1] = transposed(labels[-1], 1)
            np.testing.assert_allclose(ask(weight, place, other)[-1], found[-1], atol=1e-6)

    def test_in_order_the_chain_is_the_probability_of_all_chords(self):
        weight, place, labels = song(0)
        chain = self.hmm.in_order(weight, place, labels)[np.arange(len(labels)), labels].sum()
        joint = np.logaddexp.reduce(self.hmm.joint(weight, place, labels))
        total = self.hmm.first + self.hmm.emissions(weight)[:, 0]
        for slot in range(1, len(labels)):
            onward = total[:, :, None] + self.hmm.changes[place[slot]]
            total = np.logaddexp.reduce(onward, 1) + self.hmm.emissions(weight)[:, slot]
        self.assertAlmostEqual(chain, joint - np.logaddexp.reduce(total.ravel()), places=6)


if __name__ == "__main__":
    unittest.main()
