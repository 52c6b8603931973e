"""What a model was shown is read back as notes, and goes to its piece; a card keeps what was counted."""

import json
import tempfile
import unittest
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from models.training.card import compact, energy_of, write_card
from models.training.catalogue import Entry
from models.training.chord_symbols import NO_CHORD, QUALITIES
from models.training.learned_from import chord_kinds, finder, line_of_events, line_of_grid
from models.training.line import Line
from models.training.originality_pieces import line_of, may_be_protected

CARD = {
    "title": "A model", "task": "Does something.", "version": "1", "bytes": 1, "parameters": 1, "weaknesses": ["None is known."],
    "metrics": {}, "measure_command": "measure", "train_command": "train", "training": {"seconds": 3600}, "data": [], "splits": "Apart.",
}  # fmt: skip


class Notes(unittest.TestCase):
    def test_events_are_notes_with_their_lengths(self):
        self.assertEqual(line_of_events(np.array([60, 0, 0, 1, 0, 62, 0])), [(0, 3, 60), (5, 2, 62)])

    def test_a_voice_begins_a_note_where_it_is_struck_or_moves(self):
        notes = line_of_grid(np.array([60, 60, 60, 62, -1, 62]), np.array([1, 0, 1, 0, 0, 0]))
        self.assertEqual(notes, [(0, 2, 60), (2, 1, 60), (3, 1, 62), (5, 1, 62)])

    def test_a_triplet_is_whole_ticks(self):
        found = Line()
        for i in range(3):
            found.add(Fraction(i, 3), Fraction(i + 1, 3), 60 + i)
        found.end, found.bars = Fraction(4), [Fraction(0), Fraction(4)]
        self.assertEqual(line_of("melody", found), {"part": "melody", "notes": [[0, 160, 60], [160, 160, 61], [320, 160, 62]], "bars": [0]})


class Chords(unittest.TestCase):
    def test_a_chord_counts_each_time_that_a_sheet_changes_to_it(self):
        c_major, a_minor = 0, 9 * len(QUALITIES) + 1
        sheet = SimpleNamespace(chord=np.array([NO_CHORD, c_major, c_major, a_minor, -1, c_major]))
        self.assertEqual(chord_kinds([sheet]), [{"label": "major", "count": 2}, {"label": "minor", "count": 1}])


class Finding(unittest.TestCase):
    def test_a_chorale_is_found_by_file_and_by_its_number_in_the_other_edition(self):
        chorale = Entry("bach/bwv1.6.mxl", "bach-chorales", "A", [], None, None, (4, 4), [])
        find = finder([chorale], {"train": [None, "bach/bwv1.6.mxl"]})
        for name in ("bach/bwv1.6.mxl", "bwv1.6.mxl", "jsb-train-1"):
            self.assertIs(find(name), chorale)


class Rights(unittest.TestCase):
    def by(self, collection, *composers):
        return may_be_protected(Entry("a", collection, "A", list(composers), None, None, (4, 4), []))

    def test_a_song_is_taken_to_be_protected_until_its_composers_are_known_to_be_long_dead(self):
        self.assertTrue(self.by("openewld", "Richard Rodgers"))
        self.assertTrue(self.by("openewld", "Stephen Foster", "Some Body"))
        self.assertFalse(self.by("openewld", "Stephen Foster"))

    def test_a_tune_or_a_hymn_of_which_nothing_is_known_is_not(self):
        self.assertFalse(self.by("ryans-mammoth", "J. Hand"))
        self.assertFalse(self.by("openewld"))


class Cards(unittest.TestCase):
    def test_an_export_keeps_what_was_counted_and_estimates_the_energy(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "group1-shard1of1").write_bytes(b"weights")
            counted = {"pieces": 3, "metres": [{"label": "4/4", "count": 3}], "how": {}}
            write_card(folder, {**CARD, "learned_from": counted, "bias": {"statements": ["All are in 4/4."]}})
            write_card(folder, {**CARD, "version": "2"})
            card = json.loads((folder / "card.json").read_text())
            self.assertEqual((card["version"], card["learned_from"]), ("2", counted))
            self.assertEqual(card["energy"]["kwh"], 0.02)
            self.assertIn("All are in 4/4.", (folder / "card.md").read_text())

    def test_where_nobody_knows_the_time_there_is_no_energy(self):
        self.assertIsNone(energy_of(None))

    def test_a_bar_of_a_histogram_takes_one_line(self):
        text = json.dumps([{"label": "a \"b\"", "count": 1}], indent=2)
        self.assertEqual(compact(text).splitlines()[1].strip(), '{ "label": "a \\"b\\"", "count": 1 }')
        self.assertEqual(json.loads(compact(text)), json.loads(text))


if __name__ == "__main__":
    unittest.main()
