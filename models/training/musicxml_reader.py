"""Reads MusicXML, plain or compressed (.mxl): each part's first voice as a `Line`."""

import io
import zipfile
from collections import Counter
from fractions import Fraction
from xml.etree import ElementTree

from .chord_symbols import class_of
from .line import Line

SEMITONES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def score_xml(data):
    """The score's XML text, taken out of the .mxl container where there is one."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        names = [n for n in container.namelist() if n.endswith((".xml", ".musicxml")) and not n.startswith("META-INF")]
        return container.read(names[0])


def score_root(data):
    """The score's element tree."""
    return ElementTree.fromstring(score_xml(data))


def pitch_of(note):
    pitch = note.find("pitch")
    alter = round(float(pitch.findtext("alter", "0")))
    return 12 * (int(pitch.findtext("octave")) + 1) + SEMITONES[pitch.findtext("step")] + alter


def chord_of(harmony):
    """The class of a `harmony`; None where it has no root to go by."""
    step = harmony.findtext("root/root-step")
    if step is None and harmony.findtext("kind") != "none":
        return None
    root = SEMITONES.get(step, 0) + round(float(harmony.findtext("root/root-alter", "0")))
    fifths = [
        int(degree.findtext("degree-alter", "0"))
        for degree in harmony.findall("degree")
        if degree.findtext("degree-value") == "5"
    ]
    return class_of(root, harmony.findtext("kind"), fifths[0] if fifths else 0)


#: More symbols than this before one note are a slip of the encoding, and the first stands for them all.
MOST_OVER_A_NOTE = 4


def spread(symbols, start, duration):
    """Symbols that stand before one note share its time evenly: MusicXML of lead sheets often says no more."""
    symbols = symbols if len(symbols) <= MOST_OVER_A_NOTE else symbols[:1]
    return [(start + duration * i / len(symbols), symbol) for i, symbol in enumerate(symbols)]


def read_parts(data):
    """[Line of each part], the voice with most notes of it; a part in several voices counts as chordal."""
    root = score_root(data)
    names = {part.get("id"): part.findtext("part-name", "") for part in root.iter("score-part")}
    return [read_part(part, names.get(part.get("id"), "") or "") for part in root.iter("part")]


def read_part(part, name):
    voices = Counter(note.findtext("voice", "1") for note in part.iter("note") if note.find("pitch") is not None)
    main = voices.most_common(1)[0][0] if voices else "1"
    line = Line(name=name, chords=sum(voices.values()) - voices[main])
    divisions, start, transpose = 1, Fraction(0), 0
    tied, waiting = None, []
    for measure in part.iter("measure"):
        line.add_bar(start)
        time = reached = start
        for item in measure:
            if item.tag == "attributes":
                divisions = int(float(item.findtext("divisions", str(divisions))))
                transpose = int(float(item.findtext("transpose/chromatic", str(transpose))))
                if (beats := item.findtext("time/beats")) and beats.isdigit():
                    line.metres.append((time, int(beats), int(item.findtext("time/beat-type"))))
                continue
            if item.tag == "harmony":
                if (symbol := chord_of(item)) is not None:
                    waiting.append(symbol)
                continue
            if item.tag not in ("note", "backup", "forward") or item.find("grace") is not None:
                continue
            duration = Fraction(item.findtext("duration", "0").strip()) / divisions
            if item.tag == "backup":
                time -= duration
                continue
            if waiting:
                line.symbols += spread(waiting, time, duration)
                waiting = []
            chord = item.find("chord") is not None
            onset = time - duration if chord else time
            if not chord:
                time += duration
                reached = max(reached, time)
            if item.tag == "forward" or item.findtext("voice", "1") != main:
                continue
            if item.find("pitch") is None:
                tied = None
                continue
            line.lyrics += item.find("lyric") is not None
            pitch = pitch_of(item) + transpose
            ties = {tie.get("type") for tie in item.findall("tie")}
            if "stop" in ties and tied == (onset, pitch) and line.notes:
                line.extend(onset + duration)
            else:
                line.add(onset, onset + duration, pitch)
            tied = (onset + duration, pitch) if "start" in ties else None
            if item.find("notations/fermata") is not None:
                line.pauses.append(onset + duration)
        start = reached
    line.end = start
    return line
