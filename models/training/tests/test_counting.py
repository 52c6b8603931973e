"""What a card says that its model learned from is counted, and what nobody knows is counted as unknown."""

import unittest
from fractions import Fraction

from models.training.catalogue import Entry, commonest_metre
from models.training.composers import ALIASES, COMPOSERS, place_of_origin, read_table, region_of
from models.training.counting import (
    Learnt,
    count,
    heard_as_told,
    heard_key,
    histogram,
    intervals,
    key_of,
    note_lengths,
    percent,
    period,
    periods,
    place_of,
    printed,
    statements,
    year_of,
)
from models.training.line import Line

BOOKS = {
    "fiddle": {"name": "A fiddle book", "place": "Scotland", "years": (1778, 1802)},
    "songs": {"name": "Songs", "place": None, "years": None},
    "lieder": {"name": "Lieder", "place": None, "years": None},
}
UP_A_SCALE = [60, 62, 64, 65, 67, 69, 71, 72]


def line(pitches, metres=((0, 4, 4),)):
    """A `Line` of quarters."""
    found = Line()
    for i, pitch in enumerate(pitches):
        found.add(Fraction(i), Fraction(i + 1), pitch)
    found.end = Fraction(len(pitches))
    found.metres = [(Fraction(start), beats, kind) for start, beats, kind in metres]
    return found


def entry(collection="songs", composers=(), year=None, key=(0, "major"), metre=(4, 4), pitches=UP_A_SCALE, **more):
    return Entry("a", collection, "A", list(composers), year, key, metre, [line(pitches)], **more)


def learnt(pitches=UP_A_SCALE, **about):
    return Learnt(entry(pitches=pitches, **about), [[(4 * i, 4, pitch) for i, pitch in enumerate(pitches)]])


class Bars(unittest.TestCase):
    def test_the_commonest_come_first_and_the_rest_are_others(self):
        bars = histogram({"a": 1, "b": 5, "c": 2, "d": 1}, most=2)
        self.assertEqual([(bar["label"], bar["count"]) for bar in bars], [("b", 5), ("c", 2), ("others", 2)])

    def test_with_labels_each_has_its_bar_if_nothing_is_there(self):
        self.assertEqual(histogram({1: 3}, [0, 1]), [{"label": "0", "count": 0}, {"label": "1", "count": 3}])

    def test_intervals_are_those_of_the_melody_and_wide_ones_are_apart(self):
        piece = Learnt(entry(), [[(0, 4, 60), (4, 4, 67), (8, 4, 60), (12, 4, 90)], [(0, 4, 40), (4, 4, 52)]])
        bars = {bar["label"]: bar["count"] for bar in intervals([piece])}
        self.assertEqual((bars["7"], bars["-7"], bars["wider"], bars["12"], len(bars)), (1, 1, 1, 0, 26))

    def test_a_rest_that_parts_a_melody_is_no_interval(self):
        piece = Learnt(entry(), [[(0, 4, 60)], [(64, 4, 67)]], melodies=2)
        self.assertEqual(sum(bar["count"] for bar in intervals([piece])), 0)

    def test_a_length_that_has_no_plain_name_is_among_the_others(self):
        bars = {bar["label"]: bar["count"] for bar in note_lengths([(0, 4, 60), (4, 5, 60)])}
        self.assertEqual((bars["quarter"], bars["others"]), (1, 1))


class Keys(unittest.TestCase):
    def test_a_source_that_names_a_mode_is_believed(self):
        self.assertEqual(key_of(entry(key=(1, "dorian"))), (9, "dorian", True))

    def test_a_collection_that_writes_major_for_everything_is_not(self):
        tonic, mode, told = key_of(entry("lieder", key=(0, "major"), pitches=[69, 71, 72, 74, 76, 74, 72, 71, 69]))
        self.assertEqual((tonic, mode, told), (9, "minor", False))

    def test_without_a_signature_all_keys_are_tried(self):
        self.assertEqual(heard_key([line([pitch + 2 for pitch in [*UP_A_SCALE, 67, 64, 60]])]), (2, "major"))

    def test_how_often_hearing_agrees_is_counted_over_pieces_that_say(self):
        right, wrong = entry(), entry(key=(0, "minor"), pitches=UP_A_SCALE)
        self.assertEqual(heard_as_told([right, wrong, entry(key=None)]), (2, 1))


