"""Checkpoints as Magenta.js reads them."""

import json
import tempfile
import unittest
from pathlib import Path

import numpy as np

from models.training.card import metric, write_card
from models.training.checkpoint import (
    dequantise,
    is_vector,
    quantise,
    read_checkpoint,
    shard_digest,
    write_checkpoint,
)


def variables():
    rng = np.random.default_rng(1)
    return {
        "kernel": rng.normal(size=(7, 5)).astype(np.float32),
        "depthwise": rng.normal(size=(3, 3, 4, 1)).astype(np.float32),
        "bias": rng.normal(size=5).astype(np.float32),
        "gamma": rng.normal(size=(1, 1, 1, 4)).astype(np.float32),
        "constant": np.full((2, 2), 0.25, np.float32),
    }


class Quantising(unittest.TestCase):
    def test_no_value_moves_by_more_than_half_a_step(self):
        values = variables()["kernel"]
        q, quantization = quantise(values)
        self.assertEqual(q.dtype, np.uint8)
        moved = np.abs(dequantise(q, quantization) - values)
        self.assertLessEqual(moved.max(), quantization["scale"] / 2 + 1e-6)

    def test_the_ends_of_the_range_are_kept(self):
        q, quantization = quantise(np.array([[-2.0, 3.0]], np.float32))
        np.testing.assert_allclose(dequantise(q, quantization), [[-2, 3]], atol=1e-6)

    def test_a_constant_stays_itself(self):
        q, quantization = quantise(np.full((2, 2), 0.25, np.float32))
        np.testing.assert_array_equal(dequantise(q, quantization), np.full((2, 2), 0.25, np.float32))

    def test_vectors_are_told_from_matrices(self):
        self.assertTrue(is_vector(np.zeros((1, 1, 1, 4))))
        self.assertFalse(is_vector(np.zeros((3, 3, 4, 1))))


class Files(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name) / "model"
        self.size = write_checkpoint(self.folder, variables(), {"type": "Test"})

    def test_what_is_read_is_what_was_written_within_half_a_step(self):
        read = read_checkpoint(self.folder)
        self.assertEqual(list(read), list(variables()))
        for name, values in variables().items():
            self.assertEqual(read[name].shape, values.shape)
            step = (values.max() - values.min()) / 255
            np.testing.assert_allclose(read[name], values, atol=step / 2 + 1e-6)

    def test_vectors_are_exact(self):
        read = read_checkpoint(self.folder)
        for name in ("bias", "gamma"):
            np.testing.assert_array_equal(read[name], variables()[name])

    def test_what_was_read_and_is_written_again_is_the_same(self):
        again = self.folder / "again"
        write_checkpoint(again, read_checkpoint(self.folder), {"type": "Test"})
        for name, values in read_checkpoint(self.folder).items():
            np.testing.assert_allclose(read_checkpoint(again)[name], values, atol=1e-6)

    def test_the_manifest_accounts_for_every_byte(self):
        (group,) = json.loads((self.folder / "weights_manifest.json").read_text())
        sizes = [int(np.prod(w["shape"])) * (1 if "quantization" in w else 4) for w in group["weights"]]
        self.assertEqual(sum(sizes), self.size)
        self.assertEqual((self.folder / group["paths"][0]).stat().st_size, self.size)

    def test_a_shard_that_is_too_long_is_refused(self):
        with (self.folder / "group1-shard1of1").open("ab") as shard:
            shard.write(b"more")
        with self.assertRaises(AssertionError):
            read_checkpoint(self.folder)

    def test_the_card_names_its_weights_and_says_the_figures_in_both_forms(self):
        card = {
            "title": "Test",
            "task": "Nothing.",
            "version": "1",
            "bytes": self.size,
            "parameters": 84,
            "metrics": {"test_nll": metric(1.23456, "nats", "test", "by hand")},
            "measure_command": "measure",
            "training": {"steps": 1},
            "train_command": "train",
            "data": [{"archive": "a", "what": "b", "source": "c", "licence": "d", "sha256": "e"}],
            "splits": "Whole.",
            "weaknesses": ["It does nothing."],
        }
        write_card(self.folder, card)
        written = json.loads((self.folder / "card.json").read_text())
        self.assertEqual(written["weights_sha256"], shard_digest(self.folder))
        readable = (self.folder / "card.md").read_text()
        for words in ("1.2346 nats", "It does nothing.", written["weights_sha256"]):
            self.assertIn(words, readable)


if __name__ == "__main__":
    unittest.main()
