"""Lead sheets and four-part settings on a regular grid."""

import unittest
from fractions import Fraction

import numpy as np

from models.training.chord_symbols import NO_CHORD, class_of
from models.training.four_part import Piece
from models.training.lead_sheets import FOUR_PARTS, LEAD_SHEET, reduced, sheet_of
from models.training.line import Line

C, F, G7 = class_of(0, "major"), class_of(5, "major"), class_of(7, "dominant")


def line(notes, bars, symbols, end):
    found = Line()
    for start, stop, pitch in notes:
        found.add(Fraction(start), Fraction(stop), pitch)
    found.bars = [Fraction(bar) for bar in bars]
    found.symbols = [(Fraction(time), symbol) for time, symbol in symbols]
    found.end = Fraction(end)
    return found


class LeadSheets(unittest.TestCase):
    def test_a_chord_lasts_until_the_next(self):
        sheet = sheet_of("a", line([(0, 4, 60), (4, 8, 67)], [0, 4], [(0, C), (2, F), (4, G7)], 8))
        self.assertEqual((sheet.bar, sheet.style), (16, LEAD_SHEET))
        self.assertEqual(sheet.chord.tolist(), [C] * 8 + [F] * 8 + [G7] * 16)
        self.assertEqual(sheet.pitch.tolist(), [60] * 16 + [67] * 16)
        self.assertEqual(np.flatnonzero(sheet.onset).tolist(), [0, 16])

    def test_a_pickup_stands_at_the_end_of_a_whole_bar_and_has_no_chord(self):
        sheet = sheet_of("a", line([(0, 1, 67), (1, 5, 72), (5, 9, 71)], [0, 1, 5], [(1, C), (5, G7)], 9))
        self.assertEqual(len(sheet.pitch), 48)
        self.assertEqual(np.flatnonzero(sheet.onset).tolist(), [12, 16, 32])
        self.assertEqual(sheet.chord.tolist(), [NO_CHORD] * 16 + [C] * 16 + [G7] * 16)

    def test_a_short_bar_within_is_filled_up_and_two_halves_make_one(self):
        notes = [(0, 4, 60), (4, 6, 62), (6, 10, 64), (10, 14, 65)]
        sheet = sheet_of("a", line(notes, [0, 4, 6, 10], [(0, C), (6, F)], 14))
        self.assertEqual(np.flatnonzero(sheet.onset).tolist(), [0, 16, 32, 48])
        halves = [(0, 4, 60), (4, 6, 62), (6, 8, 64), (8, 12, 65)]
        sheet = sheet_of("a", line(halves, [0, 4, 6, 8], [(0, C), (6, F)], 12))
        self.assertEqual(np.flatnonzero(sheet.onset).tolist(), [0, 16, 24, 32])

    def test_without_symbols_it_is_no_lead_sheet(self):
        self.assertIsNone(sheet_of("a", line([(0, 4, 60)], [0], [], 4)))


class FourParts(unittest.TestCase):
    def piece(self, metre):
        pitch = np.repeat(np.array([[67, 64, 60, 48], [65, 62, 59, 43]], np.int8), [4, 16], axis=0)
        attack = np.zeros(pitch.shape, np.uint8)
        attack[[0, 4]] = 1
        steps = len(pitch)
        place = ((12 + np.arange(steps)) % 16).astype(np.int8)
        return Piece("a", 0, pitch, attack, True, metre, place, np.zeros(steps, np.uint8), False)

    def test_the_soprano_is_the_melody_and_the_bar_is_filled_up_before_a_pickup(self):
        sheet = reduced(self.piece(np.ones(20, np.int8)))
        self.assertEqual((sheet.bar, sheet.style, len(sheet.pitch)), (16, FOUR_PARTS, 32))
        self.assertEqual(np.flatnonzero(sheet.onset).tolist(), [12, 16])
        self.assertEqual(sheet.chord.tolist(), [NO_CHORD] * 12 + [C] * 4 + [G7] * 16)

    def test_a_change_of_metre_or_none_is_left_out(self):
        self.assertIsNone(reduced(self.piece(np.zeros(20, np.int8))))
        self.assertIsNone(reduced(self.piece(np.repeat(np.array([1, 2], np.int8), 10))))


if __name__ == "__main__":
    unittest.main()
