import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np

from models.training import harmony_habits
from models.training.four_part import STYLES


class Fitted(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.state = Path(folder.name)
        patched = mock.patch.object(harmony_habits, "STATE", self.state)
        patched.start()
        self.addCleanup(patched.stop)
        self.network = {"a": np.ones((2, 3), np.float32), "b": np.zeros(4, np.float32)}

    def store(self, network):
        tables = {style: [float(i), 0.5] for i, style in enumerate(STYLES)}
        stored = {"network": harmony_habits.digest(network), "tables": tables}
        (self.state / "habits.json").write_text(json.dumps(stored))

    def test_habits_go_with_the_network_they_were_fitted_on_and_with_no_other(self):
        self.assertEqual(harmony_habits.fitted(self.network), {})
        self.store(self.network)
        self.assertEqual(harmony_habits.fitted(self.network)["habits"].tolist(), [[0, 0.5], [1, 0.5]])
        self.assertEqual(harmony_habits.fitted({**self.network, "b": np.ones(4, np.float32)}), {})

    def test_a_network_is_the_same_with_habits_and_without(self):
        self.store({**self.network, "habits": np.ones((2, 2), np.float32)})
        self.assertIn("habits", harmony_habits.fitted(self.network))


if __name__ == "__main__":
    unittest.main()
