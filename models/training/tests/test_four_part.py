"""Four parts on the grid: attacks and ties, bars and upbeats, phrase ends, and what is the same setting."""

import unittest
from fractions import Fraction

import numpy as np

from models.training import four_part
from models.training.four_part import CHORALE, HYMN, REST, annotated, from_lines, index_of, melody_of, runs, singers, windows_of
from models.training.line import Line

CHORDS = [
    [72, 67, 64, 48],
    [72, 69, 65, 53],
    [74, 67, 59, 43],
    [76, 67, 60, 48],
    [74, 69, 62, 53],
    [72, 69, 64, 57],
    [71, 67, 62, 55],
    [72, 67, 64, 48],
]


def line(notes, end=None, bars=(), metres=((0, 4, 4),), pauses=()):
    """A `Line` of (start, end, pitch) in quarters."""
    found = Line()
    for start, stop, pitch in notes:
        found.add(Fraction(start), Fraction(stop), pitch)
    found.end = Fraction(end if end is not None else notes[-1][1])
    found.bars = [Fraction(bar) for bar in (bars or range(0, int(found.end) + 1, 4))]
    found.metres = [(Fraction(start), beats, kind) for start, beats, kind in metres]
    found.pauses = [Fraction(pause) for pause in pauses]
    return found


def quarters(pitches, start=0):
    return [(start + i, start + i + 1, pitch) for i, pitch in enumerate(pitches)]


def four(chords=CHORDS, **more):
    """Four `Line`s of chords in quarters."""
    return [line(quarters([chord[voice] for chord in chords]), **more) for voice in range(4)]


def piece(chords=CHORDS, name="made", style=CHORALE, **more):
    return from_lines(name, style, four(chords, **more))


def music(seed, count=24):
    """Chords that are nobody else's."""
    rng = np.random.default_rng(seed)
    return [[72 + a, 66 + b, 59 + c, 46 + d] for a, b, c, d in rng.integers(-4, 5, (count, 4)).tolist()]


class Cells(unittest.TestCase):
    def test_a_cell_is_the_pitch_that_sounds_in_it_and_an_attack_is_where_it_begins(self):
        found = piece()
        self.assertEqual(found.pitch[:8, 0].tolist(), [72] * 8)
        self.assertEqual(found.pitch[:8, 3].tolist(), [48] * 4 + [53] * 4)
        for voice in range(4):
            self.assertEqual(found.attack[:8, voice].tolist(), [1, 0, 0, 0] * 2)
        self.assertTrue(found.attacks_known)

    def test_a_tied_note_is_struck_once_and_a_repeated_one_twice(self):
        lines = four()
        lines[0] = line([(0, 2, 72), *quarters([74, 76, 74, 72, 71, 72], 2)])
        found = from_lines("tied", CHORALE, lines)
        self.assertEqual(found.pitch[:8, 0].tolist(), piece().pitch[:8, 0].tolist())
        self.assertEqual(found.attack[:8, 0].tolist(), [1] + [0] * 7)
        self.assertEqual(melody_of(found)[:2], [72, 74])
        self.assertEqual(melody_of(piece())[:2], [72, 72])

    def test_a_rest_is_silent_and_begins_nothing(self):
        lines = four()
        lines[1] = line([note for note in quarters([chord[1] for chord in CHORDS]) if note[0] != 3], end=8)
        found = from_lines("resting", CHORALE, lines)
        self.assertEqual(found.pitch[12:16, 1].tolist(), [REST] * 4)
        self.assertEqual(found.attack[12:16, 1].tolist(), [0] * 4)

    def test_a_cell_belongs_to_the_note_that_sounds_when_it_begins(self):
        lines = four()
        third = Fraction(1, 3)
        lines[0] = line([(0, third, 72), (third, 2 * third, 74), (2 * third, 1, 76), *quarters([71] * 7, 1)])
        found = from_lines("triplet", CHORALE, lines)
        self.assertEqual(found.pitch[:5, 0].tolist(), [72, 72, 74, 76, 71])
        self.assertEqual(found.attack[:5, 0].tolist(), [1, 0, 1, 1, 1])

    def test_what_is_no_four_part_setting_is_left_out(self):
        self.assertIsNone(from_lines("three", CHORALE, four()[:3]))
        self.assertIsNone(piece(CHORDS[:7]))
        self.assertIsNone(piece([[84, 67, 64, 48], *CHORDS]))
        self.assertIsNone(piece([[72, 67, 64, 35], *CHORDS]))
        silent = four()
        silent[2] = Line(end=Fraction(8))
        self.assertIsNone(from_lines("silent", CHORALE, silent))
        short = four()
        short[3] = line(quarters([48] * 3))
        self.assertIsNone(from_lines("short", CHORALE, short))
        sparse = four()
        sparse[2] = line([(0, 1, 64)], end=8)
        self.assertIsNone(from_lines("sparse", CHORALE, sparse))
        self.assertEqual(piece(style=HYMN).style, HYMN)


