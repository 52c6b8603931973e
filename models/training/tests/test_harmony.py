"""What the one-pass harmony model is told and asked, and that the page tells it the same."""

import re
import unittest
from pathlib import Path

import numpy as np

from models.training import four_part
from models.training.four_part import BAR_STEPS, CHORALE, HYMN, REST, STYLES, Piece

try:
    import torch

    from models.training import harmony, harmony_net
except ModuleNotFoundError:
    torch = None

SOURCES = Path(__file__).parents[3] / "src"
STEPS = 64


def made(steps=96, **more):
    """A piece in 3/4 after an upbeat of a quarter, a chord a quarter, all of it known."""
    quarter = np.arange(steps) // 4
    chords = np.array([[72, 67, 64, 48], [72, 69, 65, 53], [74, 67, 59, 43]], np.int8)
    kept = dict(
        name="made",
        style=HYMN,
        pitch=chords[quarter % 3],
        attack=np.repeat((np.arange(steps) % 4 == 0)[:, None], 4, 1).astype(np.uint8),
        attacks_known=True,
        metre=np.full(steps, 2, np.int8),
        place=((np.arange(steps) + 8) % 12).astype(np.int8),
        phrase=(quarter % 6 == 5).astype(np.uint8),
        phrases_known=True,
    )
    return Piece(**(kept | more))


@unittest.skipIf(torch is None, "needs torch")
class Tokens(unittest.TestCase):
    def test_a_choice_is_a_pitch_from_the_lowest_up_or_silence(self):
        self.assertEqual(harmony.choices_of(np.array([36, 81, REST], np.int8)).tolist(), [0, 45, 46])

    def test_a_token_is_a_choice_struck_or_held_on_and_silence_is_one(self):
        choice = np.array([0, 0, 45, 46, 46])
        self.assertEqual(harmony.tokens_of(choice, np.array([1, 0, 0, 1, 0])).tolist(), [0, 47, 92, 46, 46])
        self.assertEqual(harmony_net.TOKENS, 94)


@unittest.skipIf(torch is None, "needs torch")
class Windows(unittest.TestCase):
    def test_a_window_has_its_notes_and_the_step_before(self):
        piece = made()
        choice, attack, token, before, real = harmony.window(piece, 6, STEPS, shift=-2)
        np.testing.assert_array_equal(choice, piece.pitch[6:70] - 2 - 36)
        np.testing.assert_array_equal(attack, piece.attack[6:70])
        self.assertEqual(token[:3, 0].tolist(), [34 + 47, 34 + 47, 36])
        self.assertEqual(before.tolist(), (piece.pitch[5] - 2 - 36 + 47).tolist())
        self.assertTrue(real.all())

    def test_before_the_first_step_is_silence(self):
        *_, before, _ = harmony.window(made(), 0, STEPS)
        self.assertEqual(before.tolist(), [harmony_net.REST] * 4)

    def test_past_its_end_a_piece_is_silent(self):
        choice, _, token, _, real = harmony.window(made(steps=70), 16, STEPS)
        self.assertEqual(real.tolist(), [True] * 54 + [False] * 10)
        self.assertEqual(set(choice[54:].flatten()), {harmony_net.REST})
        self.assertEqual(set(token[54:].flatten()), {harmony_net.REST})

    def test_where_attacks_are_not_known_only_a_change_of_pitch_says_anything(self):
        for found in (harmony.window(made(), 4, STEPS, attacks=False), harmony.window(made(attacks_known=False), 4, STEPS)):
            _, attack, token, _, _ = found
            # The soprano holds its first pitch on from the step before, the alto does not.
            self.assertEqual(attack[:6, 0].tolist(), [harmony_net.UNSAID] * 4 + [1, harmony_net.UNSAID])
            self.assertEqual(attack[:6, 1].tolist(), [1] + [harmony_net.UNSAID] * 3 + [1, harmony_net.UNSAID])
            np.testing.assert_array_equal(token, harmony.window(made(), 4, STEPS)[2])

    def test_what_is_asked_is_hidden_with_its_attack(self):
        choice, attack, *_ = harmony.window(made(), 0, STEPS)
        unknown = np.zeros((STEPS, 4), bool)
        unknown[8:12, 2] = True
        cell, seen = harmony.question(choice, attack, unknown)
        self.assertEqual(set(cell[unknown]), {harmony_net.UNKNOWN})
        self.assertEqual(set(seen[unknown]), {harmony_net.UNSAID})
        np.testing.assert_array_equal(cell[~unknown], choice[~unknown])
        np.testing.assert_array_equal(seen[~unknown], attack[~unknown])

    def test_something_is_always_asked_and_most_often_all_but_the_soprano(self):
        rng = np.random.default_rng(1)
        questions = [harmony.unknown_cells(rng, STEPS) for _ in range(400)]
        self.assertTrue(all(unknown.shape == (STEPS, 4) for unknown in questions))
        self.assertGreater(min(unknown.sum() for unknown in questions), 0)
        under_soprano = sum(not unknown[:, 0].any() and unknown[:, 1:].all() for unknown in questions)
        self.assertGreater(under_soprano, 150)


