"""What of ABC notation is heard."""

import unittest
from fractions import Fraction

from models.training.abc_reader import bar_length, key_signature, length, read_tunes


def tune(body, key="C", metre="4/4", unit="1/4"):
    """The one voice of a tune, as a `Line`."""
    ((_, (line,)),) = read_tunes(f"X:1\nT:Test\nM:{metre}\nL:{unit}\nK:{key}\n{body}\n")
    return line


def heard(body, **header):
    """[(start, end, pitch)] of a tune in one voice, in quarters."""
    return [(float(start), float(end), pitch) for start, end, pitch in tune(body, **header).notes]


def pitches(body, **header):
    return [pitch for _, _, pitch in heard(body, **header)]


def lengths(body, **header):
    return [end - start for start, end, _ in heard(body, **header)]


class Pitch(unittest.TestCase):
    def test_octaves_are_written_by_case_and_marks(self):
        self.assertEqual(pitches("C, C c c'"), [48, 60, 72, 84])

    def test_the_key_signature_alters_its_letters_in_every_octave(self):
        self.assertEqual(pitches("F f B", key="G"), [66, 78, 71])
        self.assertEqual(pitches("B e", key="Bb"), [70, 75])

    def test_a_mode_has_the_signature_of_its_relative_major(self):
        self.assertEqual(key_signature("Ador"), {"F": 1})
        self.assertEqual(key_signature("Em"), {"F": 1})
        self.assertEqual(key_signature("D mix"), {"F": 1})
        self.assertEqual(key_signature("Fm"), {"B": -1, "E": -1, "A": -1, "D": -1})
        self.assertEqual(key_signature("none"), {})

    def test_an_accidental_holds_to_the_end_of_the_bar_in_its_octave(self):
        self.assertEqual(pitches("^F F f | F"), [66, 66, 77, 65])

    def test_a_natural_undoes_the_signature(self):
        self.assertEqual(pitches("=F F | F", key="G"), [65, 65, 66])

    def test_a_tie_carries_an_accidental_over_the_barline(self):
        self.assertEqual(heard("^F4- | F4"), [(0, 8, 66)])


class Time(unittest.TestCase):
    def test_lengths_multiply_the_unit(self):
        self.assertEqual(lengths("A A2 A/ A/2 A// A3/2"), [1, 2, 0.5, 0.5, 0.25, 1.5])
        self.assertEqual(length("3/"), Fraction(3, 2))

    def test_the_unit_follows_from_the_metre_where_none_is_given(self):
        ((_, (slow,)),) = read_tunes("X:1\nM:4/4\nK:C\nA\n")
        ((_, (quick,)),) = read_tunes("X:1\nM:2/4\nK:C\nA\n")
        self.assertEqual([slow.end, quick.end], [Fraction(1, 2), Fraction(1, 4)])

    def test_metres_are_read_as_quarters(self):
        self.assertEqual([bar_length("C"), bar_length("C|"), bar_length("6/8"), bar_length("none")], [4, 4, 3, 4])
        self.assertEqual(bar_length("(2+3)/8"), Fraction(5, 2))

    def test_a_triplet_puts_three_in_the_time_of_two(self):
        self.assertEqual(tune("(3ABc d").notes[-1][0], 2)

    def test_a_tuplet_says_how_many_go_into_how_many(self):
        self.assertEqual(tune("(3:2:2 A2 B d").notes[-1][0], 2)

    def test_broken_rhythm_lengthens_one_and_shortens_the_other(self):
        self.assertEqual(lengths("A>B c<d"), [1.5, 0.5, 0.5, 1.5])
        self.assertEqual(lengths("A>>B"), [1.75, 0.25])

    def test_rests_pass_and_a_rest_of_bars_lasts_whole_bars(self):
        self.assertEqual(heard("z A | Z2 | B", metre="2/4"), [(1, 2, 69), (6, 7, 71)])

    def test_a_tie_makes_one_note_and_the_same_note_twice_is_two(self):
        self.assertEqual(lengths("A4-|A4"), [8])
        self.assertEqual(lengths("A4|A4"), [4, 4])

    def test_barlines_are_where_the_bars_begin(self):
        self.assertEqual(tune("G | A B c d | e4 |]").bars, [0, 1, 5, 9])

    def test_a_repeat_is_read_once_and_both_endings_are(self):
        self.assertEqual(pitches("|: A B |1 c :|2 d |]"), [69, 71, 72, 74])

    def test_the_unit_may_change_from_line_to_line(self):
        self.assertEqual(lengths("A\n[L:1/8] A\nL:1/16\nA"), [1, 0.5, 0.25])


class Notation(unittest.TestCase):
    def test_of_a_chord_the_highest_note_is_kept_and_counted(self):
        line = tune("[CEG]2 A")
        self.assertEqual(line.notes, [(0, 2, 67), (2, 3, 69)])
        self.assertEqual(line.chords, 1)

    def test_grace_notes_decorations_and_chord_names_are_not_heard(self):
        self.assertEqual(heard('{gf}A "Am"B !trill!c'), [(0, 1, 69), (1, 2, 71), (2, 3, 72)])

    def test_comments_are_not_heard(self):
        self.assertEqual(pitches("A B % c d"), [69, 71])

    def test_voices_are_kept_apart(self):
        text = "X:1\nM:4/4\nL:1/4\nK:C\nV:S\nc4|\nV:B\nC,4|\nV:S\nd4|\n[V:B] D,4|\n"
        ((_, lines),) = read_tunes(text)
        self.assertEqual([[pitch for _, _, pitch in line.notes] for line in lines], [[72, 74], [48, 50]])
        self.assertEqual([line.name for line in lines], ["S", "B"])

    def test_an_inline_field_counts_from_where_it_stands(self):
        self.assertEqual(pitches("F [K:G] F"), [65, 66])
        self.assertEqual(lengths("F [L:1/8] F"), [1, 0.5])

    def test_tunes_of_one_file_are_kept_apart(self):
        found = read_tunes("X:1\nT:One\nL:1/4\nK:C\nA\n\nX:2\nT:Two\nL:1/4\nK:G\nF\n")
        self.assertEqual([header["T"] for header, _ in found], ["One", "Two"])
        self.assertEqual([lines[0].notes[0][2] for _, lines in found], [69, 66])


if __name__ == "__main__":
    unittest.main()