class Singers(unittest.TestCase):
    def lines(self, *names):
        found = [line(quarters([60, 62])) for _ in names]
        for one, name in zip(found, names):
            one.name = name
        return found

    def test_where_instruments_play_as_well_those_who_sing_are_taken(self):
        lines = self.lines("Horn 1", "Soprano\rOboe", "Alto", "Tenor", "Bass", "Continuo")
        self.assertEqual([one.name for one in singers(lines)], ["Soprano\rOboe", "Alto", "Tenor", "Bass"])

    def test_four_voices_are_taken_whatever_their_names(self):
        self.assertEqual(len(singers(self.lines("S", "A", "T", "B"))), 4)

    def test_two_sopranos_are_none(self):
        self.assertEqual(len(singers(self.lines("Soprano 1", "Soprano 2", "Alto", "Tenor", "Bass"))), 3)


class Bars(unittest.TestCase):
    def places(self, end, **more):
        metre, place = four_part.bars_of(line([(0, end, 60)], **more), 4 * end)
        return metre.tolist(), place.tolist()

    def test_sixteenths_are_counted_from_the_bar_line(self):
        metre, place = self.places(8)
        self.assertEqual(metre, [1] * 32)
        self.assertEqual(place, list(range(16)) * 2)

    def test_an_upbeat_is_the_end_of_a_bar(self):
        _, place = self.places(6, bars=[0, 1, 5])
        self.assertEqual(place[:4], [12, 13, 14, 15])
        self.assertEqual(place[4:20], list(range(16)))
        # The last bar is as much shorter as the upbeat is long, and begins at its beginning.
        self.assertEqual(place[20:], [0, 1, 2, 3])

    def test_a_bar_line_in_the_middle_of_a_bar_begins_none(self):
        _, place = self.places(12, bars=[0, 4, 7, 8])
        self.assertEqual(place, list(range(16)) * 3)

    def test_each_metre_has_its_own_bar(self):
        for beats, kind, index, steps in ((3, 4, 2, 12), (6, 4, 2, 12), (2, 4, 3, 8), (6, 8, 4, 12), (2, 2, 1, 16)):
            metre, place = self.places(24, bars=range(0, 25, steps // 4), metres=[(0, beats, kind)])
            self.assertEqual(set(metre), {index})
            self.assertEqual(place, [i % steps for i in range(96)])
            self.assertEqual(four_part.BAR_STEPS[index], steps)

    def test_a_metre_that_is_not_known_is_none(self):
        metre, _ = self.places(10, bars=[0, 5, 10], metres=[(0, 5, 4)])
        self.assertEqual(set(metre), {0})

    def test_a_change_of_metre_counts_from_its_bar(self):
        metre, place = self.places(10, bars=[0, 4, 7, 10], metres=[(0, 4, 4), (4, 3, 4)])
        self.assertEqual(metre, [1] * 16 + [2] * 24)
        self.assertEqual(place, list(range(16)) + list(range(12)) * 2)


class Phrases(unittest.TestCase):
    def test_the_sopranos_note_that_ends_at_a_pause_ends_a_phrase(self):
        found = piece(pauses=[4, 8])
        self.assertEqual(np.flatnonzero(found.phrase).tolist(), [12, 13, 14, 15, 28, 29, 30, 31])
        self.assertTrue(found.phrases_known)

    def test_a_pause_of_another_voice_ends_none(self):
        lines = four()
        lines[1].pauses = [Fraction(4)]
        found = from_lines("alto", CHORALE, lines)
        self.assertEqual(found.phrase.sum(), 0)
        self.assertFalse(found.phrases_known)


class SameSetting(unittest.TestCase):
    def moved(self, chords, up):
        return [[pitch + up for pitch in chord] for chord in chords]

    def shared(self, a, b):
        return len(runs(a) & runs(b)) / len(runs(a))

    def test_a_setting_is_the_same_in_another_key_and_rhythm(self):
        chords = music(1)
        held_out = piece(chords)
        self.assertEqual(self.shared(piece(self.moved(chords, 3)), held_out), 1)
        slower = piece([chord for chord in chords for _ in range(2)])
        self.assertEqual(self.shared(slower, held_out), 1)

    def test_an_edition_that_differs_in_a_note_is_the_same_setting(self):
        chords = music(2)
        other = [list(chord) for chord in self.moved(chords, -2)]
        other[3][1] += 1
        self.assertGreater(self.shared(piece(other), piece(chords)), four_part.SAME_SETTING)

    def test_another_setting_of_the_same_tune_is_another(self):
        chords, lower = music(3), music(4)
        other = [[chord[0], *below[1:]] for chord, below in zip(chords, lower)]
        self.assertEqual(self.shared(piece(other), piece(chords)), 0)


class Annotating(unittest.TestCase):
    def setUp(self):
        self.chords = music(5)
        # The first two chords are one, so that only a source can tell whether it is struck twice.
        self.chords[1] = self.chords[0]
        self.source = piece(self.chords, bars=[0, 1, *range(5, 25, 4)], pauses=[5, 24])
        self.grid = self.source.pitch.copy()

    def annotate(self, grid, *sources):
        return annotated(grid, "grid", index_of(sources))

    def test_attacks_bars_and_phrase_ends_are_those_of_the_source_in_whatever_key(self):
        found = self.annotate(self.grid + 2, self.source)
        self.assertTrue(found.attacks_known and found.phrases_known)
        for field in ("attack", "metre", "place", "phrase"):
            np.testing.assert_array_equal(getattr(found, field), getattr(self.source, field), field)
        np.testing.assert_array_equal(found.pitch, self.grid + 2)

    def test_a_piece_that_begins_later_takes_what_stands_there(self):
        found = self.annotate(self.grid[8:], self.source)
        np.testing.assert_array_equal(found.place, self.source.place[8:])
        np.testing.assert_array_equal(found.attack, self.source.attack[8:])

    def test_without_a_source_a_change_of_pitch_is_struck_and_nothing_else_is_known(self):
        found = self.annotate(self.grid, piece(music(6)))
        self.assertFalse(found.attacks_known or found.phrases_known)
        self.assertEqual(found.attack[:5].sum(1).tolist(), [4, 0, 0, 0, 0])
        self.assertEqual(set(found.metre), {0})
        self.assertEqual(found.phrase.sum(), 0)
        self.assertEqual(found.place.tolist(), [step % 16 for step in range(len(self.grid))])

    def test_bars_are_counted_on_where_the_source_says_nothing(self):
        # The last chord is another one than in the source.
        grid = np.concatenate([self.grid, self.grid[-1:] + [[0, 0, 1, 0]], self.grid[-1:] + [[0, 1, 0, 0]]])
        found = self.annotate(grid, self.source)
        self.assertTrue(found.phrases_known)
        self.assertEqual(found.place[-3:].tolist(), [(found.place[-3] + i) % 16 for i in range(3)])
        self.assertEqual(found.metre[-1], found.metre[-3])

    def test_a_chord_that_is_held_says_nothing_of_where_it_stands(self):
        self.assertEqual(windows_of(np.tile(np.array([[72, 67, 64, 48]], np.int8), (40, 1))), {})
        self.assertEqual(len(windows_of(self.grid)), len(windows_of(self.grid + 5)))


if __name__ == "__main__":
    unittest.main()
