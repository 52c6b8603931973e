"""Drumming on the grid, and what the drum model is asked."""

import unittest

import numpy as np

from models.training import groove_data, groove_measure
from models.training.groove_data import DRUMS, INDEX, NUM_DRUMS, Performance, busyness, measured_fills, on_grid
from models.training.groove_midi import note_ons

try:
    import torch

    from models.training import groove, groove_net
except ImportError:
    torch = None

KICK, SNARE, HAT = 0, 1, 2


def midi(events, division=480):
    """A file of one track: (ticks since the event before, bytes)."""
    track = b"".join(bytes([delta]) + data for delta, data in events) + b"\x00\xff\x2f\x00"
    return b"MThd\x00\x00\x00\x06\x00\x00\x00\x01" + division.to_bytes(2, "big") + b"MTrk" + len(track).to_bytes(4, "big") + track


def performance(bars=6, meter="4-4"):
    """Eighths on the hi-hat, kick on one, snare in the middle."""
    bar = groove_data.METERS[meter]
    notes = [(step / 4, 42, 64) for step in range(0, bars * bar, 2)]
    notes += [(b * bar / 4, 36, 100) for b in range(bars)] + [((b + 0.5) * bar / 4, 38, 110) for b in range(bars)]
    played = on_grid(sorted(notes), bar)
    counts = groove_data.hits_per_bar(played, bar).sum(1)
    return Performance("p", "train", 0, 120.0, meter, played, np.zeros(bars, bool), counts)


class Reading(unittest.TestCase):
    def test_running_status_and_other_events_are_passed_over_and_a_note_on_without_velocity_is_none(self):
        data = midi([(0, b"\xff\x51\x03\x07\xa1\x20"), (0, b"\x99\x24\x64"), (120, b"\x26\x50"), (0, b"\x26\x00"), (0, b"\xc9\x01"), (120, b"\x99\x2a\x40")])
        self.assertEqual(note_ons(data), [(0.0, 36, 100), (0.25, 38, 80), (0.5, 42, 64)])

    def test_other_files_are_refused(self):
        with self.assertRaises(ValueError):
            note_ons(b"RIFF" + bytes(20))


class Grid(unittest.TestCase):
    def test_each_key_is_one_drum(self):
        keys = [key for _, keys in DRUMS for key in keys]
        self.assertEqual(len(keys), len(set(keys)))
        self.assertEqual(INDEX[40], SNARE)

    def test_a_stroke_goes_to_the_nearest_step_with_what_is_left_as_its_offset(self):
        played = on_grid([(0.27, 36, 127), (0.49, 38, 64)], 16)
        self.assertEqual(played[1, KICK], 1)
        self.assertAlmostEqual(played[1, 2 * NUM_DRUMS + KICK], 0.08, 5)
        self.assertEqual(played[2, SNARE], 1)
        self.assertAlmostEqual(played[2, 2 * NUM_DRUMS + SNARE], -0.04, 5)

    def test_of_two_strokes_of_a_drum_in_a_step_the_louder_counts(self):
        played = on_grid([(0.0, 38, 30), (0.05, 38, 90)], 16)
        self.assertAlmostEqual(played[0, NUM_DRUMS + SNARE], 90 / 127, 5)

    def test_a_last_stroke_on_the_bar_line_makes_no_bar(self):
        self.assertEqual(len(on_grid([(0, 36, 100), (4, 49, 100)], 16)), 16)
        self.assertEqual(len(on_grid([(0, 36, 100), (6, 49, 100)], 16)), 32)

    def test_a_bar_with_many_more_strokes_on_snare_and_toms_is_a_fill(self):
        strokes = np.zeros((4, NUM_DRUMS), int)
        strokes[:, SNARE] = 2
        strokes[3, 4] = 4
        self.assertEqual(measured_fills(strokes).tolist(), [False, False, False, True])

    def test_busyness_is_the_place_among_the_training_bars(self):
        table = groove_data.busyness_table([performance()], points=3)
        self.assertEqual(busyness(0.0, table), 0)
        self.assertEqual(busyness(9.0, table), 1)


