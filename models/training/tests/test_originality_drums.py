"""Drums as the index of originality is made of."""

import unittest

import numpy as np

from models.training.originality_drums import masks_of, words_of


class Drums(unittest.TestCase):
    def test_a_bar_is_a_number_for_each_drum_with_a_bit_for_each_sixteenth(self):
        played = np.zeros((32, 27), np.float32)
        played[0, 0] = played[8, 0] = played[31, 8] = 1
        first, second = masks_of(played, 16)
        self.assertEqual(first, [257] + [0] * 8)
        self.assertEqual(second, [0] * 8 + [1 << 15])

    def test_a_recording_is_called_by_its_style_its_tempo_and_who_plays(self):
        title, who, given = words_of("drummer1/eval_session/1_funk-groove1_138_beat_4-4.mid")
        self.assertEqual((title, who, given), ("Funk groove1 beat, 138 bpm, no. 1", "Drummer 1, eval session", "groove1"))
        self.assertIsNone(words_of("drummer7/session2/42_rock_112_fill_4-4.mid")[2])


if __name__ == "__main__":
    unittest.main()