@unittest.skipIf(torch is None, "needs torch")
class Context(unittest.TestCase):
    METRE, PHRASE, STYLE, MODE = 20, 25, 27, 29

    def test_it_is_laid_out_as_the_page_lays_it_out(self):
        page = (SOURCES / "generation/harmony-run.ts").read_text()
        (bars,) = re.findall(r"METRE_STEPS = \[([\d, ]+)\]", page)
        self.assertEqual([int(steps) for steps in bars.split(",")], BAR_STEPS)
        (styles,) = re.findall(r"HARMONY_STYLES = \[(.+?)\]", (SOURCES / "domain/ask.ts").read_text())
        self.assertEqual(tuple(re.findall(r'"(\w+)"', styles)), STYLES)
        (order,) = re.findall(r"DECODING_ORDER = \[([\d, ]+)\]", page)
        self.assertEqual(tuple(int(voice) for voice in order.split(",")), harmony_net.ORDER)
        for name, value in (
            ("CHOICES", harmony_net.CHOICES),
            ("QUIET", harmony_net.REST),
            ("UNKNOWN", harmony_net.UNKNOWN),
            ("SUSTAINED", harmony_net.SUSTAINED),
            ("STRUCK", harmony_net.STRUCK),
            ("UNSAID", harmony_net.UNSAID),
        ):
            self.assertIn(f"export const {name} = {value};", page)
        self.assertEqual(harmony_net.CONTEXT_INPUTS, 30)
        self.assertEqual(self.MODE, harmony_net.CONTEXT_INPUTS - 1)

    def test_it_hears_as_far_as_the_page_takes_it_to(self):
        page = (SOURCES / "generation/harmony-run.ts").read_text()
        self.assertIn(f"export const CONTEXT_STEPS: Steps = {sum(harmony_net.DILATIONS)};", page)
        shapes = (SOURCES / "generation/shapes.ts").read_text()
        self.assertIn(f"HARMONY_DILATIONS = [{', '.join(map(str, harmony_net.DILATIONS))}]", shapes)

    def test_a_row_tells_place_metre_phrase_style_and_mode(self):
        context = harmony.context_of(made(), 4, STEPS, mode=-1)
        self.assertEqual(context.shape, (STEPS, 30))
        expected = np.zeros(30)
        # The fifth sixteenth begins a bar, and a quarter.
        expected[[0, 4, self.METRE + 2, self.PHRASE + 1, self.STYLE + HYMN]] = 1
        expected[self.MODE] = -1
        self.assertEqual(context[0].tolist(), expected.tolist())
        self.assertEqual(context[13, 4 : self.METRE].argmax(), 1)
        self.assertEqual(context[13, :4].argmax(), 1)
        np.testing.assert_array_equal(context[:, self.PHRASE], made().phrase[4:68])

    def test_what_is_left_unsaid_is_not_told(self):
        context = harmony.context_of(made(), 0, STEPS, metre=False, phrase=False, style=False)
        self.assertEqual(context[:, 4 : self.METRE].sum(), 0)
        self.assertEqual(context[:, self.METRE].tolist(), [1] * STEPS)
        self.assertEqual(context[:, self.METRE + 1 :].sum(), 0)
        # Where the quarters begin is always known.
        self.assertEqual(context[:, :4].sum(1).tolist(), [1] * STEPS)

    def test_a_piece_whose_phrases_nobody_knows_tells_none(self):
        context = harmony.context_of(made(phrases_known=False), 0, STEPS)
        self.assertEqual(context[:, self.PHRASE : self.STYLE].sum(), 0)

    def test_major_and_minor_are_told_apart_in_any_key(self):
        major = np.repeat([[72, 67, 64, 48], [72, 69, 65, 53], [74, 67, 59, 43], [72, 67, 64, 48]], 8, 0)
        minor = np.repeat([[72, 67, 63, 48], [72, 68, 65, 53], [74, 67, 59, 43], [72, 67, 63, 48]], 8, 0)
        for up in (-5, 0, 4):
            self.assertEqual(harmony.mode(made(pitch=(major + up).astype(np.int8))), 1)
            self.assertEqual(harmony.mode(made(pitch=(minor + up).astype(np.int8))), -1)