class PlacesAndYears(unittest.TestCase):
    def test_a_known_composer_says_where_and_when(self):
        brahms = entry(composers=["Johannes Brahms"])
        self.assertEqual((place_of(brahms, BOOKS), year_of(brahms, BOOKS)), ("Germany", 1868))

    def test_a_composer_who_died_young_is_counted_in_the_last_year(self):
        self.assertEqual(year_of(entry(composers=["Franz Schubert"]), BOOKS), 1828)

    def test_a_composer_dates_a_tune_better_than_its_printing(self):
        books = {**BOOKS, "late": {"name": "Late", "place": "Ireland", "years": (1903, 1903)}}
        known, unknown = entry("late", ["Turlough O'Carolan"], 1903), entry("late", year=1903)
        self.assertEqual([year_of(each, books) for each in (known, unknown)], [1705, 1903])
        self.assertEqual(printed([known, unknown], [1705, 1903], books), [{"label": "Late (1903)", "count": 1}])

    def test_years_that_the_file_states_count_for_whoever_is_not_in_the_table(self):
        somebody = entry(composers=["Some Body"], lives={"Some Body": (1700, 1780)})
        self.assertEqual((place_of(somebody, BOOKS), year_of(somebody, BOOKS)), (None, 1735))

    def test_what_the_file_says_instead_of_a_composer_comes_before_where_the_book_is_from(self):
        self.assertEqual(place_of(entry("fiddle", origin="Irish."), BOOKS), "Ireland")
        self.assertEqual(place_of(entry("fiddle"), BOOKS), "Scotland")
        self.assertEqual(year_of(entry("fiddle"), BOOKS), 1790)

    def test_nobody_knows_is_unknown_and_nowhere_else(self):
        self.assertIsNone(place_of(entry(), BOOKS))
        self.assertEqual(region_of(None), "unknown")
        self.assertEqual(region_of("Hawaii"), "other")

    def test_years_stand_in_bins_without_gaps_and_the_unknown_last(self):
        self.assertEqual([bar["label"] for bar in periods([1790, 1883, None])], ["1750–1799", "1800–1849", "1850–1899", "unknown"])
        self.assertEqual(period(1400), "before 1500")

    def test_an_origin_is_read_from_what_is_written(self):
        self.assertEqual(place_of_origin("from Klug's Geistliche Lieder, Wittenberg, 1533"), "Germany")
        self.assertEqual(place_of_origin("African-American Spiritual"), "United States")
        self.assertIsNone(place_of_origin("unknown"))


class Table(unittest.TestCase):
    def test_a_line_names_a_person_with_years_and_a_star_for_women(self):
        found = read_table({"Norway": "*A B 1800 1850; C ? ?"})
        self.assertEqual((found["A B"].woman, found["A B"].born, found["C"].died), (True, 1800, None))

    def test_nobody_dies_before_birth_or_lives_beyond_a_hundred_and_ten(self):
        for name, each in COMPOSERS.items():
            if each.born and each.died:
                self.assertTrue(10 < each.died - each.born < 110, name)

    def test_no_alias_leads_to_another(self):
        self.assertFalse(set(ALIASES.values()) & set(ALIASES))


class Counting(unittest.TestCase):
    def setUp(self):
        self.pieces = [
            learnt(composers=["Clara Schumann"], key=(0, "major")),
            learnt(composers=["Franz Schubert"], key=(0, "minor"), metre=(3, 4)),
            learnt(collection="fiddle"),
            learnt(composers=["Duke Ellington"]),
        ]
        self.learned, self.bias = count(self.pieces, BOOKS, (10, 9))

    def test_pieces_and_notes_are_counted(self):
        self.assertEqual((self.learned["pieces"], self.learned["notes"]), (4, 32))

    def test_every_histogram_of_pieces_adds_up_to_the_pieces(self):
        for name in ("collections", "places", "regions", "periods", "keys", "modes", "metres"):
            self.assertEqual(sum(bar["count"] for bar in self.learned[name]), 4, name)

    def test_every_histogram_of_notes_adds_up_to_the_notes(self):
        for name in ("note_lengths", "pitches"):
            self.assertEqual(sum(bar["count"] for bar in self.learned[name]), 32, name)

    def test_shares_are_of_what_they_say(self):
        self.assertEqual(self.bias["european"], 0.75)
        self.assertEqual(self.bias["american"], 0.25)
        self.assertEqual(self.bias["four_four"], 0.75)
        self.assertEqual(self.bias["before_1900"], 0.75)
        self.assertEqual(self.bias["by_women"], round(1 / 3, 4))

    def test_its_sentences_say_what_was_counted(self):
        said = " ".join(statements(self.learned, self.bias))
        for part in ("Of 4 pieces 75 % are from Europe and 25 % from the Americas", "75 % in 4/4", "33 % are by women"):
            self.assertIn(part, said)

    def test_all_and_none_are_said_only_where_it_is_so(self):
        self.assertEqual([percent(part) for part in (0, 0.001, 0.5, 0.999, 1)], ["none", "less than 1 %", "50 %", "more than 99 %", "all"])


class Metres(unittest.TestCase):
    def test_the_metre_is_the_one_of_most_of_the_piece(self):
        self.assertEqual(commonest_metre(line(UP_A_SCALE, [(0, 4, 4), (2, 3, 4)])), (3, 4))


if __name__ == "__main__":
    unittest.main()
