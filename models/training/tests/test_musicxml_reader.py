"""What of MusicXML is heard."""

import io
import unittest
import zipfile

from models.training.chord_symbols import class_of
from models.training.musicxml_reader import read_parts


def note(step, octave, duration, extra="", alter=""):
    alter = f"<alter>{alter}</alter>" if alter else ""
    pitch = f"<pitch><step>{step}</step>{alter}<octave>{octave}</octave></pitch>"
    before, after = (extra, "") if "chord" in extra else ("", extra)
    return f"<note>{before}{pitch}<duration>{duration}</duration>{after}</note>"


def rest(duration):
    return f"<note><rest/><duration>{duration}</duration></note>"


def document(*measures, attributes="<divisions>2</divisions>"):
    bars = "".join(
        f"<measure number='{i}'>{f'<attributes>{attributes}</attributes>' if i == 1 else ''}{bar}</measure>"
        for i, bar in enumerate(measures, 1)
    )
    return (
        "<score-partwise><part-list><score-part id='P1'><part-name>Voice</part-name></score-part></part-list>"
        f"<part id='P1'>{bars}</part></score-partwise>"
    ).encode()


def part(*measures, **options):
    (line,) = read_parts(document(*measures, **options))
    return line


class Reading(unittest.TestCase):
    def test_durations_are_counted_in_divisions_of_a_quarter(self):
        line = part(note("C", 4, 2) + note("F", 4, 1, alter="1") + rest(1) + note("B", 3, 4, alter="-1"))
        self.assertEqual(line.notes, [(0, 1, 60), (1, 1.5, 66), (2, 4, 58)])
        self.assertEqual(line.end, 4)

    def test_divisions_may_change_from_bar_to_bar(self):
        line = part(note("C", 4, 8), "<attributes><divisions>1</divisions></attributes>" + note("D", 4, 4))
        self.assertEqual(line.notes, [(0, 4, 60), (4, 8, 62)])

    def test_an_upbeat_is_a_bar_as_long_as_its_notes(self):
        line = part(note("G", 4, 2), note("C", 5, 8))
        self.assertEqual(line.bars, [0, 1])

    def test_a_tie_over_the_barline_makes_one_note(self):
        line = part(note("C", 4, 8, "<tie type='start'/>"), note("C", 4, 8, "<tie type='stop'/>"))
        self.assertEqual(line.notes, [(0, 8, 60)])

    def test_the_same_note_twice_without_a_tie_is_two(self):
        self.assertEqual(len(part(note("C", 4, 4) + note("C", 4, 4)).notes), 2)

    def test_a_rest_ends_a_tie(self):
        line = part(note("C", 4, 2, "<tie type='start'/>") + rest(2) + note("C", 4, 4, "<tie type='stop'/>"))
        self.assertEqual(len(line.notes), 2)

    def test_of_a_chord_the_highest_note_is_kept_and_counted(self):
        line = part(note("C", 4, 4) + note("G", 4, 4, "<chord/>") + note("E", 4, 4, "<chord/>") + note("D", 4, 4))
        self.assertEqual(line.notes, [(0, 2, 67), (2, 4, 62)])
        self.assertGreater(line.chords, 0)

    def test_grace_notes_take_no_time(self):
        grace = "<note><grace/><pitch><step>D</step><octave>5</octave></pitch></note>"
        self.assertEqual(part(grace + note("C", 5, 8)).notes, [(0, 4, 72)])

    def test_of_two_voices_the_one_with_more_notes_is_read_and_the_other_counted(self):
        upper = "".join(note("C", 5, 2, "<voice>1</voice>") for _ in range(4))
        lower = "<backup><duration>8</duration></backup>" + note("E", 4, 8, "<voice>2</voice>")
        line = part(upper + lower)
        self.assertEqual([pitch for _, _, pitch in line.notes], [72] * 4)
        self.assertEqual(line.chords, 1)
        self.assertEqual(line.end, 4)

    def test_a_transposing_part_is_read_as_it_sounds(self):
        attributes = "<divisions>2</divisions><transpose><chromatic>-2</chromatic></transpose>"
        self.assertEqual(part(note("D", 5, 8), attributes=attributes).notes[0][2], 72)

    def test_sung_syllables_are_counted(self):
        lyric = "<lyric><text>la</text></lyric>"
        self.assertEqual(part(note("C", 4, 4, lyric) + note("D", 4, 4)).lyrics, 1)

    def test_a_compressed_score_is_the_same_score(self):
        plain = document(note("C", 4, 8))
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as container:
            container.writestr("META-INF/container.xml", "<container/>")
            container.writestr("score.xml", plain)
        self.assertEqual(read_parts(packed.getvalue())[0].notes, read_parts(plain)[0].notes)
        self.assertEqual(read_parts(plain)[0].name, "Voice")


def harmony(root, kind, alter="", extra=""):
    alter = f"<root-alter>{alter}</root-alter>" if alter else ""
    return f"<harmony><root><root-step>{root}</root-step>{alter}</root><kind>{kind}</kind>{extra}</harmony>"


class ChordSymbols(unittest.TestCase):
    C, B_FLAT = class_of(0, "major"), class_of(10, "major")

    def test_a_symbol_stands_where_the_note_after_it_begins(self):
        line = part(harmony("C", "major") + note("C", 4, 4) + harmony("B", "major", "-1") + note("D", 4, 4))
        self.assertEqual(line.symbols, [(0, self.C), (2, self.B_FLAT)])

    def test_symbols_before_one_note_share_its_time(self):
        line = part(harmony("C", "major") + harmony("B", "major", "-1") + note("C", 4, 8))
        self.assertEqual(line.symbols, [(0, self.C), (2, self.B_FLAT)])

    def test_a_heap_of_symbols_before_one_note_is_its_first(self):
        self.assertEqual(part(5 * harmony("C", "major") + note("C", 4, 8)).symbols, [(0, self.C)])

    def test_an_altered_fifth_is_heard_and_another_bass_is_not(self):
        degree = "<degree><degree-value>5</degree-value><degree-alter>-1</degree-alter></degree>"
        bass = "<bass><bass-step>E</bass-step></bass>"
        chords = [harmony("D", "minor-seventh", extra=degree), harmony("C", "major", extra=bass)]
        line = part(chords[0] + note("D", 4, 4) + chords[1] + note("E", 4, 4))
        self.assertEqual([symbol for _, symbol in line.symbols], [class_of(2, "half-diminished"), self.C])


if __name__ == "__main__":
    unittest.main()
