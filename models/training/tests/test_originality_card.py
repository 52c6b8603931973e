"""The card of the index says what was measured, and null where nothing was."""

import unittest

from models.training.originality_card import ONE_IN, as_markdown, card_of

INDEX = {"pieces": 2, "lines": 3, "notes": 40, "bytes": 100, "progressions": {"sheets": 7, "chords": 90}, "collections": [{"name": "Tunes", "source": "a book", "licence": "none", "pieces": 2}]}
BASELINE = {"melody": [{"notes": 16, "stretches": 900, "scores": [1] * 9, "limits": [5, 9, 12, 17, 21.5, 24, 30, 31, 32]}], "part": []}
REPORT = {
    "quotations": {"transposed": {"4": {"quotations": 150, "recall": 0.98765, "precision": 1, "first": 1}}},
    "falseAlarms": {"4": {"pieces": 300, "marked": 3}},
    "costs": {"loadMs": 500},
    "others": {
        "chords": {
            "bytes": 38000,
            "quotations": {"one chord another": {"16": {"planted": 200, "recall": 0.875, "precision": 0.99}}},
            "falseAlarms": {"16": {"pieces": 63, "marked": 1}},
        }
    },
    "models": {"harmony": {"takes": 80, "marked": 2, "rate": 0.025, "interval": [0, 0.0623], "says": "eight bars", "copied": ["A"]}},
}


class Card(unittest.TestCase):
    def test_what_was_measured_is_in_rows_that_can_be_drawn(self):
        found = card_of(INDEX, BASELINE, REPORT, [], "abc")
        self.assertEqual(found["baseline"]["rows"], [{"kind": "melody", "notes": 16, "stretches": 900, "limit": 21.5}])
        self.assertEqual(found["quotations"][0], {"disguise": "transposed", "bars": 4, "planted": 150, "recall": 0.9877, "precision": 1})
        self.assertEqual(found["false_alarms"], [{"bars": 4, "pieces": 300, "marked": 3}])
        self.assertEqual(found["rates"]["harmony"], {"takes": 80, "marked": 2, "rate": 0.025, "interval": [0, 0.0623], "says": "eight bars", "one_in": ONE_IN})

    def test_its_page_says_the_same(self):
        page = as_markdown(card_of(INDEX, BASELINE, REPORT, [], "abc"))
        for line in (
            "| Tunes | 2 | a book | none |",
            "| melody | 16 | 900 | 21.5 |",
            "| transposed | 4 | 150 | 98.8 % | 100.0 % |",
            "- 4 bars: 3 of 300",
            "7 sheets, 90 chords in 38,000 bytes. Planted:",
            "| one chord another | 16 | 200 | 87.5 % | 99.0 % |",
            "- 16 chords: 1 of 63",
            "| harmony | eight bars | 80 | 2 (2.5 %) | 0.0 % to 6.2 % |",
        ):
            self.assertIn(line, page)

    def test_pieces_of_which_there_are_fingerprints_alone_are_counted_and_owned_up_to(self):
        baseline = {**BASELINE, "prints": [{"notes": 16, "stretches": 900, "scores": [1] * 9, "limits": [5, 9, 12, 17, 21.5, 24, 30, 31, 32]}]}
        report = {"fingerprints": {"transposed": {"8": {"quotations": 60, "recall": 0.5, "precision": 1, "first": 1}}}}
        page = as_markdown(card_of({**INDEX, "fingerprints": {"pieces": 7, "bytes": 90}}, baseline, report, [], "abc"))
        for line in ("- Of 7 pieces that models were trained on it has fingerprints alone", "fingerprints of 7 pieces in 90 bytes", "| prints | 16 | 900 | 30 |", "| transposed | 8 | 60 | 50.0 % | 100.0 % |"):
            self.assertIn(line, page)
        self.assertNotIn("fingerprint", as_markdown(card_of(INDEX, BASELINE, REPORT, [], "abc")))

    def test_what_was_not_measured_is_null_and_left_out_of_the_page(self):
        found = card_of({}, {}, {}, [], None)
        for name in ("pieces", "baseline", "quotations", "false_alarms", "rates", "costs", "others"):
            self.assertIsNone(found[name], name)
        self.assertNotIn("What people", as_markdown(found))
        self.assertNotIn("copy", as_markdown(found))


if __name__ == "__main__":
    unittest.main()