@unittest.skipIf(torch is None, "needs torch")
class Learning(unittest.TestCase):
    def batch(self, pieces=None):
        rng = np.random.default_rng(3)
        pieces = harmony.by_style(pieces or [made(), made(style=CHORALE)])
        return harmony.stack([harmony.example(rng, pieces) for _ in range(6)])

    def test_examples_are_numbers_that_the_net_takes(self):
        batch = self.batch()
        cell, attack, context, token, before = batch["input"]
        self.assertEqual(tuple(cell.shape), (6, harmony.TRAINING_STEPS, 4))
        self.assertEqual(tuple(context.shape), (6, harmony.TRAINING_STEPS, 30))
        self.assertEqual(tuple(before.shape), (6, 4))
        self.assertLessEqual(int(cell.max()), harmony_net.UNKNOWN)
        self.assertLess(int(token.max()), harmony_net.TOKENS)
        self.assertTrue(bool((cell[batch["asked"]] == harmony_net.UNKNOWN).all()))

    def test_striking_counts_only_where_a_pitch_stays_and_attacks_are_known(self):
        net = harmony_net.HarmonyNet().eval()
        with torch.no_grad():
            batch = self.batch()
            _, attack = harmony.nll(net, batch)
            choice = batch["choice"]
            moves = choice[:, 1:] != choice[:, :-1]
            self.assertEqual(float(attack[:, 1:][moves].abs().sum()), 0)
            self.assertGreater(float(attack.sum()), 0)
            _, attack = harmony.nll(net, self.batch([made(attacks_known=False), made(style=CHORALE, attacks_known=False)]))
            self.assertEqual(float(attack.sum()), 0)

    def test_a_choice_hangs_on_what_was_decided_before_it_and_on_nothing_decided_after(self):
        net = harmony_net.HarmonyNet().eval()
        cell, attack, context, token, before = [one[:1] for one in self.batch()["input"]]
        logits = lambda tokens: net(cell, attack, context, tokens, before)[0]
        with torch.no_grad():
            usual = logits(token)
            for place, voice in enumerate(harmony_net.ORDER):
                other = token.clone()
                other[0, 20, voice] = (other[0, 20, voice] + 1) % harmony_net.TOKENS
                changed = (logits(other) - usual).abs().amax(-1) > 1e-6
                self.assertFalse(bool(changed[:20].any()))
                earlier, later = harmony_net.ORDER[: place + 1], harmony_net.ORDER[place + 1 :]
                self.assertFalse(bool(changed[20, list(earlier)].any()))
                self.assertTrue(bool(changed[20, list(later)].all()))
                self.assertTrue(bool(changed[21].all()))

    def test_weights_that_ship_give_the_net_back(self):
        net, copy = harmony_net.HarmonyNet().eval(), harmony_net.HarmonyNet().eval()
        harmony_net.load_checkpoint_variables(copy, harmony_net.checkpoint_variables(net))
        with torch.no_grad():
            inputs = self.batch()["input"]
            torch.testing.assert_close(copy(*inputs), net(*inputs))


if __name__ == "__main__":
    unittest.main()
