"""Melodies as events: 0 holds, 1 stops, a pitch begins."""

import unittest
from fractions import Fraction

import numpy as np

from models.training.chord_symbols import NO_CHORD
from models.training.line import Line
from models.training.melodies import HOLD, NOTE_OFF, encode, melodies_of, shifts, window


def line(notes, bars=None):
    """A `Line` of (start, end, pitch) in quarters, with a barline every four quarters."""
    found = Line()
    for start, end, pitch in notes:
        found.add(Fraction(start), Fraction(end), pitch)
    found.end = Fraction(notes[-1][1])
    found.bars = [Fraction(bar) for bar in (bars or range(0, int(found.end) + 1, 4))]
    return found


def scale(start=0, count=16):
    return [(start + i, start + i + 1, 60 + i % 8) for i in range(count)]


class Cutting(unittest.TestCase):
    def test_a_note_a_quarter_is_an_event_every_fourth_step(self):
        ((events, bars, _),) = melodies_of(line(scale()))
        self.assertEqual(events[:9].tolist(), [60, 0, 0, 0, 61, 0, 0, 0, 62])
        self.assertEqual(len(events), 64)
        self.assertEqual(bars.tolist(), [0, 16, 32, 48])

    def test_a_rest_stops_the_note_before_it(self):
        notes = scale()
        notes[0] = (0, Fraction(1, 2), 60)
        ((events, _, _),) = melodies_of(line(notes))
        self.assertEqual(events[:5].tolist(), [60, 0, NOTE_OFF, 0, 61])

    def test_a_long_rest_cuts_a_line_in_two(self):
        self.assertEqual(len(melodies_of(line(scale() + scale(start=20)))), 2)

    def test_a_melody_begins_on_the_barline_before_its_upbeat(self):
        ((events, bars, _),) = melodies_of(line(scale(start=3)))
        self.assertEqual(events[:13].tolist(), [0] * 12 + [60])
        self.assertEqual(bars[0], 0)

    def test_a_note_ends_where_the_next_begins(self):
        notes = scale()
        notes[0] = (0, 3, 60)
        ((events, _, _),) = melodies_of(line(notes))
        self.assertEqual(events[:5].tolist(), [60, 0, 0, 0, 61])

    def test_a_chord_sounds_from_its_symbol_on(self):
        sheet = line(scale(start=4))
        sheet.symbols = [(Fraction(5), 0), (Fraction(8), 86)]
        ((events, _, chords),) = melodies_of(sheet)
        self.assertEqual(chords[:20].tolist(), [NO_CHORD] * 4 + [0] * 12 + [86] * 4)
        self.assertEqual(len(chords), len(events))

    def test_few_notes_chords_and_triplets_are_no_melody(self):
        self.assertEqual(melodies_of(line(scale(count=8))), [])
        chordal = line(scale())
        chordal.chords = 8
        self.assertEqual(melodies_of(chordal), [])
        triplets = [(Fraction(i, 3), Fraction(i + 1, 3), 60) for i in range(16)]
        self.assertEqual(melodies_of(line(triplets)), [])


class Windows(unittest.TestCase):
    events = np.array([60, 0, 0, 0, 1, 0, 62, 0], np.uint8)

    def test_a_note_under_way_begins_anew(self):
        self.assertEqual(window(self.events, 2, 4).tolist(), [60, 0, 1, 0])

    def test_silence_is_held(self):
        self.assertEqual(window(self.events, 5, 3).tolist(), [0, 62, 0])
        self.assertEqual(window(self.events, 4, 3).tolist(), [HOLD, 0, 62])

    def test_behind_the_end_the_last_note_stops(self):
        self.assertEqual(window(self.events, 4, 8).tolist(), [0, 0, 62, 0, NOTE_OFF, 0, 0, 0])

    def test_the_melody_itself_is_left_as_it_was(self):
        before = self.events.copy()
        window(self.events, 2, 4)
        self.assertTrue((self.events == before).all())


class Pitches(unittest.TestCase):
    def test_shifts_keep_the_melody_in_range(self):
        events = np.array([60, 0, 72, 1], np.uint8)
        self.assertEqual(shifts(events, 48, 84), list(range(-6, 7)))
        self.assertEqual(shifts(events, 58, 74), [-2, -1, 0, 1, 2])

    def test_a_melody_far_out_of_range_comes_in_by_octaves(self):
        self.assertEqual(shifts(np.array([30, 36], np.uint8), 48, 83), [24])
        self.assertEqual(shifts(np.array([20, 110], np.uint8), 48, 83), [])

    def test_events_become_indices_of_a_melody_converter(self):
        self.assertEqual(encode(np.array([48, 0, 1, 83], np.uint8), 48).tolist(), [2, 0, 1, 37])


if __name__ == "__main__":
    unittest.main()