class Measures(unittest.TestCase):
    def test_f1_counts_a_stroke_on_another_drum_as_wrong(self):
        hits = np.array([[1, 0], [0, 1]])
        self.assertEqual(groove_measure.f1(hits, hits), 1)
        self.assertEqual(groove_measure.f1(hits, np.array([[0, 1], [0, 1]])), 0.5)

    def test_errors_are_of_strokes_alone(self):
        self.assertAlmostEqual(groove_measure.error(np.array([0.5, 0.9]), np.array([0.4, 0.0]), np.array([1, 0]), 100), 10)

    def test_the_habit_of_a_drum_is_its_mean_at_the_step(self):
        usual = groove_measure.baselines([performance()])
        self.assertAlmostEqual(usual.velocity[8, SNARE], 110 / 127, 5)
        self.assertAlmostEqual(usual.velocity[3, HAT], 64 / 127, 5)


@unittest.skipIf(torch is None, "PyTorch is not installed")
class Model(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(1)
        self.pool = [performance(), performance(4, "3-4")]
        self.table = groove_data.busyness_table(self.pool)
        self.windows = groove.windows_of(self.pool)

    def batch(self, task):
        return groove.batch_of(self.windows[0][1:3], [task] * 2, self.table, np.random.default_rng(1))

    def test_every_bar_begins_a_window_of_its_metre(self):
        self.assertEqual([len(windows) for windows in self.windows], [5, 0, 3, 0])

    def test_each_task_hears_no_more_than_it_says(self):
        played = slice(0, groove_net.PLAYED)
        self.assertEqual(self.batch("nothing").heard.abs().sum(), 0)
        self.assertEqual(self.batch("tap").heard[..., played].abs().sum(), 0)
        self.assertTrue(torch.equal(self.batch("bars").heard[..., played], self.batch("bars").played))
        hits = self.batch("hits")
        self.assertEqual(hits.heard[..., NUM_DRUMS:].abs().sum(), 0)
        self.assertTrue(torch.equal(hits.heard[..., :NUM_DRUMS], hits.played[..., :NUM_DRUMS]))

    def test_the_beat_is_heard_from_other_bars(self):
        rng = np.random.default_rng(2)
        for window in self.windows[0]:
            for _ in range(20):
                other = groove.other_bar(window, rng)
                self.assertTrue(abs(other - window.first) >= 2 and 0 <= other <= 4)

    def test_controls_say_style_fill_place_metre_and_task(self):
        controls = groove_net.controls_of(3, [0.25, 0.5], [False, True], 240, "3-4", "tap")
        self.assertEqual(controls.shape, (24, groove_net.CONTROLS))
        self.assertEqual(controls[13].nonzero().flatten().tolist(), [3, 12, 13, 14, groove_net.PLACE_AT + 1, groove_net.METER_AT + 1, groove_net.TASK_AT + 2])
        self.assertEqual(controls[13, groove_net.TEMPO_AT], 1)

    def test_given_hits_are_what_is_played_and_the_rest_is_0(self):
        net, batch = groove_net.GrooveNet().eval(), self.batch("hits")
        hits = batch.played[..., :NUM_DRUMS]
        played = groove.play_batch(net, batch, hits)
        self.assertTrue(torch.equal(played[..., :NUM_DRUMS], hits))
        self.assertEqual((played[..., NUM_DRUMS : 2 * NUM_DRUMS] * (1 - hits)).sum(), 0)

    def test_playing_alone_agrees_with_hearing_the_same_steps_at_once(self):
        net, batch = groove_net.GrooveNet().eval(), self.batch("bars")
        played = groove.play_batch(net, batch)
        z = net.encode(batch.heard)[0]
        before = torch.cat([batch.first.unsqueeze(1), played[:, :-1]], 1)
        logits, _, _ = net.decode(z, before, batch.controls, played[..., :NUM_DRUMS])
        self.assertTrue(torch.equal((logits > 0).float(), played[..., :NUM_DRUMS]))

    def test_a_checkpoint_goes_out_and_back(self):
        net, other = groove_net.GrooveNet().eval(), groove_net.GrooveNet().eval()
        with torch.no_grad():
            net.links.normal_()
        groove_net.load_checkpoint_variables(other, groove_net.checkpoint_variables(net))
        batch = self.batch("bars")
        torch.testing.assert_close(groove.play_batch(net, batch), groove.play_batch(other, batch))
        torch.testing.assert_close(other.offset_spread, net.offset_spread)

    def test_training_lowers_the_loss(self):
        net = groove_net.GrooveNet()
        optimizer = torch.optim.Adam(net.parameters(), 2e-3)
        losses = []
        for step in range(12):
            torch.manual_seed(step)
            loss = groove.negative_elbo(net, self.batch("bars"), step)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        self.assertLess(losses[-1], losses[0])


if __name__ == "__main__":
    unittest.main()
